"""Train the call classifier: python train.py [--seed N]"""

import argparse
import json
from pathlib import Path

import numpy as np

from data import SPECIES, batches, load
from evaluate import accuracy, accuracy_in_the_field
from losses import cross_entropy
from model import CallClassifier
from runlog import RunLog

FIELD_CALLS = 200  # of the test calls, after each epoch


def loss_and_grads(model, x, y):
    """Mean negative log-likelihood of one batch in nats, and its gradient for every entry of model.params.

    The loss is the mean of -ln p(y), where p is the softmax of relu(x W1 + b1) W2 + b2. Works for any batch size (n, d)
    and any number of species. Returns (float, {name: array of the parameter's shape}).
    """
    loss, dscores = cross_entropy(model.forward(x), y)
    return loss, model.backward(dscores)


def run(config, calls, seed=0, log=None):
    """Train one classifier with plain SGD on calls (data.Calls), sizes and rates from config (see config.json).

    log(step, **scalars), if given, is called every config["log_every"] steps and at the end of each epoch.
    Returns (model, history); history has one {"loss", "test_accuracy"} per epoch, loss being the mean over its steps.
    """
    rng = np.random.default_rng(seed)
    model = CallClassifier(calls.train_x.shape[1], config["hidden"], len(SPECIES), rng)
    history, step = [], 0
    for _ in range(config["epochs"]):
        losses = []
        for x, y in batches(calls.train_x, calls.train_y, config["batch_size"], rng):
            loss, grads = loss_and_grads(model, x, y)
            if log is not None and step % config["log_every"] == 0:
                log(step, loss=loss, accuracy=accuracy(model, x, y), grad_norm=norm(grads))
            for name, grad in grads.items():
                model.params[name] -= config["learning_rate"] * grad
            losses.append(loss)
            step += 1
        test_accuracy = accuracy(model, calls.test_x, calls.test_y)
        history.append({"loss": float(np.mean(losses)), "test_accuracy": test_accuracy})
        if log is not None:
            field = accuracy_in_the_field(model, calls.test_x[:FIELD_CALLS], calls.test_y[:FIELD_CALLS])
            log(step, epoch_loss=history[-1]["loss"], test_accuracy=test_accuracy, field_accuracy=field)
    return model, history


def norm(grads):
    """Euclidean norm over all gradients together."""
    return float(np.sqrt(sum((grad**2).sum() for grad in grads.values())))


def main():
    parser = argparse.ArgumentParser(description="Train the call classifier.")
    parser.add_argument("--seed", type=int, default=0)
    seed = parser.parse_args().seed
    config = json.loads(Path(__file__).with_name("config.json").read_text(encoding="utf-8"))
    calls = load(config, seed)
    log = RunLog()
    model, history = run(config, calls, seed, log)
    log.close()
    field = accuracy_in_the_field(model, calls.test_x, calls.test_y)
    last = history[-1]
    print(f"\nloss {last['loss']:.3f}, test accuracy {last['test_accuracy']:.3f}, in the field {field:.3f}")


if __name__ == "__main__":
    main()
