"""Train the speller: python train.py [--seed N]"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch

import evaluate
from data import LETTERS, SOUNDS, batches, load
from losses import accuracy, letter_count, spelling_loss
from model import Speller
from runlog import RunLog


def run(config, names, seed=0, log=None):
    """Train one speller with plain SGD on names (data.Names), sizes and rates from config (see config.json).

    log(step, **scalars), if given, is called after each epoch. Returns (model, history); history has one
    {"loss", "accuracy", "names_right"} for each epoch: means over the letters of its steps, and the share of
    validation names that are right altogether.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    model = Speller(LETTERS, SOUNDS, config["width"])
    optimizer = torch.optim.SGD(model.parameters(), lr=config["learning_rate"])
    history = []
    for number in range(config["epochs"]):
        losses, hits, counts = [], [], []
        for letters, sounds in batches(names.train, config["batch_size"], rng):
            logits = model(letters)
            loss = spelling_loss(logits, sounds)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            counts.append(letter_count(sounds))
            losses.append(loss.item() * counts[-1])
            hits.append(accuracy(logits, sounds) * counts[-1])
        right = evaluate.names_right(model, names.val)
        total = max(sum(counts), 1)
        history.append({"loss": sum(losses) / total, "accuracy": sum(hits) / total, "names_right": right})
        if log is not None:
            log(number, **history[-1])
    return model, history


def main():
    parser = argparse.ArgumentParser(description="Train the speller.")
    parser.add_argument("--seed", type=int, default=0)
    seed = parser.parse_args().seed
    torch.set_num_threads(1)
    config = json.loads(Path(__file__).with_name("config.json").read_text(encoding="utf-8"))
    names = load(config, seed)
    log = RunLog()
    model, history = run(config, names, seed, log)
    log.close()
    print(f"\nloss {history[-1]['loss']:.3f}, names that are right altogether: {history[-1]['names_right']:.1%}")


if __name__ == "__main__":
    main()
