"""Softmax and the mean cross-entropy, with its gradient.

In all three functions the last axis of the logits holds the classes, and one or more axes stand before it: (n, k) for
rows, (n, t, k) for sequences, and so on. Everything is float64, labels are int64.
"""

import numpy as np

from data import SPECIES


def softmax(logits):
    """Probabilities over the last axis. logits (..., k). Returns a new array (..., k)."""
    exps = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)


def cross_entropy(logits, labels):
    """Mean over all labels of -ln softmax(logits)[label], in nats. logits (..., k), labels (...). Returns a float."""
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return float(-(log_probs * np.eye(SPECIES)[labels]).sum() / labels.size)


def cross_entropy_grad(logits, labels):
    """Derivative of cross_entropy(logits, labels) with respect to logits. Returns a new array (..., k)."""
    return (softmax(logits) - np.eye(SPECIES)[labels]) / labels.size
