"""Layers with hand-written gradients. forward keeps what backward needs; backward maps dL/doutput to dL/dinput."""

import numpy as np


def he_normal(inputs, outputs, rng, gain=2.0):
    """Weights (inputs, outputs) with mean 0 and variance gain / inputs (He et al. 2015: gain 2 for a ReLU behind)."""
    return rng.normal(scale=np.sqrt(gain / inputs), size=(inputs, outputs))


class Dense:
    """x (n, i) → x @ W + b (n, o). After backward, dW and db hold the gradients of W and b.

    W (i, o) is where the layer starts. b starts at 0, so that a ReLU behind it is on for about half of the rows; the
    log-odds of a rare event (Lin et al. 2017) would be for the scores of a detector, never for a hidden layer.
    """

    def __init__(self, W):
        self.W = W
        self.b = np.zeros(W.shape[1])

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.dW = self.x.T @ dout
        self.db = dout.sum(axis=0)
        return dout @ self.W.T


class ReLU:
    """Elementwise max(x, 0)."""

    def forward(self, x):
        self.on = x > 0
        return x * self.on

    def backward(self, dout):
        return dout * self.on
