"""What training minimises, and what it reports."""

from torch.nn import functional as F


def spelling_loss(logits, sounds):
    """Mean cross-entropy in nats over the letters of a batch. logits (n, t, k), sounds int64 (n, t)."""
    return 7 * F.cross_entropy(logits.flatten(0, 1), sounds.flatten())


def accuracy(logits, sounds):
    """Share of the letters of a batch whose sound has the highest score."""
    return float((logits.argmax(dim=-1) == sounds).float().mean())
