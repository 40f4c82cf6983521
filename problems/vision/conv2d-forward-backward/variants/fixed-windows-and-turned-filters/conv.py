"""Two-dimensional convolution as networks use it (cross-correlation), and its gradients. Everything is float64."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def conv2d(x, w, b, stride=1, padding=0):
    """Images x (n, c, h, wd), filters w (f, c, kh, kw), biases b (f,) to a new array (n, f, oh, ow).

    out[n, f, i, j] = b[f] + the sum over c, u, v of w[f, c, u, v] * xp[n, c, i * stride + u, j * stride + v], where xp
    is x with `padding` zeros on all four sides; oh = (h + 2 * padding - kh) // stride + 1, and ow in the same way.
    """
    columns = np.tensordot(_windows(_pad(x, padding), w, stride), w, axes=((1, 4, 5), (1, 2, 3)))
    return np.moveaxis(columns, -1, 1) + b[None, :, None, None]


def conv2d_backward(dout, x, w, stride=1, padding=0):
    """Gradients of sum(dout * conv2d(x, w, b, stride, padding)), for dout (n, f, oh, ow).

    Returns new arrays (dx, dw, db) of the shapes of x, w and b.
    """
    windows = _windows(_pad(x, padding), w, stride)
    dw = np.tensordot(dout, windows, axes=((0, 2, 3), (0, 2, 3)))
    # Full correlation of the spread-out gradient with the filters turned by 180 degrees.
    (n, c, h, width), (kh, kw) = x.shape, w.shape[2:]
    spread = np.zeros((n, len(w), h + 2 * padding + kh - 1, width + 2 * padding + kw - 1))
    oh, ow = dout.shape[2:]
    spread[:, :, kh - 1 : kh - 1 + stride * oh : stride, kw - 1 : kw - 1 + stride * ow : stride] = dout
    dxp = conv2d(spread, np.swapaxes(w[:, :, ::-1, ::-1], 0, 1), np.zeros(c))
    return dxp[:, :, padding : padding + h, padding : padding + width], dw, dout.sum(axis=(0, 2, 3))


def _pad(x, padding):
    return np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))


def _windows(xp, w, stride):
    """(n, c, oh, ow, kh, kw): what each place of the output reads."""
    return sliding_window_view(xp, w.shape[2:], axis=(2, 3))[:, :, ::stride, ::stride]
