"""What training minimises, and what it reports."""

from places import letters_of


def spelling_loss(logits, sounds):
    """Mean cross-entropy in nats over the letters of a batch. logits (n, t, k), sounds int64 (n, t)."""
    logits, sounds = letters_of(logits, sounds)
    return logits.logsumexp(dim=-1).mean() - logits.gather(1, sounds[:, None]).mean()


def accuracy(logits, sounds):
    """Share of the letters of a batch whose sound has the highest score."""
    logits, sounds = letters_of(logits, sounds)
    return (logits.argmax(dim=-1) == sounds).double().mean().item()
