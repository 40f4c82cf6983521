"""Diagnostics that run on the candidate's current code, in its folder. Each function returns text, table or series."""

import json
import math
from pathlib import Path

import torch

import data
import evaluate
import train
from model import TraceModel

torch.set_num_threads(1)
CONFIG = json.loads(Path("config.json").read_text(encoding="utf-8"))


def raw_batch():
    """One trace as the model meets it."""
    traces = data.load(CONFIG)
    ids = traces.train[0].tolist()
    rows = []
    for place in range(12):
        given = "-" if place == 0 else f"{traces.rules[ids[place - 1], ids[place], ids[place + 1]]:.3f}"
        rows.append([place, ids[place], ids[place + 1], given])
    shared = len({tuple(row) for row in traces.train.tolist()} & {tuple(row) for row in traces.val.tolist()})
    text = (
        f"The first 12 positions of training trace 0, which is {len(ids)} events long. Traces that are in both splits: "
        f"{shared} of {len(traces.val)} validation traces."
    )
    return {"text": text, "table": {"columns": ["position", "event", "next event", "specification's p"], "rows": rows}}


def loss_at_init():
    """Mean loss of untrained models."""
    traces = data.load(CONFIG)
    rows = []
    for seed in range(3):
        loss = float(train.next_event_loss(_model(seed), traces.val).detach())
        rows.append([seed, round(loss, 3)])
    uniform = f"{data.EVENTS} equally likely events cost ln {data.EVENTS} = {math.log(data.EVENTS):.3f}"
    text = f"Validation loss of an untrained model, three seeds. {uniform}."
    return {"text": text, "table": {"columns": ["seed", "loss"], "rows": rows}}


def one_batch():
    """Train on one minibatch again and again."""
    ids = data.load(CONFIG).train[:32]
    _, losses = _trained(0, lambda: ids, CONFIG["learning_rate"], 200)
    text = (
        f"Loss on 32 traces that are shown again and again, {losses[-1][1]:.3f} after 200 steps. Traces that begin "
        f"alike go on differently: knowing all 32 by heart and reading from the left costs {_by_heart(ids):.3f}."
    )
    return {"text": text, "series": {"loss": losses}}


def gradient_norms():
    """Gradient norm of every layer after the first backward pass."""
    model = _model(0)
    train.next_event_loss(model, data.load(CONFIG).train[: CONFIG["batch_size"]]).backward()
    layers = {}
    for name, parameter in model.named_parameters():
        layer = name.rpartition(".")[0]
        layers[layer] = layers.get(layer, 0.0) + float((parameter.grad**2).sum())
    rows = [[layer, f"{total**0.5:.4f}"] for layer, total in layers.items() if "norm" not in layer]
    text = "Euclidean norm of the gradient for one minibatch, untrained model, layer norms left out."
    return {"text": text, "table": {"columns": ["layer", "gradient norm"], "rows": rows[:12]}}


def learning_rates():
    """Short runs at several learning rates."""
    traces = data.load(CONFIG)
    rows, series = [], {}
    for rate in (0.0006, 0.002, 0.006, 0.02):
        model, losses = _trained(0, lambda: data.batch(traces.train, 32), rate, 150)
        rows.append([rate, round(evaluate.loss(model, traces.val), 3)])
        series[f"{rate:g}"] = losses
    entropy = evaluate.entropy(traces.val, traces.rules)
    text = f"Validation loss after 150 steps of 32 traces. The specification needs {entropy:.3f} for the same events."
    return {"text": text, "table": {"columns": ["learning rate", "validation loss"], "rows": rows}, "series": series}


def train_eval():
    """Loss of a briefly trained model on both splits and at each position."""
    traces = data.load(CONFIG)
    model, _ = _trained(0, lambda: data.batch(traces.train, 32), CONFIG["learning_rate"], 250)
    rows = []
    for name, ids in (("training", traces.train[:256]), ("validation", traces.val)):
        rows.append([name, round(evaluate.loss(model, ids), 3), round(evaluate.entropy(ids, traces.rules), 3)])
    ids = traces.val
    log_probs = evaluate.logits(model, ids[:, :-1]).log_softmax(dim=-1)
    losses = -log_probs.gather(2, ids[:, 1:, None]).mean(dim=(0, 2))
    needed = -traces.rules[ids[:, :-2], ids[:, 1:-1], ids[:, 2:]].log().mean(dim=0)
    series = {
        "validation loss by position": [[place, float(loss)] for place, loss in enumerate(losses)],
        "specification": [[place + 1, float(loss)] for place, loss in enumerate(needed)],
    }
    text = (
        "After 250 steps of 32 traces: nats per event on both splits and at each position, beside what the "
        "specification needs."
    )
    return {"text": text, "table": {"columns": ["split", "loss", "specification"], "rows": rows}, "series": series}


def _by_heart(ids):
    """Mean loss of a reader from the left who knows the share of each continuation among these traces."""
    nats, rows = [], [tuple(row) for row in ids.tolist()]
    for length in range(1, ids.shape[1]):
        for row in rows:
            alike = [other for other in rows if other[:length] == row[:length]]
            same = sum(other[length] == row[length] for other in alike)
            nats.append(math.log(len(alike) / same))
    return sum(nats) / len(nats)


def _model(seed):
    torch.manual_seed(seed)
    return TraceModel(data.EVENTS, CONFIG["length"], CONFIG["width"], CONFIG["heads"], CONFIG["layers"])


def _trained(seed, minibatch, rate, steps):
    model, losses = _model(seed), []
    optimizer = torch.optim.AdamW(model.parameters(), lr=rate)
    for step in range(steps):
        loss = train.next_event_loss(model, minibatch())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 5 == 0 or step == steps - 1:
            losses.append([step, float(loss.detach())])
    return model, losses
