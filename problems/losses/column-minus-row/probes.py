"""What a candidate can ask of the present code; run in the candidate's folder by _lib/probe.py. Each returns text, table, series."""

import json
from pathlib import Path

import data
import evaluate
import numpy as np
import train
from model import DemandModel


def raw_batch():
    x, y = _batch(_config())
    shown = [[row, round(float(y[row]), 2), *(round(float(value), 2) for value in x[row, :5])] for row in range(10)]
    text = (
        f"The first 10 of {len(x)} hours of one batch, 5 of {x.shape[1]} features each. In the whole batch the demand has "
        f"mean {y.mean():.2f} MW and variance {y.var():.2f} MW², and the features lie between {x.min():.2f} and {x.max():.2f}."
    )
    return {"text": text, "table": {"columns": ["row", "demand", *(f"feature {i}" for i in range(5))], "rows": shown}}


def loss_at_init():
    config = _config()
    rows = []
    for seed in range(3):
        x, y = _batch(config, seed)
        loss, _ = train.loss_and_grads(_model(config, seed), x, y)
        rows.append([seed, round(float(loss), 2), round(float((y**2).mean()), 2), round(float(y.var()), 2)])
    text = (
        "Loss of an untrained model on one batch, three seeds. Always predicting 0 costs the mean of the squared demand, "
        "always predicting the batch's mean demand costs its variance."
    )
    return {"text": text, "table": {"columns": ["seed", "loss", "mean of squares", "variance"], "rows": rows}}


def one_batch():
    config = _config()
    x, y = _batch(config)
    model, steps, curve, fit = _model(config), 3000, [], []
    for step in range(steps + 1):
        loss, grads = train.loss_and_grads(model, x, y)
        if step % 25 == 0:
            curve.append([step, float(loss)])
            fit.append([step, max(evaluate.r2(model, x, y.ravel()), -1.0)])
        _update(model, grads, config["learning_rate"])
    predictions = evaluate.predictions(model, x)
    text = (
        f"{steps} steps on the same {len(x)} hours: loss {curve[0][1]:.2f} at the start, {curve[-1][1]:.4f} at the end, R² "
        f"{fit[-1][1]:.3f} on these hours. The predictions now lie between {predictions.min():.2f} and "
        f"{predictions.max():.2f} MW, the demand between {y.min():.2f} and {y.max():.2f}. Hours known by heart have loss 0."
    )
    return {"text": text, "series": {"loss": curve, "R² (at least -1)": fit}}


def gradient_norms():
    config = _config()
    hours = data.load(config, 0)
    model, curves, step = _model(config), {}, 0
    for x, y in data.batches(hours.train_x, hours.train_y, config["batch_size"], np.random.default_rng(0)):
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
    config = _config() | {"epochs": 3}
    hours = data.load(config, 0)
    rows = []
    for rate in (0.001, 0.003, 0.01, 0.02, 0.05):
        _, history = train.run(config | {"learning_rate": rate}, hours, 0)
        rows.append([rate, float(history[-1]["loss"]), float(history[-1]["test_r2"])])
    text = (
        f"Five learning rates, {config['epochs']} epochs each, everything else as in config.json, seed 0. The demand of the "
        f"training hours has variance {hours.train_y.var():.2f} MW²."
    )
    columns = ["learning rate", "loss of the last epoch", "test R²"]
    series = {"loss of the last epoch": [[rate, loss] for rate, loss, _ in rows]}
    return {"text": text, "table": {"columns": columns, "rows": rows}, "series": series}


def _config():
    return json.loads(Path("config.json").read_text(encoding="utf-8"))


def _batch(config, seed=0):
    hours = data.load(config, seed)
    order = np.random.default_rng(seed)
    return next(iter(data.batches(hours.train_x, hours.train_y, config["batch_size"], order)))


def _model(config, seed=0):
    return DemandModel(data.FEATURES, config["hidden"], np.random.default_rng(seed))


def _update(model, grads, rate):
    for name, grad in grads.items():
        model.params[name] -= rate * grad


def _norm(array):
    return float(np.linalg.norm(array))
