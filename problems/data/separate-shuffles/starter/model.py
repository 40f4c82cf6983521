"""The classifier: one hidden layer of rectified units."""

import numpy as np


class Classifier:
    """Scores for each class. params: W1 (d, h), b1 (h,), W2 (h, k), b2 (k,), all float64."""

    def __init__(self, features, hidden, classes, rng):
        self.params = {
            "W1": rng.normal(size=(features, hidden)) * np.sqrt(2.0 / features),
            "b1": np.zeros(hidden),
            "W2": rng.normal(size=(hidden, classes)) * 0.01,
            "b2": np.zeros(classes),
        }

    def forward(self, x):
        """Class scores (logits) (n, k) for features x (n, d). Keeps what backward needs."""
        self._x = x
        self._hidden = np.maximum(x @ self.params["W1"] + self.params["b1"], 0.0)
        return self._hidden @ self.params["W2"] + self.params["b2"]

    def backward(self, dscores):
        """Gradients of the loss for every entry of params, given its gradient for the last scores (n, k)."""
        dhidden = (dscores @ self.params["W2"].T) * (self._hidden > 0)
        return {
            "W1": self._x.T @ dhidden,
            "b1": dhidden.sum(axis=0),
            "W2": self._hidden.T @ dscores,
            "b2": dscores.sum(axis=0),
        }
