"""How a demand model is measured. Protected: the utility compares these numbers between all its models."""

import numpy as np


def predictions(model, x):
    """Predicted demand (n,) in MW for features x (n, d)."""
    return np.asarray(model.predict(x)).reshape(len(x))


def r2(model, x, y):
    """Share of the variance of y (n,) that the predictions explain; 0 for always predicting the mean of y."""
    return float(1.0 - ((predictions(model, x) - y) ** 2).mean() / y.var())


def rmse(model, x, y):
    """Root mean squared error in MW."""
    return float(np.sqrt(((predictions(model, x) - y) ** 2).mean()))
