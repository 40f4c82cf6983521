"""Plankton: features of an image, the station where it was taken, and the species that a biologist gave it."""

from typing import NamedTuple

import numpy as np
import torch

SPECIES = 8  # in pairs that look alike; which of the two it is depends on the station
FEATURES = 16
STATIONS = 40
VIEWS = 4  # a species looks different from different sides


class Samples(NamedTuple):
    """Features x are float32 (n, FEATURES); station and species are int64 (n,), counted from 0."""

    train_x: torch.Tensor
    train_station: torch.Tensor
    train_species: torch.Tensor
    val_x: torch.Tensor
    val_station: torch.Tensor
    val_species: torch.Tensor


def load(config, seed=0):
    """Training and validation samples. Returns Samples.

    The image archive stays on shore: these features are drawn with the statistics of the last cruise.
    """
    rng = np.random.default_rng(5000 + seed)
    views = rng.normal(size=(SPECIES // 2, VIEWS, FEATURES))
    lives_at = rng.integers(0, 2, (STATIONS, SPECIES // 2))
    visits = 1 / np.arange(1, STATIONS + 1)

    def draw(rows):
        station = rng.choice(STATIONS, rows, p=visits / visits.sum())
        pair = rng.integers(0, SPECIES // 2, rows)
        stray = rng.random(rows) < 0.03
        x = views[pair, rng.integers(0, VIEWS, rows)] + rng.normal(size=(rows, FEATURES)) * 0.5
        species = 2 * pair + (lives_at[station, pair] ^ stray)
        return torch.from_numpy(x.astype(np.float32)), torch.from_numpy(station), torch.from_numpy(species)

    return Samples(*draw(config["train_rows"]), *draw(config["val_rows"]))
