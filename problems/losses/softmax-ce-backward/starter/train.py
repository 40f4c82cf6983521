"""Train the seed sorter: python train.py [--seed N]"""

import argparse
import json
from pathlib import Path

import numpy as np

from data import SPECIES, batches, load
from evaluate import accuracy, per_species
from losses import cross_entropy, cross_entropy_grad
from model import Sorter
from runlog import RunLog


def run(config, seeds, seed=0, log=None):
    """Train one sorter with plain SGD on seeds (data.Seeds), sizes and rates from config (see config.json).

    log(step, **scalars), if given, is called every config["log_every"] steps and at the end of each epoch.
    Returns (model, history); history has one {"loss", "test_accuracy"} per epoch, loss being the mean over its steps.
    """
    rng = np.random.default_rng(seed)
    model = Sorter(seeds.train_x.shape[1], config["hidden"], SPECIES, rng)
    history, step = [], 0
    for _ in range(config["epochs"]):
        losses = []
        for x, y in batches(seeds.train_x, seeds.train_y, config["batch_size"], rng):
            logits = model.forward(x)
            losses.append(cross_entropy(logits, y))
            grads = model.backward(cross_entropy_grad(logits, y))
            if log is not None and step % config["log_every"] == 0:
                log(step, loss=losses[-1], grad_norm=norm(grads))
            for name, grad in grads.items():
                model.params[name] -= config["learning_rate"] * grad
            step += 1
        test_accuracy = accuracy(model, seeds.test_x, seeds.test_y)
        history.append({"loss": float(np.mean(losses)), "test_accuracy": test_accuracy})
        if log is not None:
            log(step, epoch_loss=history[-1]["loss"], test_accuracy=test_accuracy)
    return model, history


def norm(grads):
    """Euclidean norm over all gradients together."""
    return float(np.sqrt(sum((grad**2).sum() for grad in grads.values())))


def main():
    parser = argparse.ArgumentParser(description="Train the seed sorter.")
    parser.add_argument("--seed", type=int, default=0)
    seed = parser.parse_args().seed
    config = json.loads(Path(__file__).with_name("config.json").read_text(encoding="utf-8"))
    seeds = load(config, seed)
    log = RunLog()
    model, history = run(config, seeds, seed, log)
    log.close()
    print(f"\nloss {history[-1]['loss']:.3f}, test accuracy {history[-1]['test_accuracy']:.3f}, per species:")
    print(np.round(per_species(model, seeds.test_x, seeds.test_y, SPECIES), 3))


if __name__ == "__main__":
    main()
