"""The router: topic vector in, the logarithm of a probability per queue out."""

from layers import Linear, LogSoftmax, ReLU


class Router:
    """Two linear layers with a ReLU between them, log-softmax over the queues.

    params maps W1 (d, h), b1 (h,), W2 (h, k), b2 (k,) to the live float64 arrays: a checkpoint is restored by writing
    into them in place.
    """

    def __init__(self, topics, hidden, queues, rng):
        first, second = Linear(topics, hidden, 2.0, rng), Linear(hidden, queues, 0.01, rng)
        self.layers = [first, ReLU(), second, LogSoftmax()]
        self.linear = {"1": first, "2": second}
        self.params = {f"{name}{i}": getattr(layer, name) for i, layer in self.linear.items() for name in ("W", "b")}

    def forward(self, x):
        """Log-probabilities (n, k) for topic vectors x (n, d); the queue with the highest one is the prediction."""
        for layer in self.layers:
            x = layer.forward(x)
        return x

    def backward(self, dlog_probs):
        """Gradients for every entry of params, given the gradient for the output (n, k) of the last forward."""
        for layer in reversed(self.layers):
            dlog_probs = layer.backward(dlog_probs)
        return {f"{name}{i}": getattr(layer, f"d{name}") for i, layer in self.linear.items() for name in ("W", "b")}
