"""Scaled dot-product attention with a mask, and multi-head self-attention on top of it. Forward only.

Everything is float64; masks are boolean, and True means "may be looked at".
"""

import numpy as np


def causal_mask(queries, keys):
    """Which keys each query may look at: (queries, keys), True for keys at its own position and before.

    The queries are the last ones of the keys: query i stands at position keys - queries + i.
    """
    position = np.arange(keys - queries, keys)
    return np.arange(keys)[None, :] <= position[:, None]


def scaled_dot_product_attention(q, k, v, mask=None):
    """Attention of queries q (..., i, d) over keys k (..., j, d) with values v (..., j, e).

    The weights are the softmax over the keys of q k^T / sqrt(d), among the keys that mask allows; mask broadcasts to
    (..., i, j). A query that may look at no key has weights and output 0. Returns (output (..., i, e), weights
    (..., i, j)).
    """
    scores = np.einsum("...id,...jd->...ij", q, k) / q.shape[-1] ** 0.5
    if mask is None:
        mask = np.ones(scores.shape[-2:], dtype=bool)
    weights = _softmax(np.where(mask, scores, np.finfo(float).min)) * mask
    return np.einsum("...ij,...je->...ie", weights, v), weights


def multi_head_attention(x, params, heads, causal=True, valid=None):
    """Self-attention over x (b, t, d). Returns a new array (b, t, d).

    Queries, keys and values are x @ params["Wq"], x @ params["Wk"] and x @ params["Wv"]. Head h uses columns
    h * d // heads up to (h + 1) * d // heads of each; the outputs of the heads stand side by side in the same order and
    are multiplied by params["Wo"]. All four matrices are (d, d), and heads divides d.

    causal: a position looks at itself and at those before it only. valid (b, t): False at padding, which no position
    looks at; the output at padding itself may be anything finite.
    """
    length, size = x.shape[1], x.shape[2] // heads
    mask = causal_mask(length, length) if causal else np.ones((length, length), dtype=bool)
    if valid is not None:
        mask = mask & valid[:, None, :]
    outputs = []
    for head in range(heads):
        columns = slice(head * size, (head + 1) * size)
        q, k, v = (x @ params[name][:, columns] for name in ("Wq", "Wk", "Wv"))
        outputs.append(scaled_dot_product_attention(q, k, v, mask)[0])
    return np.concatenate(outputs, axis=-1) @ params["Wo"]


def _softmax(scores):
    exps = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return exps / exps.sum(axis=-1, keepdims=True)
