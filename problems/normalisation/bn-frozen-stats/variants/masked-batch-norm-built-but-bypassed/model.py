"""The classifier: raw counts of one grain in, one score per variety out."""

from layers import BatchNorm, Dropout, Linear, ReLU


class Network:
    """Hidden layers of linear map, batch norm, ReLU and dropout, then a linear map to the scores.

    params maps W1, gamma1, beta1, W2, … and W, b of the last layer (W3, b3 for two hidden layers) to the live float64
    arrays. norms lists the BatchNorm layers, first hidden layer first.
    """

    mean, std = 0.0, 1.0

    def __init__(self, bands, hidden, classes, dropout, rng):
        self.layers, self.norms, self.params, self._owners = [], [], {}, {}
        widths = [bands, *hidden]
        for i, (inputs, outputs) in enumerate(zip(widths, widths[1:]), start=1):
            linear, norm = Linear(inputs, outputs, rng, bias=False), BatchNorm(outputs)
            self.layers += [linear, ReLU(), Dropout(dropout, rng)]
            self.norms.append(norm)
            self._own(i, linear, "W")
            self._own(i, norm, "gamma", "beta")
        last = Linear(widths[-1], classes, rng)
        self.layers.append(last)
        self._own(len(widths), last, "W", "b")

    def forward(self, x, train=False):
        """Scores (n, classes) for raw counts x (n, bands); the variety with the highest score is the prediction."""
        x = (x - self.mean) / self.std
        for layer in self.layers:
            x = layer.forward(x, train)
        return x

    def backward(self, dscores):
        """Gradients for every entry of params, given that of the scores (n, classes) of the last training forward."""
        for layer in reversed(self.layers):
            dscores = layer.backward(dscores)
        return {name: getattr(layer, f"d{kind}", 0.0) for name, (layer, kind) in self._owners.items()}

    def _own(self, number, layer, *kinds):
        for kind in kinds:
            self.params[f"{kind}{number}"] = getattr(layer, kind)
            self._owners[f"{kind}{number}"] = (layer, kind)
