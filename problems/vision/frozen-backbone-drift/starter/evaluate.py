"""How a reader is measured. Protected: cameras are accepted or refused by these numbers."""

import torch


@torch.no_grad()
def features(reader, x):
    """What the backbone hands to the heads for pictures x (n, 1, h, w)."""
    training = reader.training
    reader.eval()
    found = reader.backbone(x)
    reader.train(training)
    return found


@torch.no_grad()
def logits(reader, x, name):
    """What a camera answers: logits (n, classes) of one head."""
    training = reader.training
    reader.eval()
    found = reader.heads[name](reader.backbone(x))
    reader.train(training)
    return found


def accuracy(reader, x, y, name):
    """Share of the pictures that a head names rightly."""
    return float((logits(reader, x, name).argmax(dim=1) == y).float().mean())
