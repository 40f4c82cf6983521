"""Runs in the candidate's process: inputs in, plain arrays out. Knows no threshold and no truth of unseen pictures."""

import numpy as np
import torch

BACKBONE = ("conv1.", "norm1.", "conv2.", "norm2.")


def answer(inputs, params):
    torch.set_num_threads(1)
    import evaluate
    import train

    answers = {}
    for case, sizes in enumerate(params["readers"]):
        answers |= head_answers(train, evaluate, inputs, case, sizes, params["config"])
    for number, seed in enumerate(params["seeds"]):
        answers |= training_answers(train, evaluate, inputs, params["config"], params["classes"], number, seed)
    return answers | run_answers(train, evaluate, inputs, params["config"], params["classes"], params["seeds"][0])


def head_answers(train, evaluate, inputs, case, sizes, config):
    """What adding two heads does to a reader with given weights, and what the heads learn from."""
    from model import Reader

    torch.manual_seed(sizes["seed"])
    reader = Reader(sizes["channels"], sizes["side"])
    reader.new_head("old", sizes["classes"], 0.3)
    reader.train(sizes["training"])
    answers = {f"named{case}": load(reader.backbone, inputs, f"w{case}.")}
    seen = tensor(inputs[f"seen{case}"])
    config = {**config, "head_epochs": sizes["epochs"], "head_batch": sizes["batch"], "dropout": sizes["dropout"]}
    tell(answers, f"{case}_0", evaluate, reader, seen)
    for turn, name in enumerate(("first", "second")):
        x, y = tensor(inputs[f"x{case}_{turn}"]), torch.from_numpy(inputs[f"y{case}_{turn}"].copy())
        old = {id(head) for head in reader.heads.values()}
        with HeadRecorder(old) as recorder:
            train.add_head(reader, name, pictures(x, y, x, y, sizes["classes"]), config, sizes["seed"])
        answers[f"given{case}_{turn}"] = evaluate.features(reader, x).numpy()
        answers[f"learned{case}_{turn}"] = recorder.rows(answers[f"given{case}_{turn}"].shape[1])
        answers[f"training{case}_{turn}"] = np.array(recorder.training, dtype=int)
        tell(answers, f"{case}_{turn + 1}", evaluate, reader, seen)
    return answers | dropped(reader.heads["first"], answers[f"given{case}_0"].shape[1], case)


def tell(answers, suffix, evaluate, reader, seen):
    answers[f"features{suffix}"] = evaluate.features(reader, seen).numpy()
    answers[f"old{suffix}"] = evaluate.logits(reader, seen, "old").numpy()
    answers |= {f"b{suffix}.{name}": value for name, value in state(reader.backbone).items()}


def dropped(head, width, case):
    """Logits of a head for many equal rows, in training and in use."""
    rows = torch.ones(400, width)
    with torch.no_grad():
        head.train()
        noisy = head(rows).numpy()
        head.eval()
        return {f"noisy{case}": noisy, f"quiet{case}": head(rows).numpy()}


class HeadRecorder:
    """Keeps what new heads receive in passes from which gradients can be taken."""

    def __init__(self, old):
        self.old, self.inputs, self.training = old, [], []

    def __enter__(self):
        self.handle = torch.nn.modules.module.register_module_forward_pre_hook(self.keep)
        return self

    def __exit__(self, *_):
        self.handle.remove()

    def keep(self, module, arguments):
        from model import Head

        if isinstance(module, Head) and id(module) not in self.old and torch.is_grad_enabled():
            self.inputs.append(arguments[0].detach().numpy().copy())
            self.training.append(module.training)

    def rows(self, width):
        return np.concatenate([np.zeros((0, width)), *self.inputs])


def training_answers(train, evaluate, inputs, config, sizes, number, seed):
    """The supplier head before and after a head for lids is added, and the head for lids."""
    labels, lids = (given_pictures(inputs, f"{kind}{number}_", sizes[kind]) for kind in ("labels", "lids"))
    reader = train.pretrain(dict(config), labels, seed)
    unseen = tensor(inputs[f"labels{number}_unseen"])
    before = evaluate.logits(reader, unseen, "supplier").numpy()
    train.add_head(reader, "press", lids, dict(config), seed)
    return {
        f"before{number}_logits": before,
        f"after{number}_logits": evaluate.logits(reader, unseen, "supplier").numpy(),
        f"lids{number}_logits": evaluate.logits(reader, tensor(inputs[f"lids{number}_unseen"]), "press").numpy(),
    }


def run_answers(train, evaluate, inputs, config, sizes, seed):
    """A short run on the first pictures."""
    labels, lids = (given_pictures(inputs, f"{kind}0_", sizes[kind]) for kind in ("labels", "lids"))
    reader, _ = train.run({**config, "label_epochs": 3, "head_epochs": 3}, labels, lids, seed)
    answers = {f"r.{name}": value for name, value in state(reader.backbone).items()}
    for kind, head in (("labels", "supplier"), ("lids", "press")):
        answers[f"r_{kind}_logits"] = evaluate.logits(reader, tensor(inputs[f"{kind}0_unseen"]), head).numpy()
    return answers


def given_pictures(inputs, prefix, classes):
    x, y = tensor(inputs[f"{prefix}x"]), torch.from_numpy(inputs[f"{prefix}y"].copy())
    # The last 40 are what a run may watch; the grader measures on others, whose labels are not here.
    return pictures(x[:-40], y[:-40], x[-40:], y[-40:], classes)


def pictures(*parts):
    import data

    return data.Pictures(*parts)


def load(backbone, inputs, prefix):
    """Write the given weights and statistics into the backbone. False if it has others."""
    given = {name.removeprefix(prefix): value for name, value in inputs.items() if name.startswith(prefix)}
    own = {name: value for name, value in backbone.state_dict().items() if not name.endswith("num_batches_tracked")}
    if {name: tuple(value.shape) for name, value in own.items()} != {name: v.shape for name, v in given.items()}:
        return False
    with torch.no_grad():
        for name, value in given.items():
            own[name].copy_(torch.from_numpy(value))
    return True


def state(backbone):
    found = backbone.state_dict().items()
    return {n: v.numpy().copy() for n, v in found if n.startswith(BACKBONE) and not n.endswith("num_batches_tracked")}


def tensor(array):
    return torch.from_numpy(array.astype(np.float32))
