"""Diagnostics that run on the candidate's current code, in its folder. Each function returns text, table or series."""

import json
import math
from pathlib import Path

import data
import evaluate
import losses
import numpy as np
import torch
import train
from model import Speller

torch.set_num_threads(1)
CONFIG = json.loads(Path("config.json").read_text(encoding="utf-8"))


def raw_batch():
    """The first lines of one minibatch."""
    letters, sounds = _batch()
    rows = []
    for name, sound in zip(letters[:8].tolist(), sounds[:8].tolist()):
        rows.append([" ".join(map(str, name[:14])), " ".join(map(str, sound[:14])), len(name)])
    share = float((letters != data.PAD).float().mean())
    text = (
        f"The first 8 of {len(letters)} lines of one batch, cut after 14 places. In the whole batch "
        f"{share:.1%} of the places hold a letter; {data.PAD} fills up the rest."
    )
    return {"text": text, "table": {"columns": ["letters", "sounds", "places"], "rows": rows}}


def loss_at_init():
    """Loss and accuracy of untrained spellers on one batch."""
    letters, sounds = _batch()
    rows = []
    for seed in range(3):
        logits = evaluate.logits(_model(seed), letters)
        values = (losses.spelling_loss(logits, sounds), losses.accuracy(logits, sounds))
        rows.append([seed, *(round(float(value), 3) for value in values)])
    text = (
        f"Untrained speller, one batch, three seeds. Equal scores for {data.SOUNDS} ids cost "
        f"ln {data.SOUNDS} = {math.log(data.SOUNDS):.3f}."
    )
    return {"text": text, "table": {"columns": ["seed", "loss", "accuracy"], "rows": rows}}


def one_batch():
    """Train on one minibatch again and again."""
    letters, sounds = _batch()
    model = _model(0)
    optimizer = torch.optim.SGD(model.parameters(), lr=CONFIG["learning_rate"])
    series = {"loss": [], "accuracy": [], "names right": []}
    for step in range(301):
        logits = model(letters)
        loss = losses.spelling_loss(logits, sounds)
        if step % 10 == 0:
            right = ((logits.argmax(dim=-1) == sounds) | (sounds == data.PAD)).all(dim=1).float().mean()
            values = (loss.detach(), losses.accuracy(logits.detach(), sounds), right)
            for points, value in zip(series.values(), values):
                points.append([step, round(float(value), 4)])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    text = (
        f"{len(letters)} names again and again, 300 steps of plain SGD with the rate of config.json: loss and accuracy "
        "as losses.py has them, and the share of these names that is right."
    )
    return {"text": text, "series": series}


def gradient_norms():
    """Gradient of every layer for one batch, from lines of several widths."""
    letters, sounds = _batch()
    rows = []
    for places in (int((letters != data.PAD).sum(dim=1).max()), data.LONGEST, 2 * data.LONGEST):
        model = _model(0)
        loss = losses.spelling_loss(model(_wide(letters, places)), _wide(sounds, places))
        loss.backward()
        norms = {name: float(p.grad.norm()) for name, p in model.named_parameters() if name.endswith("weight")}
        rows.append([places, round(float(loss.detach()), 4), *(f"{norm:.4f}" for norm in norms.values())])
    columns = ["places", "loss", *(name.removesuffix(".weight") for name in norms)]
    text = "Untrained speller, the same names in lines of several widths: loss, gradient norm of each layer's weights."
    return {"text": text, "table": {"columns": columns, "rows": rows}}


def learning_rates():
    """Short runs at several learning rates."""
    names, rows = data.load(CONFIG), []
    for rate in (0.05, 0.15, 0.5, 1.5):
        history = train.run({**CONFIG, "learning_rate": rate, "epochs": 4}, names, 0)[1]
        rows.append([rate, *(round(value, 3) for value in history[-1].values())])
    text = "After 4 epochs: loss and accuracy as reported, and the share of validation names that is right altogether."
    return {"text": text, "table": {"columns": ["learning rate", *history[-1]], "rows": rows}}


def train_eval():
    """Share of right names and letters on both splits."""
    names = data.load(CONFIG)
    model, history = train.run({**CONFIG, "epochs": 12}, names, 0)
    rows = []
    for split, group in (("training", names.train[:300]), ("validation", names.val)):
        letters, sounds = data.lines(group)
        hits = (evaluate.logits(model, letters).argmax(dim=-1) == sounds)[sounds != data.PAD]
        right = evaluate.names_right(model, group)
        rows.append([split, round(float(hits.float().mean()), 3), round(right, 3)])
    text = (
        f"After 12 epochs, reported loss {history[-1]['loss']:.3f} and accuracy {history[-1]['accuracy']:.3f}. "
        "Counted name by name, up to the last letter of each:"
    )
    return {"text": text, "table": {"columns": ["names", "letters right", "names right"], "rows": rows}}


def _batch():
    return next(data.batches(data.load(CONFIG).train, CONFIG["batch_size"], np.random.default_rng(0)))


def _wide(ids, places):
    """The same lines, cut or filled up to a number of places."""
    return torch.nn.functional.pad(ids, (0, places - ids.shape[1]), value=data.PAD)


def _model(seed):
    torch.manual_seed(seed)
    return Speller(data.LETTERS, data.SOUNDS, CONFIG["width"])
