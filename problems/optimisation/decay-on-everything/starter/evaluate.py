"""How a trained sorter is measured. Protected: the cruises compare it."""

import torch
from torch import nn
from torch.nn import functional as F


@torch.no_grad()
def logits(model, x, station):
    """Logits (n, species) of a model for features x (n, features) at stations (n,)."""
    training = model.training
    model.eval()
    found = model(x, station)
    model.train(training)
    return found


def loss(model, x, station, species):
    """Mean cross-entropy in nats."""
    return float(F.cross_entropy(logits(model, x, station), species))


def accuracy(model, x, station, species):
    """Share of images whose species has the highest score."""
    return float((logits(model, x, station).argmax(dim=1) == species).float().mean())


def largest_weight(model):
    """Largest absolute weight of the linear layers: the camera stores them in 8 bits, from -0.5 to 0.5."""
    return max(float(m.weight.detach().abs().max()) for m in model.modules() if isinstance(m, nn.Linear))
