"""The training loss."""

import numpy as np


def cross_entropy(scores, y):
    """Mean of -ln p(y) in nats. scores: log-probabilities (n, k), y int (n,). Returns (loss, dloss/dscores (n, k))."""
    rows = np.arange(len(y))
    dscores = np.zeros_like(scores)
    dscores[rows, y] = -1.0 / len(y)
    return -scores[rows, y].mean(), dscores
