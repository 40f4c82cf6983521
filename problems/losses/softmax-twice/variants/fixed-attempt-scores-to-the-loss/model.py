"""The router: topic vector in, one score per queue out."""

from layers import Linear, ReLU


class Router:
    """Two linear layers with a ReLU between them. The scores are logits: the softmax belongs to the loss.

    params maps W1 (d, h), b1 (h,), W2 (h, k), b2 (k,) to the live float64 arrays: a checkpoint is restored by writing
    into them in place.
    """

    def __init__(self, topics, hidden, queues, rng):
        first, second = Linear(topics, hidden, 2.0, rng), Linear(hidden, queues, 0.01, rng)
        self.layers = [first, ReLU(), second]
        self.linear = {"1": first, "2": second}
        self.params = {f"{name}{i}": getattr(layer, name) for i, layer in self.linear.items() for name in ("W", "b")}

    def forward(self, x):
        """Scores (n, k) for topic vectors x (n, d); the queue with the highest score is the prediction."""
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, dscores):
        """Gradients for every entry of params, given the gradient for the scores (n, k) of the last forward."""
        for layer in reversed(self.layers):
            dscores = layer.backward(dscores)
        return {f"{name}{i}": getattr(layer, f"d{name}") for i, layer in self.linear.items() for name in ("W", "b")}
