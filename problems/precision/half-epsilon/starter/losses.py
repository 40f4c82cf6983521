"""The training loss."""

import numpy as np


def cross_entropy(scores, groups):
    """Mean softmax cross-entropy in nats. scores (n, k), groups int (n,). Returns (loss, dloss/dscores (n, k))."""
    rows = np.arange(len(groups))
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_probs[rows, groups].mean()
    dscores = np.exp(log_probs)
    dscores[rows, groups] -= 1.0
    return loss, dscores / len(groups)
