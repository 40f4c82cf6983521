"""What training minimises, and what it reports."""

from torch.nn import functional as F

from data import PAD


def spelling_loss(logits, sounds):
    """Mean cross-entropy in nats over the letters of a batch. logits (n, t, k), sounds int64 (n, t)."""
    weight = logits.new_ones(logits.shape[-1])
    weight[PAD] = 0.0
    return F.cross_entropy(logits.flatten(0, 1), sounds.flatten(), weight=weight)


def accuracy(logits, sounds):
    """Share of the letters of a batch whose sound has the highest score."""
    real = sounds != PAD
    return float((logits.argmax(dim=-1) == sounds)[real].float().mean())
