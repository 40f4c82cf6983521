"""Averages that are kept while training."""


class MovingAverage:
    """value (d,) moves towards what it follows, which counts momentum."""

    def __init__(self, start, momentum):
        self.value, self.momentum = start, momentum

    def follow(self, new):
        self.value *= 1.0 - self.momentum
        self.value += self.momentum * new
