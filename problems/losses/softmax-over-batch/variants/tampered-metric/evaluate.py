"""How a classifier is measured. Protected: releases for the recorders are compared with these numbers."""

import numpy as np


def accuracy(model, x, y):
    """Share of calls whose most probable species is the right one, all calls in one request."""
    return float((model.probabilities(x).argmax(axis=1) == y).mean())


def accuracy_in_the_field(model, x, y):
    """The same with one request for each call, as the recorders send them."""
    hits = [model.probabilities(x)[i].argmax() == y[i] for i in range(len(y))]
    return float(np.mean(hits))
