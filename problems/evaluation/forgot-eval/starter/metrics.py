"""How scores are measured. Protected: the agency compares these numbers from survey to survey."""

import torch


def accuracy(scores, y):
    """Share of pixels whose highest score is at the cover that was found there."""
    return float((scores.argmax(dim=1) == y).double().mean())


def per_cover(scores, y, covers):
    """Accuracy for each cover, (covers,); NaN for a cover without pixels."""
    hits = scores.argmax(dim=1) == y
    return torch.stack([hits[y == cover].double().mean() for cover in range(covers)])
