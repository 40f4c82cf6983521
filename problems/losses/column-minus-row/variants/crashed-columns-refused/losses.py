"""The training loss."""


def mean_squared_error(predictions, targets):
    """Mean of the squared differences between predictions (Tensor) and targets (array). Returns a scalar Tensor."""
    if predictions.value.shape != targets.shape:
        raise ValueError(f"predictions {predictions.value.shape}, targets {targets.shape}")
    return (predictions - targets).square().mean()
