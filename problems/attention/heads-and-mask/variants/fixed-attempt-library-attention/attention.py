"""Self-attention for models that read a trace from left to right."""

from torch import nn
from torch.nn.functional import scaled_dot_product_attention


class CausalAttention(nn.Module):
    """Multi-head self-attention of every position over itself and the positions before it.

    x (n, t, width) → (n, t, width) for any t. qkv projects to queries, keys and values, in this order; head h owns
    columns h * width / heads up to (h + 1) * width / heads of each of the three, and of what proj receives.
    """

    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(width, 3 * width)
        self.proj = nn.Linear(width, width)

    def forward(self, x):
        # (n, t, 3 width) → (n, t, 3, heads, width / heads) → three times (n, heads, t, width / heads)
        q, k, v = self.qkv(x).unflatten(-1, (3, self.heads, -1)).permute(2, 0, 3, 1, 4)
        mixed = scaled_dot_product_attention(q, k, v, is_causal=True)
        return self.proj(mixed.transpose(1, 2).flatten(2))
