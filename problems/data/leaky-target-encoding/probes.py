"""Measurements on the candidate's own code, one function each. They use only the names that the README promises."""

import json
from pathlib import Path

import numpy as np
from data import Parcels, load
from evaluate import accuracy, log_loss
from features import prepare
from train import run

SEED = 0
EPOCHS = 20


def raw_batch():
    """The first parcels, and what the model receives of them in training."""
    config, train, _ = _start()
    _, x = prepare(train, config)
    rows = [
        [int(train.late[i]), int(train.depot[i]), int(train.street[i]), " ".join(f"{value:.2f}" for value in x[i])]
        for i in range(10)
    ]
    parcels = np.unique(train.street, return_counts=True)[1]
    shares = " ".join(f"{n}: {100 * parcels[parcels == n].sum() / len(train.late):.0f} %;" for n in (1, 2, 3))
    text = (
        f"The first 10 of {len(train.late)} parcels, with their inputs; {100 * train.late.mean():.0f} % are late. "
        f"Share of the parcels whose street gets so many parcels in the training data: {shares} more: the rest."
    )
    return {"text": text, "table": {"columns": ["late", "depot", "street", "inputs of the model"], "rows": rows}}


def loss_at_init():
    """Losses before the first step, and of the best constant answer."""
    config, train, validation = _start()
    features, model, _ = run({**config, "learning_rate": 0.0, "epochs": 1}, train, validation, SEED)
    share = validation.late.mean()
    constant = -(share * np.log(share) + (1 - share) * np.log(1 - share))
    text = (
        f"Untrained, on the validation parcels: loss {log_loss(features, model, validation):.3f}, accuracy "
        f"{accuracy(features, model, validation):.3f}. Always one half: ln 2 = {np.log(2):.3f}; always the share of "
        f"late parcels: {constant:.3f}, accuracy {max(share, 1 - share):.3f}."
    )
    return {"text": text}


def one_batch():
    """Training on the first 64 parcels only, 100 epochs."""
    config, train, validation = _start()
    few = Parcels(*(column[:64] for column in train))
    _, model, history = run({**config, "epochs": 100}, few, validation, SEED)
    last, size = history[-1], sum(np.size(param) for param in model.params.values())
    text = (
        f"64 parcels alone, 100 epochs: training loss {last['loss']:.3f}, accuracy {last['accuracy']:.3f}; validation "
        f"loss {last['validation_loss']:.3f}. The model has {size} parameters; the full training set has "
        f"{len(train.late)} parcels."
    )
    series = {"loss on 64 parcels": [[epoch + 1, point["loss"]] for epoch, point in enumerate(history)]}
    return {"text": text, "series": series}


def learning_rates():
    """Losses after 20 epochs for five learning rates."""
    config, train, validation = _start()
    rows, shown = [], ("loss", "validation_loss", "validation_accuracy")
    for factor in (0.1, 0.3, 1, 3, 10):
        rate = config["learning_rate"] * factor
        last = run({**config, "learning_rate": rate, "epochs": EPOCHS}, train, validation, SEED)[2][-1]
        rows.append([f"{rate:.2g}", *(f"{last[name]:.3f}" for name in shown)])
    text = f"{EPOCHS} epochs with each rate, everything else as shipped. Shipped: {config['learning_rate']:.2g}."
    columns = ["learning rate", "training loss", "validation loss", "validation accuracy"]
    return {"text": text, "table": {"columns": columns, "rows": rows}}


def train_eval():
    """Loss of the training parcels, with their training inputs and as new parcels, and of the validation parcels."""
    config, train, validation = _start()
    features, model, history = run({**config, "epochs": EPOCHS}, train, validation, SEED)
    last = history[-1]
    rows = [
        ["training parcels, training inputs", f"{last['loss']:.3f}", f"{last['accuracy']:.3f}"],
        ["training parcels, through transform", *_measured(features, model, train)],
        ["validation parcels, through transform", *_measured(features, model, validation)],
    ]
    text = f"After {EPOCHS} epochs. Always one half has a loss of ln 2 = {np.log(2):.3f} and an accuracy of about 0.5."
    series = {
        "loss, training": [[epoch + 1, point["loss"]] for epoch, point in enumerate(history)],
        "loss, validation": [[epoch + 1, point["validation_loss"]] for epoch, point in enumerate(history)],
    }
    return {"text": text, "table": {"columns": ["parcels", "loss", "accuracy"], "rows": rows}, "series": series}


def _start():
    config = json.loads(Path("config.json").read_text(encoding="utf-8"))
    return config, *load(config, SEED)


def _measured(features, model, parcels):
    return f"{log_loss(features, model, parcels):.3f}", f"{accuracy(features, model, parcels):.3f}"
