"""The grader of softmax-twice: own tickets, own metric, own loss and gradients. Measured: calibration.md."""

import numpy as np
from judging.report import Check, Questions

SEEDS = 3
TOPICS, QUEUES, UNSEEN_ROWS = 32, 10, 1500
MAX_LOSS = 0.75  # middle of the gap between the repairs and the lowest loss of a softmax of a softmax, ln(9 + e) - 1
MIN_ACCURACY = 0.5  # the fault leaves the accuracy alone: this only tells a router that learns from a wreck
PARAMS = ("W1", "b1", "W2", "b2")
# Loss and gradients against the reference: rows, topics, hidden, queues, scale of the parameters.
RANDOM_CASES = ((17, 24, 32, 10, 1.0), (5, 7, 4, 3, 1.2), (1, 32, 16, 10, 0.1), (64, 32, 96, 2, 1.0))
QUEUE_COUNTS = (10, 7)  # one untrained and one certain router for each
# Absolute for losses, relative to the largest entry for gradients. Wide enough for float32 and for a small constant
# inside the logarithm; the closest wrong change is off by 0.5 or more in one of the two, see calibration.md.
TOLERANCE = 1e-4


def questions(rng, config):
    inputs, key, sizes = {}, {}, []
    for number in range(SEEDS):
        tickets, key[f"unseen_y{number}"] = _tickets(rng, config)
        inputs |= {f"{name}{number}": array for name, array in tickets.items()}
    for case, (size, params, x, y) in enumerate([*_random_cases(rng), *_untrained(rng), *_certain(rng)]):
        sizes.append(size)
        inputs |= {f"{name}_{case}": params[name] for name in PARAMS} | {f"x_{case}": x, f"y_{case}": y}
    seeds = [int(seed) for seed in rng.integers(2**31, size=SEEDS)]
    return Questions(inputs, {"config": config, "sizes": sizes, "seeds": seeds}, key)


def symptom(answers, questions):
    return [_training_loss(answers), _accuracy(answers, questions)]


def cause(answers, questions):
    randoms = range(len(RANDOM_CASES))
    untrained = range(len(RANDOM_CASES), len(RANDOM_CASES) + len(QUEUE_COUNTS))
    certain = range(untrained.stop, untrained.stop + len(QUEUE_COUNTS))
    return [
        _losses_match(answers, questions, "untrained-loss", "all parameters 0", untrained),
        _losses_match(answers, questions, "certain-and-right-loss", "a certain, right answer", certain),
        _losses_match(answers, questions, "loss-is-cross-entropy", "random parameters", randoms),
        _gradients_match(answers, questions, randoms),
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
        scores, queues = answers[f"scores{number}"], questions.key[f"unseen_y{number}"]
        if scores.shape != (UNSEEN_ROWS, QUEUES):
            shape = f"evaluate.scores returned shape {scores.shape} for {UNSEEN_ROWS} tickets and {QUEUES} queues"
            return Check("routes-unseen-tickets", False, shape)
        accuracies.append(float((scores.argmax(axis=1) == queues).mean()))
    shown = ", ".join(f"{accuracy:.3f}" for accuracy in accuracies)
    message = f"accuracy on unseen tickets with three seeds: {shown} (needed: {MIN_ACCURACY} each)"
    return Check("routes-unseen-tickets", min(accuracies) >= MIN_ACCURACY, message, min(accuracies))


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
    return abs(found - expected) if np.isfinite(found) else np.inf


def _gradients_match(answers, questions, cases):
    check, worst, worst_name = "gradients-of-that-loss", 0.0, "W1"
    for case in cases:
        expected = _reference(questions.inputs, case)[1]
        for name in PARAMS:
            found = answers[f"d{name}_{case}"]
            if found.shape != expected[name].shape:
                shapes = f"shape {found.shape}, {name} has {expected[name].shape}"
                message = f"train.loss_and_grads: gradient of {name} has {shapes}"
                return Check(check, False, message)
            error = np.abs(found - expected[name]).max() / np.abs(expected[name]).max()
            if not error <= worst:
                worst, worst_name = (error if np.isfinite(error) else np.inf), name
    message = f"train.loss_and_grads: gradient of {worst_name} differs from the cross-entropy's by {worst:.1e} (relative)"
    return Check(check, bool(worst < TOLERANCE), message, float(worst))


def _reference(inputs, case):
    """Loss and gradients of softmax cross-entropy over two linear layers with a ReLU between them."""
    p = {name: inputs[f"{name}_{case}"] for name in PARAMS}
    x, y = inputs[f"x_{case}"], inputs[f"y_{case}"]
    rows, hidden = np.arange(len(y)), np.maximum(x @ p["W1"] + p["b1"], 0.0)
    logits = hidden @ p["W2"] + p["b2"]
    logits -= logits.max(axis=1, keepdims=True)
    log_probs = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    dlogits = np.exp(log_probs)
    dlogits[rows, y] -= 1.0
    dlogits /= len(y)
    dhidden = (dlogits @ p["W2"].T) * (hidden > 0)
    grads = {"W1": x.T @ dhidden, "b1": dhidden.sum(axis=0), "W2": hidden.T @ dlogits, "b2": dlogits.sum(axis=0)}
    return float(-log_probs[rows, y].mean()) + 0.0, grads


def _random_cases(rng):
    for rows, topics, hidden, queues, scale in RANDOM_CASES:
        params = _zeros(topics, hidden, queues)
        params["W1"] = rng.normal(size=(topics, hidden)) * scale * np.sqrt(2.0 / topics)
        params["b1"] = rng.normal(size=hidden) * 0.1 * scale
        params["W2"] = rng.normal(size=(hidden, queues)) * scale * np.sqrt(1.0 / hidden)
        params["b2"] = rng.normal(size=queues) * 0.1 * scale
        yield [topics, hidden, queues], params, rng.normal(size=(rows, topics)), rng.integers(0, queues, rows)


def _untrained(rng):
    for queues in QUEUE_COUNTS:
        yield [5, 6, queues], _zeros(5, 6, queues), rng.normal(size=(8, 5)), rng.integers(0, queues, 8)


def _certain(rng):
    for queues in QUEUE_COUNTS:
        params, queue = _zeros(5, 6, queues), int(rng.integers(queues))
        params["b2"][queue] = 40.0
        yield [5, 6, queues], params, rng.normal(size=(4, 5)), np.full(4, queue)


def _zeros(topics, hidden, queues):
    shapes = {"W1": (topics, hidden), "b1": (hidden,), "W2": (hidden, queues), "b2": (queues,)}
    return {name: np.zeros(shape) for name, shape in shapes.items()}


def _tickets(rng, config):
    """Queue profiles in a fresh rotation: the same difficulty in every judgement, other numbers in each."""
    profiles = np.linalg.qr(rng.normal(size=(TOPICS, QUEUES)))[0].T * 4.5

    def draw(rows):
        queues = rng.integers(0, QUEUES, rows)
        return profiles[queues] + rng.normal(size=(rows, TOPICS)), queues

    (train_x, train_y), (test_x, test_y) = draw(config["train_rows"]), draw(config["test_rows"])
    unseen_x, unseen_y = draw(UNSEEN_ROWS)
    tickets = {"train_x": train_x, "train_y": train_y, "test_x": test_x, "test_y": test_y, "unseen_x": unseen_x}
    return tickets, unseen_y
