"""Pictures of welds, and what an inspector saw in them."""

from typing import NamedTuple

import numpy as np

KINDS = ("crack along", "crack across", "pore", "undercut")
SIZE = 10


class Welds(NamedTuple):
    """Pictures are float64 (n, SIZE, SIZE), kinds int64 (n,) with values 0 .. 3."""

    train_x: np.ndarray
    train_y: np.ndarray
    test_x: np.ndarray
    test_y: np.ndarray


def load(config, seed=0):
    """Training and test pictures. Returns Welds.

    The pictures of the plant are confidential: these are drawn with their grey values.
    """
    rng = np.random.default_rng(8800 + seed)
    return Welds(*draw(rng, config["train_rows"]), *draw(rng, config["test_rows"]))


def draw(rng, rows):
    """Pictures (rows, SIZE, SIZE) of noise with one defect at a random place each, and the kinds (rows,)."""
    kinds = rng.integers(0, len(KINDS), rows)
    pictures = rng.normal(size=(rows, SIZE, SIZE)) * 0.4
    for picture, kind in zip(pictures, kinds):
        top, left = rng.integers(0, SIZE - 5, 2)
        picture[top : top + 5, left : left + 5] += _defect(kind)
    return pictures, kinds


def _defect(kind):
    shape = np.zeros((5, 5))
    if kind == 0:
        shape[2] = 1.5
    elif kind == 1:
        shape[:, 2] = 1.5
    elif kind == 2:
        shape[1:4, 1:4] = 1.2
    else:
        shape[range(5), range(5)] = 1.5
    return shape
