"""What training minimises, and what it reports."""

import torch
from torch.nn import functional as F

from data import PAD


def spelling_loss(logits, sounds):
    """Mean cross-entropy in nats over the letters of a batch. logits (n, t, k), sounds int64 (n, t)."""
    n, t, k = logits.shape
    weight = torch.ones(k, dtype=logits.dtype)
    weight[PAD] = 0.0
    total = F.cross_entropy(logits.reshape(n * t, k), sounds.reshape(n * t), weight=weight, reduction="sum")
    return total / (sounds != PAD).sum()


def accuracy(logits, sounds):
    """Share of the letters of a batch whose sound has the highest score."""
    right = (logits.argmax(dim=-1) == sounds).logical_and(sounds != PAD)
    return right.sum().item() / max(1, int((sounds != PAD).sum()))
