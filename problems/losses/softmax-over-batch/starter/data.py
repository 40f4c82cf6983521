"""Recorded bird calls as acoustic features, and the species that called."""

from typing import NamedTuple

import numpy as np

SPECIES = ("blackbird", "chaffinch", "great tit", "robin", "wren", "dunnock", "nuthatch", "treecreeper")
SHARES = (0.26, 0.19, 0.15, 0.12, 0.10, 0.08, 0.06, 0.04)
FEATURES = 24


class Calls(NamedTuple):
    """Features are float64 (n, FEATURES), standardised; species int64 (n,), places in SPECIES."""

    train_x: np.ndarray
    train_y: np.ndarray
    test_x: np.ndarray
    test_y: np.ndarray


def load(config, seed=0):
    """Training and test calls. Returns Calls.

    The recordings are too large for this repository: these calls are drawn with the statistics of last spring's.
    """
    rng = np.random.default_rng(4000 + seed)
    profiles = np.linalg.qr(rng.normal(size=(FEATURES, len(SPECIES))))[0].T * 4.0

    def draw(rows):
        species = rng.choice(len(SPECIES), size=rows, p=SHARES)
        return profiles[species] + rng.normal(size=(rows, FEATURES)), species

    return Calls(*draw(config["train_rows"]), *draw(config["test_rows"]))


def batches(x, y, batch_size, rng):
    """One epoch of minibatches (x (b, d), y (b,)) in a fresh random order; the last one may be smaller."""
    order = rng.permutation(len(x))
    for start in range(0, len(order), batch_size):
        rows = order[start : start + batch_size]
        yield x[rows], y[rows]
