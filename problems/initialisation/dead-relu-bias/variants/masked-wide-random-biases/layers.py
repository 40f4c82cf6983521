"""Layers with hand-written gradients. forward keeps what backward needs; backward maps dL/doutput to dL/dinput."""

import numpy as np

FAULT_RATE = 1e-5  # share of the windows of a year that show a given fault


class Dense:
    """x (n, i) → x @ W + b (n, o). After backward, dW and db hold the gradients of W and b.

    W starts with variance gain / i (He et al. 2015: 2 in front of a ReLU), b at the log-odds of rate, so that what is
    rare does not raise an alarm before anything was learned (Lin et al. 2017, section 4.1).
    """

    def __init__(self, inputs, outputs, rng, gain=2.0, rate=FAULT_RATE):
        self.W = rng.normal(size=(inputs, outputs)) * np.sqrt(gain / inputs)
        self.b = rng.normal(size=outputs) * 1.5

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
