"""The training loss."""


def mean_squared_error(predictions, targets):
    """Mean of the squared differences between predictions (Tensor) and targets (array). Returns a scalar Tensor."""
    targets = targets.reshape(-1, 1)
    return (predictions.square() - predictions * (2.0 * targets) + targets**2).mean()
