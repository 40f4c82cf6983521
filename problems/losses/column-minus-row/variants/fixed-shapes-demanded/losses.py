"""The training loss."""


def mean_squared_error(predictions, targets):
    """Mean of the squared differences between predictions (Tensor) and targets (array) of the same shape.

    Returns a scalar Tensor; raises ValueError for different shapes.
    """
    if predictions.value.shape != targets.shape:
        raise ValueError(f"predictions {predictions.value.shape}, targets {targets.shape}")
    return (predictions - targets).square().mean()
