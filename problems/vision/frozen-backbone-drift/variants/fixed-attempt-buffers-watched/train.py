"""Train a reader for labels, then give it a head for lids: python train.py [--seed N]"""

import argparse
import json
from pathlib import Path

import torch
from torch.nn import functional as F

import evaluate
from data import batches, load
from model import Reader
from runlog import RunLog


def pretrain(config, labels, seed=0, log=None):
    """A new Reader: backbone and head "supplier", trained together with Adam on labels (data.Pictures).

    log(epoch, **scalars), if given, is called after each epoch.
    """
    torch.manual_seed(seed)
    reader = Reader(config["channels"], labels.train_x.shape[-1])
    reader.new_head("supplier", labels.classes, config["dropout"])
    optimizer = torch.optim.Adam(reader.parameters(), lr=config["label_rate"])
    for epoch in range(config["label_epochs"]):
        reader.train()
        loss = train_epoch(reader, "supplier", optimizer, labels, config["label_batch"])
        if log is not None:
            log(epoch, loss=loss, supplier_accuracy=evaluate.accuracy(reader, labels.val_x, labels.val_y, "supplier"))
    return reader


def add_head(reader, name, pictures, config, seed=0, log=None):
    """Give reader a head for another question and train it on pictures (data.Pictures), on top of the backbone.

    The backbone computes what it computes in a camera, in evaluation mode: in training mode its batch norm would use
    the statistics of the minibatch, and replace the running ones, which are buffers and not parameters. Only the new
    head is in training mode. Every module that was there before is left in the mode it was found in.

    log(epoch, **scalars), if given, is called after each epoch.
    """
    torch.manual_seed(seed)
    modes = [(module, module.training) for module in reader.modules()]
    freeze(reader.backbone)
    head = reader.new_head(name, pictures.classes, config["dropout"])
    optimizer = torch.optim.Adam(head.parameters(), lr=config["head_rate"])
    for epoch in range(config["head_epochs"]):
        # In each epoch again: evaluate gives every module the mode of the reader.
        reader.eval()
        head.train()
        loss = train_epoch(reader, name, optimizer, pictures, config["head_batch"])
        if log is not None:
            accuracy = evaluate.accuracy(reader, pictures.val_x, pictures.val_y, name)
            log(epoch, loss=loss, **{f"{name}_accuracy": accuracy}, grad_norm=norm(head))
    head.train(modes[0][1])
    for module, training in modes:
        module.training = training


def freeze(module):
    """Keep the parameters of a module as they are."""
    for parameter in module.parameters():
        parameter.requires_grad_(False)


def train_epoch(reader, name, optimizer, pictures, batch_size):
    """One pass over the training pictures with one head, in the modes the modules are in.

    Returns the mean loss of the pictures in nats.
    """
    total = 0.0
    for x, y in batches(pictures.train_x, pictures.train_y, batch_size):
        loss = F.cross_entropy(reader(x, name), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(y)
    return total / len(pictures.train_y)


def run(config, labels, lids, seed=0, log=None):
    """Pretrain on labels, then add the head "press" for lids; sizes and rates from config (see config.json).

    log(epoch, **scalars), if given, is called after each epoch. Returns (reader, history); history has one dict of
    scalars for each epoch of the second part.
    """
    reader = pretrain(config, labels, seed, log)
    delivered = {entry: value.clone() for entry, value in reader.backbone.state_dict().items()}
    history = []

    def record(epoch, **scalars):
        supplier = evaluate.accuracy(reader, labels.val_x, labels.val_y, "supplier")
        now = reader.backbone.state_dict()  # parameters and buffers, all that a camera has
        moved = max(float((now[entry] - before).abs().max()) for entry, before in delivered.items())
        history.append({**scalars, "supplier_accuracy": supplier, "backbone_change": moved})
        if log is not None:
            log(config["label_epochs"] + epoch, **history[-1])

    add_head(reader, "press", lids, config, seed, record)
    return reader, history


def norm(module):
    """Euclidean norm over all gradients of a module together."""
    return sum(float((p.grad**2).sum()) for p in module.parameters()) ** 0.5


def main():
    parser = argparse.ArgumentParser(description="Train a reader for labels, then give it a head for lids.")
    parser.add_argument("--seed", type=int, default=0)
    seed = parser.parse_args().seed
    torch.set_num_threads(1)
    config = json.loads(Path(__file__).with_name("config.json").read_text(encoding="utf-8"))
    labels, lids = load(config, seed)
    log = RunLog()
    reader, history = run(config, labels, lids, seed, log)
    log.close()
    last = history[-1]
    print(f"\nunseen lids, press: {last['press_accuracy']:.3f} right")
    print(f"unseen labels, supplier: {last['supplier_accuracy']:.3f} right")
    print(f"largest change of a backbone parameter or buffer since the labels: {last['backbone_change']:.1e}")


if __name__ == "__main__":
    main()
