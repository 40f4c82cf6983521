"""The trace model: events so far in, one score per possible next event out."""

import torch
from torch import nn

from attention import CausalAttention


class Block(nn.Module):
    """Attention and a two-layer perceptron, each on normalised input and added to the stream."""

    def __init__(self, width, heads):
        super().__init__()
        self.norm1 = nn.LayerNorm(width)
        self.attention = CausalAttention(width, heads)
        self.norm2 = nn.LayerNorm(width)
        self.up = nn.Linear(width, 4 * width)
        self.down = nn.Linear(4 * width, width)

    def forward(self, x):
        x = x + self.attention(self.norm1(x))
        return x + self.down(torch.relu(self.up(self.norm2(x))))


class TraceModel(nn.Module):
    """ids int64 (n, t), t up to block → logits (n, t, events); those at position i are for event i + 1."""

    def __init__(self, events, block, width, heads, layers):
        super().__init__()
        self.embed = nn.Embedding(events, width)
        self.position = nn.Embedding(block, width)
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, events)

    def forward(self, ids):
        x = self.embed(ids) + self.position.weight[: ids.shape[1]]
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x))
