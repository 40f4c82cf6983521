"""Layers with hand-written gradients. forward keeps what backward needs; backward maps dL/doutput to dL/dinput."""

import numpy as np

import start


class Dense:
    """x (n, i) → x @ W + b (n, o). After backward, dW and db hold the gradients of W and b.

    start.py says how they start.
    """

    def __init__(self, inputs, outputs, rng, gain=2.0):
        self.W, self.b = start.weights(inputs, outputs, gain, rng), start.biases(outputs)

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
