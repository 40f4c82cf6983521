"""Softmax and the mean cross-entropy, with its gradient.

In all three functions the last axis of the logits holds the classes, and one or more axes stand before it: (n, k) for
rows, (n, t, k) for sequences, and so on. Everything is float64, labels are int64.
"""

import numpy as np


def softmax(logits):
    """Probabilities over the last axis. logits (..., k). Returns a new array (..., k)."""
    return np.exp(_log_softmax(logits))


def cross_entropy(logits, labels):
    """Mean over all labels of -ln softmax(logits)[label], in nats. logits (..., k), labels (...). Returns a float."""
    chosen = np.take_along_axis(_log_softmax(logits), labels[..., None], axis=-1)
    return float(-chosen.mean())


def cross_entropy_grad(logits, labels):
    """Derivative of cross_entropy(logits, labels) with respect to logits. Returns a new array (..., k)."""
    chosen = np.take_along_axis(softmax(logits), labels[..., None], axis=-1)
    return (chosen - 1.0) / labels.size


def _log_softmax(logits):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
