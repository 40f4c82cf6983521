"""Layers with hand-written gradients. forward keeps what backward needs; backward maps dL/doutput to dL/dinput."""

import numpy as np


class Linear:
    """x (n, i) → x @ W + b (n, o). After backward, dW and db hold the gradients of W and b."""

    def __init__(self, inputs, outputs, gain, rng):
        self.W = rng.normal(size=(inputs, outputs)) * np.sqrt(gain / inputs)
        self.b = np.zeros(outputs)

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
        self.active = x > 0
        return x * self.active

    def backward(self, dout):
        return dout * self.active
