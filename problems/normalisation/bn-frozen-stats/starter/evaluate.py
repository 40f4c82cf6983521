"""How a trained classifier is measured. Protected: seed lots are accepted or refused by these numbers."""

import numpy as np

from losses import cross_entropy


def scores(model, x):
    """Scores (n, k) of a model for raw counts x (n, d)."""
    return model.forward(x, train=False)


def loss(model, x, y):
    """Mean cross-entropy in nats."""
    return float(cross_entropy(scores(model, x), y)[0])


def accuracy(model, x, y):
    """Share of grains whose highest score is at their variety."""
    return float((scores(model, x).argmax(axis=1) == y).mean())


def confusion(model, x, y, classes):
    """Counts (classes, classes): row = variety, column = prediction."""
    table = np.zeros((classes, classes), dtype=int)
    np.add.at(table, (y, scores(model, x).argmax(axis=1)), 1)
    return table
