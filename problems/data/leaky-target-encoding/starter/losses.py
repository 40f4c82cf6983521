"""The training loss."""

import numpy as np


def log_loss(scores, late):
    """Mean binary cross-entropy in nats. scores (n,), late int (n,). Returns (loss, dloss/dscores (n,))."""
    loss = np.mean(np.logaddexp(0.0, scores) - late * scores)
    return loss, (1.0 / (1.0 + np.exp(-scores)) - late) / len(late)
