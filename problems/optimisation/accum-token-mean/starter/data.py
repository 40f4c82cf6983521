"""Bird recordings as sequences of syllables."""

from typing import NamedTuple

import numpy as np
import torch

SYLLABLES = 16  # ids 1 .. 15, five for each species; PAD fills up short recordings
PAD = 0
SPECIES = {"wren": range(1, 6), "robin": range(6, 11), "crossbill": range(11, 16)}


class Recordings(NamedTuple):
    """Two dicts, species → list of recordings: int64 tensors (length,), two syllables or more, none of them PAD."""

    train: dict
    val: dict


def load(config, seed=0):
    """Training and validation recordings. Returns Recordings.

    The transcripts of the field season are not published yet: these are drawn with its statistics. Seven of ten
    recordings are short calls, with syllables in any order; the others are songs, in which most syllables follow the
    phrase table of the species.
    """
    rng = np.random.default_rng(8000 + seed)
    train, val = {}, {}
    for species, syllables in SPECIES.items():
        following = dict(zip(syllables, rng.permutation(syllables)))
        train[species] = [draw(following, rng) for _ in range(config["train_recordings"][species])]
        val[species] = [draw(following, rng) for _ in range(config["val_recordings"])]
    return Recordings(train, val)


def draw(following, rng):
    """One recording, int64 (length,); following maps each syllable of the species to the next one in its phrases."""
    song = rng.random() < 0.3
    syllables = rng.choice(list(following), rng.integers(24, 40) if song else rng.integers(3, 6))
    for i in range(1, len(syllables)):
        if song and rng.random() < 0.85:
            syllables[i] = following[syllables[i - 1]]
    return torch.from_numpy(syllables)


def pad(recordings):
    """A list of n recordings → ids (n, longest), filled up with PAD at the end."""
    return torch.nn.utils.rnn.pad_sequence(recordings, batch_first=True, padding_value=PAD)


def chunks(items, size):
    """Consecutive parts of a list, size items each; the last one holds the rest."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
