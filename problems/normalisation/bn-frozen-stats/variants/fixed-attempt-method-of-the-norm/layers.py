"""Layers with hand-written gradients. forward keeps what backward needs; backward maps dL/doutput to dL/dinput."""

import numpy as np


class Linear:
    """x (n, i) → x @ W (n, o), plus b if the layer has a bias. After backward, dW and db hold the gradients."""

    def __init__(self, inputs, outputs, rng, bias=True):
        self.W = rng.normal(size=(inputs, outputs)) * np.sqrt(2.0 / inputs)
        self.b = np.zeros(outputs) if bias else None

    def forward(self, x, train):
        self.x = x
        return x @ self.W if self.b is None else x @ self.W + self.b

    def backward(self, dout):
        self.dW = self.x.T @ dout
        self.db = dout.sum(axis=0)
        return dout @ self.W.T


class BatchNorm:
    """Each column of x (n, d) to mean 0 and variance 1, then times gamma plus beta (Ioffe and Szegedy 2015).

    train=True takes mean and variance from the rows of x, train=False from running_mean and running_var (d,), which
    start at 0 and 1 and follow the batches of training with weight momentum. After backward, which belongs to a forward
    with train=True, dgamma and dbeta hold the gradients.
    """

    def __init__(self, width, momentum=0.1, eps=1e-5):
        self.gamma, self.beta = np.ones(width), np.zeros(width)
        self.running_mean, self.running_var = np.zeros(width), np.ones(width)
        self.momentum, self.eps = momentum, eps

    def forward(self, x, train):
        if train:
            mean, var = x.mean(axis=0), x.var(axis=0)
            self._follow(mean, var)
        else:
            mean, var = self.running_mean, self.running_var
        self.std = np.sqrt(var + self.eps)
        self.normed = (x - mean) / self.std
        return self.gamma * self.normed + self.beta

    def backward(self, dout):
        self.dgamma = (dout * self.normed).sum(axis=0)
        self.dbeta = dout.sum(axis=0)
        dnormed = dout * self.gamma
        centred = dnormed - dnormed.mean(axis=0) - self.normed * (dnormed * self.normed).mean(axis=0)
        return centred / self.std

    def _follow(self, mean, var):
        """Move the running arrays towards a batch's mean and variance, in place: others hold references to them."""
        for running, batch in ((self.running_mean, mean), (self.running_var, var)):
            running *= 1.0 - self.momentum
            running += self.momentum * batch


class ReLU:
    """Elementwise max(x, 0)."""

    def forward(self, x, train):
        self.active = x > 0
        return x * self.active

    def backward(self, dout):
        return dout * self.active


class Dropout:
    """While training, each entry is 0 with probability rate, and divided by 1 - rate otherwise."""

    def __init__(self, rate, rng):
        self.rate, self.rng = rate, rng

    def forward(self, x, train):
        self.scale = (self.rng.random(x.shape) >= self.rate) / (1.0 - self.rate) if train and self.rate > 0 else 1.0
        return x * self.scale

    def backward(self, dout):
        return dout * self.scale
