"""The training loss."""

import numpy as np


def cross_entropy(scores, y):
    """Mean softmax cross-entropy in nats. scores (n, k), y int (n,). Returns (loss, dloss/dscores (n, k))."""
    rows = np.arange(len(y))
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_probs[rows, y].mean()
    dscores = np.exp(log_probs)
    dscores[rows, y] -= 1.0
    return loss, dscores / len(y)
