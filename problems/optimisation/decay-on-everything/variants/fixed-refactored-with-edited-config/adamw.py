"""AdamW on lists of tensors."""

import torch


class AdamW(torch.optim.Optimizer):
    """Takes the arguments of torch.optim.AdamW and makes its steps."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, dict(lr=lr, betas=betas, eps=eps, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            active = [p for p in group["params"] if p.grad is not None]
            shrink(active, group)
            move(active, self.state, group)


def shrink(parameters, group):
    """The decay, which the gradients know nothing of."""
    for p in parameters:
        p.sub_(p, alpha=group["lr"] * group["weight_decay"])


def move(parameters, states, group):
    """The step of Adam."""
    beta1, beta2 = group["betas"]
    for p in parameters:
        state = states[p]
        t = state["t"] = state.get("t", 0) + 1
        first = state["first"] = state.get("first", torch.zeros_like(p)) * beta1 + (1 - beta1) * p.grad
        second = state["second"] = state.get("second", torch.zeros_like(p)) * beta2 + (1 - beta2) * p.grad.square()
        size = (second / (1 - beta2**t)).sqrt() + group["eps"]
        p.addcdiv_(first, size, value=-group["lr"] / (1 - beta1**t))
