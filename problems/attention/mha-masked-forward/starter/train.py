"""Train the read-out of the player: python train.py [--seed N]"""

import argparse
import json
from pathlib import Path

import numpy as np

from evaluate import accuracy, by_place
from model import Player
from readout import loss_and_grads
from runlog import RunLog
from tunes import NOTES, load


def run(config, tunes, seed=0, log=None):
    """Train the read-out of one player with momentum on tunes (tunes.Tunes), sizes and rates from config.json.

    log(step, **scalars), if given, is called every config["log_every"] steps.
    Returns (model, history); history has one {"loss", "test_accuracy"} per logged step.
    """
    rng = np.random.default_rng(seed)
    model = Player(NOTES, config["width"], config["heads"], config["sharpness"], seed)
    speed = {name: np.zeros_like(param) for name, param in model.params.items()}
    history, losses = [], []
    for step in range(config["steps"]):
        notes = tunes.train[rng.integers(0, len(tunes.train), config["batch_size"])]
        loss, grads = loss_and_grads(model.params, model.features(notes[:, :-1]), notes[:, 1:])
        for name, grad in grads.items():
            speed[name] = config["momentum"] * speed[name] - config["learning_rate"] * grad
            model.params[name] += speed[name]
        losses.append(loss)
        if step % config["log_every"] == 0 or step == config["steps"] - 1:
            history.append({"loss": float(np.mean(losses)), "test_accuracy": accuracy(model, tunes.test)})
            losses = []
            if log is not None:
                log(step, **history[-1])
    return model, history


def main():
    parser = argparse.ArgumentParser(description="Train the read-out of the player.")
    parser.add_argument("--seed", type=int, default=0)
    seed = parser.parse_args().seed
    config = json.loads(Path(__file__).with_name("config.json").read_text(encoding="utf-8"))
    tunes = load(config, seed)
    log = RunLog()
    model, history = run(config, tunes, seed, log)
    log.close()
    print(f"\nloss {history[-1]['loss']:.3f}, test accuracy {history[-1]['test_accuracy']:.3f}, by quarter of a tune:")
    print(np.round(by_place(model, tunes.test), 3))


if __name__ == "__main__":
    main()
