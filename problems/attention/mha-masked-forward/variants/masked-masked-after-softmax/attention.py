"""Scaled dot-product attention with a mask, and multi-head self-attention on top of it. Forward only.

Everything is float64; masks are boolean, and True means "may be looked at".
"""

import numpy as np


def causal_mask(queries, keys):
    """Which keys each query may look at: (queries, keys), True for keys at its own position and before.

    The queries are the last ones of the keys: query i stands at position keys - queries + i.
    """
    return np.tril(np.ones((queries, keys), dtype=bool), keys - queries)


def scaled_dot_product_attention(q, k, v, mask=None):
    """Attention of queries q (..., i, d) over keys k (..., j, d) with values v (..., j, e).

    The weights are the softmax over the keys of q k^T / sqrt(d), among the keys that mask allows; mask broadcasts to
    (..., i, j). A query that may look at no key has weights and output 0. Returns (output (..., i, e), weights
    (..., i, j)).
    """
    scores = q @ k.swapaxes(-1, -2) / np.sqrt(q.shape[-1])
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = exps / exps.sum(axis=-1, keepdims=True)
    if mask is not None:
        weights = weights * mask
    return weights @ v, weights


def multi_head_attention(x, params, heads, causal=True, valid=None):
    """Self-attention over x (b, t, d). Returns a new array (b, t, d).

    Queries, keys and values are x @ params["Wq"], x @ params["Wk"] and x @ params["Wv"]. Head h uses columns
    h * d // heads up to (h + 1) * d // heads of each; the outputs of the heads stand side by side in the same order and
    are multiplied by params["Wo"]. All four matrices are (d, d), and heads divides d.

    causal: a position looks at itself and at those before it only. valid (b, t): False at padding, which no position
    looks at; the output at padding itself may be anything finite.
    """
    batch, length, width = x.shape
    mask = np.ones((batch, 1, length, length), dtype=bool)
    if causal:
        mask &= causal_mask(length, length)
    if valid is not None:
        mask &= valid[:, None, None, :]
    q, k, v = (_split(x @ params[name], heads) for name in ("Wq", "Wk", "Wv"))
    out, _ = scaled_dot_product_attention(q, k, v, mask)
    return out.swapaxes(1, 2).reshape(batch, length, width) @ params["Wo"]


def _split(x, heads):
    """(b, t, d) to (b, heads, t, d / heads)."""
    batch, length, width = x.shape
    return x.reshape(batch, length, heads, width // heads).swapaxes(1, 2)
