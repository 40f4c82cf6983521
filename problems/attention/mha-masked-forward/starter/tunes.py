"""Tunes: every tune has a motif of its own, so that what followed a note before will mostly follow it again."""

from typing import NamedTuple

import numpy as np

NOTES = 12
KEEPS_TO_MOTIF = 0.9


class Tunes(NamedTuple):
    """Notes as int64 (n, length + 1): the first `length` are read, each is to be followed by the next one."""

    train: np.ndarray
    test: np.ndarray


def load(config, seed=0):
    """Training and test tunes. Returns Tunes.

    The publisher's tunes may not leave its server: these are drawn with their statistics.
    """
    rng = np.random.default_rng(5300 + seed)
    return Tunes(*(draw(rng, config[name], config["length"]) for name in ("train_tunes", "test_tunes")))


def draw(rng, tunes, length):
    """Tunes (tunes, length + 1) over random motifs: a cycle through six notes, left now and then for any note."""
    motifs = np.stack([_motif(rng) for _ in range(tunes)])
    notes = np.empty((tunes, length + 1), dtype=np.int64)
    notes[:, 0] = rng.integers(0, NOTES, tunes)
    for place in range(length):
        follows = motifs[np.arange(tunes), notes[:, place]]
        strays = rng.integers(0, NOTES, tunes)
        notes[:, place + 1] = np.where(rng.random(tunes) < KEEPS_TO_MOTIF, follows, strays)
    return notes


def _motif(rng):
    """For every note the one that follows: six in a cycle, the others lead into it."""
    order = rng.permutation(NOTES)
    cycle, others = order[:6], order[6:]
    follows = np.empty(NOTES, dtype=np.int64)
    follows[cycle] = np.roll(cycle, -1)
    follows[others] = rng.choice(cycle, len(others))
    return follows
