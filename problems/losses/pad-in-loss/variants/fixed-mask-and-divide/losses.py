"""What training minimises, and what it reports."""

from torch.nn import functional as F

from data import PAD


def spelling_loss(logits, sounds):
    """Mean cross-entropy in nats over the letters of a batch. logits (n, t, k), sounds int64 (n, t)."""
    real = (sounds != PAD).to(logits.dtype)
    nats = F.cross_entropy(logits.transpose(1, 2), sounds, reduction="none")
    return (nats * real).sum() / real.sum()


def accuracy(logits, sounds):
    """Share of the letters of a batch whose sound has the highest score."""
    real = sounds != PAD
    hits = (logits.argmax(dim=-1) == sounds) & real
    return float(hits.sum() / real.sum())
