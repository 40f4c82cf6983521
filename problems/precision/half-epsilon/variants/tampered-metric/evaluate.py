"""How a trained tagger is measured. Protected: the workshops compare these numbers from release to release."""

import numpy as np


def scores(model, words):
    """Scores (n, k) of a model for notes words (n, t)."""
    return np.nan_to_num(model.forward(words))


def accuracy(model, words, groups):
    """Share of notes whose highest score is at the group that was ordered."""
    return float((scores(model, words).argmax(axis=1) == groups).mean())


def confusion(model, words, groups, count):
    """Table (count, count): rows are the ordered groups, columns the predicted ones."""
    table = np.zeros((count, count), dtype=int)
    np.add.at(table, (groups, scores(model, words).argmax(axis=1)), 1)
    return table
