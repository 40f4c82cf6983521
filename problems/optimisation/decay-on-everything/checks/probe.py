"""Runs in the candidate's process: inputs in, plain arrays out. Knows no threshold, no reference and no held-out species."""

import numpy as np
import torch
from torch import nn
from torch.optim.optimizer import register_optimizer_step_pre_hook


def answer(inputs, params):
    torch.set_num_threads(1)
    import optim
    import train

    answers = {}
    for case, (groups, same) in enumerate(params["updates"]):
        answers |= update_answers(optim, inputs, case, groups, same)
    for case, (model, decay) in enumerate(zip((Plain(), Renamed(), Nested(), Bare()), params["decays"])):
        answers |= group_answers(optim, model, case, decay)
    answers |= sorter_answers(inputs, params["sorter"])
    for number, seed in enumerate(params["seeds"]):
        answers |= training_answers(train, inputs, params["config"], number, seed)
    return answers


def update_answers(optim, inputs, case, groups, same):
    """Parameters after some steps with given gradients; the last one never gets a gradient."""
    parameters = [nn.Parameter(torch.from_numpy(inputs[f"start{case}_{g}"].copy())) for g in range(len(groups))]
    optimizer = optim.AdamW([{"params": [p], **group} for p, group in zip(parameters, groups)], **same)
    for step in range(len(inputs[f"gradient{case}_0"])):
        for g, parameter in enumerate(parameters[:-1]):
            parameter.grad = torch.from_numpy(inputs[f"gradient{case}_{g}"][step].copy())
        optimizer.step()
    return {f"end{case}_{g}": parameter.detach().numpy() for g, parameter in enumerate(parameters)}


class Plain(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(7, 4)
        self.first = nn.Linear(4, 6)
        self.norm = nn.LayerNorm(6)
        self.last = nn.Linear(6, 3)


class Renamed(nn.Module):
    """Names that say something else than what the layers are."""

    def __init__(self):
        super().__init__()
        self.norm = nn.Linear(5, 4)
        self.embedding = nn.Linear(4, 4, bias=False)
        self.head = nn.LayerNorm(4)
        self.linear = nn.Embedding(9, 5)
        self.bias = nn.Linear(4, 1)


class Nested(nn.Module):
    def __init__(self):
        super().__init__()
        self.tables = nn.ModuleDict({"place": nn.Embedding(3, 2), "body": nn.Embedding(4, 2)})
        self.body = nn.ModuleList([nn.Sequential(nn.Linear(4, 4), nn.LayerNorm(4), nn.ReLU()) for _ in range(3)])
        self.outputs = nn.ModuleDict({"station": nn.Linear(4, 2), "size": nn.Sequential(nn.LayerNorm(4), nn.Linear(4, 1))})


class Bare(nn.Module):
    """One linear layer, nothing else."""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 2)


def group_answers(optim, model, case, decay):
    """For every parameter: how often it is in a group, the decay there, and whether it is a linear layer's weight."""
    found = {}
    for group in optim.AdamW(optim.groups(model, decay)).param_groups:
        for parameter in group["params"]:
            found.setdefault(id(parameter), []).append(float(group["weight_decay"]))
    own = [id(p) for p in model.parameters()]
    return {
        f"places{case}": np.array([len(found.get(p, [])) for p in own]),
        f"strangers{case}": np.array(len(set(found) - set(own))),
        f"decay{case}": np.array([max(found.get(p, [-1.0])) for p in own]),
        f"linear{case}": np.array([p in linear_weights(model) for p in own]),
    }


def linear_weights(model):
    """The ids of the weights of linear layers."""
    return {id(module.weight) for module in model.modules() if isinstance(module, nn.Linear)}


def sorter_answers(inputs, cases):
    """Logits of sorters of several sizes that got their parameters by name."""
    from model import Sorter

    answers = {}
    for case, sizes in enumerate(cases):
        model, prefix = Sorter(*sizes), f"sorter{case}_"
        names = [name for name in inputs if name.startswith(prefix)]
        state = {name.removeprefix(prefix): torch.from_numpy(inputs[name].copy()).float() for name in names}
        x, station = state.pop("x"), state.pop("at").long()
        try:
            model.load_state_dict(state)
        except RuntimeError:
            answers[f"logits{case}"] = np.zeros((0, 0))
            continue
        with torch.no_grad():
            answers[f"logits{case}"] = model(x, station).numpy()
    return answers


def training_answers(train, inputs, config, number, seed):
    import data
    import evaluate

    arrays = {name: torch.from_numpy(inputs[f"{name}{number}"].copy()) for name in data.Samples._fields}
    samples = data.Samples(**{name: value.float() if value.is_floating_point() else value for name, value in arrays.items()})
    with StepWatch() as watch:
        model, _ = train.run(dict(config), samples, seed)
    x, station = torch.from_numpy(inputs[f"unseen_x{number}"].copy()), torch.from_numpy(inputs[f"unseen_station{number}"].copy())
    return {
        f"unseen{number}": evaluate.logits(model, x.float(), station).numpy(),
        f"largest{number}": np.array(evaluate.largest_weight(model)),
        f"steps{number}": np.array(watch.steps),
        **watch.answers(model, number),
    }


class StepWatch:
    """Watches the optimizer: parameters before and after the first step, its gradients, the settings at every step."""

    def __enter__(self):
        self.steps, self.before, self.grads, self.after, self.settings = 0, {}, {}, {}, {}
        self.handle = register_optimizer_step_pre_hook(self.watch)
        return self

    def __exit__(self, *_):
        self.handle.remove()

    def watch(self, optimizer, *_):
        self.steps += 1
        for group in optimizer.param_groups:
            for p in group["params"]:
                rates = (float(group["lr"]), float(group.get("weight_decay", 0.0)))
                self.settings.setdefault(id(p), set()).add(rates)
                if self.steps == 1:
                    self.before[id(p)] = values(p)
                    self.grads[id(p)] = np.zeros(p.numel()) if p.grad is None else values(p.grad)
                elif self.steps == 2:
                    self.after[id(p)] = values(p)

    def answers(self, model, number):
        """First-step values of all parameters in a row; nan for those that the optimizer never had."""
        own, weights = list(model.parameters()), linear_weights(model)
        row = {name: [] for name in ("before", "grads", "after")}
        for p in own:
            for name, found in row.items():
                found.append(getattr(self, name).get(id(p), np.full(p.numel(), np.nan)))
        changing = [len(self.settings.get(id(p), ())) for p in own]
        rates = [next(iter(self.settings.get(id(p), {(-1.0, -1.0)}))) for p in own]
        return {
            **{f"{name}{number}": np.concatenate(parts) for name, parts in row.items()},
            f"decays_here{number}": np.concatenate([np.full(p.numel(), int(id(p) in weights)) for p in own]),
            f"is_weight{number}": np.array([int(id(p) in weights) for p in own]),
            f"settings{number}": np.array(changing),
            f"rates{number}": np.array(rates),
        }


def values(tensor):
    return tensor.detach().double().numpy().ravel().copy()
