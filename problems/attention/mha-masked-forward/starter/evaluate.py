"""How a player is measured. Protected: releases are compared with these numbers."""

import numpy as np


def scores(model, notes):
    """Logits (b, t, notes) of the note after each position, for notes (b, t)."""
    return model.forward(notes)


def accuracy(model, tunes):
    """Share of the notes in tunes (n, length + 1) that are named rightly from the notes before them."""
    return float((scores(model, tunes[:, :-1]).argmax(axis=-1) == tunes[:, 1:]).mean())


def by_place(model, tunes, parts=4):
    """Accuracy in each quarter of the tunes, (parts,): a motif has to be heard before it can be continued."""
    hits = scores(model, tunes[:, :-1]).argmax(axis=-1) == tunes[:, 1:]
    return np.array([part.mean() for part in np.array_split(hits, parts, axis=1)])
