"""Softmax and the mean cross-entropy, with its gradient.

In all three functions the last axis of the logits holds the classes, and one or more axes stand before it: (n, k) for
rows, (n, t, k) for sequences, and so on. Everything is float64, labels are int64.
"""

import numpy as np


def softmax(logits):
    """Probabilities over the last axis. logits (..., k). Returns a new array (..., k)."""
    rows = logits.reshape(-1, logits.shape[-1])
    exps = np.exp(rows - rows.max(axis=1, keepdims=True))
    return (exps / exps.sum(axis=1, keepdims=True)).reshape(logits.shape)


def cross_entropy(logits, labels):
    """Mean over all labels of -ln softmax(logits)[label], in nats. logits (..., k), labels (...). Returns a float."""
    rows, picked = logits.reshape(-1, logits.shape[-1]), labels.reshape(-1)
    total = 0.0
    for row, label in zip(rows, picked):
        # ln sum exp(z - z_label), with the largest term taken out of the sum.
        gaps = row - row[label]
        total += gaps.max() + np.log(np.exp(gaps - gaps.max()).sum())
    return float(total / len(picked))


def cross_entropy_grad(logits, labels):
    """Derivative of cross_entropy(logits, labels) with respect to logits. Returns a new array (..., k)."""
    grad = softmax(logits).reshape(-1, logits.shape[-1])
    grad[np.arange(len(grad)), labels.reshape(-1)] -= 1.0
    return grad.reshape(logits.shape) / len(grad)
