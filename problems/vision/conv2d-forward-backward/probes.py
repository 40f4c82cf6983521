"""What a candidate can ask of the present code; run in the candidate's folder by _lib/probe.py.

Each returns text, table, series.
"""

import json
import math
from pathlib import Path

import data
import evaluate
import numpy as np
import train
from losses import cross_entropy
from model import Inspector


def until_written(probe):
    """Says what is missing as long as a function of conv.py is not written."""

    def answer():
        try:
            return probe()
        except NotImplementedError as missing:
            return {"text": f"This needs both functions of conv.py: {missing}."}

    answer.__name__ = probe.__name__
    return answer


def raw_batch():
    x, y = _batch(_config())
    rows = [[" ".join("#" if value > 0.75 else "·" for value in line)] for line in x[0]]
    text = (
        f"The first of {len(x)} pictures of one batch, kind {int(y[0])} ({data.KINDS[y[0]]}), grey values above 0.75 "
        f"as #. In the whole batch the values lie between {x.min():.2f} and {x.max():.2f}, and {len(np.unique(y))} of "
        f"{len(data.KINDS)} kinds occur."
    )
    return {"text": text, "table": {"columns": ["picture"], "rows": rows}}


@until_written
def loss_at_init():
    config = _config()
    rows = []
    for seed in range(3):
        x, y = _batch(config, seed)
        loss, _ = _loss_and_grads(_inspector(config, seed), x, y)
        rows.append([seed, round(loss, 4), evaluate.accuracy(_inspector(config, seed), x, y)])
    text = (
        f"Loss of an untrained inspector on one batch, three seeds. Equal probabilities for {len(data.KINDS)} kinds "
        f"give ln {len(data.KINDS)} = {math.log(len(data.KINDS)):.3f}; random filters scatter around and above it."
    )
    return {"text": text, "table": {"columns": ["seed", "loss", "accuracy"], "rows": rows}}


@until_written
def one_batch():
    config = _config()
    x, y = _batch(config)
    model, steps, curve, hits = _inspector(config), 200, [], []
    for step in range(steps + 1):
        loss, grads = _loss_and_grads(model, x, y)
        if step % 4 == 0:
            curve.append([step, loss])
            hits.append([step, evaluate.accuracy(model, x, y)])
        _update(model, grads, config["learning_rate"])
    text = (
        f"{steps} plain steps on the same {len(x)} pictures: loss {curve[0][1]:.3f} at the start, {curve[-1][1]:.4f} "
        f"at the end, accuracy {hits[-1][1]:.2f}. Pictures known by heart have loss 0."
    )
    return {"text": text, "series": {"loss": curve, "accuracy": hits}}


@until_written
def gradient_norms():
    config = _config()
    welds, model, order = data.load(config, 0), _inspector(config), np.random.default_rng(0)
    curves, steps = {}, 60
    for step in range(steps):
        rows = order.integers(0, len(welds.train_x), config["batch_size"])
        _, grads = _loss_and_grads(model, welds.train_x[rows], welds.train_y[rows])
        for name, grad in grads.items():
            curves.setdefault(name, []).append([step, _norm(grad)])
        _update(model, grads, config["learning_rate"])
    table = [[name, _norm(model.params[name]), curve[0][1], curve[-1][1]] for name, curve in curves.items()]
    text = f"Norm of the gradient of every parameter in each of the first {steps} steps, without momentum."
    columns = ["parameter", "norm of parameter", "gradient, step 0", f"gradient, step {steps - 1}"]
    weights = {name: curve for name, curve in curves.items() if name.endswith(".W")}
    return {"text": text, "table": {"columns": columns, "rows": table}, "series": weights}


@until_written
def learning_rates():
    config = _config() | {"steps": 60, "log_every": 30, "train_rows": 600, "test_rows": 100}
    welds = data.load(config, 0)
    rows = []
    for rate in (0.003, 0.01, 0.03, 0.1, 0.3):
        _, history = train.run(config | {"learning_rate": rate}, welds, 0)
        rows.append([rate, history[-1]["loss"], history[-1]["test_accuracy"]])
    text = (
        f"Five learning rates, {config['steps']} steps each on {config['train_rows']} pictures, momentum as in "
        f"config.json, seed 0."
    )
    columns = ["learning rate", "loss at the end", "test accuracy"]
    return {
        "text": text,
        "table": {"columns": columns, "rows": rows},
        "series": {"loss at the end": [row[:2] for row in rows]},
    }


def _config():
    return json.loads(Path("config.json").read_text(encoding="utf-8"))


def _batch(config, seed=0):
    welds = data.load(config, seed)
    rows = np.random.default_rng(seed).integers(0, len(welds.train_x), config["batch_size"])
    return welds.train_x[rows], welds.train_y[rows]


def _inspector(config, seed=0):
    return Inspector(config["first"], config["second"], len(data.KINDS), np.random.default_rng(seed))


def _loss_and_grads(model, x, y):
    loss, dlogits = cross_entropy(model.forward(x), y)
    return loss, model.backward(dlogits)


def _update(model, grads, rate):
    for name, grad in grads.items():
        model.params[name] -= rate * grad


def _norm(array):
    return float(np.linalg.norm(array))
