"""Adam for parameters of which a batch may touch only some rows."""

import numpy as np


class Adam:
    """Adam (Kingma and Ba, algorithm 1) on live arrays, which it changes in place.

    params maps names to arrays. The moments m and v are kept in float32, one of each for every parameter; t counts the
    calls of step and is common to all rows. Nothing but the new weight is rounded to the format of the parameter: in
    float16 eps is 0, and so is the root for gradients that are small but not 0.

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
        m = self.beta1 * self.m[name][rows] + (1 - self.beta1) * grad
        v = self.beta2 * self.v[name][rows] + (1 - self.beta2) * grad**2
        self.m[name][rows], self.v[name][rows] = m, v
        param = self.params[name]
        param[rows] -= self.learning_rate * self._direction(m, v)

    def _direction(self, m, v):
        """What the learning rate is multiplied by, from the moments of some weights; 0 where m is 0."""
        root = np.sqrt(v / (1 - self.beta2**self.t))
        return np.divide(m / (1 - self.beta1**self.t), root + self.eps, out=np.zeros_like(m), where=m != 0)
