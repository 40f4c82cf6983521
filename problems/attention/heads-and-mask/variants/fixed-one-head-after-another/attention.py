"""Self-attention for models that read a trace from left to right."""

import torch
from torch import nn


class CausalAttention(nn.Module):
    """Multi-head self-attention of every position over itself and the positions before it."""

    def __init__(self, width, heads, block):
        super().__init__()
        self.size = width // heads
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)

    def forward(self, x):
        q, k, v = self.qkv(x).chunk(3, dim=-1)
        parts = zip(*(part.split(self.size, dim=-1) for part in (q, k, v)))
        return self.proj(torch.cat([self.attend(*part) for part in parts], dim=-1))

    def attend(self, q, k, v):
        """One head: q, k, v (n, t, size) → (n, t, size)."""
        places = torch.arange(q.shape[1])
        scores = q @ k.mT * self.size**-0.5
        scores = torch.where(places[None, :] <= places[:, None], scores, scores.new_tensor(-float("inf")))
        return scores.softmax(dim=-1) @ v
