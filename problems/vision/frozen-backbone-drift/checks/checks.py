"""The grader of frozen-backbone-drift: own pictures, own forward pass in NumPy. Measured: calibration.md."""

import numpy as np
from judging.report import Check, Questions

SEEDS = 2
SIDE, SUPPLIERS, PRESSES, UNSEEN = 12, 16, 5, 400
MAX_RISE = 0.43  # see calibration.md for these and for MAX_SHIFT
MIN_PRESS = 0.47
MAX_SHIFT = 0.65
# Channels, side, classes, pictures, minibatch, epochs, dropout, whether the reader comes in training mode.
READERS = (
    (3, 10, 4, 17, 8, 2, 0.5, False),
    (5, 12, 3, 9, 4, 3, 0.25, True),
    (2, 17, 7, 23, 23, 2, 0.4, True),
    (6, 8, 2, 1, 5, 4, 0.6, False),
)
TOLERANCE = 1e-4  # features of order 1 in float32


def questions(rng, config):
    inputs, readers = {}, []
    for case, (channels, side, classes, count, batch, epochs, dropout, training) in enumerate(READERS):
        inputs |= {f"w{case}.{name}": value for name, value in _weights(rng, channels).items()}
        inputs[f"seen{case}"] = _float32(rng.normal(size=(6, 1, side, side)) * 0.5)
        for turn in range(2):
            inputs[f"x{case}_{turn}"] = _float32(rng.normal(size=(count, 1, side, side)) * (turn + 0.5) + turn * 0.5)
            inputs[f"y{case}_{turn}"] = rng.integers(0, classes, count)
        sizes = {"channels": channels, "side": side, "classes": classes, "batch": batch, "epochs": epochs}
        readers.append(sizes | {"dropout": dropout, "training": training, "seed": int(rng.integers(2**31))})
    key = {}
    for number in range(SEEDS):
        for kind, draw, classes in (("labels", _label, SUPPLIERS), ("lids", _lid, PRESSES)):
            count = config["label_pictures" if kind == "labels" else "lid_pictures"] + 40
            x, y = _pictures(draw, _similar_marks(classes, rng), count + UNSEEN, rng)
            inputs |= {f"{kind}{number}_x": x[:count], f"{kind}{number}_y": y[:count]}
            inputs[f"{kind}{number}_unseen"], key[f"{kind}{number}"] = x[count:], y[count:]
    seeds = [int(seed) for seed in rng.integers(2**31, size=SEEDS)]
    params = {"config": config, "readers": readers, "seeds": seeds, "classes": {"labels": SUPPLIERS, "lids": PRESSES}}
    return Questions(inputs, params, key)


def symptom(answers, questions):
    """The supplier head on unseen labels, before and after a head for lids is added."""
    check, rises, shown = "suppliers-still-read", [], []
    for number in range(SEEDS):
        truth = questions.key[f"labels{number}"]
        before, after = (answers[f"{time}{number}_logits"] for time in ("before", "after"))
        if before.shape != (UNSEEN, SUPPLIERS) or after.shape != before.shape:
            message = f"evaluate.logits: shapes {before.shape} and {after.shape} for {UNSEEN} labels"
            return [Check(check, False, message)]
        rises.append(_loss(after, truth) - _loss(before, truth))
        shown.append(f"{_accuracy(before, truth):.3f} before, {_accuracy(after, truth):.3f} after")
    worst = max(rises) if np.isfinite(rises).all() else np.inf
    message = f"train.add_head: unseen labels named rightly {'; '.join(shown)}; the loss rose by up to {worst:.3f} nats"
    return [Check(check, worst < MAX_RISE, f"{message} (needed: below {MAX_RISE})", worst)]


def cause(answers, questions):
    return [
        _computes_what_is_described(answers, questions),
        _backbone_as_delivered(answers),
        _other_heads_as_before(answers),
        _learns_from_what_cameras_compute(answers),
        _all_pictures(answers),
        _dropout(answers),
        _presses(answers, questions),
        _run_does_both(answers, questions),
    ]


def _presses(answers, questions):
    check, found = "presses-read", []
    for number in range(SEEDS):
        logits = answers[f"lids{number}_logits"]
        if logits.shape != (UNSEEN, PRESSES):
            return Check(check, False, f"evaluate.logits of press: shape {logits.shape}, expected {(UNSEEN, PRESSES)}")
        found.append(_accuracy(logits, questions.key[f"lids{number}"]))
    shown = ", ".join(f"{value:.3f}" for value in found)
    message = f"train.add_head: unseen lids named rightly by the new head: {shown}"
    return Check(check, min(found) > MIN_PRESS, f"{message} (needed: above {MIN_PRESS} each)", min(found))


def _accuracy(logits, truth):
    return float((np.nan_to_num(logits, nan=-np.inf).argmax(axis=1) == truth).mean())


def _loss(logits, truth):
    shifted = logits - logits.max(axis=1, keepdims=True)
    return float((np.log(np.exp(shifted).sum(axis=1)) - shifted[np.arange(len(truth)), truth]).mean())


def _computes_what_is_described(answers, questions):
    check, worst = "computes-what-is-described", 0.0
    for case in range(len(READERS)):
        if not answers[f"named{case}"].all():
            return Check(check, False, "model.Backbone: the entries of its state_dict are not those of README.md")
        expected = _features(_named(questions.inputs, f"w{case}."), questions.inputs[f"seen{case}"])
        worst = max(worst, _difference(answers[f"features{case}_0"], expected))
    message = f"model.Backbone with given weights: features differ from the description by up to {worst:.1e}"
    return Check(check, worst < TOLERANCE, message, worst)


def _backbone_as_delivered(answers):
    """State and features, for readers of other sizes that the grader made, before any head and after each."""
    worst, place = 0.0, ""
    for case, turn in _turns():
        for name in [key for key in answers if key.startswith((f"b{case}_0.", f"features{case}_0"))]:
            later = answers.get(name.replace(f"{case}_0", f"{case}_{turn + 1}", 1))
            moved = _difference(later, answers[name])
            if not moved <= worst:
                worst, place = moved, f" (side {READERS[case][1]}, {READERS[case][3]} pictures, head number {turn + 1})"
    message = f"train.add_head: the reader's backbone, or its features of the same pictures, moved by up to {worst:.1e}"
    return Check("backbone-as-delivered", worst < TOLERANCE, message + place, worst)


def _other_heads_as_before(answers):
    moves = [_difference(answers[f"old{case}_{turn + 1}"], answers[f"old{case}_0"]) for case, turn in _turns()]
    message = f"train.add_head: logits of a head that was there before moved by up to {max(moves):.1e}"
    return Check("other-heads-as-before", max(moves) < TOLERANCE, message, max(moves))


def _learns_from_what_cameras_compute(answers):
    """Each row that reached the new head in training is the delivered backbone's feature row of one of the pictures."""
    check, worst = "learns-from-what-cameras-compute", 0.0
    for case, turn in _turns():
        rows, given = answers[f"learned{case}_{turn}"], answers[f"given{case}_{turn}"]
        if len(rows) == 0 or not np.isfinite(rows).all():
            return Check(check, False, "train.add_head: no features, or none that are finite, reached model.Head")
        far = np.abs(rows[:, None] - given[None]).max(axis=2).min(axis=1).max()
        worst = max(worst, float(far))
    message = f"train.add_head: what the head was trained on differs from the features in use by up to {worst:.1e}"
    return Check(check, worst < TOLERANCE, message, worst)


def _all_pictures(answers):
    for case, turn in _turns():
        count, epochs = READERS[case][3], READERS[case][5]
        rows, given = answers[f"learned{case}_{turn}"], answers[f"given{case}_{turn}"]
        if len(rows) != count * epochs:
            message = f"{len(rows)} rows reached the new head, expected {count} pictures in each of {epochs} epochs"
            return Check("every-picture-in-every-epoch", False, f"train.add_head: {message}")
        far = np.abs(rows[:, None] - given[None]).max(axis=2)
        times = np.bincount(far.argmin(axis=1), minlength=count)
        # Rows that are no picture's features cannot be assigned; another check names them.
        if far.min(axis=1).max() < TOLERANCE and not (times == epochs).all():
            message = f"a picture reached the new head {times.min()} times, another {times.max()}, expected {epochs}"
            return Check("every-picture-in-every-epoch", False, f"train.add_head: {message}")
    message = "train.add_head: every picture reached the new head once in every epoch"
    return Check("every-picture-in-every-epoch", True, message)


def _dropout(answers):
    """A head drops the configured share in training, none in use, and is in training mode while it is trained."""
    check = "head-trained-with-dropout"
    for case, turn in _turns():
        modes = answers[f"training{case}_{turn}"]
        if len(modes) == 0 or not modes.all():
            passes = f"{int((1 - modes).sum())} of {len(modes)} passes"
            return Check(check, False, f"train.add_head: {passes} of the new head were not in training mode")
    for case in range(len(READERS)):
        noisy, quiet = answers[f"noisy{case}"], answers[f"quiet{case}"]
        if np.ptp(quiet, axis=0).max() > TOLERANCE or np.ptp(noisy, axis=0).max() < 10 * TOLERANCE:
            return Check(check, False, "model.Head: the logits vary in use, or do not vary in training")
    return Check(check, True, "model.Head: trained with dropout, used without")


def _run_does_both(answers, questions):
    """Both heads, and the first norm's running mean and variance against those of the training labels."""
    check, shapes = "run-does-both", [answers[f"r_{kind}_logits"].shape for kind in ("labels", "lids")]
    weights = _named(answers, "r.")
    if shapes != [(UNSEEN, SUPPLIERS), (UNSEEN, PRESSES)] or set(weights) != set(_weights(np.random.default_rng(0), 1)):
        return Check(check, False, "train.run: the heads or the backbone's state_dict are not those of README.md")
    out = _conv(questions.inputs["labels0_x"][:400], weights["conv1.weight"], weights["conv1.bias"])
    mean, var = out.mean(axis=(0, 2, 3)), out.var(axis=(0, 2, 3))
    off = np.abs(weights["norm1.running_mean"] - mean) / np.sqrt(var)
    spread = np.abs(np.log(np.maximum(weights["norm1.running_var"], 1e-12) / var))
    shift = float(np.median(np.maximum(off, spread)))
    message = f"train.run: norm1 is {shift:.2f} (standard deviations, or ln of variances) from what labels bring to it"
    return Check(check, shift < MAX_SHIFT, f"{message} (needed: below {MAX_SHIFT})", shift)


def _named(arrays, prefix):
    return {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}


def _turns():
    return [(case, turn) for case in range(len(READERS)) for turn in range(2)]


def _difference(found, expected):
    if found is None or found.shape != expected.shape or not np.isfinite(found).all():
        return float("inf")
    return float(np.abs(found - expected).max(initial=0.0))


def _features(w, x):
    """The forward pass of README.md in float64."""
    for stage in ("1", "2"):
        x = _conv(x, w[f"conv{stage}.weight"], w[f"conv{stage}.bias"])
        scale = w[f"norm{stage}.weight"] / np.sqrt(w[f"norm{stage}.running_var"] + 1e-5)
        x = (x - w[f"norm{stage}.running_mean"][:, None, None]) * scale[:, None, None]
        x = np.maximum(x + w[f"norm{stage}.bias"][:, None, None], 0.0)
        n, channels, height, width = x.shape
        x = x[:, :, : height // 2 * 2, : width // 2 * 2]
        x = x.reshape(n, channels, height // 2, 2, width // 2, 2).max(axis=(3, 5))
    return x.reshape(len(x), -1)


def _conv(x, weight, bias):
    """3 × 3, padded with one row and column of zeros."""
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), axis=(2, 3))
    return np.einsum("nchwij,ocij->nohw", windows, weight, optimize=True) + bias[:, None, None]


def _weights(rng, channels):
    weights = {}
    for stage, (inner, outer) in enumerate(((1, channels), (channels, 2 * channels)), start=1):
        weights[f"conv{stage}.weight"] = rng.normal(size=(outer, inner, 3, 3)) / (3 * np.sqrt(inner))
        weights[f"norm{stage}.weight"], weights[f"norm{stage}.running_var"] = rng.uniform(0.5, 1.5, (2, outer))
        for name in (f"conv{stage}.bias", f"norm{stage}.bias", f"norm{stage}.running_mean"):
            # Units that are on for some places and off for others, so that no two pictures look alike to the heads.
            weights[name] = rng.normal(size=outer) * 0.3 + (0.5 if name == f"norm{stage}.bias" else 0.0)
    return {name: _float32(value) for name, value in weights.items()}


def _float32(values):
    return values.astype(np.float32).astype(np.float64)


def _label(marks, rng):
    return _between(rng.uniform(0.8, 1.0, len(marks)), rng.uniform(0.1, 0.3, len(marks)), marks, 0.12, rng)


def _lid(marks, rng):
    return _between(rng.uniform(0.05, 0.2, len(marks)), rng.uniform(0.5, 0.7, len(marks)), marks, 0.05, rng)


def _between(ground, ink, marks, noise, rng):
    return ground[:, None, None] + (ink - ground)[:, None, None] * marks + noise * rng.normal(size=marks.shape)


def _pictures(draw, marks, count, rng):
    y, size = rng.integers(0, len(marks), count), marks.shape[1]
    placed = np.zeros((count, SIDE, SIDE))
    for picture, mark in zip(placed, marks[y]):
        top, left = rng.integers(1, SIDE - size, 2)
        picture[top : top + size, left : left + size] = mark
    return _float32(draw(placed, rng)[:, None]), y


def _similar_marks(count, rng, size=7):
    """Fresh marks in every judgement, of the same kind as those of data.py."""
    common, marks = rng.random((size, size)) < 0.45, []
    while len(marks) < count:
        mark = common ^ (rng.random((size, size)) < 0.25)
        if all((mark ^ other).sum() >= 14 for other in marks):
            marks.append(mark)
    return np.array(marks, dtype=float)
