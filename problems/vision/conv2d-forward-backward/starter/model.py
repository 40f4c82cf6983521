"""The inspector: a picture of a weld in, one logit per kind of defect out."""

from layers import Conv, Linear, MaxPool, ReLU


class Inspector:
    """Two convolutions with ReLU, the maximum over the picture, a linear layer. params holds the live arrays."""

    def __init__(self, first, second, kinds, rng):
        trained = [Conv(1, first, 3, rng), Conv(first, second, 3, rng), Linear(second, kinds, rng)]
        self.layers = [trained[0], ReLU(), trained[1], ReLU(), MaxPool(), trained[2]]
        self.trained = dict(zip(("conv1", "conv2", "linear"), trained))
        self.params = {f"{name}.{part}": getattr(layer, part) for name, layer in self.trained.items() for part in "Wb"}

    def forward(self, pictures):
        """Logits (n, kinds) for pictures (n, h, w)."""
        x = pictures[:, None]
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, dlogits):
        """Gradients for every entry of params, given the gradient for the logits (n, kinds) of the last forward."""
        for layer in reversed(self.layers):
            dlogits = layer.backward(dlogits)
        return {f"{name}.{part}": getattr(layer, f"d{part}") for name, layer in self.trained.items() for part in "Wb"}
