"""What a candidate can ask of the present code; run in the candidate's folder by _lib/probe.py. Each returns text, table, series."""

import json
import math
from pathlib import Path

import data
import numpy as np
import train
from losses import cross_entropy
from model import Classifier

KINDS = len(data.CLASSES)


def raw_batch():
    config = _config()
    splits = data.load(config, 0)
    x, y = _batch(config, splits)
    spread = [splits.train_x[splits.train_y == kind].mean(axis=0) for kind in range(KINDS)]
    telling = np.argsort(np.ptp(spread, axis=0))[::-1][:4]
    rows = [[row, data.CLASSES[y[row]], *(round(float(value), 2) for value in x[row, telling])] for row in range(8)]
    for kind, means in enumerate(spread):
        rows.append(["mean", data.CLASSES[kind], *(round(float(value), 2) for value in means[telling])])
    text = (
        f"The first 8 of {len(x)} recordings of one batch as batches yields them, 4 of {x.shape[1]} scaled features. "
        f"Below, for comparison, the mean of these features over all recordings of a label, as load returns them."
    )
    return {"text": text, "table": {"columns": ["row", "label", *(f"feature {i}" for i in telling)], "rows": rows}}


def loss_at_init():
    config = _config()
    splits = data.load(config, 0)
    rows = []
    for seed in range(3):
        x, y = _batch(config, splits, seed)
        scores = _classifier(config, seed).forward(x)
        loss, hits = cross_entropy(scores, y)[0], (scores.argmax(axis=1) == y).mean()
        rows.append([seed, round(float(loss), 4), float(hits)])
    text = (
        f"Loss of an untrained classifier on one batch, three seeds. Equal probabilities for {KINDS} classes give "
        f"ln {KINDS} = {math.log(KINDS):.3f}."
    )
    return {"text": text, "table": {"columns": ["seed", "loss", "accuracy"], "rows": rows}}


def one_batch():
    config = _config() | {"learning_rate": 0.1}
    x, y = _batch(config, data.load(config, 0))
    model, steps, curve, hits = _classifier(config), 1000, [], []
    for step in range(steps + 1):
        scores, loss, grads = _gradients(model, x, y)
        if step % 10 == 0:
            curve.append([step, float(loss)])
            hits.append([step, float((scores.argmax(axis=1) == y).mean())])
        train.update(model.params, grads, config)
    text = (
        f"{steps} steps on the same {len(x)} pairs of one batch at learning rate 0.1: loss {curve[0][1]:.3f} at the start, "
        f"{curve[-1][1]:.4f} at the end, accuracy {hits[-1][1]:.2f}. Pairs known by heart have loss 0."
    )
    return {"text": text, "series": {"loss": curve, "accuracy": hits}}


def gradient_norms():
    config = _config()
    splits = data.load(config, 0)
    model, curves, step = _classifier(config), {}, 0
    for x, y in data.batches(splits.train_x, splits.train_y, config["batch_size"], np.random.default_rng(0)):
        grads = _gradients(model, x, y)[2]
        for name, grad in grads.items():
            curves.setdefault(name, []).append([step, _norm(grad)])
        train.update(model.params, grads, config)
        step += 1
    rows = [[name, _norm(model.params[name]), curve[0][1], curve[-1][1]] for name, curve in curves.items()]
    text = f"Norm of the gradient of every parameter in each of the {step} steps of the first epoch."
    columns = ["parameter", "norm of parameter", "gradient, step 0", f"gradient, step {step - 1}"]
    return {"text": text, "table": {"columns": columns, "rows": rows}, "series": curves}


def learning_rates():
    config = _config() | {"epochs": 3}
    splits = data.load(config, 0)
    rows = []
    for rate in (0.001, 0.003, 0.01, 0.03, 0.1, 0.3):
        _, history = train.run(config | {"learning_rate": rate}, splits, 0)
        rows.append([rate, float(history[-1]["loss"]), float(history[-1]["val_accuracy"])])
    text = f"Six learning rates, {config['epochs']} epochs each, everything else as in config.json, seed 0."
    columns = ["learning rate", "loss of the last epoch", "validation accuracy"]
    series = {"loss of the last epoch": [[rate, loss] for rate, loss, _ in rows]}
    return {"text": text, "table": {"columns": columns, "rows": rows}, "series": series}


def _config():
    return json.loads(Path("config.json").read_text(encoding="utf-8"))


def _batch(config, splits, seed=0):
    order = np.random.default_rng(seed)
    return next(iter(data.batches(splits.train_x, splits.train_y, config["batch_size"], order)))


def _classifier(config, seed=0):
    return Classifier(data.FEATURES, config["hidden"], KINDS, np.random.default_rng(seed))


def _gradients(model, x, y):
    scores = model.forward(x)
    loss, dscores = cross_entropy(scores, y)
    return scores, loss, model.backward(dscores)


def _norm(array):
    return float(np.linalg.norm(array))
