"""Softmax and the mean cross-entropy, with its gradient.

In all three functions the last axis of the logits holds the classes, and one or more axes stand before it: (n, k) for
rows, (n, t, k) for sequences, and so on. Everything is float64, labels are int64.
"""

import numpy as np


def softmax(logits):
    """Probabilities over the last axis. logits (..., k). Returns a new array (..., k)."""
    weights = np.exp(_below_largest(logits))
    return weights / weights.sum(axis=-1, keepdims=True)


def cross_entropy(logits, labels):
    """Mean over all labels of -ln softmax(logits)[label], in nats. logits (..., k), labels (...). Returns a float."""
    below = _below_largest(logits)
    at_label = np.take_along_axis(below, labels[..., None], axis=-1)[..., 0]
    # The largest logit contributes exactly 1 to the sum: log1p of the rest keeps losses far below 1e-16.
    rest = np.exp(below)
    np.put_along_axis(rest, below.argmax(axis=-1)[..., None], 0.0, axis=-1)
    return float((np.log1p(rest.sum(axis=-1)) - at_label).mean())


def cross_entropy_grad(logits, labels):
    """Derivative of cross_entropy(logits, labels) with respect to logits. Returns a new array (..., k)."""
    grad, index = softmax(logits), labels[..., None]
    # p(label) - 1 is minus the sum of the other probabilities, which stays accurate when p(label) is almost 1.
    np.put_along_axis(grad, index, 0.0, axis=-1)
    np.put_along_axis(grad, index, -grad.sum(axis=-1, keepdims=True), axis=-1)
    return grad / labels.size


def _below_largest(logits):
    """Logits minus the largest of the last axis: at most 0, so that exp cannot overflow, and 0 at least once."""
    return logits - logits.max(axis=-1, keepdims=True)
