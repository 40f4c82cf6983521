"""The training loss, and the log-softmax it is made of."""

import numpy as np


def log_softmax(scores):
    """Log-probabilities (n, k) for scores (n, k): every row is normalised over its own k classes."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def cross_entropy(scores, y):
    """Mean of -ln softmax(scores) at the right classes. scores (n, k), y int (n,).

    Returns (loss, its gradient for scores (n, k)).
    """
    rows = np.arange(len(y))
    log_probs = log_softmax(scores)
    dscores = np.exp(log_probs)
    dscores[rows, y] -= 1.0
    return -log_probs[rows, y].mean(), dscores / len(y)
