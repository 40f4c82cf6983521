"""What a candidate can ask of the present code; run in the candidate's folder by _lib/probe.py. Each returns text, table, series."""

import copy
import json
from pathlib import Path

import data
import torch
import train
from model import DemandNet

torch.set_num_threads(1)


def raw_batch():
    x, y = _batch(_config())
    rows = [[row, round(float(y[row]), 2), *(round(float(value), 2) for value in x[row, :5])] for row in range(10)]
    text = (
        f"The first 10 of {len(x)} hours of one batch, 5 of {x.shape[1]} sensors each. In the whole batch the sensors have "
        f"mean {float(x.mean()):.2f} and standard deviation {float(x.std()):.2f}, the demands {float(y.mean()):.2f} and "
        f"{float(y.std()):.2f}."
    )
    return {"text": text, "table": {"columns": ["row", "demand", *(f"sensor {i}" for i in range(5))], "rows": rows}}


def loss_at_init():
    config = _config()
    rows = []
    for seed in range(3):
        x, y = _batch(config, seed)
        model = _model(config, seed)
        with torch.no_grad():
            loss = float(((model(x) - y) ** 2).mean())
        rows.append([seed, round(loss, 4), round(float(y.var(unbiased=False)), 4)])
    text = "Loss of an untrained network on one batch, three seeds, beside the loss of always saying the batch's mean."
    return {"text": text, "table": {"columns": ["seed", "loss", "variance of the demands"], "rows": rows}}


def one_batch():
    config = _config()
    x, y = _batch(config)
    model, steps = _model(config), 400
    optimizer = torch.optim.SGD(model.parameters(), lr=config["learning_rate"])
    losses, norms = [], []
    for step in range(steps):
        loss, norm = train.train_step(model, optimizer, x, y, config["chunk_rows"])
        if step % 4 == 0:
            losses.append([step, float(loss)])
            norms.append([step, float(norm)])
    text = (
        f"{steps} calls of train_step on the same {len(x)} hours at the shipped rate: loss {losses[0][1]:.3f} at the start, "
        f"{min(loss for _, loss in losses):.3f} at its lowest, {losses[-1][1]:.3f} at the end."
    )
    return {"text": text, "series": {"loss": losses, "norm returned": norms}}


def gradient_norms():
    """With the parameters held where they are, so that every step sees the same function."""
    config = _config()
    x, y = _batch(config)
    model, columns = _model(config), ["parameter"]
    still = torch.optim.SGD(model.parameters(), lr=0.0)
    table = {name: [name] for name, _ in model.named_parameters()}
    returned = []
    for step in range(1, 41):
        norm = train.train_step(model, still, x, y, config["chunk_rows"])[1]
        returned.append([step, float(norm)])
        if step in (1, 2, 4, 10, 40):
            columns.append(f"call {step}")
            for name, param in model.named_parameters():
                table[name].append("none" if param.grad is None else round(float(param.grad.norm()), 4))
    text = (
        "train_step called 40 times on one batch with a rate of 0, so that parameters and batch stay the same: norm of what "
        "each parameter's grad holds afterwards, and the norm that was returned."
    )
    return {"text": text, "table": {"columns": columns, "rows": list(table.values())}, "series": {"norm returned": returned}}


def learning_rates():
    config = _config() | {"epochs": 5}
    hours, rows = data.load(config, 0), []
    for rate in (0.001, 0.003, 0.005, 0.015, 0.03):
        _, history = train.run(config | {"learning_rate": rate}, copy.deepcopy(hours), 0)
        losses = [float(epoch["loss"]) for epoch in history]
        rows.append([rate, *(round(value, 3) for value in (min(losses), losses[-1], history[-1]["test_r2"]))])
    text = f"Five learning rates, {config['epochs']} epochs each, everything else as in config.json, seed 0."
    columns = ["learning rate", "lowest loss of an epoch", "loss of the last epoch", "explained on test hours"]
    return {"text": text, "table": {"columns": columns, "rows": rows}}


def _config():
    return json.loads(Path("config.json").read_text(encoding="utf-8"))


def _batch(config, seed=0):
    hours = data.load(config, seed)
    order = torch.Generator().manual_seed(seed)
    return next(iter(data.batches(hours.train_x, hours.train_y, config["batch_size"], order)))


def _model(config, seed=0):
    torch.manual_seed(seed)
    return DemandNet(data.SENSORS, config["hidden"])
