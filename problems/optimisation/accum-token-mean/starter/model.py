"""The song model: two syllables in, one score for each possible next syllable out."""

import torch
from torch import nn


class SongModel(nn.Module):
    """ids int64 (n, t) → logits (n, t, syllables); those at position i are for syllable i + 1."""

    def __init__(self, syllables, width):
        super().__init__()
        self.embed = nn.Embedding(syllables, width)
        self.hidden = nn.Linear(2 * width, 2 * width)
        self.head = nn.Linear(2 * width, syllables)

    def forward(self, ids):
        last = self.embed(ids)
        before = nn.functional.pad(last, (0, 0, 1, 0))[:, :-1]
        return self.head(torch.tanh(self.hidden(torch.cat([last, before], dim=-1))))
