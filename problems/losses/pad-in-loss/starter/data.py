"""Station names and the sound of each of their letters."""

from typing import NamedTuple

import numpy as np
import torch

LETTERS = 27  # 1 .. 26 for a to z
SOUNDS = 21  # 1 .. 20
PAD = 0  # letter and sound behind the end of a name
LONGEST = 48  # the announcement unit takes lines of this many places
VOWELS = (1, 5, 9, 15, 21, 25)


class Names(NamedTuple):
    """Lists of (letters, sounds), two int64 tensors of the name's length, up to LONGEST, without PAD."""

    train: list
    val: list


def load(config, seed=0):
    """Training and validation names. Returns Names.

    The pronunciation dictionary is licensed to the railway only: these names are made up, with its lengths, and the
    sound of a letter depends on the letter and on whether a vowel follows.
    """
    rng = np.random.default_rng(9000 + seed)
    table = rng.integers(1, SOUNDS, (LETTERS, 2))
    train = [draw(table, rng) for _ in range(config["train_names"])]
    return Names(train, [draw(table, rng) for _ in range(config["val_names"])])


def draw(table, rng):
    """One name: (letters, sounds)."""
    letters = rng.integers(1, LETTERS, rng.integers(20, LONGEST + 1) if rng.random() < 0.02 else rng.integers(3, 11))
    followed = np.append(np.isin(letters[1:], VOWELS), False).astype(int)
    return torch.from_numpy(letters), torch.from_numpy(table[letters, followed])


def lines(names):
    """n names → letters and sounds, each (n, LONGEST), filled up with PAD."""
    letters, sounds = torch.full((2, len(names), LONGEST), PAD)
    for row, (name, sound) in enumerate(names):
        letters[row, : len(name)], sounds[row, : len(name)] = name, sound
    return letters, sounds


def batches(names, batch_size, rng):
    """One epoch of minibatches (letters, sounds) in a fresh order; the last one may be smaller."""
    order = rng.permutation(len(names))
    for start in range(0, len(names), batch_size):
        yield lines([names[i] for i in order[start : start + batch_size]])
