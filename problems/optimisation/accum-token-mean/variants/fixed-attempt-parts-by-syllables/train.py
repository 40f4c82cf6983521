"""Train the song model: python train.py [--seed N] [--micro-batch N]"""

import argparse
import json
from pathlib import Path

import torch
from torch.nn import functional as F

import evaluate
from data import PAD, SYLLABLES, chunks, load, pad
from model import SongModel
from runlog import RunLog


def epoch(model, optimizer, recordings, batch_size, micro_batch):
    """One pass over recordings, in the order given: one optimizer step for every batch_size of them.

    At most micro_batch recordings, which divides batch_size, go through the model at a time; their gradients add up
    until the step. Every syllable of a batch counts the same, wherever the batch is cut. Returns one float for each
    step: the mean loss of its batch in nats per predicted syllable.
    """
    losses = []
    for batch in chunks(recordings, batch_size):
        ids = pad(batch)  # to one length for the whole batch, so that the model sees the same padding in every part
        syllables = int((ids[:, 1:] != PAD).sum())
        batch_loss = 0.0
        optimizer.zero_grad()
        for part in ids.split(micro_batch):
            loss = summed_loss(model, part) / syllables
            loss.backward()
            batch_loss += loss.item()
        optimizer.step()
        losses.append(batch_loss)
    return losses


def summed_loss(model, ids):
    """Sum of the cross-entropies in nats of predicting each syllable of ids (n, t) but the first from those before it."""
    logits = model(ids[:, :-1])
    return F.cross_entropy(logits.flatten(0, 1), ids[:, 1:].flatten(), ignore_index=PAD, reduction="sum")


def run(config, recordings, seed=0, log=None):
    """Train one model with Adam on recordings (data.Recordings), sizes and rates from config (see config.json).

    An epoch takes one species after the other, the recordings of each in a fresh order. log(epoch, **scalars), if
    given, is called after each epoch. Returns (model, history); history has one dict for each epoch: train_loss, the
    mean over all steps, and val_<species>.
    """
    torch.manual_seed(seed)
    model = SongModel(SYLLABLES, config["width"])
    optimizer = torch.optim.Adam(model.parameters(), lr=config["learning_rate"])
    history = []
    for number in range(config["epochs"]):
        losses = []
        for group in recordings.train.values():
            shuffled = [group[i] for i in torch.randperm(len(group)).tolist()]
            losses += epoch(model, optimizer, shuffled, config["batch_size"], config["micro_batch"])
        val = {f"val_{species}": evaluate.loss(model, group) for species, group in recordings.val.items()}
        history.append({"train_loss": sum(losses) / len(losses), **val})
        if log is not None:
            log(number, **history[-1])
    return model, history


def main():
    config = json.loads(Path(__file__).with_name("config.json").read_text(encoding="utf-8"))
    parser = argparse.ArgumentParser(description="Train the song model.")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--micro-batch", type=int, default=config["micro_batch"])
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    log = RunLog()
    config["micro_batch"] = arguments.micro_batch
    model, history = run(config, load(config, arguments.seed), arguments.seed, log)
    log.close()
    print("\nnats per syllable: " + ", ".join(f"{name} {loss:.3f}" for name, loss in history[-1].items()))


if __name__ == "__main__":
    main()
