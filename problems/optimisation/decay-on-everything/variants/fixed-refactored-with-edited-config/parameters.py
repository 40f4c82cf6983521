"""Which parameters decay."""

from torch import nn


def groups(model, weight_decay):
    """Groups for optim.AdamW. Weights of linear layers decay."""
    owner = {}
    for module in model.modules():
        for name, parameter in module.named_parameters(recurse=False):
            owner[parameter] = isinstance(module, nn.Linear) and name == "weight"
    split = {True: [], False: []}
    for parameter, decays in owner.items():
        split[decays].append(parameter)
    return [{"params": part, "weight_decay": weight_decay * decays} for decays, part in split.items() if part]
