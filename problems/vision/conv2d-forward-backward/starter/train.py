"""Train the weld inspector: python train.py [--seed N]"""

import argparse
import json
from pathlib import Path

import numpy as np

from data import KINDS, load
from evaluate import accuracy, confusion
from losses import cross_entropy
from model import Inspector
from runlog import RunLog


def run(config, welds, seed=0, log=None):
    """Train one inspector with momentum on welds (data.Welds), sizes and rates from config (see config.json).

    log(step, **scalars), if given, is called every config["log_every"] steps.
    Returns (model, history); history has one {"loss", "test_accuracy"} per logged step, loss being the mean since the
    one before.
    """
    rng = np.random.default_rng(seed)
    model = Inspector(config["first"], config["second"], len(KINDS), rng)
    speed = {name: np.zeros_like(param) for name, param in model.params.items()}
    history, losses = [], []
    for step in range(config["steps"]):
        rows = rng.integers(0, len(welds.train_x), config["batch_size"])
        loss, dlogits = cross_entropy(model.forward(welds.train_x[rows]), welds.train_y[rows])
        grads = model.backward(dlogits)
        for name, grad in grads.items():
            speed[name] = config["momentum"] * speed[name] - config["learning_rate"] * grad
            model.params[name] += speed[name]
        losses.append(loss)
        if step % config["log_every"] == 0 or step == config["steps"] - 1:
            entry = {"loss": float(np.mean(losses)), "test_accuracy": accuracy(model, welds.test_x, welds.test_y)}
            history.append(entry)
            losses = []
            if log is not None:
                log(step, **entry, **{f"grad_{name}": norm(grads[f"{name}.W"]) for name in model.trained})
    return model, history


def norm(array):
    return float(np.linalg.norm(array))


def main():
    parser = argparse.ArgumentParser(description="Train the weld inspector.")
    parser.add_argument("--seed", type=int, default=0)
    seed = parser.parse_args().seed
    config = json.loads(Path(__file__).with_name("config.json").read_text(encoding="utf-8"))
    welds = load(config, seed)
    log = RunLog()
    model, history = run(config, welds, seed, log)
    log.close()
    print(f"\nloss {history[-1]['loss']:.3f}, test accuracy {history[-1]['test_accuracy']:.3f}, table seen x said:")
    print(confusion(model, welds.test_x, welds.test_y, len(KINDS)))


if __name__ == "__main__":
    main()
