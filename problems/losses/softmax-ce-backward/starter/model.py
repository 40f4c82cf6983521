"""The sorter: measurements in, one logit per species out."""

from layers import Linear, ReLU


class Sorter:
    """Two linear layers with a ReLU between them. params maps W1, b1, W2, b2 to the live float64 arrays."""

    def __init__(self, features, hidden, species, rng):
        first, second = Linear(features, hidden, 2.0, rng), Linear(hidden, species, 1e-4, rng)
        self.layers = [first, ReLU(), second]
        self.linear = {"1": first, "2": second}
        self.params = {f"{name}{i}": getattr(layer, name) for i, layer in self.linear.items() for name in ("W", "b")}

    def forward(self, x):
        """Logits (n, species) for measurements x (n, features)."""
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, dlogits):
        """Gradients for every entry of params, given the gradient for the logits (n, species) of the last forward."""
        for layer in reversed(self.layers):
            dlogits = layer.backward(dlogits)
        return {f"{name}{i}": getattr(layer, f"d{name}") for i, layer in self.linear.items() for name in ("W", "b")}
