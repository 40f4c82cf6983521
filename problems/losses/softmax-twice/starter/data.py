"""Support tickets as topic vectors, and the queue that each was finally solved in."""

from typing import NamedTuple

import numpy as np

QUEUES = 10
TOPICS = 32


class Tickets(NamedTuple):
    """Topic vectors are float64 (n, TOPICS), queues int64 (n,) with values 0 .. QUEUES - 1."""

    train_x: np.ndarray
    train_y: np.ndarray
    test_x: np.ndarray
    test_y: np.ndarray


def load(config, seed=0):
    """Training and test tickets. Returns Tickets.

    Ticket texts are personal data and stay in the help desk's own network: these vectors are drawn with the statistics
    of last quarter's tickets.
    """
    rng = np.random.default_rng(7000 + seed)
    profiles = np.linalg.qr(rng.normal(size=(TOPICS, QUEUES)))[0].T * 4.5

    def draw(rows):
        queues = rng.integers(0, QUEUES, rows)
        return profiles[queues] + rng.normal(size=(rows, TOPICS)), queues

    return Tickets(*draw(config["train_rows"]), *draw(config["test_rows"]))


def batches(x, y, batch_size, rng):
    """One epoch of minibatches (x (b, d), y (b,)) in a fresh random order; the last one may be smaller."""
    order = rng.permutation(len(x))
    for start in range(0, len(order), batch_size):
        rows = order[start : start + batch_size]
        yield x[rows], y[rows]
