"""The grader of accum-token-mean: own recordings, gradients of a table in closed form. Measured: calibration.md."""

import numpy as np
from judging.report import Check, Questions

SEEDS = 2
PER_SPECIES = 5
UNSEEN = 120  # recordings for each species
MAX_CURVE_GAP = 0.25  # nats; see calibration.md for both
MAX_UNSEEN_LOSS = 2.3
# Recordings, batch size, recordings at a time, syllables, learning rate.
EPOCHS = (
    (14, 6, 2, 7, 0.5),
    (12, 4, 4, 5, 1.0),
    (9, 3, 1, 4, 0.7),
    (5, 8, 2, 6, 1.0),
    (1, 4, 2, 5, 0.3),
    (23, 10, 5, 9, 2.0),
    (16, 16, 2, 16, 1.0),
)
TOLERANCE = 1e-4  # wide enough for float32


def questions(rng, config):
    inputs = {}
    for case, (count, _, _, syllables, _) in enumerate(EPOCHS):
        inputs[f"table{case}"] = rng.normal(size=(syllables, syllables)) * 1.5
        inputs[f"epoch{case}"] = _padded([rng.integers(1, syllables, rng.integers(2, 15)) for _ in range(count)])
    for number in range(SEEDS):
        names = rng.permutation(PER_SPECIES * len(config["train_recordings"])) + 1
        for group, count in enumerate(config["train_recordings"].values()):
            phrases = rng.permutation(names[group * PER_SPECIES :][:PER_SPECIES])
            for split, size in (("train", count), ("val", config["val_recordings"]), ("unseen", UNSEEN)):
                inputs[f"{split}{number}_{group}"] = _padded([_recording(phrases, rng) for _ in range(size)])
    epochs = [[batch_size, micro_batch, rate] for _, batch_size, micro_batch, _, rate in EPOCHS]
    seeds = [int(seed) for seed in rng.integers(2**31, size=SEEDS)]
    return Questions(inputs, {"config": config, "epochs": epochs, "seeds": seeds}, {"config": config})


def symptom(answers, questions):
    return [_same_curve(answers), _unseen_loss(answers, questions)]


def cause(answers, questions):
    epochs = [_Epoch(answers, questions, case) for case in range(len(EPOCHS))]
    return [_steps(epochs), _losses(epochs), _gradients(epochs), _at_a_time(epochs), _rows(answers, questions)]


def _same_curve(answers):
    check, gaps, shown = "same-training-curve", [], []
    for number in range(SEEDS):
        small, whole = answers[f"small_curve{number}"].ravel(), answers[f"whole_curve{number}"].ravel()
        if small.shape != whole.shape or len(small) == 0:
            return Check(check, False, f"train.run: histories of {len(small)} and {len(whole)} epochs")
        gaps.append(float(np.abs(small - whole).max()))
        shown.append(f"{small[-1]:.3f} and {whole[-1]:.3f}")
    curves = f"train_loss of the last epoch, small micro-batches and whole batches: {'; '.join(shown)}"
    message = f"{curves} (largest gap of an epoch {max(gaps):.3f}, needed: below {MAX_CURVE_GAP})"
    return Check(check, all(gap < MAX_CURVE_GAP for gap in gaps), message, float(np.max(gaps)))


def _unseen_loss(answers, questions):
    check, losses = "all-species-are-learned", []
    groups = range(len(questions.key["config"]["train_recordings"]))
    for number in range(SEEDS):
        for group in groups:
            ids, logits = questions.inputs[f"unseen{number}_{group}"], answers[f"logits{number}_{group}"]
            if logits.shape[:2] != (len(ids), ids.shape[1] - 1) or logits.ndim != 3 or logits.shape[2] <= ids.max():
                return Check(check, False, f"evaluate.logits returned shape {logits.shape} for ids {ids[:, :-1].shape}")
            nats = -np.take_along_axis(_log_softmax(logits), ids[:, 1:, None], axis=2)[..., 0]
            losses.append(float(nats[ids[:, 1:] > 0].mean()))
    parts = [losses[number * len(groups) :][: len(groups)] for number in range(SEEDS)]
    shown = "; ".join(" / ".join(f"{loss:.2f}" for loss in part) for part in parts)
    message = f"nats per syllable on unseen recordings of each species, trained in small micro-batches: {shown}"
    limit = f" (needed: below {MAX_UNSEEN_LOSS} each)"
    return Check(check, all(loss < MAX_UNSEEN_LOSS for loss in losses), message + limit, float(np.max(losses)))


class _Epoch:
    """What train.epoch did with a table model and plain SGD, and what its contract says."""

    def __init__(self, answers, questions, case):
        self.count, self.batch_size, self.micro_batch, _, rate = EPOCHS[case]
        self.name = f"{self.count} recordings, batch_size {self.batch_size}, micro_batch {self.micro_batch}"
        self.losses, self.gradients = answers[f"losses{case}"], answers[f"gradients{case}"]
        self.seen = answers[f"seen{case}"]
        table, self.expected = questions.inputs[f"table{case}"].copy(), []
        for start in range(0, self.count, self.batch_size):
            loss, gradient = _reference(table, questions.inputs[f"epoch{case}"][start : start + self.batch_size])
            self.expected.append((loss, gradient))
            table -= rate * gradient

    def errors(self, found, part):
        """Largest difference from the contract at each step, as far as both have steps."""
        pairs = zip(found, self.expected)
        return [float(np.abs(value - expected[part]).max()) for value, expected in pairs]


def _steps(epochs):
    for epoch in epochs:
        if not len(epoch.gradients) == len(epoch.losses) == len(epoch.expected):
            found = f"{len(epoch.gradients)} optimizer steps, {len(epoch.losses)} losses"
            message = f"train.epoch, {epoch.name}: {found}, by its contract {len(epoch.expected)}"
            return Check("one-step-for-each-batch", False, message)
    return Check("one-step-for-each-batch", True, "train.epoch: one optimizer step and one loss for each batch")


def _losses(epochs):
    return _agree(epochs, "loss-of-the-batch", 0, [epoch.losses for epoch in epochs], "a step's loss")


def _gradients(epochs):
    return _agree(epochs, "gradient-of-the-batch", 1, [epoch.gradients for epoch in epochs], "a step's gradient")


def _agree(epochs, check, part, found, what):
    worst, place = 0.0, epochs[0].name
    for epoch, values in zip(epochs, found):
        if len(values) == 0:
            return Check(check, False, f"train.epoch, {epoch.name}: no step was taken", np.inf)
        error = max(epoch.errors(values, part))
        if not error <= worst:
            worst, place = (error if np.isfinite(error) else np.inf), epoch.name
    message = f"train.epoch, {place}: {what} differs from that of the mean over its batch's syllables by {worst:.1e}"
    return Check(check, bool(worst < TOLERANCE), message, worst)


def _at_a_time(epochs):
    for epoch in epochs:
        largest, total = int(epoch.seen.max(initial=0)), int(epoch.seen.sum())
        if largest > epoch.micro_batch or total != epoch.count:
            message = f"train.epoch, {epoch.name}: up to {largest} recordings at a time, {total} altogether"
            return Check("micro-batches-in-use", False, message)
    message = "train.epoch: never more than micro_batch recordings at a time, each of them once"
    return Check("micro-batches-in-use", True, message)


def _rows(answers, questions):
    config = questions.key["config"]
    expected = config["epochs"] * sum(config["train_recordings"].values())
    for number in range(SEEDS):
        rows = answers[f"small_rows{number}"]
        largest, total = int(rows.max(initial=0)), int(rows.sum())
        if largest > config["micro_batch"] or total != expected:
            sizes = f"up to {largest} at a time (micro_batch {config['micro_batch']})"
            message = f"train.run: {total} of {expected} recordings of all epochs went through the model, {sizes}"
            return Check("run-uses-all-recordings", False, message)
    message = f"train.run: every recording once in every epoch, never more than {config['micro_batch']} at a time"
    return Check("run-uses-all-recordings", True, message)


def _reference(table, ids):
    """Loss and gradient for the table: mean over all syllables of the batch but the first of each recording."""
    now, after = ids[:, :-1][ids[:, 1:] > 0], ids[:, 1:][ids[:, 1:] > 0]
    log_probs = _log_softmax(table)
    gradient = np.zeros_like(table)
    np.add.at(gradient, now, np.exp(log_probs)[now])
    np.add.at(gradient, (now, after), -1.0)
    return -log_probs[now, after].mean(), gradient / len(now)


def _log_softmax(logits):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def _recording(phrases, rng):
    """Seven of ten are calls of 3 to 5 syllables in any order, the others songs that follow the phrases."""
    song = rng.random() < 0.3
    places = rng.integers(0, PER_SPECIES, rng.integers(24, 40) if song else rng.integers(3, 6))
    for i in range(1, len(places)):
        if song and rng.random() < 0.85:
            places[i] = (places[i - 1] + 1) % PER_SPECIES
    return phrases[places]


def _padded(recordings):
    ids = np.zeros((len(recordings), max(len(recording) for recording in recordings)), dtype=np.int64)
    for row, recording in zip(ids, recordings):
        row[: len(recording)] = recording
    return ids
