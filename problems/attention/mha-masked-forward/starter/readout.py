"""The trained part: a linear read-out on the features of the attention layer."""

import numpy as np


def loss_and_grads(params, features, targets):
    """Mean cross-entropy in nats of targets (b, t) given features (b, t, d), and its gradients for params W and b."""
    rows, wanted = features.reshape(-1, features.shape[-1]), targets.reshape(-1)
    logits = rows @ params["W"] + params["b"]
    logits -= logits.max(axis=1, keepdims=True)
    log_probs = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    at = np.arange(len(rows)), wanted
    loss = float(-log_probs[at].mean())
    dlogits = np.exp(log_probs)
    dlogits[at] -= 1.0
    dlogits /= len(rows)
    return loss, {"W": rows.T @ dlogits, "b": dlogits.sum(axis=0)}
