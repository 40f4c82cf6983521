"""The grader of decay-on-everything: own samples and models, steps in closed form. Measured: calibration.md."""

import numpy as np
from judging.report import Check, Questions

SEEDS = 2
SPECIES, FEATURES, STATIONS, VIEWS = 8, 16, 40, 4
UNSEEN = 2000
MAX_LOSS = 0.75  # nats; see calibration.md for both
MAX_WEIGHT = 0.5
# Groups of one parameter each (the last gets no gradient), arguments that all share, steps.
UPDATES = (
    ([{"lr": 0.01}, {"weight_decay": 0.0}, {"lr": 0.1, "weight_decay": 0.5}, {}], {"lr": 0.02, "weight_decay": 3.0}, 40),
    ([{}, {"betas": (0.5, 0.9), "weight_decay": 0.3}, {"eps": 0.1}, {}], {"lr": 0.05, "weight_decay": 1.0}, 25),
    ([{}, {"weight_decay": 20.0}, {}], {"weight_decay": 0.0}, 15),
)
BETAS, EPS, RATE = (0.9, 0.999), 1e-8, 1e-3  # of torch.optim.AdamW, where a case names none
DECAYS = (0.1, 2.0, 0.7, 1.3)  # one for each model of probe.py
SORTERS = ((5, 4, 3, 7, 2, 6), (3, 9, 2, 4, 1, 3), (16, 40, 6, 32, 3, 8))
TOLERANCE = 1e-4  # wide enough for float32
STEP_TOLERANCE = 1e-5  # at the first step of a training, where nothing has added up


def questions(rng, config):
    inputs = {}
    for case, (groups, _, steps) in enumerate(UPDATES):
        inputs |= _update_inputs(rng, case, len(groups), steps)
    for case, sizes in enumerate(SORTERS):
        inputs |= {f"sorter{case}_{name}": value for name, value in _sorter_inputs(rng, *sizes).items()}
    for number in range(SEEDS):
        inputs |= {f"{name}{number}": value for name, value in _samples(rng, config).items()}
    hidden = {name: inputs.pop(name) for name in list(inputs) if name.startswith("unseen_species")}
    params = {"updates": [[groups, same] for groups, same, _ in UPDATES], "decays": DECAYS, "sorter": SORTERS}
    params |= {"config": config, "seeds": [int(seed) for seed in rng.integers(2**31, size=SEEDS)]}
    return Questions(inputs, params, {"config": config, **hidden})


def symptom(answers, questions):
    return [_unseen_loss(answers, questions), _weights_fit(answers)]


def cause(answers, questions):
    updates = [_no_gradient(answers, questions), _updates(answers, questions)]
    groups = [_covered(answers), _decayed(answers)]
    run = [_first_step(answers, questions), _settings(answers, questions), _steps(answers, questions)]
    return [*updates, *groups, _arithmetic(answers, questions), *run]


def _unseen_loss(answers, questions):
    check, losses = "species-are-learned", []
    for number in range(SEEDS):
        logits, species = answers[f"unseen{number}"], questions.key[f"unseen_species{number}"]
        if logits.shape != (UNSEEN, SPECIES):
            return Check(check, False, f"evaluate.logits returned shape {logits.shape} for {UNSEEN} samples", np.inf)
        losses.append(float(-_log_softmax(logits)[np.arange(UNSEEN), species].mean()))
    shown = ", ".join(f"{loss:.3f}" for loss in losses)
    message = f"loss on unseen samples: {shown} nats (needed: below {MAX_LOSS} each; guessing costs {np.log(SPECIES):.2f})"
    return Check(check, all(loss < MAX_LOSS for loss in losses), message, float(np.max(losses)))


def _weights_fit(answers):
    found = [float(answers[f"largest{number}"]) for number in range(SEEDS)]
    shown = ", ".join(f"{value:.3f}" for value in found)
    message = f"largest weight of the linear layers after training: {shown} (needed: below {MAX_WEIGHT} each)"
    return Check("weights-fit-the-camera", all(value < MAX_WEIGHT for value in found), message, float(np.max(found)))


def _no_gradient(answers, questions):
    """The second parameter of a case always has a gradient of zero, the last one none at all."""
    worst, place = -1.0, ""
    for case, (groups, same, steps) in enumerate(UPDATES):
        for g, name in ((1, "a gradient of zero"), (len(groups) - 1, "no gradient")):
            start, end = questions.inputs[f"start{case}_{g}"], answers[f"end{case}_{g}"]
            lr, decay = _setting(groups[g], same, "lr", RATE), _setting(groups[g], same, "weight_decay", 0.01)
            factor = (1 - lr * decay) ** steps if g == 1 else 1.0
            error = _gap(end, start * factor)
            if not error <= worst:
                worst = error
                place = f"{steps} steps with {name}, lr {lr}, weight_decay {decay}: largest entry {np.abs(start).max():.3f}"
                place += f" → {np.abs(end).max():.3f}, by the contract {np.abs(start * factor).max():.3f}"
    return Check("no-gradient", bool(worst < TOLERANCE), f"optim.AdamW, {place}", worst)


def _updates(answers, questions):
    worst, place = -1.0, ""
    for case, (groups, same, steps) in enumerate(UPDATES):
        for g, group in enumerate(groups[:-1]):
            expected = _reference(questions.inputs, case, g, group, same)
            error = _gap(answers[f"end{case}_{g}"], expected)
            if not error <= worst:
                worst, decay = error, _setting(group, same, "weight_decay", 0.01)
                place = f"{steps} steps, weight_decay {decay}: differs from torch.optim.AdamW by {error:.1e}"
    return Check("steps-as-pytorch", bool(worst < TOLERANCE), f"optim.AdamW, {place}", worst)


def _covered(answers):
    check = "every-parameter-once"
    for case in range(len(DECAYS)):
        places, strangers = answers[f"places{case}"], int(answers[f"strangers{case}"])
        if strangers or (places != 1).any():
            counts = f"{int((places == 0).sum())} missing, {int((places > 1).sum())} twice, {strangers} not of the model"
            return Check(check, False, f"optim.groups, model {case} with {len(places)} parameters: {counts}")
    return Check(check, True, "optim.groups: every parameter of four other models in exactly one group")


def _decayed(answers):
    check = "decay-where-it-belongs"
    for case, decay in enumerate(DECAYS):
        found, linear = answers[f"decay{case}"], answers[f"linear{case}"] > 0
        missing, extra = int((found[linear] != decay).sum()), int((found[~linear] != 0).sum())
        if missing or extra:
            count = f"{missing} of {int(linear.sum())} weights of linear layers without the given decay"
            message = f"optim.groups, model {case}: {count}, {extra} of {int((~linear).sum())} other parameters with one"
            return Check(check, False, message)
    return Check(check, True, "optim.groups: the decay acts on the weights of linear layers, in four other models")


def _arithmetic(answers, questions):
    check, worst = "sorter-arithmetic", 0.0
    for case, sizes in enumerate(SORTERS):
        expected = _sorter(questions.inputs, case, sizes[4])
        found = answers[f"logits{case}"]
        if found.shape != expected.shape:
            return Check(check, False, f"model.Sorter{sizes}: names or shapes of the parameters are not those of the README")
        worst = max(worst, _gap(found, expected))
    message = f"model.Sorter: the logits differ from the arithmetic of the README by {worst:.1e}"
    return Check(check, bool(worst < 1e-3), message, worst)


def _first_step(answers, questions):
    """With fresh statistics, Adam moves every entry by lr g / (|g| + eps); what is left is the decay."""
    config, worst, shown = questions.key["config"], 0.0, ""
    rate, decay = config["learning_rate"], config["weight_decay"]
    for number in range(SEEDS):
        before, grads = answers[f"before{number}"], answers[f"grads{number}"]
        weights = answers[f"decays_here{number}"]
        expected = before * (1 - rate * decay * weights) - rate * grads / (np.abs(grads) + EPS)
        errors = np.abs(answers[f"after{number}"] - expected)
        error = float(np.max(errors)) if np.isfinite(errors).all() and len(errors) else np.inf
        if error >= worst:
            parts = [float(np.max(errors[weights == kind], initial=0.0)) for kind in (1, 0)]
            worst, shown = error, f"{parts[0]:.1e} (weights of linear layers), {parts[1]:.1e} (all others)"
    message = f"train.run, first step: differs from the contract by {shown}"
    return Check("first-step-of-a-run", bool(worst < STEP_TOLERANCE), message, worst)


def _settings(answers, questions):
    check, config = "rates-of-the-config", questions.key["config"]
    for number in range(SEEDS):
        weight, rates = answers[f"is_weight{number}"] > 0, answers[f"rates{number}"]
        expected = np.stack([np.full(len(weight), config["learning_rate"]), config["weight_decay"] * weight], axis=1)
        if (answers[f"settings{number}"] != 1).any() or _gap(rates, expected) > 1e-12:
            decays = ", ".join(f"{value:g}" for value in sorted(set(rates[weight, 1])))
            others = ", ".join(f"{value:g}" for value in sorted(set(rates[~weight, 1])))
            message = f"train.run: decay of its optimizer {decays} for weights of linear layers, {others} for the others"
            return Check(check, False, f"{message}; config.json says {config['weight_decay']}, constant rates")
    return Check(check, True, "train.run: learning rate and decay of config.json at every step")


def _steps(answers, questions):
    config = questions.key["config"]
    expected = config["epochs"] * -(-config["train_rows"] // config["batch_size"])
    found = [int(answers[f"steps{number}"]) for number in range(SEEDS)]
    message = f"train.run: {found[0]} optimizer steps, by its contract {expected}"
    return Check("steps-of-a-run", all(steps == expected for steps in found), message)


def _setting(group, same, name, default):
    return group.get(name, same.get(name, default))


def _reference(inputs, case, g, group, same):
    """Loshchilov and Hutter, algorithm 2, the decay times the learning rate as in PyTorch."""
    lr, decay = _setting(group, same, "lr", RATE), _setting(group, same, "weight_decay", 0.01)
    (beta1, beta2), eps = _setting(group, same, "betas", BETAS), _setting(group, same, "eps", EPS)
    p = inputs[f"start{case}_{g}"].copy()
    mean, square = np.zeros_like(p), np.zeros_like(p)
    for t, gradient in enumerate(inputs[f"gradient{case}_{g}"], start=1):
        mean = beta1 * mean + (1 - beta1) * gradient
        square = beta2 * square + (1 - beta2) * gradient**2
        p -= lr * decay * p
        p -= lr * (mean / (1 - beta1**t)) / (np.sqrt(square / (1 - beta2**t)) + eps)
    return p


def _sorter(inputs, case, layers):
    part = lambda name: inputs[f"sorter{case}_{name}"]
    h = np.concatenate([part("x"), part("station.weight")[part("at")]], axis=1)
    for layer in range(layers):
        h = h @ part(f"body.{3 * layer}.weight").T + part(f"body.{3 * layer}.bias")
        h = (h - h.mean(axis=1, keepdims=True)) / np.sqrt(h.var(axis=1, keepdims=True) + 1e-5)
        h = np.maximum(h * part(f"body.{3 * layer + 1}.weight") + part(f"body.{3 * layer + 1}.bias"), 0)
    return h @ part("head.weight").T + part("head.bias")


def _update_inputs(rng, case, count, steps):
    """Gradients of a group have their own scale; the second group has none but zeros."""
    inputs = {}
    for g in range(count):
        shape = tuple(int(size) for size in rng.integers(2, 6, rng.integers(1, 3)))
        scale = 0.0 if g == 1 else 10.0 ** rng.uniform(-3, 1)
        inputs[f"start{case}_{g}"] = rng.normal(size=shape)
        inputs[f"gradient{case}_{g}"] = rng.normal(size=(steps, *shape)) * scale + scale
    return inputs


def _sorter_inputs(rng, features, stations, station_size, width, layers, species):
    inputs = {"x": rng.normal(size=(11, features)), "at": rng.integers(0, stations, 11)}
    inputs["station.weight"] = rng.normal(size=(stations, station_size))
    for layer in range(layers):
        before = width if layer else features + station_size
        inputs[f"body.{3 * layer}.weight"] = rng.normal(size=(width, before))
        for name in (f"{3 * layer}.bias", f"{3 * layer + 1}.weight", f"{3 * layer + 1}.bias"):
            inputs[f"body.{name}"] = rng.normal(size=width)
    return inputs | {"head.weight": rng.normal(size=(species, width)), "head.bias": rng.normal(size=species)}


def _samples(rng, config):
    """Another sea than the shipped one: other looks, other stations where a species lives, another order of visits.

    The looks are as far from one another in every sea, since all the seas are compared with one threshold.
    """
    views = np.linalg.qr(rng.normal(size=(FEATURES, FEATURES)))[0] * np.sqrt(FEATURES)
    views = views[: SPECIES // 2 * VIEWS].reshape(SPECIES // 2, VIEWS, FEATURES)
    lives_at = rng.integers(0, 2, (STATIONS, SPECIES // 2))
    visits = rng.permutation(1 / np.arange(1, STATIONS + 1))
    found = {}
    for split, rows in (("train", config["train_rows"]), ("val", config["val_rows"]), ("unseen", UNSEEN)):
        station, pair = rng.choice(STATIONS, rows, p=visits / visits.sum()), rng.integers(0, SPECIES // 2, rows)
        stray = rng.random(rows) < 0.03
        found[f"{split}_x"] = views[pair, rng.integers(0, VIEWS, rows)] + rng.normal(size=(rows, FEATURES)) * 0.5
        found[f"{split}_station"], found[f"{split}_species"] = station, 2 * pair + (lives_at[station, pair] ^ stray)
    return found


def _gap(found, expected):
    if found.shape != expected.shape or not np.isfinite(found).all():
        return np.inf
    return float(np.abs(found - expected).max(initial=0.0))


def _log_softmax(logits):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
