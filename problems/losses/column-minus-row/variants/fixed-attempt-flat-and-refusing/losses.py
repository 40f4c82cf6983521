"""The training loss."""

import numpy as np


def mean_squared_error(predictions, targets):
    """Mean of the squared differences between predictions (Tensor (n,)) and targets (array (n,)). Returns a scalar Tensor.

    Both have to have the same shape: a column minus a row would silently become every prediction minus every target.
    """
    if predictions.value.shape != np.shape(targets):
        raise ValueError(f"predictions {predictions.value.shape} and targets {np.shape(targets)} differ in shape")
    return (predictions - targets).square().mean()
