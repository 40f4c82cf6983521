"""Pixels of a satellite image: what it measured in 24 bands, and what was found growing there."""

from typing import NamedTuple

import numpy as np
import torch

BANDS = 24
COVERS = 6


class Pixels(NamedTuple):
    """Bands are float32 (n, BANDS), covers int64 (n,) with values 0 .. COVERS - 1. Test pixels keep the map's order."""

    train_x: torch.Tensor
    train_y: torch.Tensor
    test_x: torch.Tensor
    test_y: torch.Tensor


def load(config, seed=0):
    """Pixels of the survey to train on, and tiles of a map to test with. Returns Pixels.

    The images are licensed and stay with the agency: these pixels are drawn with the statistics of the survey of 2025.
    The survey picked its points at random; a tile of the map shows mostly one cover.
    """
    rng = np.random.default_rng(9000 + seed)
    spectra = np.linalg.qr(rng.normal(size=(BANDS, COVERS)))[0].T * 2.6
    haze = rng.normal(size=BANDS)

    def draw(covers):
        x = spectra[covers] + haze + rng.normal(size=(len(covers), BANDS))
        return torch.tensor(x, dtype=torch.float32), torch.tensor(covers)

    survey = rng.integers(0, COVERS, config["train_pixels"])
    main = np.repeat(rng.integers(0, COVERS, config["tiles"]), config["tile_pixels"])
    other = rng.integers(0, COVERS, len(main))
    return Pixels(*draw(survey), *draw(np.where(rng.random(len(main)) < 0.8, main, other)))


def batches(x, y, batch_size, generator):
    """One epoch of minibatches (x (b, d), y (b,)) in a fresh random order; a smaller rest at the end is left out."""
    order = torch.randperm(len(x), generator=generator)
    for rows in order.split(batch_size):
        if len(rows) == batch_size:
            yield x[rows], y[rows]
