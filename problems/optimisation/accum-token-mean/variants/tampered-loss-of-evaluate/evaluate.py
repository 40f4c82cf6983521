"""How a trained model is measured. Protected: the field stations compare these numbers."""

import torch

from data import PAD, pad


@torch.no_grad()
def logits(model, ids):
    """Logits (n, t, syllables) of a model for padded recordings ids (n, t)."""
    return model(ids)


def loss(model, recordings):
    """Mean cross-entropy in nats over all syllables of all recordings but the first of each."""
    ids = pad(recordings)
    log_probs = logits(model, ids[:, :-1]).log_softmax(dim=-1)
    nats = -log_probs.gather(2, ids[:, 1:, None]).squeeze(2)
    return float(nats.mean())
