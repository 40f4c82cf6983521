"""Pictures of crates: paper labels on their sides and metal lids."""

from typing import NamedTuple

import numpy as np
import torch

SIDE = 12
SUPPLIERS = 16
PRESSES = 5


class Pictures(NamedTuple):
    """x is float32 (n, 1, side, side), from about 0 (black) to 1 (white); y is int64 (n,), 0 .. classes - 1."""

    train_x: torch.Tensor
    train_y: torch.Tensor
    val_x: torch.Tensor
    val_y: torch.Tensor
    classes: int


def load(config, seed=0):
    """Labels, which name the supplier, and lids, which name the press that stamped them. Returns two Pictures.

    Pictures from the hall belong to our customers: these are drawn, with the brightness and the noise of real ones.
    """
    marks = np.random.default_rng(77)
    suppliers, presses = similar_marks(SUPPLIERS, marks), similar_marks(PRESSES, marks)
    rng = np.random.default_rng(3000 + seed)
    labels = pictures(label, suppliers, config["label_pictures"], config["val_pictures"], rng)
    return labels, pictures(lid, presses, config["lid_pictures"], config["val_pictures"], rng)


def label(marks, rng):
    """Dark print on light paper. marks: (n, side, side), 1 where the mark is."""
    return between(rng.uniform(0.8, 1.0, len(marks)), rng.uniform(0.1, 0.3, len(marks)), marks, 0.12, rng)


def lid(marks, rng):
    """A stamp that shines on dark metal."""
    return between(rng.uniform(0.05, 0.2, len(marks)), rng.uniform(0.5, 0.7, len(marks)), marks, 0.05, rng)


def between(ground, ink, marks, noise, rng):
    ground, ink = ground[:, None, None], ink[:, None, None]
    return ground + (ink - ground) * marks + noise * rng.normal(size=marks.shape)


def pictures(draw, marks, train, val, rng):
    """Pictures of marks (classes, size, size) at random places, drawn by label or lid."""
    y = rng.integers(0, len(marks), train + val)
    size = marks.shape[1]
    placed = np.zeros((len(y), SIDE, SIDE))
    for picture, mark in zip(placed, marks[y]):
        top, left = rng.integers(1, SIDE - size, 2)
        picture[top : top + size, left : left + size] = mark
    x = torch.from_numpy(draw(placed, rng)[:, None].astype(np.float32))
    y = torch.from_numpy(y)
    return Pictures(x[:train], y[:train], x[train:], y[train:], len(marks))


def similar_marks(count, rng, size=7):
    """Marks (count, size, size) of zeros and ones that are alike in most places, any two different in 14 or more."""
    common, marks = rng.random((size, size)) < 0.45, []
    while len(marks) < count:
        mark = common ^ (rng.random((size, size)) < 0.25)
        if all((mark ^ other).sum() >= 14 for other in marks):
            marks.append(mark)
    return np.array(marks, dtype=float)


def batches(x, y, batch_size):
    """Minibatches of one epoch in a fresh order, the last one with what is left."""
    for rows in torch.randperm(len(x)).split(batch_size):
        yield x[rows], y[rows]
