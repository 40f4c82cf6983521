"""What a candidate can ask of the present code; run in the candidate's folder by _lib/probe.py. Each returns text, table, series."""

import json
import math
from pathlib import Path

import data
import numpy as np
import train
from model import CallClassifier


def raw_batch():
    x, y = _batch(_config())
    shown = [
        [row, data.SPECIES[int(y[row])], *(round(float(value), 2) for value in x[row, :5])] for row in range(10)
    ]
    counts = ", ".join(f"{data.SPECIES[place]} {count}" for place, count in enumerate(np.bincount(y, minlength=8)))
    text = f"The first 10 of {len(x)} calls of one batch, 5 of {x.shape[1]} features each. In the whole batch: {counts}."
    return {"text": text, "table": {"columns": ["row", "species", *(f"feature {i}" for i in range(5))], "rows": shown}}


def loss_at_init():
    config = _config()
    rows = []
    for size in (1, 4, 8, 64, 256):
        x, y = _batch(config | {"batch_size": size})
        loss, _ = train.loss_and_grads(_model(config), x, y)
        rows.append([size, round(float(loss), 4) + 0.0])
    species = len(data.SPECIES)
    text = (
        f"Loss of an untrained classifier on one batch, for batches of five sizes. Equal probabilities for {species} "
        f"species give ln {species} = {math.log(species):.3f}."
    )
    return {"text": text, "table": {"columns": ["calls in the batch", "loss"], "rows": rows}}


def one_batch():
    config = _config()
    x, y = _batch(config)
    model, steps, curve, hits = _model(config), 1500, [], []
    for step in range(steps + 1):
        loss, grads = train.loss_and_grads(model, x, y)
        if step % 15 == 0:
            curve.append([step, float(loss)])
            hits.append([step, float((model.probabilities(x).argmax(axis=1) == y).mean())])
        _update(model, grads, config["learning_rate"])
    text = (
        f"{steps} steps on the same {len(x)} calls: loss {curve[0][1]:.3f} at the start, {curve[-1][1]:.4f} at the end, "
        f"accuracy {hits[-1][1]:.2f}. Calls known by heart have loss 0."
    )
    return {"text": text, "series": {"loss": curve, "accuracy": hits}}


def gradient_norms():
    config = _config()
    calls = data.load(config, 0)
    model, curves, step = _model(config), {}, 0
    for x, y in data.batches(calls.train_x, calls.train_y, config["batch_size"], np.random.default_rng(0)):
        _, grads = train.loss_and_grads(model, x, y)
        for name, grad in grads.items():
            curves.setdefault(name, []).append([step, _norm(grad)])
        _update(model, grads, config["learning_rate"])
        step += 1
    rows = [[name, _norm(model.params[name]), curve[0][1], curve[-1][1]] for name, curve in curves.items()]
    text = f"Norm of the gradient of every parameter in each of the {step} steps of the first epoch."
    columns = ["parameter", "norm of parameter", "gradient, step 0", f"gradient, step {step - 1}"]
    return {"text": text, "table": {"columns": columns, "rows": rows}, "series": curves}


def learning_rates():
    config = _config() | {"epochs": 4}
    calls = data.load(config, 0)
    rows = []
    for rate in (0.01, 0.03, 0.1, 0.3, 1.0):
        _, history = train.run(config | {"learning_rate": rate}, calls, 0)
        rows.append([rate, float(history[-1]["loss"]), float(history[-1]["test_accuracy"])])
    text = f"Five learning rates, {config['epochs']} epochs each, everything else as in config.json, seed 0."
    columns = ["learning rate", "loss of the last epoch", "test accuracy"]
    series = {"loss of the last epoch": [[rate, loss] for rate, loss, _ in rows]}
    return {"text": text, "table": {"columns": columns, "rows": rows}, "series": series}


def train_eval():
    config = _config() | {"epochs": 10}
    calls = data.load(config, 0)
    model, _ = train.run(config, calls, 0)
    x, y = calls.test_x[:1024], calls.test_y[:1024]
    rows = []
    for size in (1024, 64, 16, 4, 1):
        found = np.concatenate([model.probabilities(x[start : start + size]) for start in range(0, len(x), size)])
        rows.append([size, float((found.argmax(axis=1) == y).mean()), float(found[0].max())])
    text = (
        f"A classifier after {config['epochs']} epochs, asked about the same {len(x)} test calls in requests of five sizes: "
        "accuracy, and the highest probability that it gives to the first of them."
    )
    return {"text": text, "table": {"columns": ["calls per request", "accuracy", "probability, call 0"], "rows": rows}}


def _config():
    return json.loads(Path("config.json").read_text(encoding="utf-8"))


def _batch(config, seed=0):
    calls = data.load(config, seed)
    order = np.random.default_rng(seed)
    return next(iter(data.batches(calls.train_x, calls.train_y, config["batch_size"], order)))


def _model(config, seed=0):
    return CallClassifier(data.FEATURES, config["hidden"], len(data.SPECIES), np.random.default_rng(seed))


def _update(model, grads, rate):
    for name, grad in grads.items():
        model.params[name] -= rate * grad


def _norm(array):
    return float(np.linalg.norm(array))
