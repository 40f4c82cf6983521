"""The router: topic vector in, one score per queue out."""

import numpy as np

from router import hidden_and_logits


class Router:
    """Parameters W1 (d, h), b1 (h,), W2 (h, k), b2 (k,) in params, live arrays. Scores are logits."""

    def __init__(self, topics, hidden, queues, rng):
        self.params = {
            "W1": rng.normal(size=(topics, hidden)) * np.sqrt(2.0 / topics),
            "b1": np.zeros(hidden),
            "W2": rng.normal(size=(hidden, queues)) * 0.01,
            "b2": np.zeros(queues),
        }

    def forward(self, x):
        return hidden_and_logits(self.params, x)[1]
