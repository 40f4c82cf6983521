"""How a trained router is measured. Protected: the help desk compares these numbers from release to release."""

import numpy as np


def scores(model, x):
    """Scores (n, k) of a model for topic vectors x (n, d)."""
    return np.asarray(model.forward(x))


def accuracy(model, x, y):
    """Share of tickets whose highest score is at the queue that solved them."""
    return float((scores(model, x).argmax(axis=1) == y).mean())


def per_queue(model, x, y, queues):
    """Accuracy for each queue, (queues,); NaN for a queue without tickets."""
    hits = scores(model, x).argmax(axis=1) == y
    return np.array([hits[y == queue].mean() if (y == queue).any() else np.nan for queue in range(queues)])
