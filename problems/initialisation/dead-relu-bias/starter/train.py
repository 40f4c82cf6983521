"""Train the fault classifier: python train.py [--seed N]"""

import argparse
import json
from pathlib import Path

import numpy as np

from data import FAULTS, batches, load
from evaluate import accuracy, confusion
from losses import cross_entropy
from model import Classifier
from runlog import RunLog


def run(config, splits, seed=0, log=None):
    """Train one classifier with plain SGD on splits (data.Splits), sizes and rates from config (see config.json).

    log(step, **scalars), if given, is called every config["log_every"] steps and at the end of each epoch.
    Returns (model, history); history has one {"loss", "val_accuracy"} per epoch, loss being the mean over its steps.
    """
    rng = np.random.default_rng(seed)
    model = Classifier(splits.train_x.shape[1], config["hidden"], len(FAULTS), rng)
    history, step = [], 0
    for _ in range(config["epochs"]):
        losses = []
        for x, y in batches(splits.train_x, splits.train_y, config["batch_size"], rng):
            scores = model.forward(x)
            loss, dscores = cross_entropy(scores, y)
            grads = model.backward(dscores)
            update(model.params, grads, config)
            losses.append(loss)
            if log is not None and step % config["log_every"] == 0:
                log(step, loss=loss, accuracy=(scores.argmax(axis=1) == y).mean(), grad_norm=norm(grads))
            step += 1
        history.append({"loss": float(np.mean(losses)), "val_accuracy": accuracy(model, splits.val_x, splits.val_y)})
        if log is not None:
            log(step, epoch_loss=history[-1]["loss"], val_accuracy=history[-1]["val_accuracy"])
    return model, history


def update(params, grads, config):
    """One SGD step in place."""
    for name, grad in grads.items():
        params[name] -= config["learning_rate"] * grad


def norm(grads):
    """Euclidean norm over all gradients together."""
    return float(np.sqrt(sum((grad**2).sum() for grad in grads.values())))


def main():
    parser = argparse.ArgumentParser(description="Train the fault classifier.")
    parser.add_argument("--seed", type=int, default=0)
    seed = parser.parse_args().seed
    config = json.loads(Path(__file__).with_name("config.json").read_text(encoding="utf-8"))
    splits = load(config, seed)
    log = RunLog()
    model, history = run(config, splits, seed, log)
    log.close()
    print(f"\nloss {history[-1]['loss']:.4f}, validation accuracy {history[-1]['val_accuracy']:.3f}")
    print(f"rows: found, columns: predicted, {FAULTS}")
    print(confusion(model, splits.val_x, splits.val_y, len(FAULTS)))


if __name__ == "__main__":
    main()
