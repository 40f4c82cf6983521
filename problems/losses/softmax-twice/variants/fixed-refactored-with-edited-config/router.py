"""The router as two plain functions over a dictionary of parameters."""

import numpy as np


def hidden_and_logits(params, x):
    hidden = np.maximum(x @ params["W1"] + params["b1"], 0.0)
    return hidden, hidden @ params["W2"] + params["b2"]


def gradients(params, x, hidden, dlogits):
    dhidden = (dlogits @ params["W2"].T) * (hidden > 0)
    first = {"W1": x.T @ dhidden, "b1": dhidden.sum(axis=0)}
    return first | {"W2": hidden.T @ dlogits, "b2": dlogits.sum(axis=0)}
