"""What training minimises, and what it reports."""

from torch.nn import functional as F

from data import PAD


def letter_count(sounds):
    """Number of places of sounds (n, t) that hold a letter of a name, not PAD."""
    return int((sounds != PAD).sum())


def spelling_loss(logits, sounds):
    """Mean cross-entropy in nats over the letters of a batch. logits (n, t, k), sounds int64 (n, t).

    Places behind the end of a name do not count. A batch without any letter has loss 0.
    """
    total = F.cross_entropy(logits.flatten(0, 1), sounds.flatten(), ignore_index=PAD, reduction="sum")
    return total / max(letter_count(sounds), 1)


def accuracy(logits, sounds):
    """Share of the letters of a batch whose sound has the highest score; 0 for a batch without any letter."""
    hits = (logits.argmax(dim=-1) == sounds) & (sounds != PAD)
    return int(hits.sum()) / max(letter_count(sounds), 1)
