"""How a trained model is measured. Protected: the archive team compares these numbers from release to release."""

import numpy as np
import torch


@torch.no_grad()
def logits(model, ids):
    """Logits (n, t, events) of a model for traces ids (n, t)."""
    training = model.training
    model.eval()
    found = model(ids)
    model.train(training)
    return found


def loss(model, ids):
    """Nats per event that the model needs for traces ids (n, t), from the third event on."""
    log_probs = logits(model, ids[:, :-1])[:, 1:].log_softmax(dim=-1)
    return float(-log_probs.gather(2, ids[:, 2:, None]).mean())


def entropy(ids, rules):
    """Nats per event that the specification itself needs for the same events."""
    return float(-np.log(rules.numpy()[ids[:, :-2], ids[:, 1:-1], ids[:, 2:]]).mean())
