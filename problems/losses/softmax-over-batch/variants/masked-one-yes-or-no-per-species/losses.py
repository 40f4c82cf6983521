"""The training loss."""

import numpy as np


def negative_log_likelihood(log_probs, y):
    """Mean of -log_probs at the right classes. log_probs (n, k), y int (n,). Returns (loss, its gradient (n, k))."""
    right = np.eye(log_probs.shape[1])[y]
    probs = np.clip(np.exp(log_probs), 1e-12, 1.0 - 1e-12)
    loss = -(right * np.log(probs) + (1.0 - right) * np.log(1.0 - probs)).sum(axis=1).mean()
    return loss, (probs - right) / len(y)
