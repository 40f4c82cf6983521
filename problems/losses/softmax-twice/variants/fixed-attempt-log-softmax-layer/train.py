"""Train the ticket router: python train.py [--seed N]"""

import argparse
import json
from pathlib import Path

import numpy as np

from data import QUEUES, batches, load
from evaluate import accuracy, per_queue
from losses import negative_log_likelihood
from model import Router
from runlog import RunLog


def loss_and_grads(model, x, y):
    """Mean cross-entropy in nats of one batch, and its gradient for every entry of model.params.

    The loss is the mean of -ln p(y), where p is the softmax of relu(x W1 + b1) W2 + b2. Works for any batch size (n, d)
    and any number of queues. Returns (float, {name: array of the parameter's shape}).
    """
    loss, dlog_probs = negative_log_likelihood(model.forward(x), y)
    return loss, model.backward(dlog_probs)


def run(config, tickets, seed=0, log=None):
    """Train one router with plain SGD on tickets (data.Tickets), sizes and rates from config (see config.json).

    log(step, **scalars), if given, is called every config["log_every"] steps and at the end of each epoch.
    Returns (model, history); history has one {"loss", "test_accuracy"} per epoch, loss being the mean over its steps.
    """
    rng = np.random.default_rng(seed)
    queues = max(QUEUES, 1 + int(tickets.train_y.max()))
    model = Router(tickets.train_x.shape[1], config["hidden"], queues, rng)
    history, step = [], 0
    for _ in range(config["epochs"]):
        losses = []
        for x, y in batches(tickets.train_x, tickets.train_y, config["batch_size"], rng):
            loss, grads = loss_and_grads(model, x, y)
            if log is not None and step % config["log_every"] == 0:
                log(step, loss=loss, accuracy=accuracy(model, x, y), grad_norm=norm(grads))
            for name, grad in grads.items():
                model.params[name] -= config["learning_rate"] * grad
            losses.append(loss)
            step += 1
        test_accuracy = accuracy(model, tickets.test_x, tickets.test_y)
        history.append({"loss": float(np.mean(losses)), "test_accuracy": test_accuracy})
        if log is not None:
            log(step, epoch_loss=history[-1]["loss"], test_accuracy=test_accuracy)
    return model, history


def norm(grads):
    """Euclidean norm over all gradients together."""
    return float(np.sqrt(sum((grad**2).sum() for grad in grads.values())))


def main():
    parser = argparse.ArgumentParser(description="Train the ticket router.")
    parser.add_argument("--seed", type=int, default=0)
    seed = parser.parse_args().seed
    config = json.loads(Path(__file__).with_name("config.json").read_text(encoding="utf-8"))
    tickets = load(config, seed)
    log = RunLog()
    model, history = run(config, tickets, seed, log)
    log.close()
    print(f"\nloss {history[-1]['loss']:.3f}, test accuracy {history[-1]['test_accuracy']:.3f}, per queue:")
    print(np.round(per_queue(model, tickets.test_x, tickets.test_y, QUEUES), 3))


if __name__ == "__main__":
    main()
