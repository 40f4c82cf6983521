"""Train the tagger: python train.py [--seed N]"""

import argparse
import json
import sys
from pathlib import Path

import numpy as np

from data import GROUPS, WORDS, batches, load
from evaluate import accuracy, confusion
from losses import cross_entropy
from model import Tagger
from optim import Adam
from runlog import RunLog


def run(config, notes, seed=0, log=None):
    """Train one tagger with Adam on notes (data.Notes), sizes and rates from config (see config.json).

    log(step, **scalars), if given, is called every config["log_every"] steps and at the end of each epoch.
    Returns (model, history); history has one {"loss", "test_accuracy"} per epoch, loss being the mean over its steps.
    """
    rng = np.random.default_rng(seed)
    model = Tagger(WORDS, config["width"], config["hidden"], GROUPS, rng)
    optimiser = Adam(model.params, config["learning_rate"], config["beta1"], config["beta2"], config["eps"])
    history, step = [], 0
    for _ in range(config["epochs"]):
        losses = []
        for words, groups in batches(notes.train_words, notes.train_groups, config["batch_size"], rng):
            loss, dscores = cross_entropy(model.forward(words), groups)
            grads = model.backward(dscores)
            if log is not None and step % config["log_every"] == 0:
                log(step, loss=loss, **norms(grads))
            optimiser.step(grads)
            if not np.isfinite(loss):
                sys.exit("loss is not finite")
            losses.append(loss)
            step += 1
        test_accuracy = accuracy(model, notes.test_words, notes.test_groups)
        history.append({"loss": float(np.mean(losses)), "test_accuracy": test_accuracy})
        if log is not None:
            log(step, epoch_loss=history[-1]["loss"], test_accuracy=test_accuracy)
    return model, history


def norms(grads):
    """Euclidean norm of the gradient of each weight matrix, as {"grad_norm_W1": ...}."""
    arrays = {name: grad[1] if isinstance(grad, tuple) else grad for name, grad in grads.items()}
    return {f"grad_norm_{name}": float(np.linalg.norm(arrays[name].astype(np.float32))) for name in ("E", "W1", "W2")}


def main():
    parser = argparse.ArgumentParser(description="Train the tagger.")
    parser.add_argument("--seed", type=int, default=0)
    seed = parser.parse_args().seed
    config = json.loads(Path(__file__).with_name("config.json").read_text(encoding="utf-8"))
    notes = load(config, seed)
    log = RunLog()
    model, history = run(config, notes, seed, log)
    log.close()
    last = history[-1]
    print(f"\nloss {last['loss']:.3f}, test accuracy {last['test_accuracy']:.3f}; rows: group, columns: predicted")
    print(confusion(model, notes.test_words, notes.test_groups, GROUPS))


if __name__ == "__main__":
    main()
