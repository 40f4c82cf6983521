"""What a candidate can ask of the present code; run in the candidate's folder by _lib/probe.py. Each returns text, table, series."""

import json
import math
from pathlib import Path

import data
import evaluate
import numpy as np
import train
from model import Router


def raw_batch():
    x, y = _batch(_config())
    shown = [[row, int(y[row]), *(round(float(value), 2) for value in x[row, :5])] for row in range(10)]
    text = (
        f"The first 10 of {len(x)} tickets of one batch, 5 of {x.shape[1]} topic weights each. In the whole batch the "
        f"weights lie between {x.min():.2f} and {x.max():.2f}, and {len(np.unique(y))} of {data.QUEUES} queues occur."
    )
    return {"text": text, "table": {"columns": ["row", "queue", *(f"topic {i}" for i in range(5))], "rows": shown}}


def loss_at_init():
    config = _config()
    rows = []
    for seed in range(3):
        x, y = _batch(config, seed)
        loss, _ = train.loss_and_grads(_router(config, seed), x, y)
        rows.append([seed, round(float(loss), 4), evaluate.accuracy(_router(config, seed), x, y)])
    text = (
        f"Loss of an untrained router on one batch, three seeds. Equal probabilities for {data.QUEUES} queues give "
        f"ln {data.QUEUES} = {math.log(data.QUEUES):.3f}."
    )
    return {"text": text, "table": {"columns": ["seed", "loss", "accuracy"], "rows": rows}}


def one_batch():
    config = _config()
    x, y = _batch(config)
    model, steps, curve, hits = _router(config), 2000, [], []
    for step in range(steps + 1):
        loss, grads = train.loss_and_grads(model, x, y)
        if step % 20 == 0:
            curve.append([step, float(loss)])
            hits.append([step, evaluate.accuracy(model, x, y)])
        _update(model, grads, 5 * config["learning_rate"])
    text = (
        f"{steps} steps on the same {len(x)} tickets at five times the shipped rate: loss {curve[0][1]:.3f} at the start, "
        f"{curve[-1][1]:.4f} at the end, accuracy {hits[-1][1]:.2f}. Tickets known by heart have loss 0."
    )
    return {"text": text, "series": {"loss": curve, "accuracy": hits}}


def gradient_norms():
    config = _config()
    tickets = data.load(config, 0)
    model, curves, step = _router(config), {}, 0
    for x, y in data.batches(tickets.train_x, tickets.train_y, config["batch_size"], np.random.default_rng(0)):
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
    config = _config() | {"epochs": 5}
    tickets = data.load(config, 0)
    rows = []
    for rate in (0.01, 0.03, 0.1, 0.3, 1.0, 2.0):
        _, history = train.run(config | {"learning_rate": rate}, tickets, 0)
        rows.append([rate, float(history[-1]["loss"]), float(history[-1]["test_accuracy"])])
    text = f"Six learning rates, {config['epochs']} epochs each, everything else as in config.json, seed 0."
    columns = ["learning rate", "loss of the last epoch", "test accuracy"]
    series = {"loss of the last epoch": [[rate, loss] for rate, loss, _ in rows]}
    return {"text": text, "table": {"columns": columns, "rows": rows}, "series": series}


def _config():
    return json.loads(Path("config.json").read_text(encoding="utf-8"))


def _batch(config, seed=0):
    tickets = data.load(config, seed)
    order = np.random.default_rng(seed)
    return next(iter(data.batches(tickets.train_x, tickets.train_y, config["batch_size"], order)))


def _router(config, seed=0):
    return Router(data.TOPICS, config["hidden"], data.QUEUES, np.random.default_rng(seed))


def _update(model, grads, rate):
    for name, grad in grads.items():
        model.params[name] -= rate * grad


def _norm(array):
    return float(np.linalg.norm(array))
