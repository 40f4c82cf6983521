"""Near-infrared readings of single grains, and the variety that each was sown as."""

from typing import NamedTuple

import numpy as np

VARIETIES = ("Altona", "Borken", "Celle", "Dinkel", "Emmer")
BANDS = 24


class Splits(NamedTuple):
    """Readings are raw counts, float64 (n, BANDS); varieties int64 (n,) with values 0 .. len(VARIETIES) - 1."""

    train_x: np.ndarray
    train_y: np.ndarray
    val_x: np.ndarray
    val_y: np.ndarray


def load(config, seed=0):
    """Training and validation grains, drawn from the same lots. Returns Splits.

    The breeder's readings are confidential: these are stand-ins drawn with their statistics. Each band has a dark count
    and a gain of its own, and each variety moves all bands along a direction of its own.
    """
    rng = np.random.default_rng(5000 + seed)
    directions = np.linalg.qr(rng.normal(size=(BANDS, len(VARIETIES))))[0].T * 4.5
    gains = rng.lognormal(mean=3.0, sigma=0.5, size=BANDS)
    dark_counts = rng.uniform(2.0, 6.0, size=BANDS) * gains

    def measure(rows):
        varieties = rng.integers(0, len(VARIETIES), rows)
        return (directions[varieties] + rng.normal(size=(rows, BANDS))) * gains + dark_counts, varieties

    train_x, train_y = measure(config["train_rows"])
    val_x, val_y = measure(config["val_rows"])
    mean, std = train_x.mean(axis=0), train_x.std(axis=0)
    return Splits((train_x - mean) / std, train_y, (val_x - mean) / std, val_y)


def batches(x, y, batch_size, rng):
    """One epoch of minibatches (x (b, d), y (b,)) in a fresh random order; the last one may be smaller."""
    order = rng.permutation(len(x))
    for start in range(0, len(order), batch_size):
        rows = order[start : start + batch_size]
        yield x[rows], y[rows]
