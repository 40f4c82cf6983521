"""The training loss."""

import numpy as np


def cross_entropy(logits, y):
    """Mean softmax cross-entropy in nats. logits (n, k), y int (n,). Returns (loss, dloss/dlogits (n, k))."""
    rows = np.arange(len(y))
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = float(-log_probs[rows, y].mean())
    dlogits = np.exp(log_probs)
    dlogits[rows, y] -= 1.0
    return loss, dlogits / len(y)
