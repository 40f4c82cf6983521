"""The grader of conv2d-forward-backward: own pictures, own metric, own convolution. Measured: calibration.md."""

import numpy as np
from judging.report import Check, Questions

SEEDS = 3
KINDS, SIZE, UNSEEN_ROWS = 4, 10, 400
MIN_ACCURACY = 0.55  # middle of the gap between what learns and what does not, see calibration.md
FUNCTIONS = ("conv2d", "conv2d_backward")
# Images (n, c, h, w), filters (f, kh, kw), stride, padding.
CASES = {
    "as-in-the-project": ((3, 2, 6, 6), (4, 3, 3), 1, 1),
    "one-pixel": ((2, 3, 4, 5), (2, 1, 1), 1, 0),
    "no-padding": ((2, 2, 5, 7), (3, 3, 3), 1, 0),
    "wide-filter": ((2, 2, 6, 5), (3, 2, 4), 1, 1),
    "even-filter": ((1, 3, 5, 5), (2, 2, 2), 1, 2),
    "stride-2": ((2, 2, 7, 7), (3, 3, 3), 2, 1),
    "stride-leaves-a-rest": ((2, 2, 8, 6), (2, 3, 3), 2, 0),
    "stride-3": ((1, 2, 9, 8), (2, 2, 3), 3, 1),
    "stride-over-filter": ((2, 1, 7, 8), (2, 2, 2), 3, 0),
    "whole-image": ((2, 2, 4, 5), (3, 4, 5), 1, 0),
}
MOVED = ("wide-filter", "stride-leaves-a-rest", "stride-3")  # whose every entry is moved both ways
ALONE = "as-in-the-project"  # the row that is also passed alone
TOLERANCE = 1e-5  # right code is off by 1e-14, see calibration.md


def questions(rng, config):
    inputs, key, calls = {}, {}, {}
    for number in range(SEEDS):
        welds, key[f"unseen_y{number}"] = _welds(rng, config)
        inputs |= {f"{name}{number}": array for name, array in welds.items()}
    for name, (image, (filters, *size), stride, padding) in CASES.items():
        x, w = rng.normal(size=image), rng.normal(size=(filters, image[1], *size))
        b = rng.normal(size=filters)
        inputs |= {f"{name}_{part}": array for part, array in zip("xwb", (x, w, b))}
        inputs[f"{name}_g"] = rng.normal(size=_convolve(x, w, b, stride, padding).shape)
        calls[name] = {"stride": stride, "padding": padding}
    inputs |= {f"alone_{part}": inputs[f"{ALONE}_{part}"] for part in "wb"}
    inputs |= {f"alone_{part}": inputs[f"{ALONE}_{part}"][-1:] for part in "xg"}
    calls["alone"] = calls[ALONE]
    params = {"config": config, "calls": calls, "moved": MOVED, "touched": ALONE}
    return Questions(inputs, params | {"seeds": [int(seed) for seed in rng.integers(2**31, size=SEEDS)]}, key)


def symptom(answers, questions):
    missing = _missing(answers)
    if missing:
        names = ", ".join(f"conv.{name}" for name in missing)
        return [Check("functions-are-written", False, f"still raising NotImplementedError: {names}")]
    written = Check("functions-are-written", True, "both functions of conv.py are written")
    return [written, _loss_falls(answers), _accuracy(answers, questions)]


def cause(answers, questions):
    if _missing(answers):
        return [Check("contracts", False, "the contracts are tested once both functions are written")]
    return [
        _forward(answers, questions, "convolution", [name for name in CASES if CASES[name][2] == 1]),
        _forward(answers, questions, "strides", [name for name in CASES if CASES[name][2] > 1]),
        _gradient(answers, questions, "gradient-of-images", "dx"),
        _gradient(answers, questions, "gradient-of-filters", "dw"),
        _gradient(answers, questions, "gradient-of-biases", "db"),
        _differences(answers, questions),
        _rows_alone(answers),
        _untouched(answers, questions),
    ]


def _missing(answers):
    return [name for name, written in zip(FUNCTIONS, answers["written"]) if not written]


def _loss_falls(answers):
    ends = []
    for number in range(SEEDS):
        history = answers[f"losses{number}"].astype(float).ravel()
        if len(history) < 2:
            return Check("logged-loss-falls", False, "the history that train.run returned is empty")
        ends.append((history[0], history[-1]))
    shown = ", ".join(f"{first:.3g} → {last:.3g}" for first, last in ends)
    message = f"first and last logged loss with three seeds: {shown} (needed: falling)"
    return Check("logged-loss-falls", all(last < first for first, last in ends), message)


def _accuracy(answers, questions):
    accuracies = []
    for number in range(SEEDS):
        scores, kinds = answers[f"scores{number}"], questions.key[f"unseen_y{number}"]
        if scores.shape != (UNSEEN_ROWS, KINDS):
            shape = f"evaluate.scores returned shape {scores.shape} for {UNSEEN_ROWS} pictures and {KINDS} kinds"
            return Check("learns-to-inspect", False, shape)
        accuracies.append(float((scores.argmax(axis=1) == kinds).mean()))
    shown = ", ".join(f"{accuracy:.3f}" for accuracy in accuracies)
    # The middle one: of 200 trainings of right code two stopped short of it.
    middle = float(np.median(accuracies))
    message = f"accuracy on unseen pictures after training with three seeds: {shown} (needed: {MIN_ACCURACY} in two)"
    return Check("learns-to-inspect", middle >= MIN_ACCURACY, message, middle)


def _forward(answers, questions, check, names):
    for name in names:
        expected = _convolve(*_arguments(questions, name, "xwb"), *CASES[name][2:])
        found, fault = _array(answers, f"{name}_out", expected.shape)
        error = np.inf if fault else _error(found, expected)
        if not error < TOLERANCE:
            message = f"conv.conv2d, {_sizes(name)}: {fault or f'off by {error:.1e}'}"
            return Check(check, False, message, error)
    return Check(check, True, f"conv.conv2d: right for {len(names)} combinations of sizes")


def _gradient(answers, questions, check, part):
    for name in CASES:
        expected = _gradients(*_arguments(questions, name, "gxw"), *CASES[name][2:])[part]
        found, fault = _array(answers, f"{name}_{part}", expected.shape)
        error = np.inf if fault else _error(found, expected)
        if not error < TOLERANCE:
            message = f"conv.conv2d_backward, {_sizes(name)}: {part} {fault or f'off by {error:.1e}'}"
            return Check(check, False, message, error)
    return Check(check, True, f"conv.conv2d_backward: {part} right for {len(CASES)} combinations of sizes")


def _differences(answers, questions):
    """The gradients against differences of the candidate's own convolution, which is linear: exact for any step."""
    for name in MOVED:
        given = _arguments(questions, name, "xwb")
        sums, fault = _array(answers, f"{name}_moved", (sum(array.size for array in given), 2))
        grads = []
        for part, array in zip(("dx", "dw", "db"), given):
            found, part_fault = _array(answers, f"{name}_{part}", array.shape)
            fault = fault or part_fault
            grads.append(np.zeros(0) if part_fault else found.ravel())
        if not fault:
            error = _error(np.concatenate(grads), sums[:, 0] - sums[:, 1])
            fault = None if error < TOLERANCE else f"off by {error:.1e}"
        if fault:
            message = f"conv.conv2d_backward, {_sizes(name)}, against differences of conv2d: {fault}"
            return Check("gradients-of-that-convolution", False, message)
    message = "conv.conv2d_backward: agrees with differences of conv2d, every entry moved"
    return Check("gradients-of-that-convolution", True, message)


def _rows_alone(answers):
    (rows, channels, height, width), (filters, *_), _, _ = CASES[ALONE]
    shapes = {"out": (filters, height, width), "dx": (channels, height, width)}
    for part, shape in shapes.items():
        together, fault = _array(answers, f"{ALONE}_{part}", (rows, *shape))
        alone, alone_fault = _array(answers, f"alone_{part}", (1, *shape))
        fault = fault or alone_fault
        if not fault and not _error(alone[0], together[-1]) < TOLERANCE:
            fault = f"{part} differs by {_error(alone[0], together[-1]):.1e}"
        if fault:
            message = f"conv.conv2d and its gradient, an image alone and in a batch of {rows}: {fault}"
            return Check("images-are-independent", False, message)
    return Check("images-are-independent", True, "conv.conv2d and its gradient: an image alone is as in a batch")


def _untouched(answers, questions):
    parts = {"g": "dout", "x": "x", "w": "w", "b": "b"}
    changed = [
        name
        for part, name in parts.items()
        if not np.array_equal(answers[f"after_{part}"], questions.inputs[f"{ALONE}_{part}"])
    ]
    message = f"passed to the two functions and changed by them: {', '.join(changed) or 'nothing'}"
    return Check("arguments-unmodified", not changed, message)


def _sizes(name):
    image, (filters, height, width), stride, padding = CASES[name]
    return f"images {image}, {filters} filters {height} x {width}, stride {stride}, padding {padding}"


def _arguments(questions, name, parts):
    return [questions.inputs[f"{name}_{part}"] for part in parts]


def _array(answers, name, shape):
    """What was returned, or why it cannot be compared: (array, None) or (None, sentence)."""
    raised = answers.get(f"{name}_raised")
    if raised is not None:
        text = bytes(raised.astype(np.uint8).ravel()[:160].tolist()).decode("utf-8", "replace")
        return None, f"raised {''.join(char if char.isprintable() else ' ' for char in text)}"
    found = answers[name]
    return (found, None) if found.shape == shape else (None, f"has shape {found.shape}, expected {shape}")


def _error(found, expected):
    error = np.abs(found - expected).max() / max(1.0, np.abs(expected).max())
    return float(error) if np.isfinite(error) else np.inf


def _places(padded, w, stride):
    """Every output place with the part of the padded images that it reads."""
    height, width = w.shape[2:]
    for i in range((padded.shape[2] - height) // stride + 1):
        for j in range((padded.shape[3] - width) // stride + 1):
            top, left = i * stride, j * stride
            yield i, j, (slice(None), slice(None), slice(top, top + height), slice(left, left + width))


def _pad(x, padding):
    return np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))


def _convolve(x, w, b, stride, padding):
    padded = _pad(x, padding)
    places = list(_places(padded, w, stride))
    out = np.zeros((len(x), len(w), places[-1][0] + 1, places[-1][1] + 1))
    for i, j, part in places:
        out[:, :, i, j] = np.einsum("ncuv,fcuv->nf", padded[part], w) + b
    return out


def _gradients(dout, x, w, stride, padding):
    padded = _pad(x, padding)
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    for i, j, part in _places(padded, w, stride):
        dpadded[part] += np.einsum("nf,fcuv->ncuv", dout[:, :, i, j], w)
        dw += np.einsum("nf,ncuv->fcuv", dout[:, :, i, j], padded[part])
    height, width = x.shape[2:]
    dx = dpadded[:, :, padding : padding + height, padding : padding + width]
    return {"dx": dx, "dw": dw, "db": dout.sum(axis=(0, 2, 3))}


def _welds(rng, config):
    """Pictures with one defect each, drawn for this judgement."""
    (train_x, train_y), (test_x, test_y) = _draw(rng, config["train_rows"]), _draw(rng, config["test_rows"])
    unseen_x, unseen_y = _draw(rng, UNSEEN_ROWS)
    welds = {"train_x": train_x, "train_y": train_y, "test_x": test_x, "test_y": test_y, "unseen_x": unseen_x}
    return welds, unseen_y


def _draw(rng, rows):
    kinds = rng.integers(0, KINDS, rows)
    pictures = rng.normal(size=(rows, SIZE, SIZE)) * 0.4
    for picture, kind in zip(pictures, kinds):
        top, left = rng.integers(0, SIZE - 5, 2)
        picture[top : top + 5, left : left + 5] += _defect(kind)
    return pictures, kinds


def _defect(kind):
    shape = np.zeros((5, 5))
    if kind == 0:
        shape[2] = 1.5
    elif kind == 1:
        shape[:, 2] = 1.5
    elif kind == 2:
        shape[1:4, 1:4] = 1.2
    else:
        shape[range(5), range(5)] = 1.5
    return shape
