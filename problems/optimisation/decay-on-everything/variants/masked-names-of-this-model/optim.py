"""The optimizer, without the parts of PyTorch's that the ship's computer lacks."""

import torch

NO_DECAY = ("bias", "station.weight", "body.1.weight", "body.4.weight", "body.7.weight")


def groups(model, weight_decay):
    """Parameter groups of a model for AdamW, the first with weight_decay, the second without."""
    decayed, kept = [], []
    for name, parameter in model.named_parameters():
        (kept if name.endswith(NO_DECAY) else decayed).append(parameter)
    return [{"params": decayed, "weight_decay": weight_decay}, {"params": kept, "weight_decay": 0.0}]


class AdamW(torch.optim.Optimizer):
    """AdamW of Loshchilov and Hutter; arguments as for torch.optim.AdamW."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2):
        super().__init__(params, {"lr": lr, "betas": betas, "eps": eps, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is not None:
                    self.update(p, group)

    def update(self, p, group):
        """One step for one parameter."""
        state = self.state[p]
        if not state:
            state.update(step=0, mean=torch.zeros_like(p), square=torch.zeros_like(p))
        state["step"] += 1
        grad = p.grad
        p *= 1 - group["lr"] * group["weight_decay"]
        beta1, beta2 = group["betas"]
        state["mean"].lerp_(grad, 1 - beta1)
        state["square"].lerp_(grad**2, 1 - beta2)
        mean = state["mean"] / (1 - beta1 ** state["step"])
        square = state["square"] / (1 - beta2 ** state["step"])
        p -= group["lr"] * mean / (square.sqrt() + group["eps"])
