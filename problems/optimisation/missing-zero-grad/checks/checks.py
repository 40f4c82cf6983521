"""The grader of missing-zero-grad: own hours, own metric, own network and gradients. Measured: calibration.md."""

import numpy as np
from judging.report import Check, Questions

SEEDS = 2
SENSORS, UNSEEN_ROWS = 16, 1500
MIN_R2 = 0.35  # what trains, even slowly, lies above; see calibration.md
MAX_LOSS = 0.5  # of any epoch in the second half; a forecast of the mean has 0.9
LAYERS = ("first", "second", "last")
# Sensors, hidden, rows of a batch, rows of a chunk, rate, momentum, factor on the demands, steps in a row.
IN_A_ROW = (
    (16, 48, 128, 128, 0.05, 0.0, 1.0, 5),
    (5, 7, 12, 12, 0.1, 0.0, 1.0, 6),
    (3, 4, 1, 1, 0.02, 0.0, 1.0, 4),
    (6, 5, 13, 4, 0.1, 0.0, 1.0, 5),
    (5, 6, 8, 8, 0.05, 0.9, 1.0, 6),
)
IN_CHUNKS = ((6, 5, 13, 4, 0.1, 0.0, 1.0, 1), (4, 3, 9, 1, 0.1, 0.0, 1.0, 1), (16, 48, 128, 64, 0.1, 0.0, 1.0, 1))
STEEP = ((8, 6, 10, 10, 0.001, 0.0, 300.0, 1), (4, 5, 7, 3, 0.001, 0.0, 2000.0, 1))
CASES = (*IN_A_ROW, *IN_CHUNKS, *STEEP)
FEW_ROWS, FEW_EPOCHS = 40, 5
# Relative to the longest step of the reference. The cases are computed in float64, the epochs of a run in float32;
# the closest wrong change is off by 0.03 or more, see calibration.md.
TOLERANCE, SINGLE_TOLERANCE = 1e-6, 1e-3


def questions(rng, config):
    inputs, key, settings = {}, {}, []
    for number in range(SEEDS):
        hours, key[f"unseen_y{number}"] = _hours(rng, config["train_rows"], config["test_rows"], str(number))
        inputs |= hours
    for case, (sensors, hidden, rows, chunk, rate, momentum, factor, steps) in enumerate(CASES):
        settings.append({"sensors": sensors, "hidden": hidden, "chunk": chunk, "rate": rate, "momentum": momentum})
        inputs |= {f"{name}_{case}": array for name, array in _parameters(rng, sensors, hidden).items()}
        inputs[f"x_{case}"] = rng.normal(size=(steps, rows, sensors))
        inputs[f"y_{case}"] = factor * rng.normal(size=(steps, rows))
    inputs |= _hours(rng, FEW_ROWS, 20, "few")[0]
    few = {**config, "train_rows": FEW_ROWS, "batch_size": FEW_ROWS, "chunk_rows": 16, "hidden": 9}
    seeds = [int(seed) for seed in rng.integers(2**31, size=SEEDS)]
    params = {"config": config, "cases": settings, "seeds": seeds, "few_config": few, "few_epochs": FEW_EPOCHS}
    return Questions(inputs, params, key)


def symptom(answers, questions):
    return [_forecasts(answers, questions), _loss_stays_down(answers)]


def cause(answers, questions):
    in_a_row = range(len(IN_A_ROW))
    in_chunks = range(in_a_row.stop, in_a_row.stop + len(IN_CHUNKS))
    steep = range(in_chunks.stop, len(CASES))
    situations = ("several steps in a row", "one step in chunks", "one step on demands far from the forecast")
    return [
        _steps_match(answers, questions, "steps-stand-alone", situations[0], in_a_row),
        _steps_match(answers, questions, "chunks-add-up", situations[1], in_chunks),
        _steps_match(answers, questions, "steep-steps-in-full", situations[2], steep),
        _returned_match(answers, questions),
        _run_is_plain(answers, questions),
    ]


def _forecasts(answers, questions):
    check, found = "forecasts-unseen-hours", []
    for number in range(SEEDS):
        forecasts, y = answers[f"forecasts{number}"], questions.key[f"unseen_y{number}"]
        if forecasts.shape != y.shape:
            return Check(check, False, f"evaluate.forecasts returned shape {forecasts.shape} for {len(y)} hours")
        found.append(float(1.0 - np.mean((forecasts - y) ** 2) / y.var()))
    message = f"variance explained on unseen hours with two seeds: {_shown(found)} (needed: {MIN_R2} each)"
    return Check(check, all(r2 >= MIN_R2 for r2 in found), message, float(np.min(found)))


def _loss_stays_down(answers):
    check, found = "loss-stays-down", []
    for number in range(SEEDS):
        losses = answers[f"history{number}"].astype(float).ravel()
        if len(losses) == 0:
            return Check(check, False, "the history that train.run returned has no epochs")
        late = losses[len(losses) // 2 :]
        found.append(float(late.max()) if np.isfinite(late).all() else np.inf)
    message = f"highest epoch loss in the second half, two seeds: {_shown(found)} (needed: below {MAX_LOSS} each)"
    return Check(check, all(loss < MAX_LOSS for loss in found), message, float(np.max(found)))


def _shown(values):
    return ", ".join(f"{value:.3g}" for value in values)


def _steps_match(answers, questions, check, situation, cases):
    worst, step = 0.0, 1
    for case in cases:
        expected, found = _reference_steps(questions, case), answers[f"states_{case}"]
        if found.shape != expected.shape:
            return Check(check, False, "model.DemandNet: its state has other entries than the contract names")
        longest = np.abs(np.diff(expected, axis=0)).max()
        errors = np.abs(found - expected).max(axis=1) / longest
        errors[~np.isfinite(errors)] = np.inf
        if errors.max() > worst:
            # The first step that is wrong says more than the one that is most wrong.
            worst, step = float(errors.max()), int(np.argmax(errors > TOLERANCE))
    message = f"train.train_step, {situation}: parameters off by up to {worst:.1e} of the longest step by its contract"
    place = f", for the first time after step {step}" if worst > TOLERANCE else ""
    return Check(check, worst < TOLERANCE, message + place, worst)


def _returned_match(answers, questions):
    """Loss and norm that were returned, against those of the parameters that were really there before the step."""
    check, worst, shown = "loss-and-norm-of-the-batch", -1.0, ""
    for case, (sensors, hidden, *_, steps) in enumerate(CASES):
        like, states = _parameters(np.random.default_rng(0), sensors, hidden), answers[f"states_{case}"]
        if states.shape != (steps + 1, _size(like)):
            return Check(check, False, "model.DemandNet: its state has other entries than the contract names")
        for step in range(steps):
            x, y = questions.inputs[f"x_{case}"][step], questions.inputs[f"y_{case}"][step]
            loss, gradient = _loss_and_gradient(_unflat(states[step], like), x, y)
            for name, expected in (("losses", loss), ("norms", _norm(gradient))):
                found = float(answers[f"{name}_{case}"][step])
                error = abs(found - expected) / expected if np.isfinite(found) else np.inf
                if error > worst:
                    worst, what = float(error), "loss" if name == "losses" else "norm"
                    shown = f"step {step + 1} in a row returned {what} {found:.4g}, its batch has {expected:.4g}"
    return Check(check, worst < TOLERANCE, f"train.train_step: {shown}", worst)


def _run_is_plain(answers, questions):
    check, sizes = "run-is-plain-sgd", (SENSORS, questions.params["few_config"]["hidden"])
    like, inputs = _parameters(np.random.default_rng(0), *sizes), questions.inputs
    start, end = answers["after_none"], answers["after_few"]
    if start.shape != (_size(like),) or end.shape != start.shape:
        return Check(check, False, f"train.run returned a model with {end.size} parameters, expected {_size(like)}")
    state, losses = start, []
    for _ in range(FEW_EPOCHS):
        loss, gradient = _loss_and_gradient(_unflat(state, like), inputs["train_xfew"], inputs["train_yfew"])
        state = state - questions.params["config"]["learning_rate"] * gradient
        losses.append(loss)
    if answers["history_few"].shape != (FEW_EPOCHS,):
        return Check(check, False, f"train.run: {answers['history_few'].size} losses for {FEW_EPOCHS} epochs")
    way = np.abs(state - start).max()
    error = max(np.abs(end - state).max() / way, np.abs(answers["history_few"] - losses).max())
    error = float(error) if np.isfinite(error) else np.inf
    message = f"train.run, {FEW_EPOCHS} epochs of one batch: off by {error:.1e} from plain SGD with the configured rate"
    return Check(check, error < SINGLE_TOLERANCE, message, error)


def _reference_steps(questions, case):
    """Parameters (steps + 1, all) of SGD with momentum along the gradient of each batch alone."""
    sensors, hidden, _, _, rate, momentum, _, steps = CASES[case]
    names = _parameters(np.random.default_rng(0), sensors, hidden)
    like = {name: questions.inputs[f"{name}_{case}"] for name in names}
    states, velocity = [np.concatenate([array.ravel() for array in like.values()])], 0.0
    for step in range(steps):
        x, y = questions.inputs[f"x_{case}"][step], questions.inputs[f"y_{case}"][step]
        velocity = momentum * velocity + _loss_and_gradient(_unflat(states[-1], like), x, y)[1]
        states.append(states[-1] - rate * velocity)
    return np.array(states)


def _loss_and_gradient(p, x, y):
    """Mean squared error of last(tanh(second(tanh(first(x))))) and its gradient in one vector, by backpropagation."""
    a = np.tanh(x @ p["first.weight"].T + p["first.bias"])
    b = np.tanh(a @ p["second.weight"].T + p["second.bias"])
    error = (b @ p["last.weight"].T + p["last.bias"])[:, 0] - y
    dout = (2.0 * error / len(y))[:, None]
    db = (dout @ p["last.weight"]) * (1.0 - b**2)
    da = (db @ p["second.weight"]) * (1.0 - a**2)
    parts = (da.T @ x, da.sum(axis=0), db.T @ a, db.sum(axis=0), dout.T @ b, dout.sum(axis=0))
    return float(np.mean(error**2)), np.concatenate([part.ravel() for part in parts])


def _norm(gradient):
    return float(np.sqrt((gradient**2).sum()))


def _parameters(rng, sensors, hidden):
    sizes = (sensors, hidden, hidden, 1)
    arrays = {}
    for layer, ins, outs in zip(LAYERS, sizes, sizes[1:]):
        arrays[f"{layer}.weight"] = rng.normal(size=(outs, ins)) * np.sqrt(1.0 / ins)
        arrays[f"{layer}.bias"] = rng.normal(size=outs) * 0.1
    return arrays


def _size(arrays):
    return sum(array.size for array in arrays.values())


def _unflat(state, like):
    arrays, offset = {}, 0
    for name, array in like.items():
        arrays[name] = state[offset : offset + array.size].reshape(array.shape)
        offset += array.size
    return arrays


def _hours(rng, train_rows, test_rows, suffix):
    """Another station in each judgement, of the same difficulty."""
    rows = train_rows + test_rows + UNSEEN_ROWS
    x = rng.normal(size=(rows, SENSORS))
    y = np.tanh(x @ rng.normal(size=(SENSORS, 6)) * 0.35) @ rng.choice([-1.0, 1.0], size=6)
    y = (y - y.mean()) / y.std() + 0.15 * rng.normal(size=rows)
    cuts = (train_rows, train_rows + test_rows)
    (train_x, test_x, unseen_x), (train_y, test_y, unseen_y) = np.split(x, cuts), np.split(y, cuts)
    hours = {"train_x": train_x, "train_y": train_y, "test_x": test_x, "test_y": test_y, "unseen_x": unseen_x}
    return {f"{name}{suffix}": array for name, array in hours.items()}, unseen_y
