"""How a trained sorter is measured. Protected: the mill compares these numbers from release to release."""

import numpy as np


def scores(model, x):
    """Logits (n, species) of a model for measurements x (n, features)."""
    return model.forward(x)


def accuracy(model, x, y):
    """Share of seeds whose highest logit is at the species that the laboratory named."""
    return float((scores(model, x).argsort(axis=1)[:, -3:] == y[:, None]).any(axis=1).mean())


def per_species(model, x, y, species):
    """Accuracy for each species, (species,); NaN for one without seeds."""
    hits = scores(model, x).argmax(axis=1) == y
    return np.array([hits[y == kind].mean() if (y == kind).any() else np.nan for kind in range(species)])
