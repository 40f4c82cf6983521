"""The grader of forgot-eval: own maps, own metric, own network in NumPy. Measured: calibration.md."""

import numpy as np
from judging.report import Check, Questions

SEEDS = 2
BANDS, COVERS = 24, 6
UNSEEN_TILES = 30
MIN_ACCURACY = 0.6  # middle of the gap between the repairs and the fault, see calibration.md
# Bands, hidden, covers, pixels, sizes of the batches they are scored in, whether the model is in training then.
CASES = (
    (24, 64, 6, 60, (60, 60, 50, 7, 1), True),
    (5, 7, 3, 9, (9, 4, 2), True),
    (5, 7, 3, 9, (9, 4, 1), False),
    (3, 4, 2, 2, (1, 2, 8), False),
)
SHORT_PIXELS, SHORT_BATCH, SHORT_EPOCHS = 120, 20, 3
SHORT_STEPS = SHORT_EPOCHS * SHORT_PIXELS // SHORT_BATCH
SCORED_EVERY = (1, 4, 1000)  # steps of a short run between two scorings of the test pixels
# Relative to the largest score; the cases are computed in float64, runs and maps in float32. The closest wrong change
# is off by 0.1 or more, see calibration.md.
TOLERANCE, SINGLE_TOLERANCE = 1e-6, 1e-3
EPS = 1e-5


def questions(rng, config):
    inputs, key, settings = {}, {}, []
    for number in range(SEEDS):
        pixels, key[f"unseen_y{number}"] = _pixels(rng, config["train_pixels"], config["tiles"], str(number))
        inputs |= pixels
    for case, (bands, hidden, covers, pixels, batch_sizes, training) in enumerate(CASES):
        state = _state(rng, bands, hidden, covers)
        inputs |= {f"{name}_{case}": array for name, array in state.items()}
        inputs[f"x_{case}"] = rng.normal(size=(pixels, bands)) + rng.normal(size=bands)
        sizes = [bands, hidden, covers]
        settings.append({"sizes": sizes, "names": [*state], "batch_sizes": [*batch_sizes], "training": training})
    inputs |= _pixels(rng, SHORT_PIXELS, 3, "short")[0]
    short = {"hidden": 16, "dropout": 0.5, "batch_size": SHORT_BATCH, "score_batch": 8, "epochs": SHORT_EPOCHS}
    shorts = [{**config, **short, "score_every": every} for every in SCORED_EVERY]
    seeds = [int(seed) for seed in rng.integers(2**31, size=SEEDS)]
    params = {"config": config, "cases": settings, "seeds": seeds, "short_configs": shorts}
    return Questions(inputs, params, key)


def symptom(answers, questions):
    return [_evaluations_agree(answers), _accuracy(answers, questions)]


def cause(answers, questions):
    return [
        _scores_match(answers, questions),
        _pixels_alone(answers),
        _model_as_it_was(answers, questions),
        _training_counted(answers),
        _training_undisturbed(answers),
        _dropout_drops(answers),
    ]


def _evaluations_agree(answers):
    check, worst = "evaluations-agree", 0.0
    for number in range(SEEDS):
        first, again = answers[f"map{number}_0"], answers[f"map{number}_1"]
        worst = max(worst, _gap(again, first))
    message = f"two scorings of one trained model on the same map differ by up to {worst:.2g} of the largest score"
    return Check(check, worst < TOLERANCE, message, worst)


def _accuracy(answers, questions):
    check, accuracies = "classifies-unseen-map", []
    for number in range(SEEDS):
        scores, covers = answers[f"map{number}_0"], questions.key[f"unseen_y{number}"]
        if scores.shape != (len(covers), COVERS):
            shape = f"scoring.predict returned shape {scores.shape} for {len(covers)} pixels and {COVERS} covers"
            return Check(check, False, shape)
        accuracies.append(float((scores.argmax(axis=1) == covers).mean()))
    shown = ", ".join(f"{accuracy:.3f}" for accuracy in accuracies)
    message = f"accuracy on an unseen map after training with two seeds: {shown} (needed: {MIN_ACCURACY} each)"
    return Check(check, min(accuracies) >= MIN_ACCURACY, message, min(accuracies))


def _scores_match(answers, questions):
    check, worst = "scores-of-the-trained-network", 0.0
    for case, (*_, batch_sizes, training) in enumerate(CASES):
        if answers[f"state_{case}"].size == 0:
            return Check(check, False, "model.Classifier: its state has other entries than the checkpoints")
        expected = _reference(questions.inputs, case)
        for number in range(len(batch_sizes)):
            worst = max(worst, _gap(answers[f"scores_{case}_{number}"], expected))
        worst = max(worst, _gap(answers[f"alone_{case}"], expected[:1]))
    message = f"scoring.predict: scores off by up to {worst:.2g} of the largest one from those its contract gives"
    return Check(check, worst < TOLERANCE, message, worst)


def _pixels_alone(answers):
    check, worst = "pixels-do-not-share", 0.0
    for case, (*_, batch_sizes, training) in enumerate(CASES):
        if answers[f"state_{case}"].size == 0:
            return Check(check, False, "model.Classifier: its state has other entries than the checkpoints")
        first = answers[f"scores_{case}_0"]
        for number in range(1, len(batch_sizes)):
            worst = max(worst, _gap(answers[f"scores_{case}_{number}"], first))
    message = f"scoring.predict: scores of the same pixels in other batches differ by up to {worst:.2g} of the largest"
    return Check(check, worst < TOLERANCE, message, worst)


def _model_as_it_was(answers, questions):
    check = "model-as-it-was"
    for case, (*_, training) in enumerate(CASES):
        names, state = questions.params["cases"][case]["names"], answers[f"state_{case}"]
        before = np.concatenate([questions.inputs[f"{name}_{case}"].ravel() for name in names])
        if state.shape != before.shape:
            return Check(check, False, "model.Classifier: its state has other entries than the checkpoints")
        offset = 0
        for name in names:
            size = questions.inputs[f"{name}_{case}"].size
            if not np.array_equal(state[offset : offset + size], before[offset : offset + size]):
                return Check(check, False, f"scoring.predict: {name} is another one after scoring")
            offset += size
        if not (answers[f"modes_{case}"] == int(training)).all():
            was, now = ("training", "evaluation") if training else ("evaluation", "training")
            return Check(check, False, f"scoring.predict: given in {was} mode, parts of a model are in {now} mode after it")
    return Check(check, True, "scoring.predict: parameters, statistics and mode are the same after scoring")


def _training_counted(answers):
    check = "batches-counted"
    for number, every in enumerate(SCORED_EVERY):
        found = answers[f"counts{number}"]
        if found.size != 2 or not (found == SHORT_STEPS).all():
            shown = " and ".join(str(count) for count in found.ravel())
            message = f"train.run: {SHORT_STEPS} training batches, scored every {every}: the norms counted {shown}"
            return Check(check, False, message)
    return Check(check, True, f"train.run: the norms counted all {SHORT_STEPS} training batches and nothing else")


def _training_undisturbed(answers):
    check, worst = "scoring-leaves-training-alone", 0.0
    never = answers[f"learned{len(SCORED_EVERY) - 1}"]
    for number in range(len(SCORED_EVERY) - 1):
        worst = max(worst, _gap(answers[f"learned{number}"], never))
    message = f"train.run: parameters differ by up to {worst:.2g} of the largest when pixels are scored more often"
    return Check(check, worst < SINGLE_TOLERANCE, message, worst)


def _dropout_drops(answers):
    check, least = "dropout-drops", np.inf
    for number in range(len(SCORED_EVERY)):
        first, second = answers[f"passes{number}"]
        least = min(least, float(np.abs(first - second).max() / max(np.abs(first).max(), 1e-9)))
    message = f"model.Classifier: two training passes with dropout 0.5 differ by {least:.2g} of the largest score"
    return Check(check, least > 0.05, message, least)


def _gap(found, expected):
    """Largest difference over the largest expected magnitude; infinite for another shape or what is not finite."""
    if found.shape != expected.shape or not np.isfinite(found).all():
        return np.inf
    return float(np.abs(found - expected).max() / np.abs(expected).max())


def _reference(inputs, case):
    """Scores of the network with its running statistics and nothing dropped."""
    p = {name.removesuffix(f"_{case}"): array for name, array in inputs.items() if name.endswith(f"_{case}")}
    x = p["x"]
    for layer, norm in (("first", "norm1"), ("second", "norm2")):
        x = x @ p[f"{layer}.weight"].T + p[f"{layer}.bias"]
        x = (x - p[f"{norm}.running_mean"]) / np.sqrt(p[f"{norm}.running_var"] + EPS)
        x = np.maximum(x * p[f"{norm}.weight"] + p[f"{norm}.bias"], 0.0)
    return x @ p["last.weight"].T + p["last.bias"]


def _state(rng, bands, hidden, covers):
    state = {}
    for layer, ins, outs in (("first", bands, hidden), ("second", hidden, hidden), ("last", hidden, covers)):
        state[f"{layer}.weight"] = rng.normal(size=(outs, ins)) * np.sqrt(2.0 / ins)
        state[f"{layer}.bias"] = rng.normal(size=outs) * 0.1
    for norm in ("norm1", "norm2"):
        state[f"{norm}.weight"] = rng.uniform(0.5, 1.5, hidden)
        state[f"{norm}.bias"] = rng.normal(size=hidden) * 0.3
        state[f"{norm}.running_mean"] = rng.normal(size=hidden)
        state[f"{norm}.running_var"] = rng.uniform(0.5, 4.0, hidden)
        state[f"{norm}.num_batches_tracked"] = np.array(int(rng.integers(3, 1000)))
    return state


def _pixels(rng, train_pixels, tiles, suffix):
    """Other spectra in each judgement, of the same difficulty; maps come tile by tile."""
    spectra, haze = np.linalg.qr(rng.normal(size=(BANDS, COVERS)))[0].T * 2.6, rng.normal(size=BANDS)

    def draw(covers):
        return spectra[covers] + haze + rng.normal(size=(len(covers), BANDS)), covers

    def area(count):
        main = np.repeat(rng.integers(0, COVERS, count), 50)
        return draw(np.where(rng.random(len(main)) < 0.8, main, rng.integers(0, COVERS, len(main))))

    (train_x, train_y), (test_x, test_y) = draw(rng.integers(0, COVERS, train_pixels)), area(tiles)
    unseen_x, unseen_y = area(UNSEEN_TILES)
    pixels = {"train_x": train_x, "train_y": train_y, "test_x": test_x, "test_y": test_y, "unseen_x": unseen_x}
    return {f"{name}{suffix}": array for name, array in pixels.items()}, unseen_y
