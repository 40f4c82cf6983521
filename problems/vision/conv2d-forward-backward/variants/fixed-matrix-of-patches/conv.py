"""Two-dimensional convolution as networks use it (cross-correlation), and its gradients. Everything is float64."""

import numpy as np


def conv2d(x, w, b, stride=1, padding=0):
    """Images x (n, c, h, wd), filters w (f, c, kh, kw), biases b (f,) to a new array (n, f, oh, ow).

    out[n, f, i, j] = b[f] + the sum over c, u, v of w[f, c, u, v] * xp[n, c, i * stride + u, j * stride + v], where xp
    is x with `padding` zeros on all four sides; oh = (h + 2 * padding - kh) // stride + 1, and ow in the same way.
    """
    rows, (oh, ow) = _rows_of(x, w, stride, padding)
    out = rows @ w.reshape(len(w), -1).T + b
    return out.reshape(len(x), oh, ow, len(w)).transpose(0, 3, 1, 2)


def conv2d_backward(dout, x, w, stride=1, padding=0):
    """Gradients of sum(dout * conv2d(x, w, b, stride, padding)), for dout (n, f, oh, ow).

    Returns new arrays (dx, dw, db) of the shapes of x, w and b.
    """
    rows, (oh, ow) = _rows_of(x, w, stride, padding)
    flat = dout.transpose(0, 2, 3, 1).reshape(-1, len(w))
    drows = (flat @ w.reshape(len(w), -1)).reshape(len(x), oh, ow, *w.shape[1:])
    dxp = np.zeros((*x.shape[:2], x.shape[2] + 2 * padding, x.shape[3] + 2 * padding))
    for i in range(oh):
        for j in range(ow):
            top, left = i * stride, j * stride
            dxp[:, :, top : top + w.shape[2], left : left + w.shape[3]] += drows[:, i, j]
    inside = slice(padding, padding + x.shape[2]), slice(padding, padding + x.shape[3])
    return dxp[:, :, *inside], (flat.T @ rows).reshape(w.shape), flat.sum(axis=0)


def _rows_of(x, w, stride, padding):
    """One row (c * kh * kw) for every place of every output: (n * oh * ow, c * kh * kw), and (oh, ow)."""
    kh, kw = w.shape[2:]
    xp = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    oh, ow = (xp.shape[2] - kh) // stride + 1, (xp.shape[3] - kw) // stride + 1
    patches = [xp[:, :, i * stride :, j * stride :][:, :, :kh, :kw] for i in range(oh) for j in range(ow)]
    return np.stack(patches, axis=1).reshape(len(x) * oh * ow, -1), (oh, ow)
