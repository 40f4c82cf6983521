"""The classifier: features of one window in, one score per fault out."""

from layers import Dense, ReLU, he_normal

UNDECIDED = 0.01  # gain of the last layer: scores near 0, so an untrained classifier's loss is about ln k


class Classifier:
    """Dense layers with a ReLU after each but the last.

    params maps W1 (d, h1), b1 (h1,), W2, b2, … to the live float64 arrays: the last pair belongs to the scores.
    """

    def __init__(self, features, hidden, faults, rng):
        self.dense, width = [], features
        for units in hidden:
            self.dense.append(Dense(he_normal(width, units, rng)))
            width = units
        self.dense.append(Dense(he_normal(width, faults, rng, gain=UNDECIDED)))
        self.layers = [self.dense[0]]
        for dense in self.dense[1:]:
            self.layers += [ReLU(), dense]
        self.params = self._named("W", "b")

    def forward(self, x):
        """Scores (n, faults) for features x (n, d); the fault with the highest score is the prediction."""
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, dscores):
        """Gradients for every entry of params, given the gradient for the scores (n, faults) of the last forward."""
        for layer in reversed(self.layers):
            dscores = layer.backward(dscores)
        return {name.removeprefix("d"): grad for name, grad in self._named("dW", "db").items()}

    def _named(self, *kinds):
        return {f"{kind}{i}": getattr(dense, kind) for i, dense in enumerate(self.dense, start=1) for kind in kinds}
