"""The grader of softmax-over-batch: own calls, own metric, own loss and gradients. Measured: calibration.md."""

import numpy as np
from judging.report import Check, Questions

SEEDS = 3
SHARES = (0.26, 0.19, 0.15, 0.12, 0.10, 0.08, 0.06, 0.04)
FEATURES, SPECIES, UNSEEN_ROWS = 24, len(SHARES), 600
MIN_ACCURACY = 0.6  # middle of the gap between the repairs and always naming the most frequent species
MAX_LOSS = 1.2  # middle of the gap between the repairs and the loss that is left with the fault, see calibration.md
PARAMS = ("W1", "b1", "W2", "b2")
# Against the reference: rows, features, hidden, species, scale of the parameters. As many rows as species once.
RANDOM_CASES = ((17, 24, 32, 8, 1.0), (5, 7, 4, 3, 1.2), (1, 24, 16, 8, 1.0), (6, 9, 12, 6, 1.0), (48, 24, 40, 2, 1.0))
UNTRAINED = ((12, 8), (7, 3))  # rows, species
# Absolute for losses and probabilities, relative to the largest entry for gradients. Wide enough for float32; the
# closest wrong change is off by 0.02 or more in one of them, see calibration.md.
TOLERANCE = 1e-4


def questions(rng, config):
    inputs, key, sizes = {}, {}, []
    for number in range(SEEDS):
        calls, key[f"unseen_y{number}"] = _calls(rng, config)
        inputs |= {f"{name}{number}": array for name, array in calls.items()}
    for case, (size, params, x, y) in enumerate([*_random_cases(rng), *_untrained(rng)]):
        sizes.append(size)
        inputs |= {f"{name}_{case}": params[name] for name in PARAMS} | {f"x_{case}": x, f"y_{case}": y}
    seeds = [int(seed) for seed in rng.integers(2**31, size=SEEDS)]
    return Questions(inputs, {"config": config, "sizes": sizes, "seeds": seeds}, key)


def symptom(answers, questions):
    return [_field(answers, questions), _training_loss(answers)]


def cause(answers, questions):
    randoms = range(len(RANDOM_CASES))
    untrained = range(len(RANDOM_CASES), len(RANDOM_CASES) + len(UNTRAINED))
    return [
        _rows_sum_to_one(answers, questions, [*randoms, *untrained]),
        _neighbours_do_not_matter(answers, randoms),
        _probabilities_match(answers, questions, randoms),
        _losses_match(answers, questions, "untrained-loss", "all parameters 0", untrained),
        _losses_match(answers, questions, "loss-is-negative-log-likelihood", "random parameters", randoms),
        _gradients_match(answers, questions, randoms),
    ]


def _field(answers, questions):
    accuracies = []
    for number in range(SEEDS):
        found, species = answers[f"alone{number}"], questions.key[f"unseen_y{number}"]
        if found.shape != (UNSEEN_ROWS, SPECIES):
            message = f"model.probabilities: shape {found.shape} from {UNSEEN_ROWS} single calls of {SPECIES} species"
            return Check("right-one-by-one", False, message)
        accuracies.append(float((found.argmax(axis=1) == species).mean()))
    shown = ", ".join(f"{accuracy:.3f}" for accuracy in accuracies)
    message = f"accuracy on unseen calls, sent one by one, three seeds: {shown} (needed: {MIN_ACCURACY} each)"
    return Check("right-one-by-one", min(accuracies) >= MIN_ACCURACY, message, min(accuracies))


def _training_loss(answers):
    last = [answers[f"losses{number}"].astype(float).ravel()[-1:] for number in range(SEEDS)]
    if any(len(loss) == 0 for loss in last):
        return Check("training-loss-falls", False, "the history that train.run returned has no epochs")
    losses = [float(loss[0]) for loss in last]
    shown = ", ".join(f"{loss:.4g}" for loss in losses)
    message = f"training loss of the last epoch with three seeds: {shown} (needed: below {MAX_LOSS} each)"
    return Check("training-loss-falls", all(loss < MAX_LOSS for loss in losses), message, float(np.max(losses)))


def _rows_sum_to_one(answers, questions, cases):
    check, worst, total, rows = "each-call-sums-to-one", 0.0, 1.0, 1
    for case in cases:
        found, expected = answers[f"together_{case}"].astype(float), _forward(questions.inputs, case)[1].shape
        if found.shape != expected:
            return Check(check, False, f"model.probabilities: shape {found.shape}, expected {expected}")
        sums = found.sum(axis=1)
        furthest = sums[int(np.argmax(np.where(np.isfinite(sums), np.abs(sums - 1.0), np.inf)))]
        if _gap(furthest, 1.0) >= worst:
            worst, total, rows = _gap(furthest, 1.0), float(furthest), len(sums)
    message = f"model.probabilities, {rows} calls at once: the probabilities of one call sum to {total:.4f}"
    return Check(check, bool(worst < TOLERANCE), message, worst)


def _neighbours_do_not_matter(answers, cases):
    check, worst = "independent-of-the-others", 0.0
    for case in cases:
        together, alone = answers[f"together_{case}"].astype(float), answers[f"alone_{case}"].astype(float)
        if together.shape != alone.shape:
            return Check(check, False, f"model.probabilities: {together.shape} together, {alone.shape} one by one")
        worst = max(worst, _largest(together - alone))
    message = f"model.probabilities: a call's probability differs by {worst:.1e} between alone and with other calls"
    return Check(check, bool(worst < TOLERANCE), message, worst)


def _probabilities_match(answers, questions, cases):
    check, worst = "probabilities-are-the-softmax", 0.0
    for case in cases:
        found, expected = answers[f"together_{case}"].astype(float), _forward(questions.inputs, case)[1]
        if found.shape != expected.shape:
            return Check(check, False, f"model.probabilities: shape {found.shape}, expected {expected.shape}")
        worst = max(worst, _largest(found - expected))
    message = f"model.probabilities, random parameters: off by {worst:.1e} from the softmax of the contract"
    return Check(check, bool(worst < TOLERANCE), message, worst)


def _largest(difference):
    return float(np.abs(difference).max()) if np.isfinite(difference).all() else np.inf


def _losses_match(answers, questions, check, situation, cases):
    pairs = []
    for case in cases:
        found = answers[f"loss_{case}"]
        if found.size != 1:
            return Check(check, False, f"train.loss_and_grads: a loss of shape {found.shape}, expected one number")
        pairs.append((float(found.ravel()[0]), _reference(questions.inputs, case)[0]))
    found, expected = max(pairs, key=lambda pair: _gap(*pair))
    message = f"train.loss_and_grads, {situation}: loss {found:.4f}, by its contract {expected:.4f}"
    return Check(check, _gap(found, expected) < TOLERANCE, message, _gap(found, expected))


def _gap(found, expected):
    return float(abs(found - expected)) if np.isfinite(found) else np.inf


def _gradients_match(answers, questions, cases):
    check, worst, worst_name = "gradients-of-that-loss", 0.0, "W1"
    for case in cases:
        expected = _reference(questions.inputs, case)[1]
        for name in PARAMS:
            found = answers[f"d{name}_{case}"]
            if found.shape != expected[name].shape:
                shapes = f"shape {found.shape}, {name} has {expected[name].shape}"
                return Check(check, False, f"train.loss_and_grads: gradient of {name} has {shapes}")
            error = np.abs(found - expected[name]).max() / np.abs(expected[name]).max()
            if not error <= worst:
                worst, worst_name = (error if np.isfinite(error) else np.inf), name
    difference = f"differs from the negative log-likelihood's by {worst:.1e} (relative)"
    message = f"train.loss_and_grads: gradient of {worst_name} {difference}"
    return Check(check, bool(worst < TOLERANCE), message, float(worst))


def _forward(inputs, case):
    p = {name: inputs[f"{name}_{case}"] for name in PARAMS}
    hidden = np.maximum(inputs[f"x_{case}"] @ p["W1"] + p["b1"], 0.0)
    logits = hidden @ p["W2"] + p["b2"]
    exponents = np.exp(logits - logits.max(axis=1, keepdims=True))
    return hidden, exponents / exponents.sum(axis=1, keepdims=True)


def _reference(inputs, case):
    """Mean negative log-likelihood of softmax over two linear layers with a ReLU between them, and its gradients."""
    x, y = inputs[f"x_{case}"], inputs[f"y_{case}"]
    rows, (hidden, probabilities) = np.arange(len(y)), _forward(inputs, case)
    dlogits = probabilities.copy()
    dlogits[rows, y] -= 1.0
    dlogits /= len(y)
    dhidden = (dlogits @ inputs[f"W2_{case}"].T) * (hidden > 0)
    grads = {"W1": x.T @ dhidden, "b1": dhidden.sum(axis=0), "W2": hidden.T @ dlogits, "b2": dlogits.sum(axis=0)}
    return float(-np.log(probabilities[rows, y]).mean()), grads


def _random_cases(rng):
    for rows, features, hidden, species, scale in RANDOM_CASES:
        params = {
            "W1": rng.normal(size=(features, hidden)) * scale * np.sqrt(2.0 / features),
            "b1": rng.uniform(0.1, 0.5, size=hidden),
            "W2": rng.normal(size=(hidden, species)) * scale * np.sqrt(1.0 / hidden),
            "b2": rng.normal(size=species),
        }
        yield [features, hidden, species], params, rng.normal(size=(rows, features)), rng.integers(0, species, rows)


def _untrained(rng):
    for rows, species in UNTRAINED:
        params = {"W1": np.zeros((5, 6)), "b1": np.zeros(6), "W2": np.zeros((6, species)), "b2": np.zeros(species)}
        yield [5, 6, species], params, rng.normal(size=(rows, 5)), rng.integers(0, species, rows)


def _calls(rng, config):
    """Species profiles in a fresh rotation: the same difficulty in every judgement, other numbers in each."""
    profiles = np.linalg.qr(rng.normal(size=(FEATURES, SPECIES)))[0].T * 4.0

    def draw(rows):
        species = rng.choice(SPECIES, size=rows, p=SHARES)
        return profiles[species] + rng.normal(size=(rows, FEATURES)), species

    (train_x, train_y), (test_x, test_y) = draw(config["train_rows"]), draw(config["test_rows"])
    unseen_x, unseen_y = draw(UNSEEN_ROWS)
    calls = {"train_x": train_x, "train_y": train_y, "test_x": test_x, "test_y": test_y, "unseen_x": unseen_x}
    return calls, unseen_y
