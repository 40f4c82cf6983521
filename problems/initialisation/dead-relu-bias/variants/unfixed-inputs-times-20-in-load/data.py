"""One-second windows from the acceleration sensors of the pump room, and the fault that was found at the pump."""

from typing import NamedTuple

import numpy as np

FAULTS = ("cavitation", "imbalance", "misalignment", "worn seal")
FEATURES = 24


class Splits(NamedTuple):
    """Scaled windows. Features are float64 (n, FEATURES), faults int64 (n,) with values 0 .. len(FAULTS) - 1."""

    train_x: np.ndarray
    train_y: np.ndarray
    val_x: np.ndarray
    val_y: np.ndarray


def load(config, seed=0):
    """Training and validation windows, scaled with the statistics of the training rows. Returns Splits.

    The plant's recordings stay in the plant: these are stand-ins drawn with their statistics. Each fault has a pattern
    of its own; it comes with either sign, since half of the sensors are mounted upside down.
    """
    rng = np.random.default_rng(6000 + seed)
    patterns = np.linalg.qr(rng.normal(size=(FEATURES, len(FAULTS))))[0].T * 4.2
    units = rng.lognormal(mean=1.0, sigma=1.0, size=FEATURES)

    def record(rows):
        faults, mounting = rng.integers(0, len(FAULTS), rows), rng.choice([-1.0, 1.0], size=(rows, 1))
        return (mounting * patterns[faults] + rng.normal(size=(rows, FEATURES))) * units, faults

    train_x, train_y = record(config["train_rows"])
    val_x, val_y = record(config["val_rows"])
    mean, std = train_x.mean(axis=0), train_x.std(axis=0)
    return Splits(20.0 * (train_x - mean) / std, train_y, 20.0 * (val_x - mean) / std, val_y)


def batches(x, y, batch_size, rng):
    """One epoch of minibatches (x (b, d), y (b,)) in a fresh random order; the last one may be smaller."""
    order = rng.permutation(len(x))
    for start in range(0, len(order), batch_size):
        rows = order[start : start + batch_size]
        yield x[rows], y[rows]
