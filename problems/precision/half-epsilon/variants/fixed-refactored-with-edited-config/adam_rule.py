"""The update rule of Adam, without any state."""

import numpy as np


def moments(m, v, grad, beta1, beta2):
    """First and second moment after one more gradient."""
    return beta1 * m + (1 - beta1) * grad, beta2 * v + (1 - beta2) * np.square(grad)


def change(m, v, t, beta1, beta2, eps):
    """What to subtract at step t, for a learning rate of 1, in the precision of the moments."""
    return (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + np.float32(eps))
