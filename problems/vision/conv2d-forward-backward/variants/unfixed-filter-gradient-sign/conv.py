"""Two-dimensional convolution as networks use it (cross-correlation), and its gradients. Everything is float64."""

import numpy as np


def conv2d(x, w, b, stride=1, padding=0):
    """Images x (n, c, h, wd), filters w (f, c, kh, kw), biases b (f,) to a new array (n, f, oh, ow).

    out[n, f, i, j] = b[f] + the sum over c, u, v of w[f, c, u, v] * xp[n, c, i * stride + u, j * stride + v], where xp
    is x with `padding` zeros on all four sides; oh = (h + 2 * padding - kh) // stride + 1, and ow in the same way.
    """
    xp = _pad(x, padding)
    oh, ow = _out_size(xp, w, stride)
    out = np.zeros((len(x), len(w), oh, ow)) + b[:, None, None]
    for u, v in np.ndindex(w.shape[2:]):
        seen = xp[:, :, u : u + stride * oh : stride, v : v + stride * ow : stride]
        out += np.einsum("ncij,fc->nfij", seen, w[:, :, u, v])
    return out


def conv2d_backward(dout, x, w, stride=1, padding=0):
    """Gradients of sum(dout * conv2d(x, w, b, stride, padding)), for dout (n, f, oh, ow).

    Returns new arrays (dx, dw, db) of the shapes of x, w and b.
    """
    xp = _pad(x, padding)
    dxp, dw = np.zeros_like(xp), np.zeros_like(w)
    oh, ow = dout.shape[2:]
    for u, v in np.ndindex(w.shape[2:]):
        # The entries of the padded images that this entry of the filters has met.
        met = np.s_[:, :, u : u + stride * oh : stride, v : v + stride * ow : stride]
        dw[:, :, u, v] = np.einsum("nfij,ncij->fc", dout, xp[met])
        dxp[met] += np.einsum("nfij,fc->ncij", dout, w[:, :, u, v])
    height, width = x.shape[2:]
    dx = dxp[:, :, padding : padding + height, padding : padding + width].copy()
    return dx, -dw, dout.sum(axis=(0, 2, 3))


def _pad(x, padding):
    return np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))


def _out_size(xp, w, stride):
    return tuple((xp.shape[axis] - w.shape[axis]) // stride + 1 for axis in (2, 3))
