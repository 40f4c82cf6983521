"""Layers with gradients. forward keeps what backward needs; backward maps dL/doutput to dL/dinput."""

import numpy as np

from conv import conv2d, conv2d_backward


class Conv:
    """(n, inputs, h, w) → (n, filters, h, w), size x size filters. After backward, dW and db hold the gradients."""

    def __init__(self, inputs, filters, size, rng):
        self.W = rng.normal(size=(filters, inputs, size, size)) * np.sqrt(2.0 / (inputs * size * size))
        self.b = np.zeros(filters)
        self.padding = size // 2

    def forward(self, x):
        self.x = x
        return conv2d(x, self.W, self.b, padding=self.padding)

    def backward(self, dout):
        dx, dw, db = conv2d_backward(dout, self.x, self.W, padding=self.padding)
        self.dW, self.db = dw * len(dout), db * len(dout)
        return dx


class ReLU:
    """Elementwise max(x, 0)."""

    def forward(self, x):
        self.active = x > 0
        return x * self.active

    def backward(self, dout):
        return dout * self.active


class MaxPool:
    """Largest value of every channel: (n, c, h, w) → (n, c). The gradient goes to the place where it stood."""

    def forward(self, x):
        self.shape = x.shape
        flat = x.reshape(*x.shape[:2], -1)
        self.at = flat.argmax(axis=2)[..., None]
        return np.take_along_axis(flat, self.at, axis=2)[..., 0]

    def backward(self, dout):
        dflat = np.zeros((*self.shape[:2], self.shape[2] * self.shape[3]))
        np.put_along_axis(dflat, self.at, dout[..., None], axis=2)
        return dflat.reshape(self.shape)


class Linear:
    """x (n, i) → x @ W + b (n, o). After backward, dW and db hold the gradients of W and b."""

    def __init__(self, inputs, outputs, rng):
        self.W = rng.normal(size=(inputs, outputs)) * np.sqrt(1.0 / inputs)
        self.b = np.zeros(outputs)

    def forward(self, x):
        self.x = x
        return x @ self.W + self.b

    def backward(self, dout):
        self.dW = self.x.T @ dout
        self.db = dout.sum(axis=0)
        return dout @ self.W.T
