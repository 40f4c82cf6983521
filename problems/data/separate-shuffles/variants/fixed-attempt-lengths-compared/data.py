"""Recordings of the bearing test bench: loading, scaling, minibatches."""

from typing import NamedTuple

import numpy as np

CLASSES = ("healthy", "inner race", "outer race", "ball")
FEATURES = 24


class Splits(NamedTuple):
    """Scaled recordings. Features float64 (n, FEATURES); labels int64 (n,), one for each row, 0 .. len(CLASSES) - 1."""

    train_x: np.ndarray
    train_y: np.ndarray
    val_x: np.ndarray
    val_y: np.ndarray


def load(config, seed=0):
    """Training and validation recordings, scaled with the statistics of the training rows. Returns Splits.

    The real recordings cannot leave the plant: these are stand-ins drawn with the statistics of the bench, where each
    condition moves the band energies along a direction of its own and every sensor has its own unit.
    """
    rng = np.random.default_rng(4000 + seed)
    directions = np.linalg.qr(rng.normal(size=(FEATURES, len(CLASSES))))[0].T * 3.6
    units = rng.lognormal(mean=1.0, sigma=1.5, size=FEATURES)
    offsets = rng.normal(scale=5.0, size=FEATURES)

    def record(rows):
        labels = rng.integers(0, len(CLASSES), rows)
        return (directions[labels] + rng.normal(size=(rows, FEATURES))) * units + offsets, labels

    train_x, train_y = record(config["train_rows"])
    val_x, val_y = record(config["val_rows"])
    mean, std = train_x.mean(axis=0), train_x.std(axis=0)
    return Splits((train_x - mean) / std, train_y, (val_x - mean) / std, val_y)


def batches(features, labels, batch_size, rng):
    """One epoch of minibatches: yields (features (b, d), labels (b,)) with b = batch_size, less in the last batch.

    Every recording comes exactly once, together with its label, in an order that is drawn from rng anew on each call.
    Works for any number of rows and features. The arrays that are passed in stay as they are.
    """
    if len(features) != len(labels):
        raise ValueError(f"{len(features)} rows of features, but {len(labels)} labels")
    order = rng.permutation(len(features))  # one order for both
    for start in range(0, len(order), batch_size):
        rows = order[start : start + batch_size]
        yield features[rows], labels[rows]
