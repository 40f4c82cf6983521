"""The model: inputs of a parcel in, one score out; the sigmoid of the score is the probability that it comes late."""

import numpy as np


class Net:
    """One tanh layer and a linear score. params maps W1 (d, h), b1 (h,), W2 (h,), b2 () to float64 arrays."""

    def __init__(self, inputs, hidden, rng):
        self.params = {
            "W1": rng.normal(size=(inputs, hidden)) / np.sqrt(inputs),
            "b1": np.zeros(hidden),
            "W2": rng.normal(size=hidden) * 0.1,
            "b2": np.zeros(()),
        }

    def forward(self, x):
        """Scores (n,) for inputs x (n, d)."""
        self.x, self.hidden = x, np.tanh(x @ self.params["W1"] + self.params["b1"])
        return self.hidden @ self.params["W2"] + self.params["b2"]

    def backward(self, dscores):
        """Gradients for every entry of params, given the gradient for the scores (n,) of the last forward."""
        dhidden = np.outer(dscores, self.params["W2"]) * (1.0 - self.hidden**2)
        grads = {"W1": self.x.T @ dhidden, "b1": dhidden.sum(axis=0)}
        return grads | {"W2": self.hidden.T @ dscores, "b2": dscores.sum()}
