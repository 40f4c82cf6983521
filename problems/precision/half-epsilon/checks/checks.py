"""The grader of half-epsilon: own notes, own metric, own Adam in float64. Measured: calibration.md."""

import numpy as np
from judging.report import Check, Questions

SEEDS = 3
WORDS, LENGTH, GROUPS, UNSEEN_NOTES = 8000, 8, 8, 1500
MIN_ACCURACY = 0.75  # the fault shows in numbers that are not finite: this only tells a tagger that learns from a wreck
# Adam against the reference: learning rate, beta1, beta2, eps, steps, smallest and largest gradient as powers of ten.
ADAM_CASES = (
    (0.003, 0.9, 0.999, 1e-8, 6, -7.0, -4.0),
    (0.003, 0.9, 0.999, 1e-8, 6, -4.0, 3.0),
    (0.01, 0.8, 0.99, 1e-3, 5, -5.0, 0.0),
    (0.001, 0.9, 0.999, 1e-6, 4, -7.0, -4.0),
)
TABLE, DENSE = (23, 5), (4, 7)
# Of a learning rate per step. Rounding the weights to float16 costs 0.001 or less, every wrong change 0.06 or more.
TOLERANCE = 0.02


def questions(rng, config):
    inputs, key = {"words": rng.integers(0, 50, (5, 6))}, {}
    for number in range(SEEDS):
        notes, key[f"unseen_groups{number}"] = _notes(rng, config)
        inputs |= {f"{name}{number}": array for name, array in notes.items()}
    for case, (*_, steps, low, high) in enumerate(ADAM_CASES):
        inputs |= _gradients(rng, case, steps, low, high)
    still = len(ADAM_CASES)
    inputs |= _zero_gradients(rng, still)
    cases = [[list(settings), steps] for *settings, steps, _, _ in ADAM_CASES] + [[[0.003, 0.9, 0.999, 1e-8], 3]]
    seeds = [int(seed) for seed in rng.integers(2**31, size=SEEDS)]
    return Questions(inputs, {"config": config, "cases": cases, "seeds": seeds}, key)


def symptom(answers, questions):
    return [_stays_finite(answers), _accuracy(answers, questions)]


def cause(answers, questions):
    return [
        _zero_gradient(answers, questions),
        _follows_adam(answers, questions, "adam-with-small-gradients", (0, 3)),
        _follows_adam(answers, questions, "adam-with-other-gradients", (1, 2)),
        _half_precision(answers),
    ]


def _stays_finite(answers):
    losses = [answers[f"losses{number}"].astype(float).ravel()[-1:] for number in range(SEEDS)]
    if any(len(loss) == 0 for loss in losses):
        return Check("stays-finite", False, "the history that train.run returned has no epochs")
    broken = sum(not answers[f"finite{number}"].all() for number in range(SEEDS))
    shown = ", ".join(f"{loss[0]:.3f}" for loss in losses)
    message = f"training loss of the last epoch with three seeds: {shown}; weights that are not finite in {broken} of 3"
    return Check("stays-finite", broken == 0 and bool(np.isfinite(losses).all()), message)


def _accuracy(answers, questions):
    accuracies = []
    for number in range(SEEDS):
        scores, groups = answers[f"scores{number}"], questions.key[f"unseen_groups{number}"]
        if scores.shape != (UNSEEN_NOTES, GROUPS):
            shape = f"evaluate.scores returned shape {scores.shape} for {UNSEEN_NOTES} notes and {GROUPS} groups"
            return Check("tags-unseen-notes", False, shape)
        accuracies.append(float((scores.argmax(axis=1) == groups).mean()))
    shown = ", ".join(f"{accuracy:.3f}" for accuracy in accuracies)
    message = f"accuracy on unseen notes with three seeds: {shown} (needed: {MIN_ACCURACY} each)"
    return Check("tags-unseen-notes", min(accuracies) >= MIN_ACCURACY, message, min(accuracies))


def _zero_gradient(answers, questions):
    check, case = "zero-gradient-keeps-the-weight", len(ADAM_CASES)
    moved = total = 0
    for name in ("table", "dense"):
        given, found = questions.inputs[f"{name}_{case}"], answers[f"{name}_{case}"]
        if given.shape != found.shape:
            return Check(check, False, f"optim.Adam.step: an array of shape {given.shape} became {found.shape}")
        moved, total = moved + int((given != found).sum()), total + given.size
    message = f"optim.Adam.step: {moved} of {total} weights whose gradient was 0 in every step have changed"
    return Check(check, moved == 0, message)


def _follows_adam(answers, questions, check, cases):
    worst = 0.0
    for case in cases:
        learning_rate, steps = ADAM_CASES[case][0], ADAM_CASES[case][4]
        for name, expected in _adam(questions.inputs, case).items():
            found = answers[f"{name}_{case}"]
            if found.shape != expected.shape:
                return Check(check, False, f"optim.Adam.step: an array of {expected.shape} became {found.shape}")
            error = np.abs(found - expected).max() / (learning_rate * steps)
            worst = max(worst, float(error) if np.isfinite(error) else np.inf)
    sizes = ", ".join(f"{10 ** ADAM_CASES[case][5]:.0e} to {10 ** ADAM_CASES[case][6]:.0e}" for case in cases)
    message = f"optim.Adam.step, gradients from {sizes}: off its formula by up to {worst:.2g} learning rates per step"
    return Check(check, worst < TOLERANCE, f"{message} (at most {TOLERANCE})", worst)


def _half_precision(answers):
    weights = sum(int((answers[f"half{number}"] == 0).sum()) for number in range(SEEDS))
    gradients = int((answers["formats"] == 0).sum())
    message = f"arrays that are not float16: {weights} of the weights that train.run returned, {gradients} gradients"
    return Check("weights-and-gradients-in-float16", weights == gradients == 0, message)


def _adam(inputs, case):
    """Weights after the steps of one case, by the formula of the README in float64, without rounding the weights."""
    learning_rate, beta1, beta2, eps, steps, _, _ = ADAM_CASES[case]
    weights = {name: inputs[f"{name}_{case}"].astype(float) for name in ("table", "dense")}
    first, second = ({name: np.zeros(w.shape) for name, w in weights.items()} for _ in range(2))
    for step in range(steps):
        rows = {"table": inputs[f"rows_{case}_{step}"], "dense": slice(None)}
        for name, w in weights.items():
            here, g = rows[name], inputs[f"d{name}_{case}_{step}"]
            first[name][here] = beta1 * first[name][here] + (1 - beta1) * g
            second[name][here] = beta2 * second[name][here] + (1 - beta2) * g**2
            root = np.sqrt(second[name][here] / (1 - beta2 ** (step + 1)))
            w[here] -= learning_rate * first[name][here] / (1 - beta1 ** (step + 1)) / (root + eps)
    return weights


def _gradients(rng, case, steps, low, high):
    """Weights that start at 0, where float16 is finest; gradients of any size in the range, a sixth of them 0."""

    def draw(shape):
        sizes = 10 ** rng.uniform(low, high, shape) * rng.choice([-1.0, 1.0], shape)
        return np.where(rng.random(shape) < 1 / 6, 0.0, sizes).astype(np.float16).astype(float)

    inputs = {f"table_{case}": np.zeros(TABLE), f"dense_{case}": np.zeros(DENSE)}
    for step in range(steps):
        rows = np.sort(rng.permutation(TABLE[0])[: 9 + step])
        inputs |= {f"rows_{case}_{step}": rows, f"dtable_{case}_{step}": draw((len(rows), TABLE[1]))}
        inputs[f"ddense_{case}_{step}"] = draw(DENSE)
    return inputs


def _zero_gradients(rng, case):
    inputs = {f"table_{case}": _half(rng.normal(size=TABLE)), f"dense_{case}": _half(rng.normal(size=DENSE))}
    for step in range(3):
        rows = np.sort(rng.permutation(TABLE[0])[:9])
        inputs |= {f"rows_{case}_{step}": rows, f"dtable_{case}_{step}": np.zeros((9, TABLE[1]))}
        inputs[f"ddense_{case}_{step}"] = np.zeros(DENSE)
    return inputs


def _half(array):
    return array.astype(np.float16).astype(float)


def _notes(rng, config):
    """Words with another home group in every judgement, the same frequencies in all."""
    frequency, home = np.arange(5, WORDS + 5) ** -1.05, rng.integers(0, GROUPS, WORDS)

    def write(notes):
        groups, words = rng.integers(0, GROUPS, notes), np.empty((notes, LENGTH), dtype=np.int64)
        for group in range(GROUPS):
            weights = [0.9, 0.1] @ np.stack([_share(frequency * (home == group)), _share(frequency)])
            rows = np.flatnonzero(groups == group)
            words[rows] = rng.choice(WORDS, size=(len(rows), LENGTH), p=weights)
        return words, groups

    names = ("train_words", "train_groups", "test_words", "test_groups")
    notes = dict(zip(names, (*write(config["train_notes"]), *write(config["test_notes"]))))
    unseen_words, unseen_groups = write(UNSEEN_NOTES)
    return notes | {"unseen_words": unseen_words}, unseen_groups


def _share(weights):
    return weights / weights.sum()
