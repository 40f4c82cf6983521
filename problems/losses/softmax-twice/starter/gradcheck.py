"""Compare loss_and_grads with centred differences: python gradcheck.py"""

import numpy as np

from data import QUEUES, TOPICS
from model import Router
from train import loss_and_grads


def largest_error(model, x, y, step=1e-5):
    """Largest |analytic - numeric| over all parameters, divided by the largest |numeric|."""
    _, grads = loss_and_grads(model, x, y)
    analytic = {name: grad.copy() for name, grad in grads.items()}
    errors, scale = [], 0.0
    for name, param in model.params.items():
        for index in np.ndindex(param.shape):
            kept = param[index]
            losses = []
            for shift in (step, -step):
                param[index] = kept + shift
                losses.append(loss_and_grads(model, x, y)[0])
            param[index] = kept
            numeric = (losses[0] - losses[1]) / (2 * step)
            errors.append(abs(analytic[name][index] - numeric))
            scale = max(scale, abs(numeric))
    return max(errors) / scale


def main():
    rng = np.random.default_rng(0)
    model = Router(TOPICS, 8, QUEUES, rng)
    error = largest_error(model, rng.normal(size=(16, TOPICS)), rng.integers(0, QUEUES, 16))
    print(f"largest relative error {error:.1e}: {'gradients agree' if error < 1e-6 else 'GRADIENTS DIFFER'}")


if __name__ == "__main__":
    main()
