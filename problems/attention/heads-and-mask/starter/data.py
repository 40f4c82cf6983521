"""Event traces of lift controllers."""

from typing import NamedTuple

import numpy as np
import torch

EVENTS = 8


class Traces(NamedTuple):
    """train and val are int64 (n, length) with values 0 .. EVENTS - 1, one trace in each row.

    rules (EVENTS, EVENTS, EVENTS), float64, is the controller's specification: rules[a, b, c] is the probability of
    event c after event b after event a. The first two events of a trace are uniform.
    """

    train: torch.Tensor
    val: torch.Tensor
    rules: torch.Tensor


def load(config, seed=0):
    """Training and validation traces. Returns Traces.

    Recorded traces belong to the buildings' owners: these are drawn from the controller's specification, which is what
    we check the recorded ones against.
    """
    specification = np.random.default_rng(411).normal(size=(EVENTS, EVENTS, EVENTS))
    rules = np.exp(2.5 * specification)
    rules /= rules.sum(axis=2, keepdims=True)
    rng = np.random.default_rng(6000 + seed)
    train = draw(rules, config["train_traces"], config["length"], rng)
    val = draw(rules, config["val_traces"], config["length"], rng)
    return Traces(torch.from_numpy(train), torch.from_numpy(val), torch.from_numpy(rules))


def draw(rules, traces, length, rng):
    """Traces (traces, length) that follow the rules."""
    events = len(rules)
    ids = rng.integers(0, events, (traces, length))
    steps = rules.cumsum(axis=2)
    for t in range(2, length):
        ids[:, t] = (rng.random((traces, 1)) > steps[ids[:, t - 2], ids[:, t - 1]]).sum(axis=1).clip(max=events - 1)
    return ids


def batch(traces, batch_size):
    """A random minibatch (batch_size, length) of traces."""
    return traces[torch.randint(len(traces), (batch_size,))]
