"""What training minimises, and what it reports."""

from torch.nn import functional as F

from data import PAD


def spelling_loss(logits, sounds):
    """Mean cross-entropy in nats over the letters of a batch, 0 without any. logits (n, t, k), sounds int64 (n, t).

    Places behind the end of a name (PAD) count neither in the sum nor in the number of letters.
    """
    total = F.cross_entropy(logits.flatten(0, 1), sounds.flatten(), ignore_index=PAD, reduction="sum")
    return total / (sounds != PAD).sum().clamp(min=1)


def accuracy(logits, sounds):
    """Share of the letters of a batch whose sound has the highest score, 0 without any; PAD does not count."""
    letters = sounds != PAD
    hits = (logits.argmax(dim=-1) == sounds) & letters
    return float(hits.sum() / letters.sum().clamp(min=1))
