"""How a trained speller is measured. Protected: the announcement team compares releases with it."""

import torch

from data import lines


@torch.no_grad()
def logits(model, letters):
    """Logits (n, t, sounds) of a model for lines of letters (n, t)."""
    training = model.training
    model.eval()
    found = model(letters)
    model.train(training)
    return found


def names_right(model, names):
    """Share of names all of whose sounds are right."""
    letters, _ = lines(names)
    found = logits(model, letters)[:, :, 1:].argmax(dim=-1) + 1
    return sum(bool((found[row, : len(s)] == s).all()) for row, (_, s) in enumerate(names)) / len(names)
