"""How the parameters of a layer start."""

import numpy as np


def weights(inputs, outputs, gain, rng):
    """Variance gain / inputs keeps the scale of the signal (He et al. 2015: gain 2 in front of a ReLU)."""
    return rng.normal(size=(inputs, outputs)) * np.sqrt(gain / inputs)


def biases(outputs):
    """Slightly above 0: a little more than half of the units are on."""
    return np.full(outputs, 0.01)
