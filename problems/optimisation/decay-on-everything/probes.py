"""Diagnostics that run on the candidate's current code, in its folder. Each function returns text, table or series."""

import json
import math
from collections import Counter
from pathlib import Path

import torch
from torch.nn import functional as F

import data
import evaluate
import optim
import train
from model import Sorter

torch.set_num_threads(1)
CONFIG = json.loads(Path("config.json").read_text(encoding="utf-8"))


def raw_batch():
    """Eight training samples, and how samples spread over species and stations."""
    samples = data.load(CONFIG)
    species, stations = Counter(samples.train_species.tolist()), Counter(samples.train_station.tolist())
    rows = []
    for x, station, kind in list(zip(samples.train_x, samples.train_station, samples.train_species))[:8]:
        rows.append([" ".join(f"{value:.1f}" for value in x[:4]), int(station), int(kind)])
    text = (
        f"{len(samples.train_x)} training samples of {data.FEATURES} features (mean {samples.train_x.mean():.2f}, standard "
        f"deviation {samples.train_x.std():.2f}). Samples per species {min(species.values())} to {max(species.values())}, "
        f"per station {min(stations.values())} to {max(stations.values())}. The first eight, four features each:"
    )
    return {"text": text, "table": {"columns": ["features", "station", "species"], "rows": rows}}


def loss_at_init():
    """Losses of an untrained model and after each of the first steps of an epoch."""
    samples, model = data.load(CONFIG), _model()
    rows = [["untrained", round(_loss(model, samples), 3)]]
    optimizer = _optimizer(model)
    for step, part in enumerate(torch.randperm(CONFIG["train_rows"]).split(CONFIG["batch_size"]), start=1):
        _step(model, optimizer, samples, part)
        if step in (5, 10, 20, 40):
            rows.append([f"after {step} steps", round(_loss(model, samples), 3)])
    text = f"Validation loss. {data.SPECIES} equally likely species cost ln {data.SPECIES} = {math.log(data.SPECIES):.3f}."
    return {"text": text, "table": {"columns": ["model", "nats"], "rows": rows}}


def one_batch():
    """Train on one batch again and again, with the decay of the config and without."""
    samples, rows, series = data.load(CONFIG), torch.arange(CONFIG["batch_size"]), {}
    for decay in (CONFIG["weight_decay"], 0.0):
        model = _model()
        optimizer = _optimizer(model, decay)
        series[f"weight_decay {decay:g}"] = [[step, _step(model, optimizer, samples, rows)] for step in range(200)]
    text = (
        f"One batch of {CONFIG['batch_size']} again and again, 200 steps: training loss, which starts near "
        f"ln {data.SPECIES} = {math.log(data.SPECIES):.2f}."
    )
    return {"text": text, "series": series}


def gradient_norms():
    """Gradient of the first step, and the size of each parameter before and after some training."""
    samples, model = data.load(CONFIG), _model()
    before = {name: float(p.detach().norm()) for name, p in model.named_parameters()}
    _step(model, torch.optim.SGD(model.parameters(), lr=0.0), samples, torch.arange(CONFIG["batch_size"]))
    gradients = {name: float(p.grad.norm()) for name, p in model.named_parameters()}
    trained = train.run({**CONFIG, "epochs": 5}, samples, 0)[0]
    rows = []
    for name, p in trained.named_parameters():
        if not name.endswith("bias"):
            rows.append([name, *(f"{value:.3g}" for value in (gradients[name], before[name], float(p.detach().norm())))])
    text = "Norm of the gradient at the first step, and of the parameter before training and after 5 epochs."
    return {"text": text, "table": {"columns": ["parameter", "gradient", "before", "after 5 epochs"], "rows": rows[:12]}}


def learning_rates():
    """Short runs at several learning rates."""
    samples, rows = data.load(CONFIG), []
    for rate in (0.0005, 0.002, 0.005, 0.02):
        history = train.run({**CONFIG, "learning_rate": rate, "epochs": 5}, samples, 0)[1]
        rows.append([rate, *(round(value, 3) for value in history[-1].values())])
    text = "After 5 epochs with the other values of config.json."
    return {"text": text, "table": {"columns": ["learning rate", *history[-1]], "rows": rows}}


def train_eval():
    """Loss and accuracy of the trained model on training and validation samples."""
    samples = data.load(CONFIG)
    model, history = train.run({**CONFIG, "epochs": 10}, samples, 0)
    rows = [["loss of the last epoch, as logged", round(history[-1]["loss"], 3), ""]]
    for split in ("train", "val"):
        part = [getattr(samples, f"{split}_{name}") for name in ("x", "station", "species")]
        rows.append([f"{split}, final model", round(evaluate.loss(model, *part), 3), round(evaluate.accuracy(model, *part), 3)])
    text = f"After 10 epochs, nats and share of right answers; one of {data.SPECIES} species by chance is {1 / data.SPECIES:.3f}."
    return {"text": text, "table": {"columns": ["samples", "loss", "accuracy"], "rows": rows}}


def _model():
    torch.manual_seed(0)
    sizes = (CONFIG["station_size"], CONFIG["width"], CONFIG["layers"])
    return Sorter(data.FEATURES, data.STATIONS, *sizes, data.SPECIES)


def _optimizer(model, decay=None):
    decay = CONFIG["weight_decay"] if decay is None else decay
    return optim.AdamW(optim.groups(model, decay), lr=CONFIG["learning_rate"])


def _step(model, optimizer, samples, rows):
    loss = F.cross_entropy(model(samples.train_x[rows], samples.train_station[rows]), samples.train_species[rows])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def _loss(model, samples):
    return evaluate.loss(model, samples.val_x, samples.val_station, samples.val_species)
