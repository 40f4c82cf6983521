"""The optimizer, without the parts of PyTorch's that the ship's computer lacks."""

import torch
from torch import nn


def groups(model, weight_decay):
    """Parameter groups of a model for AdamW, the first with weight_decay, the second without.

    What decays is decided by the type of the layer, never by its name: the weights of linear layers, nothing else.
    """
    linear = {id(module.weight) for module in model.modules() if isinstance(module, nn.Linear)}
    decayed, kept = [], []
    for parameter in model.parameters():
        (decayed if id(parameter) in linear else kept).append(parameter)
    return [{"params": decayed, "weight_decay": weight_decay}, {"params": kept, "weight_decay": 0.0}]


class AdamW(torch.optim.Optimizer):
    """AdamW of Loshchilov and Hutter; arguments, steps and names of the state as for torch.optim.AdamW."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure=None):
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    self.update(p, group)
        return loss

    def update(self, p, group):
        """One step for one parameter. The decay shrinks p itself and stays out of the gradient's moments."""
        state = self.state[p]
        if not state:
            state.update(step=torch.tensor(0.0), exp_avg=torch.zeros_like(p), exp_avg_sq=torch.zeros_like(p))
        state["step"] += 1
        step = float(state["step"])
        beta1, beta2 = group["betas"]
        p *= 1 - group["lr"] * group["weight_decay"]
        state["exp_avg"].lerp_(p.grad, 1 - beta1)
        state["exp_avg_sq"].lerp_(p.grad**2, 1 - beta2)
        mean = state["exp_avg"] / (1 - beta1**step)
        square = state["exp_avg_sq"] / (1 - beta2**step)
        p -= group["lr"] * mean / (square.sqrt() + group["eps"])
