"""Masks, and weights that obey them."""

import numpy as np


def causal_mask(queries, keys):
    offset = keys - queries
    return np.greater_equal.outer(np.arange(queries) + offset, np.arange(keys))


def allowed_pairs(length, causal, valid):
    """Mask (b or 1, 1, length, length) of a whole sequence."""
    pairs = causal_mask(length, length) if causal else np.ones((length, length), dtype=bool)
    return pairs[None, None] if valid is None else pairs & valid[:, None, None, :]


def weigh(q, k, v, mask=None):
    scores = q @ np.swapaxes(k, -1, -2) * q.shape[-1] ** -0.5
    where = np.broadcast_to(True if mask is None else mask, scores.shape)
    top = scores.max(axis=-1, keepdims=True, where=where, initial=-np.inf)
    exps = np.exp(scores - top, where=where, out=np.zeros_like(scores))
    total = exps.sum(axis=-1, keepdims=True)
    weights = np.divide(exps, total, where=total > 0, out=np.zeros_like(exps))
    return weights @ v, weights
