"""Softmax and the mean cross-entropy, with its gradient.

In all three functions the last axis of the logits holds the classes, and one or more axes stand before it: (n, k) for
rows, (n, t, k) for sequences, and so on. Everything is float64, labels are int64.

With the largest logit moved to 0 nothing overflows, and what underflows is nothing beside the 1 in the sum. The loss and
the gradient at the label never subtract from 1, so they stay exact for labels that are all but certain.
"""

import numpy as np


def softmax(logits):
    """Probabilities over the last axis. logits (..., k). Returns a new array (..., k)."""
    weights = np.exp(_below_max(logits))
    return weights / weights.sum(axis=-1, keepdims=True)


def cross_entropy(logits, labels):
    """Mean over all labels of -ln softmax(logits)[label], in nats. logits (..., k), labels (...). Returns a float."""
    below = _below_max(logits)
    others = np.exp(below)
    np.put_along_axis(others, below.argmax(axis=-1)[..., None], 0.0, axis=-1)  # the largest one is the 1 of log1p
    at_label = np.take_along_axis(below, labels[..., None], axis=-1)[..., 0]
    return float((np.log1p(others.sum(axis=-1)) - at_label).mean())


def cross_entropy_grad(logits, labels):
    """Derivative of cross_entropy(logits, labels) with respect to logits. Returns a new array (..., k)."""
    grad = softmax(logits)
    at_label = labels[..., None]
    np.put_along_axis(grad, at_label, 0.0, axis=-1)
    np.put_along_axis(grad, at_label, -grad.sum(axis=-1, keepdims=True), axis=-1)  # p - 1 = minus the other p
    return grad / labels.size


def _below_max(logits):
    return logits - logits.max(axis=-1, keepdims=True)
