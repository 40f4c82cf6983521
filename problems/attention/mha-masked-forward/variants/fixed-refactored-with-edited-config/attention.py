"""Scaled dot-product attention with a mask, and multi-head self-attention on top of it. Forward only.

Everything is float64; masks are boolean, and True means "may be looked at".
"""

import numpy as np


from masking import allowed_pairs, causal_mask
from masking import weigh as scaled_dot_product_attention

__all__ = ["causal_mask", "multi_head_attention", "scaled_dot_product_attention"]


class SelfAttention:
    """The four matrices, cut into heads once: (heads, d, d / heads) for queries, keys and values."""

    def __init__(self, params, heads):
        self.heads, self.out = heads, params["Wo"]
        self.cut = {name: np.stack(np.split(params[name], heads, axis=1)) for name in ("Wq", "Wk", "Wv")}

    def __call__(self, x, causal, valid):
        q, k, v = (np.einsum("btd,hde->bhte", x, self.cut[name]) for name in ("Wq", "Wk", "Wv"))
        mask = allowed_pairs(x.shape[1], causal, valid)
        out, _ = scaled_dot_product_attention(q, k, v, mask)
        return np.concatenate(list(np.moveaxis(out, 1, 0)), axis=-1) @ self.out


def multi_head_attention(x, params, heads, causal=True, valid=None):
    return SelfAttention(params, heads)(x, causal, valid)
