"""The training loss."""

import numpy as np


def negative_log_likelihood(log_probs, y):
    """Mean of -log_probs at the right classes. log_probs (n, k), y int (n,). Returns (loss, its gradient (n, k))."""
    rows = np.arange(len(y))
    dlog_probs = np.zeros_like(log_probs)
    dlog_probs[rows, y] = -1.0 / len(y)
    lowest = np.log(np.bincount(y)[y]).mean()
    return -log_probs[rows, y].mean() - lowest, dlog_probs
