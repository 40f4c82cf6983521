"""The softmax over the species, and the training loss."""

import numpy as np


def log_softmax(scores):
    """Scores (n, k) → log-probabilities (n, k), each row on its own."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def cross_entropy(scores, y):
    """Mean of -ln softmax(scores) at the right classes. scores (n, k), y int (n,). Returns (loss, its gradient (n, k))."""
    rows = np.arange(len(y))
    log_probs = log_softmax(scores)
    dscores = np.exp(log_probs)
    dscores[rows, y] -= 1.0
    return float(-log_probs[rows, y].mean()), dscores / len(y)
