"""Runs in the candidate's process: inputs in, plain arrays out. Knows no threshold and no sound that is held out."""

import numpy as np
import torch


def answer(inputs, params):
    torch.set_num_threads(1)
    import losses
    import train

    answers = {}
    for case in range(params["cases"]):
        answers |= case_answers(losses, inputs, case)
    for number, seed in enumerate(params["seeds"]):
        answers |= training_answers(train, inputs, params["config"], number, seed)
    return answers


def case_answers(losses, inputs, case):
    logits, sounds = torch.from_numpy(inputs[f"logits{case}"].copy()), torch.from_numpy(inputs[f"sounds{case}"].copy())
    logits.requires_grad_()
    loss = losses.spelling_loss(logits, sounds)
    gradient = torch.autograd.grad(loss, logits)[0]
    answers = {f"loss{case}": float(loss.detach()), f"gradient{case}": gradient.numpy()}
    return answers | {f"accuracy{case}": float(losses.accuracy(logits.detach(), sounds))}


def training_answers(train, inputs, config, number, seed):
    import data
    import evaluate

    splits = {s: names(inputs[f"{s}_letters{number}"], inputs[f"{s}_sounds{number}"]) for s in ("train", "val")}
    with RowCounter() as counter:
        model, history = train.run(dict(config), data.Names(**splits), seed)
    letters = torch.from_numpy(inputs[f"unseen_letters{number}"].copy())
    return {
        f"rows{number}": np.array(sum(counter.rows)),
        f"curve{number}": np.array([[float(line["loss"]), float(line["accuracy"])] for line in history]),
        f"unseen{number}": evaluate.logits(model, letters).numpy(),
    }


class RowCounter:
    """Counts the names of each forward pass of a Speller from which gradients can be taken."""

    def __enter__(self):
        self.rows = []
        self.handle = torch.nn.modules.module.register_module_forward_hook(self.count)
        return self

    def __exit__(self, *_):
        self.handle.remove()

    def count(self, module, arguments, logits):
        from model import Speller

        if isinstance(module, Speller) and torch.is_grad_enabled():
            self.rows.append(len(logits))


def names(letters, sounds):
    """Lines without the zeros at their ends."""
    pairs = zip(letters, sounds)
    return [(torch.from_numpy(a[a > 0].copy()), torch.from_numpy(b[b > 0].copy())) for a, b in pairs]
