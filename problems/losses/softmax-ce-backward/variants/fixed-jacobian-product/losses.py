"""Softmax and the mean cross-entropy, with its gradient.

In all three functions the last axis of the logits holds the classes, and one or more axes stand before it: (n, k) for
rows, (n, t, k) for sequences, and so on. Everything is float64, labels are int64.
"""

import numpy as np


def softmax(logits):
    """Probabilities over the last axis. logits (..., k). Returns a new array (..., k)."""
    return np.exp(_log_probabilities(logits))


def cross_entropy(logits, labels):
    """Mean over all labels of -ln softmax(logits)[label], in nats. logits (..., k), labels (...). Returns a float."""
    one_hot = np.arange(logits.shape[-1]) == labels[..., None]
    return float(-_log_probabilities(logits)[one_hot].mean())


def cross_entropy_grad(logits, labels):
    """Derivative of cross_entropy(logits, labels) with respect to logits. Returns a new array (..., k)."""
    classes = logits.shape[-1]
    upstream = -1.0 * (np.arange(classes) == labels[..., None]) / labels.size
    # d log p_i / d z_j = [i = j] - p_j, for every row.
    jacobian = np.eye(classes) - softmax(logits)[..., None, :]
    return np.einsum("...i,...ij->...j", upstream, jacobian)


def _log_probabilities(logits):
    return logits - np.logaddexp.reduce(logits, axis=-1, keepdims=True)
