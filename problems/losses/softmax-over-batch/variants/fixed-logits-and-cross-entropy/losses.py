"""Probabilities and the training loss."""

import numpy as np


def softmax(logits):
    """Each row of logits (n, k) → a probability distribution over the k columns."""
    exponents = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponents / exponents.sum(axis=1, keepdims=True)


def cross_entropy(logits, y):
    """Mean cross-entropy in nats. logits (n, k), y int (n,). Returns (loss, dloss/dlogits (n, k))."""
    rows = np.arange(len(y))
    shifted = logits - logits.max(axis=1, keepdims=True)
    loss = (np.log(np.exp(shifted).sum(axis=1)) - shifted[rows, y]).mean()
    dlogits = softmax(logits)
    dlogits[rows, y] -= 1.0
    return loss, dlogits / len(y)
