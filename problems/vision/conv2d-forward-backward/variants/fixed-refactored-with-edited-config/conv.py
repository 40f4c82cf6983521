"""Two-dimensional convolution as networks use it (cross-correlation), and its gradients. Everything is float64."""

import numpy as np


from geometry import Geometry


def conv2d(x, w, b, stride=1, padding=0):
    plan = Geometry(x.shape, w.shape, stride, padding)
    xp = plan.padded(x)
    parts = [np.einsum("ncij,fc->fnij", xp[met], w[:, :, u, v]) for u, v, met in plan.meetings()]
    return (np.sum(parts, axis=0) + b[:, None, None, None]).swapaxes(0, 1)


def conv2d_backward(dout, x, w, stride=1, padding=0):
    return filter_side(dout, x, w, stride, padding)


def filter_side(dout, x, w, stride, padding):
    plan = Geometry(x.shape, w.shape, stride, padding)
    xp, dw = plan.padded(x), np.empty_like(w)
    dxp = np.zeros_like(xp)
    for u, v, met in plan.meetings():
        dw[:, :, u, v] = np.einsum("nfij,ncij->fc", dout, xp[met])
        dxp[met] += np.einsum("nfij,fc->ncij", dout, w[:, :, u, v])
    return plan.cut(dxp), dw, np.einsum("nfij->f", dout)
