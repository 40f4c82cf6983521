"""The speller: letters in, one score per possible sound of each letter out."""

import torch
from torch import nn

from data import PAD


class Speller(nn.Module):
    """letters int64 (n, t) → logits (n, t, sounds), from each letter and its two neighbours."""

    def __init__(self, letters, sounds, width):
        super().__init__()
        self.embed = nn.Embedding(letters, width, padding_idx=PAD)
        self.hidden = nn.Linear(3 * width, 4 * width)
        self.head = nn.Linear(4 * width, sounds)

    def forward(self, letters):
        around = nn.functional.pad(self.embed(letters), (0, 0, 1, 1))
        window = torch.cat([around[:, :-2], around[:, 1:-1], around[:, 2:]], dim=-1)
        return self.head(torch.relu(self.hidden(window)))
