"""The grader of column-minus-row: own hours, own metric, own loss and gradients. Measured: calibration.md."""

import numpy as np
from judging.report import Check, Questions

SEEDS = 3
FEATURES, UNSEEN_ROWS = 12, 1500
MIN_R2 = 0.5  # middle of the gap between the repairs and the best change that leaves the cause, see calibration.md
MAX_LOSS_SHARE = 0.5  # last epoch's loss over the variance of the targets, which always predicting their mean costs
PARAMS = ("W1", "b1", "W2", "b2")
# Loss and gradients against the reference: rows, features, hidden, scale of the parameters. One row tells nothing by
# itself (any shapes fit), but a repair must not break it.
CASES = ((1, 12, 8, 1.0), (2, 5, 4, 1.0), (7, 12, 16, 1.2), (33, 3, 10, 0.5))
# Relative to the loss (absolute below 1) and to the largest entry of a gradient. Wide enough for float32; every wrong
# change is off by far more in one of them, see calibration.md.
TOLERANCE = 1e-4


def questions(rng, config):
    inputs, key, sizes = {}, {}, []
    for number in range(SEEDS):
        hours, key[f"unseen_y{number}"] = _hours(rng, config)
        inputs |= {f"{name}{number}": array for name, array in hours.items()}
    flat = [_case(rng, *case) for case in CASES]
    columns = [(size, params, x, y[:, None]) for size, params, x, y in (_case(rng, *case) for case in CASES)]
    exact = [_exact(_case(rng, *case)) for case in CASES]
    for case, (size, params, x, y) in enumerate([*flat, *columns, *exact]):
        sizes.append(size)
        inputs |= {f"{name}_{case}": params[name] for name in PARAMS} | {f"x_{case}": x, f"y_{case}": y}
    seeds = [int(seed) for seed in rng.integers(2**31, size=SEEDS)]
    return Questions(inputs, {"config": config, "sizes": sizes, "seeds": seeds}, key)


def symptom(answers, questions):
    return [_explained(answers, questions), _training_loss(answers, questions)]


def cause(answers, questions):
    flat, columns, exact = (range(start, start + len(CASES)) for start in range(0, 3 * len(CASES), len(CASES)))
    return [
        _losses_match(answers, questions, "exact-predictions-loss", "predictions equal to the targets", exact),
        _losses_match(answers, questions, "loss-is-mean-squared-error", "targets (n,)", flat),
        _gradients_match(answers, questions, "gradients-of-that-loss", "targets (n,)", flat),
        _losses_match(answers, questions, "loss-of-column-targets", "targets (n, 1)", columns),
        _gradients_match(answers, questions, "gradients-of-column-targets", "targets (n, 1)", columns),
    ]


def _explained(answers, questions):
    found = []
    for number in range(SEEDS):
        predictions, targets = answers[f"predictions{number}"], questions.key[f"unseen_y{number}"]
        if predictions.shape != (UNSEEN_ROWS,):
            shape = f"evaluate.predictions returned shape {predictions.shape} for {UNSEEN_ROWS} hours"
            return Check("explains-unseen-hours", False, shape)
        error = ((predictions - targets) ** 2).mean() / targets.var()
        found.append(1.0 - float(error) if np.isfinite(error) else -np.inf)
    shown = ", ".join(f"{value:.4g}" for value in found)
    message = f"R² on unseen hours with three seeds: {shown} (needed: {MIN_R2} each)"
    return Check("explains-unseen-hours", min(found) >= MIN_R2, message, min(found))


def _training_loss(answers, questions):
    shares = []
    for number in range(SEEDS):
        losses = answers[f"losses{number}"].astype(float).ravel()
        if len(losses) == 0:
            return Check("training-loss-falls", False, "the history that train.run returned has no epochs")
        shares.append(float(losses[-1]) / float(questions.inputs[f"train_y{number}"].var()))
    shown = ", ".join(f"{share:.4g}" for share in shares)
    message = (
        f"training loss of the last epoch over the variance of the training targets, three seeds: {shown} "
        f"(needed: below {MAX_LOSS_SHARE} each)"
    )
    return Check("training-loss-falls", all(share < MAX_LOSS_SHARE for share in shares), message, float(np.max(shares)))


def _losses_match(answers, questions, check, situation, cases):
    pairs = []
    for case in cases:
        found = answers[f"loss_{case}"]
        if found.size != 1:
            return Check(check, False, f"train.loss_and_grads: a loss of shape {found.shape}, expected one number")
        rows = len(questions.inputs[f"x_{case}"])
        pairs.append((float(found.ravel()[0]), _reference(questions.inputs, case)[0], rows))
    found, expected, rows = max(pairs, key=lambda pair: _gap(*pair[:2]))
    message = f"train.loss_and_grads, {situation}, n = {rows}: loss {found:.4f}, by its contract {expected:.4f}"
    return Check(check, _gap(found, expected) < TOLERANCE, message, _gap(found, expected))


def _gap(found, expected):
    return float(abs(found - expected) / max(1.0, abs(expected))) if np.isfinite(found) else np.inf


def _gradients_match(answers, questions, check, situation, cases):
    worst, worst_name = 0.0, "W1"
    for case in cases:
        expected = _reference(questions.inputs, case)[1]
        for name in PARAMS:
            found = answers[f"d{name}_{case}"]
            if found.shape != expected[name].shape:
                shapes = f"shape {found.shape}, {name} has {expected[name].shape}"
                return Check(check, False, f"train.loss_and_grads, {situation}: gradient of {name} has {shapes}")
            error = np.abs(found - expected[name]).max() / np.abs(expected[name]).max()
            if not error <= worst:
                worst, worst_name = (error if np.isfinite(error) else np.inf), name
    difference = f"differs from the mean squared error's by {worst:.1e} (relative)"
    message = f"train.loss_and_grads, {situation}: gradient of {worst_name} {difference}"
    return Check(check, bool(worst < TOLERANCE), message, float(worst))


def _reference(inputs, case):
    """Mean squared error of two linear layers with a ReLU between them, and its gradients."""
    p = {name: inputs[f"{name}_{case}"] for name in PARAMS}
    x, y = inputs[f"x_{case}"], inputs[f"y_{case}"].ravel()
    hidden = np.maximum(x @ p["W1"] + p["b1"], 0.0)
    residual = (hidden @ p["W2"] + p["b2"]).ravel() - y
    dout = (2.0 * residual / len(y))[:, None]
    dhidden = (dout @ p["W2"].T) * (hidden > 0)
    grads = {"W1": x.T @ dhidden, "b1": dhidden.sum(axis=0), "W2": hidden.T @ dout, "b2": dout.sum(axis=0)}
    return float((residual**2).mean()), grads


def _case(rng, rows, features, hidden, scale):
    params = {
        "W1": rng.normal(size=(features, hidden)) * scale * np.sqrt(2.0 / features),
        "b1": rng.uniform(0.2, 0.6, size=hidden),  # some unit is active for every row, so no gradient is all zero
        "W2": rng.normal(size=(hidden, 1)) * scale,
        "b2": rng.normal(size=1),
    }
    return [features, hidden], params, rng.normal(size=(rows, features)), 3.0 + 2.0 * rng.normal(size=rows)


def _exact(case):
    size, params, x, _ = case
    hidden = np.maximum(x @ params["W1"] + params["b1"], 0.0)
    return size, params, x, (hidden @ params["W2"] + params["b2"]).ravel()


def _hours(rng, config):
    """Demand along fresh directions: the same difficulty in every judgement, other numbers in each."""
    directions = np.linalg.qr(rng.normal(size=(FEATURES, 4)))[0]

    def draw(rows):
        x = rng.normal(size=(rows, FEATURES))
        cold, wind, sun, day = (x @ directions).T
        demand = 6.0 + 1.3 * cold + np.maximum(wind, 0.0) - 0.8 * np.abs(sun) + 0.7 * cold * np.tanh(day)
        return x, demand + 0.2 * rng.normal(size=rows)

    (train_x, train_y), (test_x, test_y) = draw(config["train_rows"]), draw(config["test_rows"])
    unseen_x, unseen_y = draw(UNSEEN_ROWS)
    hours = {"train_x": train_x, "train_y": train_y, "test_x": test_x, "test_y": test_y, "unseen_x": unseen_x}
    return hours, unseen_y
