"""Repair notes as word numbers, and the group of the spare part that was ordered in the end."""

from typing import NamedTuple

import numpy as np

WORDS = 8000
LENGTH = 8
GROUPS = 8


class Notes(NamedTuple):
    """Word numbers are int64 (n, LENGTH) with values 0 .. WORDS - 1, groups int64 (n,) with values 0 .. GROUPS - 1."""

    train_words: np.ndarray
    train_groups: np.ndarray
    test_words: np.ndarray
    test_groups: np.ndarray


def load(config, seed=0):
    """Training and test notes. Returns Notes.

    The mechanics' notes name customers and stay in the workshop: these are drawn with the statistics of last year's,
    a few frequent words, many rare ones, and most words at home in one group.
    """
    rng = np.random.default_rng(7700 + seed)
    frequency = np.arange(5, WORDS + 5) ** -1.05
    home = rng.integers(0, GROUPS, WORDS)

    def write(notes):
        groups = rng.integers(0, GROUPS, notes)
        words = np.empty((notes, LENGTH), dtype=np.int64)
        for group in range(GROUPS):
            weights = 0.9 * _share(frequency * (home == group)) + 0.1 * _share(frequency)
            rows = np.flatnonzero(groups == group)
            words[rows] = rng.choice(WORDS, size=(len(rows), LENGTH), p=weights)
        return words, groups

    return Notes(*write(config["train_notes"]), *write(config["test_notes"]))


def batches(words, groups, batch_size, rng):
    """One epoch of minibatches (words (b, t), groups (b,)) in a fresh random order; the last one may be smaller."""
    order = rng.permutation(len(words))
    for start in range(0, len(order), batch_size):
        rows = order[start : start + batch_size]
        yield words[rows], groups[rows]


def _share(weights):
    return weights / weights.sum()
