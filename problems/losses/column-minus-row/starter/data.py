"""Weather and calendar of an hour, and the heat that a district drew in it."""

from typing import NamedTuple

import numpy as np

FEATURES = 12


class Hours(NamedTuple):
    """Features are float64 (n, FEATURES), standardised; demand is float64 (n,), in MW."""

    train_x: np.ndarray
    train_y: np.ndarray
    test_x: np.ndarray
    test_y: np.ndarray


def load(config, seed=0):
    """Training and test hours. Returns Hours.

    Meter readings belong to the utility and stay in its network: these hours are drawn with the statistics of last
    winter's.
    """
    rng = np.random.default_rng(9000 + seed)
    directions = np.linalg.qr(rng.normal(size=(FEATURES, 4)))[0]

    def draw(rows):
        x = rng.normal(size=(rows, FEATURES))
        cold, wind, sun, day = (x @ directions).T
        demand = 6.0 + 1.3 * cold + np.maximum(wind, 0.0) - 0.8 * np.abs(sun) + 0.7 * cold * np.tanh(day)
        return x, demand + 0.2 * rng.normal(size=rows)

    return Hours(*draw(config["train_rows"]), *draw(config["test_rows"]))


def batches(x, y, batch_size, rng):
    """One epoch of minibatches (x (b, d), y (b,)) in a fresh random order; the last one may be smaller."""
    order = rng.permutation(len(x))
    for start in range(0, len(order), batch_size):
        rows = order[start : start + batch_size]
        yield x[rows], y[rows]
