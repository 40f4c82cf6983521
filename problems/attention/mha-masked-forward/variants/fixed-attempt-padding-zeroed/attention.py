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
    # What the mask hides may overflow, it is thrown away; two scores further apart than float64 reaches have weight 0.
    with np.errstate(over="ignore", invalid="ignore"):
        scores = (q / np.sqrt(max(q.shape[-1], 1))) @ np.swapaxes(k, -1, -2)
        if mask is not None:
            scores = np.where(mask, scores, -np.inf)
        weights = _softmax(scores)
    return weights @ v, weights


def _softmax(scores):
    """Softmax over the last axis. Scores of -inf get exactly 0, and so does a row that has nothing else."""
    top = scores.max(axis=-1, keepdims=True, initial=-np.inf)
    weights = np.exp(scores - np.where(top == -np.inf, 0.0, top))
    total = weights.sum(axis=-1, keepdims=True)
    return weights / np.where(total == 0.0, 1.0, total)


def multi_head_attention(x, params, heads, causal=True, valid=None):
    """Self-attention over x (b, t, d). Returns a new array (b, t, d).

    Queries, keys and values are x @ params["Wq"], x @ params["Wk"] and x @ params["Wv"]. Head h uses columns
    h * d // heads up to (h + 1) * d // heads of each; the outputs of the heads stand side by side in the same order and
    are multiplied by params["Wo"]. All four matrices are (d, d), and heads divides d.

    causal: a position looks at itself and at those before it only. valid (b, t): False at padding, which no position
    looks at; the output at padding itself may be anything finite.
    """
    batch, length, width = x.shape
    mask = causal_mask(length, length) if causal else np.ones((length, length), dtype=bool)
    if valid is not None:
        mask = mask & valid[:, None, None, :]
        x = np.where(valid[:, :, None], x, 0.0)  # a weight of 0 is not enough where a projection overflows

    def by_head(matrix):
        """Projection of x, one head after the other: (b, heads, t, d / heads)."""
        return (x @ matrix).reshape(batch, length, heads, width // heads).transpose(0, 2, 1, 3)

    mixed, _ = scaled_dot_product_attention(by_head(params["Wq"]), by_head(params["Wk"]), by_head(params["Wv"]), mask)
    return mixed.transpose(0, 2, 1, 3).reshape(batch, length, width) @ params["Wo"]
