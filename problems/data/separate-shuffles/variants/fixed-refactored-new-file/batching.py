"""Minibatches over any number of arrays that share their first axis."""

import numpy as np


class Minibatches:
    """Iterates once over aligned arrays in a random order."""

    def __init__(self, *arrays, size, rng):
        self.arrays, self.size = arrays, size
        self.order = np.arange(len(arrays[0]))
        rng.shuffle(self.order)

    def __iter__(self):
        for rows in np.split(self.order, range(self.size, len(self.order), self.size)):
            yield tuple(array.take(rows, axis=0) for array in self.arrays)
