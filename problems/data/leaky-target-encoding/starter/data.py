"""Parcels of past weeks: where they went, what they were like, and whether they came late."""

from typing import NamedTuple

import numpy as np

NUMBERS = 6


class Parcels(NamedTuple):
    """Depot and street are int64 (n,) without meaning as numbers, late int64 (n,), 0 or 1, numbers float64 (n, 6).

    The numbers are weight, distance, load of the van and the like, each scaled already.
    """

    depot: np.ndarray
    street: np.ndarray
    numbers: np.ndarray
    late: np.ndarray


def load(config, seed=0):
    """Parcels to train on, and parcels of the following week to validate on. Returns (Parcels, Parcels).

    Addresses are personal data: these parcels are drawn with the statistics of last autumn, with 30 depots, some
    business streets that get many parcels, and many private ones that get few.
    """
    rng = np.random.default_rng(3300 + seed)
    depots, business, private = 30, 30, config["train_rows"] * 2 // 3
    depot_effect = 2.0 * rng.permutation(np.linspace(-1.7, 1.7, depots))
    business_effect = rng.choice([-1.0, 1.0], business) * rng.uniform(1.2, 2.8, business)
    street_effect = np.concatenate([business_effect, 0.3 * rng.normal(size=private)])
    weights = rng.normal(size=NUMBERS)
    weights *= 2.0 / np.linalg.norm(weights)

    def deliver(rows):
        depot = rng.integers(0, depots, rows)
        to_business = rng.random(rows) < 0.3
        street = np.where(to_business, rng.integers(0, business, rows), business + rng.integers(0, private, rows))
        numbers = rng.normal(size=(rows, NUMBERS))
        score = depot_effect[depot] + street_effect[street] + numbers @ weights
        return Parcels(depot, street, numbers, (rng.random(rows) < 1 / (1 + np.exp(-score))).astype(np.int64))

    return deliver(config["train_rows"]), deliver(config["validation_rows"])


def batches(x, late, batch_size, rng):
    """One epoch of minibatches (x (b, d), late (b,)) in a fresh random order; the last one may be smaller."""
    order = rng.permutation(len(x))
    for start in range(0, len(order), batch_size):
        rows = order[start : start + batch_size]
        yield x[rows], late[rows]
