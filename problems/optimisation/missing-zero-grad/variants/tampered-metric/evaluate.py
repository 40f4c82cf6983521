"""How a forecaster is measured. Protected: the utility compares these numbers from winter to winter."""

import torch


def forecasts(model, x):
    """Demands (n,) that a model forecasts for sensor values x (n, sensors)."""
    model.eval()
    with torch.no_grad():
        return model(x).clamp(-2, 2)


def r2(model, x, y):
    """Share of the variance of y that the forecasts explain: 1 is perfect, 0 is no better than the mean."""
    return float(1.0 - ((forecasts(model, x) - y) ** 2).mean() / y.var(unbiased=False))


def mean_error(model, x, y):
    """Mean absolute error of the forecasts, in standard deviations of the demand."""
    return float((forecasts(model, x) - y).abs().mean())
