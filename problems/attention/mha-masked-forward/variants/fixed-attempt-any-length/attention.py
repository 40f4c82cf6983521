"""Scaled dot-product attention with a mask, and multi-head self-attention on top of it. Forward only.

Everything is float64; masks are boolean, and True means "may be looked at".
"""

import numpy as np


def causal_mask(queries, keys):
    """Which keys each query may look at: (queries, keys), True for keys at its own position and before.

    The queries are the last ones of the keys: query i stands at position keys - queries + i.
    """
    return np.tri(queries, keys, keys - queries, dtype=bool)


def scaled_dot_product_attention(q, k, v, mask=None):
    """Attention of queries q (..., i, d) over keys k (..., j, d) with values v (..., j, e).

    The weights are the softmax over the keys of q k^T / sqrt(d), among the keys that mask allows; mask broadcasts to
    (..., i, j). A query that may look at no key has weights and output 0. Returns (output (..., i, e), weights
    (..., i, j)).
    """
    # Forbidden keys may give scores that overflow, and distances between scores may: neither matters below.
    with np.errstate(over="ignore", invalid="ignore"):
        scores = (q / np.sqrt(q.shape[-1])) @ np.swapaxes(k, -1, -2)
        if mask is not None:
            scores = np.where(mask, scores, -np.inf)
        top = scores.max(axis=-1, keepdims=True, initial=-np.inf)
        weights = np.exp(scores - np.where(top == -np.inf, 0.0, top))
    total = weights.sum(axis=-1, keepdims=True)
    weights /= np.where(total == 0.0, 1.0, total)
    return weights @ v, weights


def multi_head_attention(x, params, heads, causal=True, valid=None):
    """Self-attention over x (b, t, d). Returns a new array (b, t, d).

    Queries, keys and values are x @ params["Wq"], x @ params["Wk"] and x @ params["Wv"]. Head h uses columns
    h * d // heads up to (h + 1) * d // heads of each; the outputs of the heads stand side by side in the same order and
    are multiplied by params["Wo"]. All four matrices are (d, d), and heads divides d.

    causal: a position looks at itself and at those before it only. valid (b, t): False at padding, which no position
    looks at; the output at padding itself may be anything finite.
    """
    b, t, d = x.shape
    mask = causal_mask(t, t) if causal else np.ones((t, t), dtype=bool)
    if valid is not None:
        # A weight of 0 is not enough for padding whose projections overflow, so it is emptied as well.
        x = np.where(valid[:, :, None], x, 0.0)
        mask = mask & valid[:, None, None, :]

    def split(name):
        """(b, heads, t, d / heads)."""
        return (x @ params[name]).reshape(b, t, heads, d // heads).transpose(0, 2, 1, 3)

    output, _ = scaled_dot_product_attention(split("Wq"), split("Wk"), split("Wv"), mask)
    return output.transpose(0, 2, 1, 3).reshape(b, t, d) @ params["Wo"]
