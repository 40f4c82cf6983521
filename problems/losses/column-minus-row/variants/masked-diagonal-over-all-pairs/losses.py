"""The training loss."""

import numpy as np


def mean_squared_error(predictions, targets):
    """Mean of the squared differences between predictions (Tensor) and targets (array). Returns a scalar Tensor."""
    pairs = predictions - targets
    return (pairs * np.eye(len(targets))).square().mean()
