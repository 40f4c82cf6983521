"""What a candidate can ask of the present code, run in the candidate's folder by _lib/probe.py."""

import json
import math
from pathlib import Path

import data
import evaluate
import numpy as np
import train
from losses import cross_entropy
from model import Network

KINDS = len(data.VARIETIES)


def raw_batch():
    config = _config()
    splits = data.load(config, 0)
    x, y = _batch(config, splits)
    rows = [[row, data.VARIETIES[y[row]], *(round(float(value), 1) for value in x[row, :5])] for row in range(8)]
    for name, split in (("training", splits.train_x), ("validation", splits.val_x)):
        for kind, figure in (("mean", split.mean(axis=0)), ("std", split.std(axis=0))):
            rows.append([f"{kind} of {name}", "all", *(round(float(value), 1) for value in figure[:5])])
    text = (
        f"The first 8 of {len(x)} grains of one batch, 5 of {x.shape[1]} bands in raw counts. Below, mean and standard "
        f"deviation over all {len(splits.train_x)} training and {len(splits.val_x)} validation grains."
    )
    return {"text": text, "table": {"columns": ["row", "variety", *(f"band {i}" for i in range(5))], "rows": rows}}


def loss_at_init():
    config = _config()
    splits = data.load(config, 0)
    rows = []
    for seed in range(3):
        x, y = _batch(config, splits, seed)
        for mode, train_mode in (("training", True), ("evaluation", False)):
            loss, accuracy = _measure(_network(config, seed), x, y, train_mode)
            rows.append([seed, mode, loss, accuracy])
    text = (
        f"Loss of an untrained network on one training batch, three seeds, in both modes. Equal probabilities for "
        f"{KINDS} varieties give ln {KINDS} = {math.log(KINDS):.3f}."
    )
    return {"text": text, "table": {"columns": ["seed", "mode", "loss", "accuracy"], "rows": rows}}


def one_batch():
    config = _config()
    x, y = _batch(config, data.load(config, 0))
    model, steps, in_training, in_evaluation = _network(config), 300, [], []
    for step in range(steps + 1):
        scores = model.forward(x, train=True)
        loss, dscores = cross_entropy(scores, y)
        train.update(model.params, model.backward(dscores), config)
        if step % 10 == 0:
            in_training.append([step, float((scores.argmax(axis=1) == y).mean())])
            in_evaluation.append([step, evaluate.accuracy(model, x, y)])
    text = (
        f"{steps} steps on the same {len(x)} grains: loss {loss:.3f} at the end. Accuracy on exactly these grains "
        f"with train=True {in_training[-1][1]:.2f}, by evaluate.accuracy {in_evaluation[-1][1]:.2f}. Known by heart: 1."
    )
    return {"text": text, "series": {"accuracy, train=True": in_training, "accuracy, evaluate": in_evaluation}}


def gradient_norms():
    config = _config()
    splits = data.load(config, 0)
    model, curves, step = _network(config), {}, 0
    for x, y in data.batches(splits.train_x, splits.train_y, config["batch_size"], np.random.default_rng(0)):
        grads = model.backward(cross_entropy(model.forward(x, train=True), y)[1])
        for name, grad in grads.items():
            curves.setdefault(name, []).append([step, _norm(grad)])
        train.update(model.params, grads, config)
        step += 1
    rows = [[name, _norm(model.params[name]), curve[0][1], curve[-1][1]] for name, curve in curves.items()]
    text = f"Norm of the gradient of every parameter in each of the {step} steps of the first epoch."
    columns = ["parameter", "norm of parameter", "gradient, step 0", f"gradient, step {step - 1}"]
    weights = {name: curve for name, curve in curves.items() if name.startswith("W")}
    return {"text": text, "table": {"columns": columns, "rows": rows}, "series": weights}


def learning_rates():
    config = _config() | {"epochs": 2}
    splits = data.load(config, 0)
    rows = []
    for rate in (0.003, 0.01, 0.03, 0.1, 0.3):
        last = train.run(config | {"learning_rate": rate}, splits, 0)[1][-1]
        rows.append([rate, *(float(last[name]) for name in ("loss", "accuracy", "val_loss", "val_accuracy"))])
    text = f"Five learning rates, {config['epochs']} epochs each, everything else as in config.json, seed 0."
    columns = ["learning rate", "training loss", "training accuracy", "validation loss", "validation accuracy"]
    series = {name: [[row[0], row[place]] for row in rows] for place, name in ((2, columns[2]), (4, columns[4]))}
    return {"text": text, "table": {"columns": columns, "rows": rows}, "series": series}


def train_eval():
    config = _config() | {"epochs": 5}
    splits = data.load(config, 0)
    model, _ = train.run(config, splits, 0)
    rows = []
    # Evaluation first, so that a forward in training mode cannot change what it sees.
    for mode, train_mode in (("evaluation", False), ("training", True)):
        rows.append(["training grains", mode, *_measure(model, splits.train_x, splits.train_y, train_mode)])
        rows.append(["validation grains", mode, *_measure(model, splits.val_x, splits.val_y, train_mode)])
    text = (
        f"One network after {config['epochs']} epochs, seed 0: both sets of grains, each with "
        "forward(x, train=False) and forward(x, train=True), all rows at once. Rows differ by the grains or the mode."
    )
    return {"text": text, "table": {"columns": ["grains", "mode", "loss", "accuracy"], "rows": rows}}


def _config():
    return json.loads(Path("config.json").read_text(encoding="utf-8"))


def _batch(config, splits, seed=0):
    order = np.random.default_rng(seed)
    return next(iter(data.batches(splits.train_x, splits.train_y, config["batch_size"], order)))


def _network(config, seed=0):
    return Network(data.BANDS, config["hidden"], KINDS, config["dropout"], np.random.default_rng(seed))


def _measure(model, x, y, train_mode):
    scores = model.forward(x, train=train_mode)
    return [float(cross_entropy(scores, y)[0]), float((scores.argmax(axis=1) == y).mean())]


def _norm(array):
    return float(np.linalg.norm(array))
