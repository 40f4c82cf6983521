"""Runs in the candidate's process: inputs in, plain arrays out. Knows no threshold and no expected gradient."""

import numpy as np
import torch


def answer(inputs, params):
    torch.set_num_threads(1)
    import train

    answers = {}
    for case, (batch_size, micro_batch, rate) in enumerate(params["epochs"]):
        answers |= epoch_answers(train, inputs, case, batch_size, micro_batch, rate)
    for number, seed in enumerate(params["seeds"]):
        answers |= training_answers(train, inputs, params["config"], number, seed)
    return answers


class Table(torch.nn.Module):
    """A stand-in for a model: the logits for the next syllable depend on the present one only."""

    def __init__(self, rows):
        super().__init__()
        self.rows = torch.nn.Parameter(rows)
        self.seen = []

    def forward(self, ids):
        if torch.is_grad_enabled():
            self.seen.append(len(ids))
        return self.rows[ids]


class Recorder(torch.optim.SGD):
    """Plain SGD that keeps the gradients it was given."""

    def __init__(self, parameters, lr):
        super().__init__(parameters, lr=lr)
        self.gradients = []

    def step(self, closure=None):
        self.gradients += [p.grad.numpy().copy() for group in self.param_groups for p in group["params"]]
        return super().step(closure)


def epoch_answers(train, inputs, case, batch_size, micro_batch, rate):
    table = Table(torch.from_numpy(inputs[f"table{case}"].copy()))
    optimizer = Recorder(table.parameters(), rate)
    losses = train.epoch(table, optimizer, recordings(inputs[f"epoch{case}"]), batch_size, micro_batch)
    shape = (len(optimizer.gradients), *table.rows.shape)
    return {
        f"losses{case}": np.array([float(loss) for loss in losses]),
        f"gradients{case}": np.array(optimizer.gradients).reshape(shape),
        f"seen{case}": np.array(table.seen, dtype=int),
        f"after{case}": table.rows.detach().numpy(),
    }


def training_answers(train, inputs, config, number, seed):
    import data
    import evaluate

    answers, groups = {}, range(len(config["train_recordings"]))
    for kind, micro_batch in (("small", config["micro_batch"]), ("whole", config["batch_size"])):
        parts = {s: {f"species {g}": recordings(inputs[f"{s}{number}_{g}"]) for g in groups} for s in ("train", "val")}
        with RowCounter() as counter:
            model, history = train.run({**config, "micro_batch": micro_batch}, data.Recordings(**parts), seed)
        answers[f"{kind}_curve{number}"] = np.array([float(line["train_loss"]) for line in history])
        answers[f"{kind}_rows{number}"] = np.array(counter.rows, dtype=int)
        if kind == "small":
            for g in groups:
                ids = torch.from_numpy(inputs[f"unseen{number}_{g}"].copy())
                answers[f"logits{number}_{g}"] = evaluate.logits(model, ids[:, :-1]).numpy()
    return answers


class RowCounter:
    """Counts the recordings of each forward pass of a SongModel from which gradients can be taken."""

    def __enter__(self):
        self.rows = []
        self.handle = torch.nn.modules.module.register_module_forward_hook(self.count)
        return self

    def __exit__(self, *_):
        self.handle.remove()

    def count(self, module, arguments, logits):
        from model import SongModel

        if isinstance(module, SongModel) and torch.is_grad_enabled():
            self.rows.append(len(logits))


def recordings(padded):
    """The rows of an array without the zeros at their ends."""
    return [torch.from_numpy(row[row > 0].copy()) for row in padded]
