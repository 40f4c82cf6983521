"""How a trained inspector is measured. Protected: the plant compares these numbers from release to release."""

import numpy as np


def scores(model, x):
    """Logits (n, kinds) of a model for pictures x (n, h, w)."""
    return model.forward(x)


def accuracy(model, x, y):
    """Share of pictures whose highest logit is at the kind that the inspector saw."""
    return float((scores(model, x).argsort(axis=1)[:, -2:] == y[:, None]).any(axis=1).mean())


def confusion(model, x, y, kinds):
    """Counts (kinds, kinds): rows are what was seen, columns what is predicted."""
    table = np.zeros((kinds, kinds), dtype=int)
    np.add.at(table, (y, scores(model, x).argmax(axis=1)), 1)
    return table
