"""The grader of dead-relu-bias: own windows, own metric, own chain of layers. Measured: calibration.md."""

import numpy as np
from judging.report import Check, Questions

SEEDS = 3
FEATURES, FAULTS, TEST_ROWS = 24, 4, 1500
MIN_ACCURACY = 0.7  # in the gaps between the repairs and the best wrong change, see calibration.md
MAX_LOSS = 0.75
# By the README: how many of the rows switch a unit of the first hidden layer on, how many entries of a later one are
# on, and how far the loss of an untrained classifier is from ln k.
FIRST_ON, LATER_ON, UNDECIDED = (0.2, 0.8), (0.3, 0.7), 0.2
# Features, hidden widths, faults: untrained classifiers on rows with mean 0 and variance 1.
UNTRAINED = ((24, [64, 48], 4), (7, [40], 3), (60, [32, 96, 32], 6))
UNTRAINED_ROWS = 2000
# The same with given params, and the number of rows.
GIVEN = ((24, [64, 48], 4, 17), (5, [9], 3, 1), (3, [6, 4, 5], 2, 8))
TOLERANCE = 1e-4  # relative to the largest entry; wide enough for float32


def questions(rng, config):
    inputs, key = {}, {}
    for number in range(SEEDS):
        windows, key[f"test_y{number}"] = _windows(rng, config)
        inputs |= {f"{name}{number}": array for name, array in windows.items()}
    for case, (features, *_) in enumerate(UNTRAINED):
        inputs[f"untrained_x{case}"] = rng.normal(size=(UNTRAINED_ROWS, features))
    for case, sizes in enumerate(GIVEN):
        inputs |= _given(rng, case, *sizes)
    params = {
        "config": config,
        "untrained": [list(sizes) for sizes in UNTRAINED],
        "given": [list(sizes[:3]) for sizes in GIVEN],
        "seeds": [int(seed) for seed in rng.integers(2**31, size=SEEDS)],
        "init_seeds": [int(seed) for seed in rng.integers(2**31, size=len(UNTRAINED))],
    }
    return Questions(inputs, params, key)


def symptom(answers, questions):
    return [_training_loss(answers), _accuracy(answers, questions)]


def cause(answers, questions):
    return [
        _first_layer_on(answers, questions),
        _later_layers_on(answers, questions),
        _undecided(answers),
        _given_scores(answers, questions),
        _given_gradients(answers, questions),
        _trained_scores(answers, questions),
    ]


def _training_loss(answers):
    last = [answers[f"losses{number}"].astype(float).ravel()[-1:] for number in range(SEEDS)]
    if any(len(loss) == 0 for loss in last):
        return Check("training-loss-falls", False, "the history that train.run returned has no epochs")
    losses = [float(loss[0]) for loss in last]
    shown = ", ".join(f"{loss:.3f}" for loss in losses)
    message = f"training loss of the last epoch with three seeds: {shown} (needed: below {MAX_LOSS} each)"
    return Check("training-loss-falls", all(loss < MAX_LOSS for loss in losses), message, float(np.max(losses)))


def _accuracy(answers, questions):
    accuracies = []
    for number in range(SEEDS):
        scores, faults = answers[f"scores{number}"], questions.key[f"test_y{number}"]
        if scores.shape != (TEST_ROWS, FAULTS):
            shape = f"evaluate.scores returned shape {scores.shape} for {TEST_ROWS} windows and {FAULTS} faults"
            return Check("names-unseen-faults", False, shape)
        accuracies.append(float((scores.argmax(axis=1) == faults).mean()))
    shown = ", ".join(f"{accuracy:.3f}" for accuracy in accuracies)
    message = f"accuracy on unseen windows after training with three seeds: {shown} (needed: {MIN_ACCURACY} each)"
    return Check("names-unseen-faults", min(accuracies) >= MIN_ACCURACY, message, min(accuracies))


def _first_layer_on(answers, questions):
    shares = []
    for case, (_, hidden, _) in enumerate(UNTRAINED):
        layers = _hidden(answers, f"untrained{case}", questions.inputs[f"untrained_x{case}"], len(hidden))
        if layers is None:
            return Check("first-layer-responds", False, _no_chain(case))
        shares.append((layers[0] > 0).mean(axis=0))
    lowest, highest = min(float(share.min()) for share in shares), max(float(share.max()) for share in shares)
    message = (
        f"model.Classifier, untrained, first hidden layer: its units are on for {lowest:.0%} (lowest) to {highest:.0%} "
        f"(highest) of the rows (needed: {FIRST_ON[0]:.0%} to {FIRST_ON[1]:.0%})"
    )
    return Check("first-layer-responds", FIRST_ON[0] <= lowest and highest <= FIRST_ON[1], message, lowest)


def _later_layers_on(answers, questions):
    shares = []
    for case, (_, hidden, _) in enumerate(UNTRAINED):
        layers = _hidden(answers, f"untrained{case}", questions.inputs[f"untrained_x{case}"], len(hidden))
        if layers is None:
            return Check("later-layers-respond", False, _no_chain(case))
        shares += [float((layer > 0).mean()) for layer in layers[1:]]
    shown = ", ".join(f"{share:.0%}" for share in shares)
    message = (
        f"model.Classifier, untrained, later hidden layers: {shown} of the entries are on (needed: 30% to 70% "
        "each)"
    )
    inside = all(LATER_ON[0] <= share <= LATER_ON[1] for share in shares)
    return Check("later-layers-respond", inside, message, min(shares))


def _no_chain(case):
    features, hidden, faults = UNTRAINED[case]
    return f"the params of Classifier({features}, {hidden}, {faults}, rng) are not those of the README's chain"


def _undecided(answers):
    gaps = []
    for case, (*_, faults) in enumerate(UNTRAINED):
        scores = answers[f"untrained_scores{case}"]
        if scores.shape != (UNTRAINED_ROWS, faults):
            shape = (
                f"model.Classifier: forward returned shape {scores.shape} for {UNTRAINED_ROWS} rows and {faults} "
                "faults"
            )
            return Check("untrained-loss", False, shape)
        # Expected loss when the fault says nothing about the features: the mean over all faults.
        gaps.append((abs(float(-_log_softmax(scores).mean()) - np.log(faults)), faults))
    worst = max(gaps, key=lambda gap: gap[0] if np.isfinite(gap[0]) else np.inf)
    message = (
        f"model.Classifier, untrained: loss for {worst[1]} faults is off ln {worst[1]} by {worst[0]:.3f} (at "
        f"most {UNDECIDED})"
    )
    return Check("untrained-loss", all(gap <= UNDECIDED for gap, _ in gaps), message, worst[0])


def _given_scores(answers, questions):
    errors = []
    for case, (_, hidden, *_) in enumerate(GIVEN):
        expected = _scores(questions.inputs, f"given{case}", questions.inputs[f"given_x{case}"], len(hidden))
        errors.append(_error(answers[f"given_scores{case}"], expected))
    message = (
        f"model.Classifier: forward with given params differs from the README's chain by {max(errors):.1e} "
        "(relative)"
    )
    return Check("forward-is-the-chain", max(errors) < TOLERANCE, message, max(errors))


def _given_gradients(answers, questions):
    worst, what = 0.0, "W1"
    for case, (_, hidden, *_) in enumerate(GIVEN):
        for name, expected in _gradients(questions.inputs, case, len(hidden)).items():
            found = answers.get(f"given_d{name}{case}")
            error = np.inf if found is None else _error(found, expected)
            if not error <= worst:
                worst, what = error, name
    message = f"model.Classifier: backward, gradient of {what} differs from the chain's by {worst:.1e} (relative)"
    return Check("gradients-of-the-chain", worst < TOLERANCE, message, float(worst))


def _trained_scores(answers, questions):
    hidden, errors = questions.params["config"]["hidden"], []
    widths = [FEATURES, *hidden, FAULTS]
    for number in range(SEEDS):
        for i, shape in enumerate(zip(widths, widths[1:]), start=1):
            found = answers.get(f"trained{number}_W{i}", np.empty(0)).shape
            if found != shape:
                message = f"the trained model's W{i} has shape {found}; by the config it has {shape}"
                return Check("trained-as-configured", False, message)
        expected = _scores(answers, f"trained{number}", questions.inputs[f"test_x{number}"], len(hidden))
        errors.append(_error(answers[f"scores{number}"], expected))
    shown = f"differ by {max(errors):.1e} (relative)"
    message = f"evaluate.scores of the trained model and the README's chain from its params {shown}"
    return Check("trained-as-configured", max(errors) < TOLERANCE, message, max(errors))


def _error(found, expected):
    found = np.asarray(found, dtype=float)
    if expected is None or found.shape != expected.shape or not np.isfinite(found).all():
        return float("inf")
    return float(np.abs(found - expected).max() / max(np.abs(expected).max(), 1e-12))


def _hidden(arrays, prefix, x, count):
    """Outputs of the hidden layers for rows x by the chain of the README; None if the params do not allow it."""
    layers = []
    for i in range(1, count + 1):
        weights, bias = arrays.get(f"{prefix}_W{i}"), arrays.get(f"{prefix}_b{i}")
        if weights is None or bias is None or weights.ndim != 2 or len(weights) != x.shape[1]:
            return None
        if bias.shape != weights.shape[1:]:
            return None
        x = np.maximum(x @ weights + bias, 0.0)
        layers.append(x)
    return layers


def _scores(arrays, prefix, x, hidden):
    layers = _hidden(arrays, prefix, x, hidden)
    if layers is None:
        return None
    weights, bias = arrays.get(f"{prefix}_W{hidden + 1}"), arrays.get(f"{prefix}_b{hidden + 1}")
    return None if weights is None or bias is None else [x, *layers][-1] @ weights + bias


def _gradients(inputs, case, hidden):
    layers = [inputs[f"given_x{case}"], *_hidden(inputs, f"given{case}", inputs[f"given_x{case}"], hidden)]
    dout, grads = inputs[f"given_dscores{case}"], {}
    for i in range(hidden + 1, 0, -1):
        grads[f"W{i}"], grads[f"b{i}"] = layers[i - 1].T @ dout, dout.sum(axis=0)
        dout = (dout @ inputs[f"given{case}_W{i}"].T) * (layers[i - 1] > 0)
    return grads


def _log_softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def _given(rng, case, features, hidden, faults, rows):
    arrays = {f"given_x{case}": rng.normal(size=(rows, features))}
    arrays[f"given_dscores{case}"] = rng.normal(size=(rows, faults))
    widths = [features, *hidden, faults]
    for i, (inputs, outputs) in enumerate(zip(widths, widths[1:]), start=1):
        arrays[f"given{case}_W{i}"] = rng.normal(size=(inputs, outputs)) * np.sqrt(2.0 / inputs)
        # Above 0 on average, so that a single row of few units has some that are on.
        arrays[f"given{case}_b{i}"] = rng.normal(size=outputs) * 0.5 + 0.5
    return arrays


def _windows(rng, config):
    """Patterns in a fresh rotation: the same difficulty in every judgement, other numbers in each."""
    patterns = np.linalg.qr(rng.normal(size=(FEATURES, FAULTS)))[0].T * 4.2

    def record(rows):
        faults, mounting = rng.integers(0, FAULTS, rows), rng.choice([-1.0, 1.0], size=(rows, 1))
        return mounting * patterns[faults] + rng.normal(size=(rows, FEATURES)), faults

    (train_x, train_y), (val_x, val_y) = record(config["train_rows"]), record(config["val_rows"])
    test_x, test_y = record(TEST_ROWS)
    mean, std = train_x.mean(axis=0), train_x.std(axis=0)
    train_x, val_x, test_x = ((x - mean) / std for x in (train_x, val_x, test_x))
    return {"train_x": train_x, "train_y": train_y, "val_x": val_x, "val_y": val_y, "test_x": test_x}, test_y
