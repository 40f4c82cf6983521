"""Self-attention for models that read a trace from left to right."""

from torch import nn
from torch.nn import functional as F


class CausalAttention(nn.Module):
    """Multi-head self-attention of every position over itself and the positions before it."""

    def __init__(self, width, heads, block):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)

    def forward(self, x):
        q, k, v = self.qkv(x).unflatten(-1, (3, self.heads, -1)).permute(2, 0, 3, 1, 4)
        joined = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.proj(joined.transpose(1, 2).flatten(2))
