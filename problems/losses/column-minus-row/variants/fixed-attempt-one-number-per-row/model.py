"""The demand model: features of an hour in, heat demand in MW out."""

import numpy as np

from autodiff import Tensor


class DemandModel:
    """Two linear layers with a ReLU between them.

    params maps W1 (d, h), b1 (h,), W2 (h, 1), b2 (1,) to the live float64 arrays: a checkpoint is restored by writing
    into them in place.
    """

    def __init__(self, features, hidden, rng):
        self.weights = {
            "W1": Tensor(rng.normal(size=(features, hidden)) * np.sqrt(2.0 / features)),
            "b1": Tensor(np.zeros(hidden)),
            "W2": Tensor(rng.normal(size=(hidden, 1)) * np.sqrt(0.1 / hidden)),
            "b2": Tensor(np.zeros(1)),
        }
        self.params = {name: weight.value for name, weight in self.weights.items()}

    def forward(self, x):
        """Demand (n,) for features x (n, d), as a Tensor."""
        hidden = (Tensor(x) @ self.weights["W1"] + self.weights["b1"]).relu()
        return (hidden @ self.weights["W2"] + self.weights["b2"]).reshape(len(x))

    def predict(self, x):
        """Demand (n,) for features x (n, d)."""
        return self.forward(x).value
