"""Softmax and the mean cross-entropy, with its gradient.

In all three functions the last axis of the logits holds the classes, and one or more axes stand before it: (n, k) for
rows, (n, t, k) for sequences, and so on. Everything is float64, labels are int64.
"""

import numpy as np


from stable import SoftmaxCrossEntropy, softmax

__all__ = ["cross_entropy", "cross_entropy_grad", "softmax"]


def cross_entropy(logits, labels):
    return SoftmaxCrossEntropy(logits, labels).value()


def cross_entropy_grad(logits, labels):
    return SoftmaxCrossEntropy(logits, labels).gradient()
