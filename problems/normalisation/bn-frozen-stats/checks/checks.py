"""The grader of bn-frozen-stats: own grains, own metric, own batch norm. Measured: calibration.md."""

import numpy as np
from judging.report import Check, Questions

SEEDS = 3
BANDS, CLASSES, TEST_ROWS, ALONE = 24, 5, 1200, 40
MIN_ACCURACY = 0.8  # middles of the gaps between the repairs and the best wrong change, see calibration.md
MAX_LOSS = 0.58
MAX_MOMENTUM = 0.3  # by the README
TRAINED_PARAMS = ("W1", "gamma1", "beta1", "W2", "gamma2", "beta2", "W3", "b3")
EPS = 1e-5
# Widths, momentum (None: the default), batches, rows of each batch.
NORMS = ((3, 0.2, 7, 40), (5, 0.05, 4, 9), (2, None, 6, 25), (1, 0.5, 3, 2))
# Bands, hidden widths, classes, rows.
NETWORKS = ((24, [16, 8], 5, 30), (7, [5], 3, 11), (4, [6, 3, 4], 2, 6))
TOLERANCE = 1e-4  # relative to the largest entry; wide enough for float32


def questions(rng, config):
    inputs, key = {}, {}
    for number in range(SEEDS):
        grains, key[f"test_y{number}"] = _grains(rng, config)
        inputs |= {f"{name}{number}": array for name, array in grains.items()}
    for case, (width, _, count, rows) in enumerate(NORMS):
        inputs |= {f"{name}_{case}": array for name, array in _norm_case(rng, width, count, rows).items()}
    for case, sizes in enumerate(NETWORKS):
        inputs |= {f"{name}_{case}": array for name, array in _network_case(rng, *sizes).items()}
    params = {
        "config": config,
        "norms": [[width, momentum] for width, momentum, *_ in NORMS],
        "networks": [list(sizes[:3]) for sizes in NETWORKS],
        "seeds": [int(seed) for seed in rng.integers(2**31, size=SEEDS)],
        "alone": ALONE,
    }
    return Questions(inputs, params, key)


def symptom(answers, questions):
    scores = [answers[f"scores{number}"] for number in range(SEEDS)]
    for found in scores:
        if found.shape != (TEST_ROWS, CLASSES):
            shape = f"evaluate.scores returned shape {found.shape} for {TEST_ROWS} grains and {CLASSES} varieties"
            return [Check("names-unseen-grains", False, shape)]
    labels = [questions.key[f"test_y{number}"] for number in range(SEEDS)]
    return [_accuracy(scores, labels), _loss(scores, labels)]


def cause(answers, questions):
    return [
        _running_statistics(answers, questions),
        _default_momentum(answers, questions),
        _kept_by_evaluation(answers),
        _norm_while_training(answers, questions),
        _network_formula(answers, questions),
        _trained_formula(answers, questions),
        _alone(answers),
    ]


def _accuracy(scores, labels):
    accuracies = [float((found.argmax(axis=1) == y).mean()) for found, y in zip(scores, labels)]
    shown = ", ".join(f"{accuracy:.3f}" for accuracy in accuracies)
    message = f"accuracy on unseen grains after training with three seeds: {shown} (needed: {MIN_ACCURACY} each)"
    return Check("names-unseen-grains", min(accuracies) >= MIN_ACCURACY, message, min(accuracies))


def _loss(scores, labels):
    losses = [float(-_log_softmax(found)[np.arange(len(y)), y].mean()) for found, y in zip(scores, labels)]
    shown = ", ".join(f"{loss:.3f}" for loss in losses)
    message = f"loss on unseen grains with three seeds: {shown} (needed: below {MAX_LOSS} each)"
    return Check("loss-on-unseen-grains", all(loss < MAX_LOSS for loss in losses), message, float(np.max(losses)))


def _log_softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def _running_statistics(answers, questions):
    worst, what, shown = 0.0, "running_mean", ""
    for case, (_, momentum, *_) in enumerate(NORMS):
        momentum = _found_momentum(answers, questions, case) if momentum is None else momentum
        batches = questions.inputs[f"batches_{case}"]
        variances = [_moving_average(batches.var(axis=1, ddof=ddof), 1.0, momentum) for ddof in (0, 1)]
        allowed = {"means": [_moving_average(batches.mean(axis=1), 0.0, momentum)], "variances": variances}
        for name, references in allowed.items():
            found = answers[f"{name}_{case}"]
            error, expected = min(((_error(found, each), each) for each in references), key=lambda pair: pair[0])
            if not error <= worst:
                worst, what = error, {"means": "running_mean", "variances": "running_var"}[name]
                shown = f": {_last(found)} instead of {_last(expected)} at the end"
    message = f"layers.BatchNorm, some batches with train=True: {what} is off by {worst:.1e} (relative){shown}"
    return Check("running-statistics-follow-batches", worst < TOLERANCE, message, worst)


def _last(averages):
    return f"{averages[-1].ravel()[0]:.3f}" if np.ndim(averages) > 1 and np.size(averages[-1]) else "nothing"


def _moving_average(values, start, momentum):
    average, averages = np.full(values.shape[1], start), []
    for value in values:
        average = (1.0 - momentum) * average + momentum * value
        averages.append(average)
    return np.array(averages)


def _found_momentum(answers, questions, case):
    """The weight that the first batch got in running_mean, which started at 0."""
    found, mean = answers[f"means_{case}"], questions.inputs[f"batches_{case}"][0].mean(axis=0)
    return float((found[0] @ mean) / (mean @ mean)) if found.shape[1:] == mean.shape else 0.0


def _default_momentum(answers, questions):
    case = next(case for case, (_, momentum, *_) in enumerate(NORMS) if momentum is None)
    momentum = _found_momentum(answers, questions, case)
    message = (
        f"layers.BatchNorm, default momentum: one batch counts {momentum:.2f} in running_mean (more than 0, "
        f"at most {MAX_MOMENTUM})"
    )
    return Check("average-over-batches", 0.0 < momentum <= MAX_MOMENTUM + TOLERANCE, message, momentum)


def _kept_by_evaluation(answers):
    errors = []
    for case in range(len(NORMS)):
        for after, before in (("mean_after", "means"), ("variance_after", "variances")):
            errors.append(_error(answers[f"{after}_{case}"], answers[f"{before}_{case}"][-1]))
    message = (
        f"layers.BatchNorm: a forward with train=False changed the running statistics by {max(errors):.1e} "
        "(relative)"
    )
    return Check("evaluation-changes-nothing", max(errors) < TOLERANCE, message, max(errors))


def _norm_while_training(answers, questions):
    worst, what = 0.0, "output"
    for case in range(len(NORMS)):
        gamma, beta, dout = (questions.inputs[f"{name}_{case}"] for name in ("gamma", "beta", "dout"))
        x = questions.inputs[f"batches_{case}"][-1]
        std = np.sqrt(x.var(axis=0) + EPS)
        normed = (x - x.mean(axis=0)) / std
        dnormed = dout * gamma
        dx = (dnormed - dnormed.mean(axis=0) - normed * (dnormed * normed).mean(axis=0)) / std
        expected = {"trained": gamma * normed + beta, "dx": dx}
        expected |= {"dgamma": (dout * normed).sum(axis=0), "dbeta": dout.sum(axis=0)}
        for name, array in expected.items():
            # dx of a batch of two rows is 0 up to eps: its errors are measured against dout.
            scale = np.abs(dout).max() if name == "dx" else None
            error = _error(answers[f"{name}_{case}"], array, scale)
            if not error <= worst:
                worst, what = error, {"trained": "output"}.get(name, name)
    message = (
        f"layers.BatchNorm, train=True: {what} differs from batch normalisation of that batch by {worst:.1e} "
        "(relative)"
    )
    return Check("normalises-with-the-batch-in-training", worst < TOLERANCE, message, worst)


def _network_formula(answers, questions):
    errors = {"evaluated": 0.0, "in_training": 0.0}
    for case, (_, hidden, *_) in enumerate(NETWORKS):
        suffix = f"_{case}"
        of = {name.removesuffix(suffix): array for name, array in questions.inputs.items() if name.endswith(suffix)}
        for name in errors:
            expected = _chain(of, len(hidden), of["x"], from_batch=name == "in_training")
            errors[name] = max(errors[name], _error(answers[f"{name}_{case}"], expected))
    shown = f"{errors['evaluated']:.1e} with train=False, {errors['in_training']:.1e} with train=True"
    message = (
        f"model.Network: forward with given params and running statistics differs from the README's chain by "
        f"{shown}"
    )
    return Check("network-uses-its-norms", max(errors.values()) < TOLERANCE, message, max(errors.values()))


def _trained_formula(answers, questions):
    check, errors = "scores-come-from-running-statistics", []
    for number in range(SEEDS):
        of = {name: answers.get(f"param_{name}{number}") for name in TRAINED_PARAMS}
        of |= {f"{kind}{i}": answers.get(f"{kind}{i}_{number}") for kind in ("mean", "var") for i in (1, 2)}
        missing = [name for name, array in of.items() if array is None]
        if missing:
            return Check(check, False, f"the trained model's params and norms lack {', '.join(missing)}")
        errors.append(_error(answers[f"scores{number}"], _chain(of, 2, questions.inputs[f"test_x{number}"])))
    shown = f"differ by {max(errors):.1e} (relative)"
    message = (
        f"evaluate.scores of the trained model and the README's chain from its params and running statistics "
        f"{shown}"
    )
    return Check(check, max(errors) < TOLERANCE, message, max(errors))


def _alone(answers):
    errors = [_error(answers[f"alone{number}"], answers[f"scores{number}"][:ALONE]) for number in range(SEEDS)]
    message = (
        f"scores of {ALONE} grains given one at a time and among {TEST_ROWS} differ by {max(errors):.1e} "
        "(relative)"
    )
    return Check("same-scores-alone-or-in-a-bag", max(errors) < TOLERANCE, message, max(errors))


def _error(found, expected, scale=None):
    found, expected = np.asarray(found, dtype=float), np.asarray(expected, dtype=float)
    if found.shape != expected.shape or not np.isfinite(found).all():
        return float("inf")
    return float(np.abs(found - expected).max() / max(scale or np.abs(expected).max(), 1e-12))


def _chain(of, hidden, x, from_batch=False):
    """Scores by the chain of the README without dropout; arrays of other shapes than the sizes call for give none."""
    try:
        return _scores(of, hidden, x, from_batch)
    except ValueError:
        return np.empty((0, 0))


def _scores(of, hidden, x, from_batch):
    for i in range(1, hidden + 1):
        x = x @ of[f"W{i}"]
        mean, var = (x.mean(axis=0), x.var(axis=0)) if from_batch else (of[f"mean{i}"], of[f"var{i}"])
        x = np.maximum(of[f"gamma{i}"] * (x - mean) / np.sqrt(var + EPS) + of[f"beta{i}"], 0.0)
    return x @ of[f"W{hidden + 1}"] + of[f"b{hidden + 1}"]


def _norm_case(rng, width, count, rows):
    scale, offset = rng.uniform(0.5, 6.0, size=width), rng.uniform(2.0, 9.0, size=width)
    batches = rng.normal(size=(count, rows, width)) * scale + offset + rng.normal(size=(count, 1, width))
    affine = {"gamma": rng.uniform(0.5, 2.0, size=width), "beta": rng.normal(size=width)}
    return {"batches": batches, "dout": rng.normal(size=(rows, width))} | affine


def _network_case(rng, bands, hidden, classes, rows):
    arrays, widths = {"x": rng.normal(size=(rows, bands)) * 8.0 + 30.0}, [bands, *hidden]
    for i, (inputs, outputs) in enumerate(zip(widths, widths[1:]), start=1):
        arrays[f"W{i}"] = rng.normal(size=(inputs, outputs)) / np.sqrt(inputs)
        arrays |= {f"gamma{i}": rng.uniform(0.5, 2.0, size=outputs), f"beta{i}": rng.normal(size=outputs)}
        arrays |= {f"mean{i}": rng.normal(size=outputs), f"var{i}": rng.uniform(0.5, 4.0, size=outputs)}
    last = len(widths)
    arrays[f"W{last}"] = rng.normal(size=(widths[-1], classes))
    return arrays | {f"b{last}": rng.normal(size=classes)}


def _grains(rng, config):
    """Directions in a fresh rotation, fresh gains: the same difficulty in every judgement, other numbers in each."""
    directions = np.linalg.qr(rng.normal(size=(BANDS, CLASSES)))[0].T * 4.5
    gains = rng.lognormal(mean=3.0, sigma=0.5, size=BANDS)
    dark_counts = rng.uniform(2.0, 6.0, size=BANDS) * gains

    def measure(rows):
        varieties = rng.integers(0, CLASSES, rows)
        return (directions[varieties] + rng.normal(size=(rows, BANDS))) * gains + dark_counts, varieties

    (train_x, train_y), (val_x, val_y) = measure(config["train_rows"]), measure(config["val_rows"])
    test_x, test_y = measure(TEST_ROWS)
    return {"train_x": train_x, "train_y": train_y, "val_x": val_x, "val_y": val_y, "test_x": test_x}, test_y
