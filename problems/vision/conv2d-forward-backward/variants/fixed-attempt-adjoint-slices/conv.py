"""Two-dimensional convolution as networks use it (cross-correlation), and its gradients. Everything is float64.

Both functions go through the entries (u, v) of the filter. One entry meets, for all places of the output at once, every
stride-th pixel of the padded image from (u, v) on; the same pixels get that entry's part of the gradient.
"""

import numpy as np


def conv2d(x, w, b, stride=1, padding=0):
    """Images x (n, c, h, wd), filters w (f, c, kh, kw), biases b (f,) to a new array (n, f, oh, ow).

    out[n, f, i, j] = b[f] + the sum over c, u, v of w[f, c, u, v] * xp[n, c, i * stride + u, j * stride + v], where xp
    is x with `padding` zeros on all four sides; oh = (h + 2 * padding - kh) // stride + 1, and ow in the same way.
    """
    padded = _pad(x, padding)
    places = _places(padded.shape, w.shape, stride)
    out = np.zeros((len(w), len(x), *places))
    for u, v, under in _entries(w.shape, places, stride):
        out += np.tensordot(w[:, :, u, v], padded[under], axes=(1, 1))
    return np.ascontiguousarray(out.transpose(1, 0, 2, 3)) + b[:, None, None]


def conv2d_backward(dout, x, w, stride=1, padding=0):
    """Gradients of sum(dout * conv2d(x, w, b, stride, padding)), for dout (n, f, oh, ow).

    Returns new arrays (dx, dw, db) of the shapes of x, w and b.
    """
    padded, (h, wd) = _pad(x, padding), x.shape[2:]
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for u, v, under in _entries(w.shape, dout.shape[2:], stride):
        dw[:, :, u, v] = np.tensordot(dout, padded[under], axes=((0, 2, 3), (0, 2, 3)))
        dpadded[under] += np.tensordot(dout, w[:, :, u, v], axes=(1, 0)).transpose(0, 3, 1, 2)
    return dpadded[:, :, padding : padding + h, padding : padding + wd].copy(), dw, dout.sum(axis=(0, 2, 3))


def _pad(x, padding):
    return np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))


def _places(image, filters, stride):
    """How often the filters fit into padded images, (oh, ow)."""
    return tuple((size - span) // stride + 1 for size, span in zip(image[2:], filters[2:]))


def _entries(filters, places, stride):
    """Every entry (u, v) of the filters, with the index of the pixels that it meets in the padded images."""
    reach_down, reach_right = (stride * (count - 1) + 1 for count in places)
    for u in range(filters[2]):
        for v in range(filters[3]):
            yield u, v, np.s_[:, :, u : u + reach_down : stride, v : v + reach_right : stride]
