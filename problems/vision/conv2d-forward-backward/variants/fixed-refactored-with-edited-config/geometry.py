"""Where the entries of the filters meet the padded images."""

import numpy as np


class Geometry:
    def __init__(self, images, filters, stride, padding):
        self.images, self.size, self.stride, self.padding = images, filters[2:], stride, padding
        room = [side + 2 * padding - size for side, size in zip(images[2:], self.size)]
        self.out = [space // stride + 1 for space in room]

    def padded(self, x):
        p = self.padding
        xp = np.zeros((*x.shape[:2], x.shape[2] + 2 * p, x.shape[3] + 2 * p))
        xp[:, :, p : p + x.shape[2], p : p + x.shape[3]] = x
        return xp

    def cut(self, xp):
        p, (height, width) = self.padding, self.images[2:]
        return xp[:, :, p : p + height, p : p + width]

    def meetings(self):
        """Each entry (u, v) of a filter with the places of the padded images that it meets, over all outputs."""
        for u, v in np.ndindex(*self.size):
            rows, columns = (slice(at, at + self.stride * out, self.stride) for at, out in zip((u, v), self.out))
            yield u, v, (slice(None), slice(None), rows, columns)
