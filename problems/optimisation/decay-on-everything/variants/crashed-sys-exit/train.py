"""Train the sorter: python train.py [--seed N]"""

import argparse
import json
import sys
from pathlib import Path

import torch
from torch.nn import functional as F

import evaluate
from data import FEATURES, SPECIES, STATIONS, load
from model import Sorter
from optim import AdamW, groups
from runlog import RunLog


def run(config, samples, seed=0, log=None):
    """Train one sorter on samples (data.Samples), sizes and rates from config (see config.json).

    log(epoch, **scalars), if given, is called after each epoch. Returns (model, history); history has one dict for each
    epoch: loss, the mean over its steps, val_loss, val_accuracy, and largest_weight of the linear layers.
    """
    torch.manual_seed(seed)
    model = Sorter(FEATURES, STATIONS, config["station_size"], config["width"], config["layers"], SPECIES)
    optimizer = AdamW(groups(model, config["weight_decay"]), lr=config["learning_rate"])
    if config["weight_decay"] > 1:
        sys.exit("weight_decay is too high")
    history = []
    for number in range(config["epochs"]):
        losses = []
        for rows in torch.randperm(len(samples.train_x)).split(config["batch_size"]):
            logits = model(samples.train_x[rows], samples.train_station[rows])
            loss = F.cross_entropy(logits, samples.train_species[rows])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        history.append({"loss": sum(losses) / len(losses), **measured(model, samples)})
        if log is not None:
            log(number, **history[-1])
    return model, history


def measured(model, samples):
    """What the log says about a model beside its training loss."""
    validation = (samples.val_x, samples.val_station, samples.val_species)
    return {
        "val_loss": evaluate.loss(model, *validation),
        "val_accuracy": evaluate.accuracy(model, *validation),
        "largest_weight": evaluate.largest_weight(model),
    }


def main():
    parser = argparse.ArgumentParser(description="Train the sorter.")
    parser.add_argument("--seed", type=int, default=0)
    seed = parser.parse_args().seed
    torch.set_num_threads(1)
    config = json.loads(Path(__file__).with_name("config.json").read_text(encoding="utf-8"))
    log = RunLog()
    _, history = run(config, load(config, seed), seed, log)
    log.close()
    print("\nlast epoch: " + ", ".join(f"{name} {value:.3f}" for name, value in history[-1].items()))


if __name__ == "__main__":
    main()
