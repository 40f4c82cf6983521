"""Two-dimensional convolution as networks use it (cross-correlation), and its gradients. Everything is float64."""

import numpy as np


def conv2d(x, w, b, stride=1, padding=0):
    """Images x (n, c, h, wd), filters w (f, c, kh, kw), biases b (f,) to a new array (n, f, oh, ow).

    out[n, f, i, j] = b[f] + the sum over c, u, v of w[f, c, u, v] * xp[n, c, i * stride + u, j * stride + v], where xp
    is x with `padding` zeros on all four sides; oh = (h + 2 * padding - kh) // stride + 1, and ow in the same way.
    """
    padded = _pad(x, padding)
    oh = (padded.shape[2] - w.shape[2]) // stride + 1
    ow = (padded.shape[3] - w.shape[3]) // stride + 1
    out = np.zeros((len(x), len(w), oh, ow)) + b[:, None, None]
    for u, v, place in _places(w, stride, oh, ow):
        out += np.einsum("fc,ncij->nfij", w[:, :, u, v], padded[place], optimize=True)
    return out


def conv2d_backward(dout, x, w, stride=1, padding=0):
    """Gradients of sum(dout * conv2d(x, w, b, stride, padding)), for dout (n, f, oh, ow).

    Returns new arrays (dx, dw, db) of the shapes of x, w and b.
    """
    padded = _pad(x, padding)
    dpadded, dw = np.zeros(padded.shape), np.zeros(w.shape)
    for u, v, place in _places(w, stride, *dout.shape[2:]):
        dw[:, :, u, v] = np.einsum("nfij,ncij->fc", dout, padded[place], optimize=True)
        # Within one place no pixel comes twice, so += loses nothing; overlaps are between places.
        dpadded[place] += np.einsum("fc,nfij->ncij", w[:, :, u, v], dout, optimize=True)
    h, wd = x.shape[2:]
    return dpadded[:, :, padding : padding + h, padding : padding + wd].copy(), dw, dout.sum(axis=(0, 2, 3))


def _pad(x, padding):
    """A copy of the images with `padding` zeros on all four sides."""
    return np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))


def _places(w, stride, oh, ow):
    """Yields (u, v, slices): the slices cut the pixels that w[:, :, u, v] lies on at all oh x ow places."""
    for u in range(w.shape[2]):
        for v in range(w.shape[3]):
            yield u, v, np.s_[:, :, u : u + stride * oh : stride, v : v + stride * ow : stride]
