"""The training loss."""


def mean_squared_error(predictions, targets):
    """Mean of the squared differences between predictions (Tensor) and targets (array). Returns a scalar Tensor."""
    return ((predictions - targets).mean()).square()
