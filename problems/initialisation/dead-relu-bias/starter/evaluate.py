"""How a trained classifier is measured. Protected: maintenance plans its rounds by these numbers."""

import numpy as np


def scores(model, x):
    """Scores (n, k) of a model for features x (n, d)."""
    return model.forward(x)


def accuracy(model, x, y):
    """Share of windows whose highest score is at the fault that was found."""
    return float((scores(model, x).argmax(axis=1) == y).mean())


def confusion(model, x, y, faults):
    """Counts (faults, faults): row = found, column = predicted."""
    table = np.zeros((faults, faults), dtype=int)
    np.add.at(table, (y, scores(model, x).argmax(axis=1)), 1)
    return table
