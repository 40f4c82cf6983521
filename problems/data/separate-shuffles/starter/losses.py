"""Losses. Each returns (mean loss in nats, gradient with respect to the scores)."""

import numpy as np


def cross_entropy(scores, labels):
    """Softmax cross-entropy. scores: logits (n, k); labels: int (n,). Returns (float, (n, k))."""
    rows = np.arange(len(labels))
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dscores = np.exp(log_probs)
    dscores[rows, labels] -= 1.0
    return -log_probs[rows, labels].mean(), dscores / len(labels)
