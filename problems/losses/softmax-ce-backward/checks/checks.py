"""The grader of softmax-ce-backward: own seeds, own metric, own loss and gradient. Measured: calibration.md."""

import numpy as np
from judging.report import Check, Questions

SEEDS = 3
FEATURES, SPECIES, UNSEEN_ROWS = 20, 6, 1500
MIN_ACCURACY = 0.82  # middle of the gap between whatever learns and the best of what does not, see calibration.md
FUNCTIONS = ("softmax", "cross_entropy", "cross_entropy_grad")
SHAPES = ((17, 6), (64, 10), (1, 3), (5, 2), (4, 7, 6), (2, 3, 4, 5))
RANDOM = range(len(SHAPES))
DIFFERENCES = (0, 2, 3, 4, 5)  # the shapes whose every entry is moved both ways
TWICE, MOVED, LARGE = len(SHAPES), len(SHAPES) + 1, (len(SHAPES) + 2, len(SHAPES) + 3)
STEP = 1e-5
# Relative to the largest entry, absolute below 1. Right code is off by far less, see calibration.md.
TOLERANCE, DIFFERENCE_TOLERANCE = 1e-5, 1e-6


def questions(rng, config):
    inputs, key = {}, {}
    for number in range(SEEDS):
        seeds, key[f"unseen_y{number}"] = _seeds(rng, config)
        inputs |= {f"{name}{number}": array for name, array in seeds.items()}
    cases = [_random_case(rng, shape) for shape in SHAPES]
    logits, labels = cases[0]
    cases += [(np.concatenate([logits, logits]), np.concatenate([labels, labels])), (logits + 1000.0, labels)]
    cases += [_large_case(rng, (12, 6)), _large_case(rng, (3, 4, 5))]
    for case, (logits, labels) in enumerate(cases):
        inputs |= {f"logits_{case}": logits, f"labels_{case}": labels}
    for case in DIFFERENCES:
        moves = STEP * np.eye(inputs[f"logits_{case}"].size).reshape(-1, *SHAPES[case])
        inputs |= {f"above_{case}": inputs[f"logits_{case}"] + moves, f"below_{case}": inputs[f"logits_{case}"] - moves}
    params = {"config": config, "cases": list(range(len(cases))), "shifted": list(DIFFERENCES), "touched": 0}
    return Questions(inputs, params | {"seeds": [int(seed) for seed in rng.integers(2**31, size=SEEDS)]}, key)


def symptom(answers, questions):
    missing = _missing(answers)
    if missing:
        names = ", ".join(f"losses.{name}" for name in missing)
        return [Check("functions-are-written", False, f"still raising NotImplementedError: {names}")]
    written = Check("functions-are-written", True, "all three functions of losses.py are written")
    return [written, _loss_falls(answers), _accuracy(answers, questions)]


def cause(answers, questions):
    if _missing(answers):
        return [Check("contracts", False, "the contracts are tested once all three functions are written")]
    return [
        _softmax(answers, questions),
        _loss(answers, questions),
        _differences(answers, questions),
        _rows_sum_to_zero(answers),
        _mean(answers),
        _shift(answers),
        _large(answers, questions),
        _untouched(answers, questions),
    ]


def _missing(answers):
    return [name for name, written in zip(FUNCTIONS, answers["written"]) if not written]


def _loss_falls(answers):
    ends = []
    for number in range(SEEDS):
        history = answers[f"losses{number}"].astype(float).ravel()
        if len(history) < 2:
            return Check("logged-loss-falls", False, "the history that train.run returned has no epochs")
        ends.append((history[0], history[-1]))
    shown = ", ".join(f"{first:.3g} → {last:.3g}" for first, last in ends)
    message = f"loss of the first and of the last epoch with three seeds: {shown} (needed: falling)"
    return Check("logged-loss-falls", all(last < first for first, last in ends), message)


def _accuracy(answers, questions):
    accuracies = []
    for number in range(SEEDS):
        scores, species = answers[f"scores{number}"], questions.key[f"unseen_y{number}"]
        if scores.shape != (UNSEEN_ROWS, SPECIES):
            shape = f"evaluate.scores returned shape {scores.shape} for {UNSEEN_ROWS} seeds and {SPECIES} species"
            return Check("learns-to-sort", False, shape)
        accuracies.append(float((scores.argmax(axis=1) == species).mean()))
    shown = ", ".join(f"{accuracy:.3f}" for accuracy in accuracies)
    message = f"accuracy on unseen seeds after training with three seeds: {shown} (needed: {MIN_ACCURACY} each)"
    return Check("learns-to-sort", min(accuracies) >= MIN_ACCURACY, message, min(accuracies))


def _softmax(answers, questions):
    for case in RANDOM:
        found, fault = _array(answers, "softmax", case, SHAPES[case])
        error = np.inf if fault else _error(found, np.exp(_reference(questions, case)[2]))
        if not error < TOLERANCE:
            message = f"losses.softmax, logits of shape {SHAPES[case]}: {fault or f'probabilities off by {error:.1e}'}"
            return Check("softmax-over-last-axis", False, message, error)
    return Check("softmax-over-last-axis", True, f"losses.softmax: right for logits of {len(SHAPES)} shapes")


def _loss(answers, questions):
    for case in RANDOM:
        found, fault = _array(answers, "loss", case, ())
        expected = _reference(questions, case)[0]
        if fault or not _error(found, expected) < TOLERANCE:
            fault = fault or f"loss {found:.6g}, by its contract {expected:.6g}"
            message = f"losses.cross_entropy, logits of shape {SHAPES[case]}: {fault}"
            return Check("loss-is-mean-cross-entropy", False, message)
    return Check("loss-is-mean-cross-entropy", True, f"losses.cross_entropy: right for logits of {len(SHAPES)} shapes")


def _differences(answers, questions):
    """The gradient against centred differences of the candidate's own loss."""
    worst = 0.0
    for case in DIFFERENCES:
        grad, fault = _array(answers, "grad", case, SHAPES[case])
        sides = [_array(answers, side, case, (int(np.prod(SHAPES[case])),)) for side in ("above", "below")]
        fault = fault or sides[0][1] or sides[1][1]
        if not fault:
            numeric = (sides[0][0] - sides[1][0]).reshape(SHAPES[case]) / (2 * STEP)
            error = np.abs(grad - numeric).max() / max(np.abs(numeric).max(), 1e-12)
            worst = max(worst, error)
            fault = None if error < DIFFERENCE_TOLERANCE else f"off by {error:.1e} of its largest entry"
        if fault:
            message = f"losses.cross_entropy_grad, logits of shape {SHAPES[case]}, against finite differences: {fault}"
            return Check("gradient-of-that-loss", False, message)
    message = f"losses.cross_entropy_grad: agrees with finite differences of cross_entropy, {worst:.0e} relative"
    return Check("gradient-of-that-loss", True, message, worst)


def _rows_sum_to_zero(answers):
    for case in RANDOM:
        grad, fault = _array(answers, "grad", case, SHAPES[case])
        off = np.inf if fault else np.abs(grad.sum(axis=-1)).max() / max(np.abs(grad).max(), 1e-12)
        if not off < TOLERANCE:
            fault = fault or f"a row sums to {off:.1e} of the largest entry, not to 0"
            message = f"losses.cross_entropy_grad, logits of shape {SHAPES[case]}: {fault}"
            return Check("gradient-rows-sum-to-zero", False, message)
    return Check("gradient-rows-sum-to-zero", True, "losses.cross_entropy_grad: the gradient of every row sums to 0")


def _mean(answers):
    """A batch that holds every row twice has the same mean, and half the gradient for each row."""
    shape = SHAPES[0]
    found = [_array(answers, "loss", case, ()) for case in (0, TWICE)]
    grads = [_array(answers, "grad", 0, shape), _array(answers, "grad", TWICE, (2 * shape[0], shape[1]))]
    fault = next((fault for _, fault in found + grads if fault), None)
    if not fault and not _error(found[1][0], found[0][0]) < TOLERANCE:
        fault = f"the loss goes from {found[0][0]:.4g} to {found[1][0]:.4g} when every row is there twice"
    if not fault:
        (once, _), (twice, _) = grads
        ratio = np.abs(twice[: shape[0]]).sum() / max(np.abs(once).sum(), 1e-12)
        fault = None if abs(ratio - 0.5) < TOLERANCE else f"with every row twice, a row's gradient is {ratio:.3g} of it"
    message = f"losses.cross_entropy and its gradient, {shape[0]} rows twice: {fault or 'same loss, half the gradient'}"
    return Check("mean-over-the-batch", not fault, message)


def _shift(answers):
    """Own values before and after; whether they are right is another check."""
    parts = [("softmax", SHAPES[0]), ("loss", ())]
    found = [_array(answers, name, case, shape) for name, shape in parts for case in (0, MOVED)]
    fault = next((fault for _, fault in found if fault), None)
    if not fault:
        (probs, _), (moved_probs, _), (loss, _), (moved_loss, _) = found
        off = max(_error(moved_probs, probs), _error(moved_loss, loss))
        fault = None if off < TOLERANCE else f"probabilities or loss change by {off:.1e}"
    message = f"losses.softmax and the loss, 1000 added to every logit: {fault or 'nothing changes'}"
    return Check("shift-invariance", not fault, message)


def _large(answers, questions):
    for case in LARGE:
        shape = questions.inputs[f"logits_{case}"].shape
        loss, grad, log_probs = _reference(questions, case)
        for name, expected in (("softmax", np.exp(log_probs)), ("loss", np.array(loss)), ("grad", grad)):
            function = {"loss": "cross_entropy", "grad": "cross_entropy_grad"}.get(name, name)
            found, fault = _array(answers, name, case, expected.shape)
            if not fault and not np.isfinite(found).all():
                fault = "not finite"
            if not fault and not _error(found, expected) < TOLERANCE:
                fault = f"{found:.6g}, by its contract {expected:.6g}" if name == "loss" else "wrong values"
            if fault:
                message = f"losses.{function}, logits up to ±10,000 of shape {shape}: {fault}"
                return Check("large-logits", False, message)
    return Check("large-logits", True, "losses.softmax, the loss and its gradient: right for logits up to ±10,000")


def _untouched(answers, questions):
    names = [name for name in ("logits", "labels") if not _same(answers, questions, name)]
    message = f"passed to the three functions and changed by them: {', '.join(names) or 'nothing'}"
    return Check("arguments-unmodified", not names, message)


def _same(answers, questions, name):
    return np.array_equal(answers[f"{name}_after"], questions.inputs[f"{name}_0"])


def _array(answers, name, case, shape):
    """What was returned, or why it cannot be compared: (array, None) or (None, sentence)."""
    raised = answers.get(f"{name}_{case}_raised")
    if raised is not None:
        text = bytes(raised.astype(np.uint8).ravel()[:160].tolist()).decode("utf-8", "replace")
        return None, f"raised {''.join(char if char.isprintable() else ' ' for char in text)}"
    found = answers[f"{name}_{case}"]
    if name == "loss" and found.size == 1:
        found = found.reshape(())
    return (found, None) if found.shape == shape else (None, f"returned shape {found.shape}, expected {shape}")


def _error(found, expected):
    error = np.abs(found - expected).max() / max(1.0, np.abs(expected).max())
    return float(error) if np.isfinite(error) else np.inf


def _reference(questions, case):
    """Mean loss, its gradient, and the logarithms of the probabilities."""
    logits, labels = questions.inputs[f"logits_{case}"], questions.inputs[f"labels_{case}"]
    shifted = logits - logits.max(axis=-1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    chosen = np.eye(logits.shape[-1])[labels]
    return -(log_probs * chosen).sum() / labels.size, (np.exp(log_probs) - chosen) / labels.size, log_probs


def _random_case(rng, shape):
    return rng.normal(size=shape) * 2.0, rng.integers(0, shape[-1], shape[:-1])


def _large_case(rng, shape):
    """Rows far above and far below 0, and rows in which single logits are; the label is often at a small one."""
    logits = rng.normal(size=shape) + rng.choice([-1e4, 0.0, 1e4], size=shape)
    rows = logits.reshape(-1, shape[-1])
    rows[0], rows[1] = rng.normal(size=shape[-1]) + 1e4, rng.normal(size=shape[-1]) - 1e4
    labels = rng.integers(0, shape[-1], shape[:-1])
    labels.reshape(-1)[2:] = rows[2:].argmin(axis=1)
    return logits, labels


def _seeds(rng, config):
    """Species in a fresh rotation: the same difficulty in every judgement, other numbers in each."""
    shapes = np.linalg.qr(rng.normal(size=(FEATURES, SPECIES)))[0].T * 3.7

    def draw(rows):
        species = rng.integers(0, SPECIES, rows)
        return shapes[species] + rng.normal(size=(rows, FEATURES)), species

    (train_x, train_y), (test_x, test_y) = draw(config["train_rows"]), draw(config["test_rows"])
    unseen_x, unseen_y = draw(UNSEEN_ROWS)
    seeds = {"train_x": train_x, "train_y": train_y, "test_x": test_x, "test_y": test_y, "unseen_x": unseen_x}
    return seeds, unseen_y
