"""Seeds as shape measurements, and the species that the laboratory named."""

from typing import NamedTuple

import numpy as np

FEATURES = 20
SPECIES = 6


class Seeds(NamedTuple):
    """Measurements are float64 (n, FEATURES), species int64 (n,) with values 0 .. SPECIES - 1."""

    train_x: np.ndarray
    train_y: np.ndarray
    test_x: np.ndarray
    test_y: np.ndarray


def load(config, seed=0):
    """Training and test seeds. Returns Seeds.

    The camera's archive is too large for this repository: these measurements are drawn with its statistics.
    """
    rng = np.random.default_rng(4100 + seed)
    shapes = np.linalg.qr(rng.normal(size=(FEATURES, SPECIES)))[0].T * 3.7

    def draw(rows):
        species = rng.integers(0, SPECIES, rows)
        return shapes[species] + rng.normal(size=(rows, FEATURES)), species

    return Seeds(*draw(config["train_rows"]), *draw(config["test_rows"]))


def batches(x, y, batch_size, rng):
    """One epoch of minibatches (x (b, d), y (b,)) in a fresh random order; the last one may be smaller."""
    order = rng.permutation(len(x))
    for start in range(0, len(order), batch_size):
        rows = order[start : start + batch_size]
        yield x[rows], y[rows]
