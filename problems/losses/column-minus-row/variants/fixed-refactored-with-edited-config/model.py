"""The demand model, with its gradient written by hand."""

import numpy as np


class DemandModel:
    """relu(x W1 + b1) W2 + b2, params as the live arrays."""

    def __init__(self, features, hidden, rng):
        self.params = {
            "W1": rng.normal(size=(features, hidden)) * np.sqrt(2.0 / features),
            "b1": np.zeros(hidden),
            "W2": rng.normal(size=(hidden, 1)) * np.sqrt(0.1 / hidden),
            "b2": np.zeros(1),
        }

    def hidden(self, x):
        return np.maximum(x @ self.params["W1"] + self.params["b1"], 0.0)

    def predict(self, x):
        """Demand (n,) for features x (n, d)."""
        return self.hidden(x) @ self.params["W2"][:, 0] + self.params["b2"][0]

    def backward(self, x, dout):
        """Gradients for every entry of params, given the gradient (n,) for the predictions of x."""
        hidden = self.hidden(x)
        dhidden = np.outer(dout, self.params["W2"]) * (hidden > 0)
        dW2, db2 = (hidden.T @ dout)[:, None], dout.sum(keepdims=True)
        return {"W1": x.T @ dhidden, "b1": dhidden.sum(axis=0), "W2": dW2, "b2": db2}
