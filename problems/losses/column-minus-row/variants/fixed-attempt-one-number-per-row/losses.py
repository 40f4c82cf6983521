"""The training loss."""


def mean_squared_error(predictions, targets):
    """Mean of the squared differences between predictions (Tensor (n,)) and targets (array (n,)).

    Returns a scalar Tensor. The shapes have to be the same: broadcasting would compare every row with every other.
    """
    if predictions.value.shape != targets.shape:
        raise ValueError(f"predictions {predictions.value.shape} and targets {targets.shape} differ in shape")
    return (predictions - targets).square().mean()
