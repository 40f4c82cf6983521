"""Diagnostics that run on the candidate's current code, in its folder. Each function returns text, table or series."""

import json
import math
from pathlib import Path

import torch

import data
import evaluate
import train
from model import SongModel

torch.set_num_threads(1)
CONFIG = json.loads(Path("config.json").read_text(encoding="utf-8"))


def raw_batch():
    """The recordings of each species, and what the first twelve of one species look like."""
    groups = data.load(CONFIG).train
    rows = []
    for species, group in groups.items():
        lengths = sorted(len(recording) for recording in group)
        batches = f"{len(group) // CONFIG['batch_size']} full + {len(group) % CONFIG['batch_size']}"
        rows.append([species, len(group), batches, lengths[0], lengths[len(lengths) // 2], lengths[-1]])
    first = "; ".join(" ".join(str(int(s)) for s in recording[:8]) for recording in groups["wren"][:6])
    text = (
        f"Recordings of each species, in batches of {CONFIG['batch_size']}, and their lengths. The first six of the "
        f"wren, cut after 8 syllables: {first}."
    )
    columns = ["species", "recordings", "batches", "shortest", "median", "longest"]
    return {"text": text, "table": {"columns": columns, "rows": rows}}


def loss_at_init():
    """Losses of an untrained model, and the first loss that training reports."""
    recordings = data.load(CONFIG)
    rows = [[species, round(evaluate.loss(_model(0), group), 3)] for species, group in recordings.val.items()]
    rows.append(["first batch of the wren", round(_first_step(CONFIG["micro_batch"])[0], 3)])
    rows.append(["the same batch, evaluate.loss", round(evaluate.loss(_model(0), _first_batch()), 3)])
    text = (
        "Untrained model: loss on validation recordings, and the first loss that train.epoch returns. "
        f"{data.SYLLABLES} equally likely ids cost ln {data.SYLLABLES} = {math.log(data.SYLLABLES):.3f}."
    )
    return {"text": text, "table": {"columns": ["recordings", "nats per syllable"], "rows": rows}}


def one_batch():
    """Train on one batch of each species again and again."""
    groups = {species: group[: CONFIG["batch_size"]] for species, group in data.load(CONFIG).train.items()}
    model = _model(0)
    optimizer = torch.optim.Adam(model.parameters(), lr=CONFIG["learning_rate"])
    series = {species: [] for species in groups}
    for step in range(40):
        for species, group in groups.items():
            series[species].append([step, evaluate.loss(model, group)])
            train.epoch(model, optimizer, group, CONFIG["batch_size"], CONFIG["micro_batch"])
    text = (
        f"One batch of each species (at most {CONFIG['batch_size']} recordings) again and again: its loss by "
        f"evaluate.loss, which starts near ln {data.SYLLABLES} = {math.log(data.SYLLABLES):.2f}."
    )
    return {"text": text, "series": series}


def gradient_norms():
    """Gradient of the first step for one batch of the wren, for several micro-batch sizes."""
    rows = []
    for micro_batch in (1, 2, 8, CONFIG["batch_size"]):
        loss, gradients = _first_step(micro_batch)
        layers = [f"{gradients[name]:.4f}" for name in ("embed", "hidden", "head")]
        rows.append([micro_batch, round(loss, 3), *layers])
    text = (
        f"The same untrained model and the same first batch of {CONFIG['batch_size']} wren recordings, cut into "
        "micro-batches: loss that train.epoch returns, and gradient norm of each layer at the step."
    )
    return {"text": text, "table": {"columns": ["micro_batch", "loss", "embed", "hidden", "head"], "rows": rows}}


def learning_rates():
    """Short runs at several learning rates."""
    recordings, rows = data.load(CONFIG), []
    for rate in (0.001, 0.003, 0.01, 0.03):
        history = train.run({**CONFIG, "learning_rate": rate, "epochs": 8}, recordings, 0)[1]
        rows.append([rate, *(round(loss, 3) for loss in history[-1].values())])
    text = "Losses after 8 epochs with the micro_batch of config.json, nats per syllable."
    return {"text": text, "table": {"columns": ["learning rate", *history[-1]], "rows": rows}}


def train_eval():
    """Training loss as logged, beside evaluate.loss of the same model on the same recordings."""
    recordings = data.load(CONFIG)
    model, history = train.run({**CONFIG, "epochs": 15}, recordings, 0)
    rows = [["train_loss of the last epoch, as logged", round(history[-1]["train_loss"], 3)]]
    together = [recording for group in recordings.train.values() for recording in group]
    rows.append(["all training recordings", round(evaluate.loss(model, together), 3)])
    for split, groups in (("training", recordings.train), ("validation", recordings.val)):
        rows += [[f"{species}, {split}", round(evaluate.loss(model, group), 3)] for species, group in groups.items()]
    text = (
        "After 15 epochs with the micro_batch of config.json: the logged training loss, and evaluate.loss of the final "
        "model, nats per syllable."
    )
    return {"text": text, "table": {"columns": ["recordings", "loss"], "rows": rows}}


class _Recorder(torch.optim.SGD):
    """Keeps the gradients of the first step."""

    first = None

    def step(self, closure=None):
        if self.first is None:
            self.first = [p.grad.clone() for group in self.param_groups for p in group["params"]]


def _first_step(micro_batch):
    """Loss and gradient norms {layer: norm} that train.epoch has for the first batch of the wren."""
    model = _model(0)
    optimizer = _Recorder(model.parameters(), lr=0.0)
    losses = train.epoch(model, optimizer, _first_batch(), CONFIG["batch_size"], micro_batch)
    squares = {}
    for (name, _), gradient in zip(model.named_parameters(), optimizer.first or []):
        layer = name.rpartition(".")[0]
        squares[layer] = squares.get(layer, 0.0) + float((gradient**2).sum())
    return losses[0], {layer: square**0.5 for layer, square in squares.items()}


def _first_batch():
    return data.load(CONFIG).train["wren"][: CONFIG["batch_size"]]


def _model(seed):
    torch.manual_seed(seed)
    return SongModel(data.SYLLABLES, CONFIG["width"])
