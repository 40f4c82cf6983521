"""What a candidate can ask of the present code, run in the candidate's folder by _lib/probe.py."""

import json
import math
from pathlib import Path

import data
import numpy as np
import train
from losses import cross_entropy
from model import Classifier

KINDS = len(data.FAULTS)


def raw_batch():
    config = _config()
    splits = data.load(config, 0)
    x, y = _batch(config, splits)
    rows = [[row, data.FAULTS[y[row]], *(round(float(value), 2) for value in x[row, :5])] for row in range(8)]
    for kind, figure in (("mean", splits.train_x.mean(axis=0)), ("std", splits.train_x.std(axis=0))):
        rows.append([kind, "all", *(round(abs(float(value)), 2) for value in figure[:5])])
    counts = ", ".join(f"{count} {fault}" for fault, count in zip(data.FAULTS, np.bincount(y, minlength=KINDS)))
    text = (
        f"The first 8 of {len(x)} windows of one batch, 5 of {x.shape[1]} features; below, mean and standard deviation "
        f"over all {len(splits.train_x)} training windows. In the batch: {counts}."
    )
    return {"text": text, "table": {"columns": ["row", "fault", *(f"feature {i}" for i in range(5))], "rows": rows}}


def loss_at_init():
    config = _config()
    splits = data.load(config, 0)
    rows = []
    for seed in range(3):
        x, y = _batch(config, splits, seed)
        scores = _classifier(config, seed).forward(x)
        loss, hits = cross_entropy(scores, y)[0], (scores.argmax(axis=1) == y).mean()
        rows.append([seed, round(float(loss), 6), float(hits), round(float(scores.std(axis=0).max()), 12)])
    text = (
        f"Loss of an untrained classifier on one batch, three seeds. Equal probabilities for {KINDS} faults give "
        f"ln {KINDS} = {math.log(KINDS):.6f}. The last column says how much the scores differ from window to window."
    )
    return {"text": text, "table": {"columns": ["seed", "loss", "accuracy", "std of a score"], "rows": rows}}


def one_batch():
    config = _config()
    x, y = _batch(config, data.load(config, 0))
    model, steps, curve, hits = _classifier(config), 1000, [], []
    for step in range(steps + 1):
        scores, loss, grads = _gradients(model, x, y)
        if step % 10 == 0:
            curve.append([step, float(loss)])
            hits.append([step, float((scores.argmax(axis=1) == y).mean())])
        train.update(model.params, grads, config)
    shares = np.bincount(y, minlength=KINDS) / len(y)
    entropy = float(-(shares[shares > 0] * np.log(shares[shares > 0])).sum())
    text = (
        f"{steps} steps on the same {len(x)} windows: loss {curve[0][1]:.4f} at the start, {curve[-1][1]:.4f} at the "
        f"end, accuracy {hits[-1][1]:.2f}. Windows known by heart have loss 0; always giving the shares of the faults "
        f"in this batch has {entropy:.4f}."
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
    weights = {name: curve for name, curve in curves.items() if name.startswith("W")}
    last = list(curves)[-1]
    return {"text": text, "table": {"columns": columns, "rows": rows}, "series": weights | {last: curves[last]}}


def learning_rates():
    config = _config() | {"epochs": 2}
    splits = data.load(config, 0)
    rows = []
    for rate in (0.01, 0.03, 0.1, 0.3, 1.0, 2.0):
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
