"""What a candidate can ask of the present code; run in the candidate's folder by _lib/probe.py.

Each returns text, table, series.
"""

import json
import math
from pathlib import Path

import data
import evaluate
import losses
import numpy as np
import train
from model import Sorter


def until_written(probe):
    """Says what is missing as long as a function of losses.py is not written."""

    def answer():
        try:
            return probe()
        except NotImplementedError as missing:
            return {"text": f"This needs all three functions of losses.py: {missing}."}

    answer.__name__ = probe.__name__
    return answer


def raw_batch():
    x, y = _batch(_config())
    shown = [[row, int(y[row]), *(round(float(value), 2) for value in x[row, :5])] for row in range(10)]
    text = (
        f"The first 10 of {len(x)} seeds of one batch, 5 of {x.shape[1]} measurements each. In the whole batch the "
        f"measurements lie between {x.min():.2f} and {x.max():.2f}, and {len(np.unique(y))} of {data.SPECIES} species "
        f"occur."
    )
    return {"text": text, "table": {"columns": ["row", "species", *(f"m{i}" for i in range(5))], "rows": shown}}


@until_written
def loss_at_init():
    config = _config()
    rows = []
    for seed in range(3):
        x, y = _batch(config, seed)
        logits = _sorter(config, seed).forward(x)
        probs = losses.softmax(logits)
        loss = losses.cross_entropy(logits, y)
        rows.append([seed, *(round(float(value), 4) for value in (loss, probs.min(), probs.max()))])
    text = (
        f"Loss of an untrained sorter on one batch, three seeds. Equal probabilities for {data.SPECIES} species are "
        f"1/{data.SPECIES} = {1 / data.SPECIES:.3f}, with a loss of ln {data.SPECIES} = {math.log(data.SPECIES):.3f}."
    )
    return {"text": text, "table": {"columns": ["seed", "loss", "smallest p", "largest p"], "rows": rows}}


@until_written
def one_batch():
    config = _config()
    x, y = _batch(config)
    model, steps, curve, hits = _sorter(config), 1000, [], []
    for step in range(steps + 1):
        loss, grads = _loss_and_grads(model, x, y)
        if step % 10 == 0:
            curve.append([step, float(loss)])
            hits.append([step, evaluate.accuracy(model, x, y)])
        _update(model, grads, 2 * config["learning_rate"])
    text = (
        f"{steps} steps on the same {len(x)} seeds at twice the shipped rate: loss {curve[0][1]:.3f} at the start, "
        f"{curve[-1][1]:.4f} at the end, accuracy {hits[-1][1]:.2f}. Seeds known by heart have loss 0."
    )
    return {"text": text, "series": {"loss": curve, "accuracy": hits}}


@until_written
def gradient_norms():
    config = _config()
    seeds = data.load(config, 0)
    model, curves, step = _sorter(config), {}, 0
    for x, y in data.batches(seeds.train_x, seeds.train_y, config["batch_size"], np.random.default_rng(0)):
        _, grads = _loss_and_grads(model, x, y)
        for name, grad in grads.items():
            curves.setdefault(name, []).append([step, _norm(grad)])
        _update(model, grads, config["learning_rate"])
        step += 1
    rows = [[name, _norm(model.params[name]), curve[0][1], curve[-1][1]] for name, curve in curves.items()]
    text = f"Norm of the gradient of every parameter in each of the {step} steps of the first epoch."
    columns = ["parameter", "norm of parameter", "gradient, step 0", f"gradient, step {step - 1}"]
    return {"text": text, "table": {"columns": columns, "rows": rows}, "series": curves}


@until_written
def learning_rates():
    config = _config() | {"epochs": 5}
    seeds = data.load(config, 0)
    rows = []
    for rate in (0.002, 0.01, 0.05, 0.2, 0.5, 1.0):
        _, history = train.run(config | {"learning_rate": rate}, seeds, 0)
        rows.append([rate, float(history[-1]["loss"]), float(history[-1]["test_accuracy"])])
    text = f"Six learning rates, {config['epochs']} epochs each, everything else as in config.json, seed 0."
    columns = ["learning rate", "loss of the last epoch", "test accuracy"]
    series = {"loss of the last epoch": [[rate, loss] for rate, loss, _ in rows]}
    return {"text": text, "table": {"columns": columns, "rows": rows}, "series": series}


def _config():
    return json.loads(Path("config.json").read_text(encoding="utf-8"))


def _batch(config, seed=0):
    seeds = data.load(config, seed)
    order = np.random.default_rng(seed)
    return next(iter(data.batches(seeds.train_x, seeds.train_y, config["batch_size"], order)))


def _sorter(config, seed=0):
    return Sorter(data.FEATURES, config["hidden"], data.SPECIES, np.random.default_rng(seed))


def _loss_and_grads(model, x, y):
    logits = model.forward(x)
    return losses.cross_entropy(logits, y), model.backward(losses.cross_entropy_grad(logits, y))


def _update(model, grads, rate):
    for name, grad in grads.items():
        model.params[name] -= rate * grad


def _norm(array):
    return float(np.linalg.norm(array))
