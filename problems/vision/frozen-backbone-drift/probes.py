"""Diagnostics that run on the candidate's current code, in its folder. Each function returns text, table or series."""

import json
import math
from pathlib import Path

import torch
from torch.nn import functional as F

import data
import evaluate
import train

torch.set_num_threads(1)
CONFIG = json.loads(Path("config.json").read_text(encoding="utf-8"))


def raw_batch():
    """Brightness of both kinds of pictures."""
    rows = []
    for name, pictures in zip(("labels", "lids"), data.load(CONFIG)):
        x = pictures.train_x[: CONFIG["head_batch"]]
        measured = [x.mean(), x.std(), x.min(), x.max()]
        rows.append([name, len(pictures.train_x), pictures.classes, *(f"{float(value):.2f}" for value in measured)])
    text = (
        f"Brightness of the first {CONFIG['head_batch']} training pictures of each kind: labels are dark print on "
        "light paper, lids have bright stamps on dark metal."
    )
    columns = ["pictures of", "in training", "classes", "mean", "standard deviation", "lowest", "highest"]
    return {"text": text, "table": {"columns": columns, "rows": rows}}


def loss_at_init():
    """Loss of a new head before its first step."""
    labels, lids = data.load(CONFIG)
    rows = []
    for seed in range(3):
        reader = train.pretrain({**CONFIG, "label_epochs": 1}, labels, seed)
        reader.new_head("press", lids.classes, CONFIG["dropout"])
        logits = evaluate.logits(reader, lids.val_x, "press")
        rows.append([seed, round(float(F.cross_entropy(logits, lids.val_y)), 3)])
    guess = f"{lids.classes} equally likely classes cost ln {lids.classes} = {math.log(lids.classes):.3f}"
    text = f"Loss of an untrained head on unseen lids, on a backbone after one epoch of labels, three seeds. {guess}."
    return {"text": text, "table": {"columns": ["seed", "loss"], "rows": rows}}


def one_batch():
    """A new head on a few lids, again and again."""
    labels, lids = data.load(CONFIG)
    few = lids._replace(train_x=lids.train_x[:16], train_y=lids.train_y[:16])
    reader = train.pretrain({**CONFIG, "label_epochs": 3}, labels)
    curves = {"training loss": [], "supplier accuracy": [[0, _supplier(reader, labels)]]}

    def log(epoch, **scalars):
        curves["training loss"].append([epoch + 1, scalars["loss"]])
        curves["supplier accuracy"].append([epoch + 1, _supplier(reader, labels)])

    train.add_head(reader, "press", few, {**CONFIG, "head_epochs": 60}, log=log)
    text = (
        "A new head trained on one batch of 16 lids, 60 times over: its loss, and after each time the accuracy of head "
        "supplier on unseen labels."
    )
    return {"text": text, "series": curves}


def gradient_norms():
    """Gradient norm of every parameter after one backward pass of a new head."""
    labels, lids = data.load(CONFIG)
    reader = train.pretrain({**CONFIG, "label_epochs": 1}, labels)
    train.add_head(reader, "press", lids, {**CONFIG, "head_epochs": 1})
    reader.zero_grad()
    F.cross_entropy(reader(lids.train_x[:16], "press"), lids.train_y[:16]).backward()
    rows = []
    for name, parameter in reader.named_parameters():
        shown = "none" if parameter.grad is None else f"{float(parameter.grad.norm()):.4f}"
        rows.append([name, str(parameter.requires_grad), shown])
    text = "After a head was added and trained for one epoch: what one more batch of 16 lids gives each parameter."
    return {"text": text, "table": {"columns": ["parameter", "requires_grad", "gradient norm"], "rows": rows[:12]}}


def learning_rates():
    """Adding the head with several rates."""
    labels, lids = data.load(CONFIG)
    rows = []
    for rate in (0.0, 0.0005, 0.005, 0.05):
        reader = train.pretrain({**CONFIG, "label_epochs": 3}, labels)
        before = _supplier(reader, labels)
        train.add_head(reader, "press", lids, {**CONFIG, "head_epochs": 6, "head_rate": rate})
        press = evaluate.accuracy(reader, lids.val_x, lids.val_y, "press")
        rows.append([rate, *(f"{value:.3f}" for value in (before, _supplier(reader, labels), press))])
    text = "A head added with six epochs at several rates, on a backbone with three epochs of labels; unseen pictures."
    columns = ["head_rate", "supplier before", "supplier after", "press"]
    return {"text": text, "table": {"columns": columns, "rows": rows}}


def train_eval():
    """The same lids and the same head in both modes."""
    labels, lids = data.load(CONFIG)
    reader = train.pretrain(CONFIG, labels)
    delivered = evaluate.features(reader, lids.val_x)
    train.add_head(reader, "press", lids, {**CONFIG, "head_epochs": 12})
    with torch.no_grad():
        reader.train()
        both = reader(lids.val_x[:16], "press")
        alone = torch.cat([reader(lids.val_x[row : row + 1], "press") for row in range(16)])
        reader.eval()
        in_camera = reader.heads["press"](delivered)
    ways = {
        "training mode, 16 together": both,
        "training mode, one by one": alone,
        "evaluation mode": evaluate.logits(reader, lids.val_x, "press"),
        "evaluation mode, features from before": in_camera,
    }
    rows = []
    for name, logits in ways.items():
        truth = lids.val_y[: len(logits)]
        rows.append([name, len(logits), f"{float((logits.argmax(dim=1) == truth).float().mean()):.3f}"])
    text = (
        "Accuracy of head press after 12 epochs on unseen lids, four ways. The last one hands the head what the "
        "backbone had computed for these lids before the head was added."
    )
    return {"text": text, "table": {"columns": ["how", "lids", "accuracy"], "rows": rows}}


def _supplier(reader, labels):
    return evaluate.accuracy(reader, labels.val_x, labels.val_y, "supplier")
