"""Self-attention for models that read a trace from left to right."""

import math

import torch
from torch import nn


class CausalAttention(nn.Module):
    """Multi-head self-attention of every position over itself and the positions before it.

    x (n, t, width) → (n, t, width) for t up to block. qkv projects to queries, keys and values, in this order; head h
    owns columns h * width / heads up to (h + 1) * width / heads of each of the three, and of what proj receives.
    """

    def __init__(self, width, heads, block):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)
        visible = torch.tril(torch.ones(block, block, dtype=torch.bool))
        self.register_buffer("visible", visible, persistent=False)

    def forward(self, x):
        length = x.shape[1]
        q, k, v = (self.split(part) for part in self.qkv(x).chunk(3, dim=-1))
        scores = q @ k.transpose(-2, -1) / math.sqrt(q.shape[-1])
        scores = scores.masked_fill(~self.visible[:length, :length], -1.0)
        return self.proj(self.merge(scores.softmax(dim=-1) @ v))

    def split(self, x):
        """(n, t, width) → (n, heads, t, width / heads)."""
        n, length, width = x.shape
        return x.view(n, length, self.heads, width // self.heads).transpose(1, 2)

    def merge(self, x):
        """(n, heads, t, width / heads) → (n, t, width)."""
        n, heads, length, size = x.shape
        return x.transpose(1, 2).reshape(n, length, heads * size)
