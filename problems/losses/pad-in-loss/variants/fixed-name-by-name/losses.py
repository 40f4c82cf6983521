"""What training minimises, and what it reports."""

import torch
from torch.nn import functional as F

from data import PAD


def spelling_loss(logits, sounds):
    """Mean cross-entropy in nats over the letters of a batch. logits (n, t, k), sounds int64 (n, t)."""
    return F.cross_entropy(*joined(logits, sounds))


def accuracy(logits, sounds):
    """Share of the letters of a batch whose sound has the highest score."""
    scores, names = joined(logits, sounds)
    return float((scores.argmax(dim=-1) == names).float().mean())


def joined(logits, sounds):
    """Scores (letters, k) and sounds (letters,) of one name after the other, each up to its last letter."""
    ends = torch.count_nonzero(sounds != PAD, dim=1).tolist()
    scores = torch.cat([line[:end] for line, end in zip(logits, ends)])
    return scores, torch.cat([name[:end] for name, end in zip(sounds, ends)])
