"""The classifier: features of a call in, one probability per species out."""

import numpy as np

from layers import Linear, ReLU
from losses import log_softmax


class CallClassifier:
    """Two linear layers with a ReLU between them, softmax over the species.

    params maps W1 (d, h), b1 (h,), W2 (h, k), b2 (k,) to the live float64 arrays: a checkpoint is restored by writing
    into them in place.
    """

    def __init__(self, features, hidden, species, rng):
        first, second = Linear(features, hidden, 2.0, rng), Linear(hidden, species, 0.01, rng)
        self.layers = [first, ReLU(), second]
        self.linear = {"1": first, "2": second}
        self.params = {f"{name}{i}": getattr(layer, name) for i, layer in self.linear.items() for name in ("W", "b")}

    def forward(self, x):
        """Scores (n, k), the logits of the species, for features x (n, d)."""
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, dout):
        """Gradients for every entry of params, given the gradient (n, k) for the result of the last forward."""
        for layer in reversed(self.layers):
            dout = layer.backward(dout)
        return {f"{name}{i}": getattr(layer, f"d{name}") for i, layer in self.linear.items() for name in ("W", "b")}

    def probabilities(self, x):
        """Probability of every species (n, k) for features x (n, d)."""
        return np.exp(log_softmax(self.forward(x)))
