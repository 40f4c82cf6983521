"""Scores of a model for many pixels: used while training, by the map service, and by the nightly comparison."""

from contextlib import contextmanager

import torch


@contextmanager
def evaluating(model):
    """Within this context every part of the model is in evaluation mode; afterwards each is in the mode it was in."""
    modes = {part: part.training for part in model.modules()}
    model.eval()
    try:
        yield
    finally:
        for part, training in modes.items():
            part.training = training  # not part.train(): that would set the parts within it as well


def predict(model, x, batch_size):
    """Scores (n, covers) for bands x (n, bands), worked out batch_size pixels at a time.

    Deterministic: the scores of a pixel depend on the parameters and on its own bands, not on the pixels beside it or
    on earlier calls. The model is handed back as it was given. Works for models and bands of float32 and of float64.
    """
    with torch.no_grad(), evaluating(model):
        return torch.cat([model(part) for part in x.split(batch_size)])
