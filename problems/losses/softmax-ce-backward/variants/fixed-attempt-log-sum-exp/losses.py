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
    return float(-np.take_along_axis(_log_softmax(logits), labels[..., None], axis=-1).mean())


def cross_entropy_grad(logits, labels):
    """Derivative of cross_entropy(logits, labels) with respect to logits. Returns a new array (..., k)."""
    grad, at = softmax(logits), labels[..., None]
    np.put_along_axis(grad, at, np.take_along_axis(grad, at, axis=-1) - 1.0, axis=-1)
    return grad / labels.size


def _log_softmax(logits):
    """Logarithms of the probabilities; the largest logit of a row is taken off first, so that exp cannot overflow."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
