"""The optimizer of the trainer, and what it does with which parameter."""

import torch
from torch import nn

AdamW = torch.optim.AdamW


def groups(model, weight_decay):
    """Matrices decay, except those that are tables to look up rows in. Vectors do not."""
    tables = {id(module.weight) for module in model.modules() if isinstance(module, nn.Embedding)}
    decayed, kept = [], []
    for parameter in model.parameters():
        matrix = parameter.ndim == 2 and id(parameter) not in tables
        (decayed if matrix else kept).append(parameter)
    return [{"params": kept, "weight_decay": 0.0}, {"params": decayed, "weight_decay": weight_decay}]
