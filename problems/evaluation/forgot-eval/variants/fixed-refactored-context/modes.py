"""Modes of a model."""

from contextlib import contextmanager

import torch


@contextmanager
def as_deployed(model):
    """Inside, the model works as it will when it is deployed; afterwards each part is in the mode it was in."""
    before = [(module, module.training) for module in model.modules()]
    model.eval()
    try:
        with torch.no_grad():
            yield model
    finally:
        for module, training in before:
            module.training = training
