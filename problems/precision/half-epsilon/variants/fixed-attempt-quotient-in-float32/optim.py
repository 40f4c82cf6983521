"""Adam for parameters of which a batch may touch only some rows."""

import numpy as np


class Adam:
    """Adam (Kingma and Ba, algorithm 1) on live arrays, which it changes in place.

    params maps names to arrays. The moments m and v are kept in float32, one of each for every parameter; t counts the
    calls of step and is common to all rows:

        m = beta1 m + (1 - beta1) g          v = beta2 v + (1 - beta2) g²
        w = w - learning_rate * m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + eps)
    """

    def __init__(self, params, learning_rate, beta1=0.9, beta2=0.999, eps=1e-8):
        self.params = params
        self.learning_rate, self.beta1, self.beta2, self.eps = learning_rate, beta1, beta2, eps
        self.m = {name: np.zeros(param.shape, dtype=np.float32) for name, param in params.items()}
        self.v = {name: np.zeros(param.shape, dtype=np.float32) for name, param in params.items()}
        self.t = 0

    def step(self, grads):
        """One update. A gradient is an array of the parameter's shape, or (rows (r,), gradients of these rows).

        Rows that are not listed keep their weights and moments.
        """
        self.t += 1
        for name, grad in grads.items():
            rows, values = grad if isinstance(grad, tuple) else (slice(None), grad)
            self._update(name, rows, values.astype(np.float32))

    def _update(self, name, rows, grad):
        param, m, v = self.params[name], self.m[name], self.v[name]
        m[rows] = self.beta1 * m[rows] + (1 - self.beta1) * grad
        v[rows] = self.beta2 * v[rows] + (1 - self.beta2) * grad**2
        # All in float32, rounded once, when the weights are written: in float16 eps is 0, and so is a root below 3e-8.
        mean = m[rows] / (1 - self.beta1**self.t)
        root = np.sqrt(v[rows] / (1 - self.beta2**self.t))
        change = self.learning_rate * (mean / (root + self.eps))
        param[rows] = (param[rows].astype(np.float32) - change).astype(param.dtype)
