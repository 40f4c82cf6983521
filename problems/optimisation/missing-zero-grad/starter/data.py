"""Hours at the heating station: what the sensors and the forecast said, and how much heat was drawn an hour later."""

from typing import NamedTuple

import numpy as np
import torch

SENSORS = 16


class Hours(NamedTuple):
    """Sensor values are float32 (n, SENSORS), demands float32 (n,); both in standard deviations from their mean."""

    train_x: torch.Tensor
    train_y: torch.Tensor
    test_x: torch.Tensor
    test_y: torch.Tensor


def load(config, seed=0):
    """Hours to train on and to test with. Returns Hours.

    The station's log belongs to the utility and stays there: these hours are drawn with the statistics of last winter.
    """
    rng = np.random.default_rng(4000 + seed)
    rows, kept = config["train_rows"] + config["test_rows"], config["train_rows"]
    x = rng.normal(size=(rows, SENSORS))
    y = np.tanh(x @ rng.normal(size=(SENSORS, 6)) * 0.35) @ rng.choice([-1.0, 1.0], size=6)
    y = (y - y.mean()) / y.std() + 0.15 * rng.normal(size=rows)
    x, y = torch.tensor(x, dtype=torch.float32), torch.tensor(y, dtype=torch.float32)
    return Hours(x[:kept], y[:kept], x[kept:], y[kept:])


def batches(x, y, batch_size, generator):
    """One epoch of minibatches (x (b, d), y (b,)) in a fresh random order; the last one may be smaller."""
    order = torch.randperm(len(x), generator=generator)
    for rows in order.split(batch_size):
        yield x[rows], y[rows]
