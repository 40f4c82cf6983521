"""Reverse-mode differentiation of NumPy expressions, as much of it as the demand model needs."""

import numpy as np


class Tensor:
    """An array in an expression. After backward() of a scalar, grad holds the scalar's gradient for every Tensor in it.

    Arithmetic broadcasts as in NumPy; arrays and numbers count as constants.
    """

    __array_ufunc__ = None  # array - tensor comes to __rsub__ as a whole

    def __init__(self, value, parents=(), pull=None):
        self.value = np.asarray(value, dtype=np.float64)
        self.grad = None
        self.parents = parents
        self.pull = pull  # gradient for this value → one gradient for each parent

    def __add__(self, other):
        return Tensor(self.value + _constant(other).value, (self, _constant(other)), lambda grad: (grad, grad))

    def __sub__(self, other):
        return Tensor(self.value - _constant(other).value, (self, _constant(other)), lambda grad: (grad, -grad))

    def __rsub__(self, other):
        return _constant(other) - self

    def __mul__(self, other):
        other = _constant(other)
        return Tensor(self.value * other.value, (self, other), lambda grad: (grad * other.value, grad * self.value))

    def __matmul__(self, other):
        other = _constant(other)
        product = self.value @ other.value
        return Tensor(product, (self, other), lambda grad: (grad @ other.value.T, self.value.T @ grad))

    def relu(self):
        return Tensor(np.maximum(self.value, 0.0), (self,), lambda grad: (grad * (self.value > 0),))

    def square(self):
        return Tensor(self.value**2, (self,), lambda grad: (2.0 * grad * self.value,))

    def mean(self):
        size = self.value.size
        return Tensor(self.value.mean(), (self,), lambda grad: (np.full(self.value.shape, grad / size),))

    def reshape(self, *shape):
        return Tensor(self.value.reshape(*shape), (self,), lambda grad: (grad.reshape(self.value.shape),))

    def backward(self):
        order = []
        _collect(self, order, set())
        for node in order:
            node.grad = np.zeros_like(node.value)
        self.grad = np.ones_like(self.value)
        for node in reversed(order):
            for parent, grad in zip(node.parents, node.pull(node.grad) if node.pull else ()):
                parent.grad += _sum_to(grad, parent.value.shape)


def _constant(value):
    return value if isinstance(value, Tensor) else Tensor(value)


def _collect(node, order, seen):
    """Append node to order after everything it was computed from."""
    if id(node) in seen:
        return
    seen.add(id(node))
    for parent in node.parents:
        _collect(parent, order, seen)
    order.append(node)


def _sum_to(grad, shape):
    """Undo broadcasting: sum a gradient over the axes along which an operand of this shape was repeated."""
    grad = grad.sum(axis=tuple(range(grad.ndim - len(shape))))
    repeated = tuple(axis for axis, size in enumerate(shape) if size == 1 and grad.shape[axis] != 1)
    return grad.sum(axis=repeated, keepdims=True) if repeated else grad
