"""The training loss."""

import numpy as np


def negative_log_likelihood(log_probs, y):
    """Mean of -log_probs at y, in nats. log_probs (n, k) are normalised already, y int (n,), values 0 .. k - 1.

    Returns (loss, dloss/dlog_probs (n, k)). Behind a log-softmax this is the cross-entropy.
    """
    rows = np.arange(len(y))
    dlog_probs = np.zeros_like(log_probs)
    dlog_probs[rows, y] = -1.0 / len(y)
    return float(-log_probs[rows, y].mean()), dlog_probs
