"""The training loss."""

import numpy as np


def cross_entropy(scores, y):
    """Mean of -ln p(y) in nats. scores: probabilities (n, k), y int (n,). Returns (loss, dloss/dscores (n, k))."""
    rows = np.arange(len(y))
    probs = scores[rows, y] + 1e-9
    dscores = np.zeros_like(scores)
    dscores[rows, y] = -1.0 / (probs * len(y))
    return -np.log(probs).mean(), dscores
