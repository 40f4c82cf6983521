"""What a candidate can ask of the present code; run in the candidate's folder by _lib/probe.py. Each returns text, table, series."""

import copy
import json
import math
from pathlib import Path

import data
import metrics
import scoring
import torch
import train
from model import Classifier
from torch.nn.functional import cross_entropy

torch.set_num_threads(1)


def raw_batch():
    config = _config()
    pixels = data.load(config, 0)
    first = slice(0, config["score_batch"])
    x, y = _batch(config)
    rows = [["training batch", len(y), *_shares(y)]]
    rows.append(["first batch of the map", config["score_batch"], *_shares(pixels.test_y[first])])
    rows.append(["whole map", len(pixels.test_y), *_shares(pixels.test_y)])
    text = (
        f"How often each of {data.COVERS} covers occurs in one training batch, in the first batch of the map that is scored, "
        f"and on the whole map. Bands have mean {float(x.mean()):.2f} and standard deviation {float(x.std()):.2f}."
    )
    columns = ["where", "pixels", *(f"cover {cover}" for cover in range(data.COVERS))]
    return {"text": text, "table": {"columns": columns, "rows": rows}}


def loss_at_init():
    config = _config()
    rows = []
    for seed in range(3):
        x, y = _batch(config, seed)
        with torch.no_grad():
            scores = _model(config, seed)(x)
        rows.append([seed, round(float(cross_entropy(scores, y)), 4), round(metrics.accuracy(scores, y), 3)])
    text = (
        f"Loss of an untrained network on one batch, three seeds. Equal probabilities for {data.COVERS} covers give "
        f"ln {data.COVERS} = {math.log(data.COVERS):.3f}."
    )
    return {"text": text, "table": {"columns": ["seed", "loss", "accuracy"], "rows": rows}}


def one_batch():
    config = _config()
    x, y = _batch(config)
    model, steps = _model(config), 300
    optimizer = torch.optim.SGD(model.parameters(), lr=config["learning_rate"], momentum=0.9)
    losses, hits = [], []
    for step in range(steps):
        loss, hit = train.train_step(model, optimizer, x, y)
        if step % 3 == 0:
            losses.append([step, float(loss)])
            hits.append([step, float(hit)])
    scored = metrics.accuracy(scoring.predict(model, x, len(x)), y)
    text = (
        f"{steps} steps on the same {len(x)} pixels: loss {losses[0][1]:.3f} at the start, {losses[-1][1]:.3f} at the end, "
        f"accuracy {hits[-1][1]:.2f} in the last step; scored afterwards with predict, in one batch, {scored:.2f}."
    )
    return {"text": text, "series": {"loss": losses, "accuracy": hits}}


def gradient_norms():
    config = _config()
    pixels, model = data.load(config, 0), _model(config)
    optimizer = torch.optim.SGD(model.parameters(), lr=config["learning_rate"], momentum=0.9)
    order, curves, step = torch.Generator().manual_seed(0), {}, 0
    for x, y in data.batches(pixels.train_x, pixels.train_y, config["batch_size"], order):
        train.train_step(model, optimizer, x, y)
        for name, param in model.named_parameters():
            if param.grad is not None:
                curves.setdefault(name, []).append([step, float(param.grad.norm())])
        step += 1
    rows = [[name, round(curve[0][1], 4), round(curve[-1][1], 4)] for name, curve in curves.items()]
    text = f"Norm of the gradient of every parameter in the {step} steps of the first epoch."
    shown = {name: curve for name, curve in curves.items() if name.endswith("weight") and "norm" not in name}
    return {"text": text, "table": {"columns": ["parameter", "step 0", f"step {step - 1}"], "rows": rows}, "series": shown}


def train_eval():
    config = _config() | {"epochs": 6}
    pixels = data.load(config, 0)
    model, _ = train.run(config, pixels, 0)
    rows = []
    for mode, training in (("training", True), ("evaluation", False)):
        for name, x, y in (("map", pixels.test_x, pixels.test_y), ("training pixels", pixels.train_x, pixels.train_y)):
            trial = copy.deepcopy(model).train(training)
            found = [_accuracy(scoring.predict(trial, x, size), y) for size in (50, 50, 500)]
            rows.append([name, mode, *found])
    text = (
        "One model of 6 epochs, a copy of it given to predict in either mode: accuracy in batches of 50, once more, and in "
        "batches of 500."
    )
    columns = ["pixels", "mode of the model given", "batches of 50", "once more", "batches of 500"]
    return {"text": text, "table": {"columns": columns, "rows": rows}}


def _config():
    return json.loads(Path("config.json").read_text(encoding="utf-8"))


def _batch(config, seed=0):
    pixels, order = data.load(config, seed), torch.Generator().manual_seed(seed)
    return next(iter(data.batches(pixels.train_x, pixels.train_y, config["batch_size"], order)))


def _model(config, seed=0):
    torch.manual_seed(seed)
    return Classifier(data.BANDS, config["hidden"], data.COVERS, config["dropout"])


def _shares(covers):
    return [round(float((covers == cover).double().mean()), 2) for cover in range(data.COVERS)]


def _accuracy(scores, y):
    return round(metrics.accuracy(scores, y), 4)
