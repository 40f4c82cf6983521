"""Measurements on the candidate's own code, one function each. They use only the names that the README promises."""

import json
from itertools import repeat
from pathlib import Path

import numpy as np
from data import GROUPS, WORDS, batches, load
from model import Tagger
from optim import Adam

SEED = 0


def raw_batch():
    """The first notes of the first minibatch, and how rare words are."""
    config, notes, _, minibatches = _start()
    words, groups = next(minibatches)
    counts = np.bincount(notes.train_words.ravel(), minlength=WORDS)
    rows = [[int(group), " ".join(str(word) for word in note)] for note, group in zip(words[:8], groups[:8])]
    rare = int((counts < 50).sum())
    text = (
        f"The first 8 of {len(words)} notes as the model receives them. All hold {len(np.unique(words))} words. "
        f"Of {WORDS} words, {rare} occur fewer than 50 times in {len(notes.train_words)} training notes."
    )
    return {"text": text, "table": {"columns": ["group", "words"], "rows": rows}}


def loss_at_init():
    """Loss and accuracy of the untrained tagger on the test notes."""
    _, notes, model, _ = _start()
    scores = model.forward(notes.test_words)
    loss, _ = _loss(scores, notes.test_groups)
    accuracy = (scores.argmax(axis=1) == notes.test_groups).mean()
    text = (
        f"Untrained, on {len(scores)} test notes: loss {loss:.3f}, accuracy {accuracy:.3f}. "
        f"Equal scores for {GROUPS} groups give ln {GROUPS} = {np.log(GROUPS):.3f} and {1 / GROUPS:.3f}."
    )
    return {"text": text}


def one_batch():
    """The first minibatch again and again, 300 steps."""
    config, _, model, minibatches = _start()
    batch = next(minibatches)
    run = _train(config, model, repeat(batch), 300)
    last, steps = run.losses[-1][1], len(run.losses)
    text = (
        f"One minibatch of {len(batch[1])} notes, {steps} steps: loss {run.losses[0][1]:.3f} first, {last:.4f} at the "
        f"end; first weight that is not finite: {_when(run.bad_weight)}. A model that can learn gets close to 0."
    )
    return {"text": text, "series": {"loss": [point for point in run.losses if np.isfinite(point[1])]}}


def gradient_norms():
    """Norm and smallest entries of each gradient, before the first step and after 100 steps."""
    config, _, model, minibatches = _start()
    optimiser, rows = _adam(config, model), []
    for step in range(101):
        words, groups = next(minibatches)
        grads = model.backward(_loss(model.forward(words), groups)[1])
        if step in (0, 100):
            rows += [[step, name, *_sizes(_values(grad))] for name, grad in grads.items()]
        optimiser.step(grads)
    text = (
        "Gradients of one minibatch, for E only the rows of its words. float16 holds numbers down to 6.0e-08, with "
        "full precision from 6.1e-05 on, and up to 65504."
    )
    columns = ["step", "parameter", "norm", "smallest not 0", "exactly 0"]
    return {"text": text, "table": {"columns": columns, "rows": rows}}


def learning_rates():
    """When the first weight, and the loss, stop being finite, for five learning rates, within 700 steps."""
    rows = []
    for factor in (1 / 10, 1 / 3, 1, 10 / 3, 10):
        config, _, model, minibatches = _start()
        rate = config["learning_rate"] * factor
        run = _train({**config, "learning_rate": rate}, model, minibatches, 700)
        last = [loss for _, loss in run.losses if np.isfinite(loss)][-20:]
        rows.append([f"{rate:.1g}", _when(run.bad_weight), _when(run.bad_loss), f"{np.mean(last):.3f}"])
    columns = ["learning rate", "first weight not finite", "first loss not finite", "last 20 finite losses"]
    text = (
        "700 steps with each rate, same weights and order at the start. Compare with what you would expect of steps "
        f"that are too large. Shipped: {config['learning_rate']:.2g}."
    )
    return {"text": text, "table": {"columns": columns, "rows": rows}}


def train_eval():
    """Loss on training and on test notes, and scores that are not finite, every 40 steps for 240 steps."""
    config, notes, model, minibatches = _start()
    optimiser, train, test, rows = _adam(config, model), [], [], []
    for step in range(241):
        if step % 40 == 0:
            rows.append([step])
            for words, groups, points in ((*(part[:2000] for part in notes[:2]), train), (*notes[2:], test)):
                rows[-1] += _measure(model, words, groups, step, points)
        _step(model, optimiser, next(minibatches))
    text = (
        f"2,000 training notes and {len(notes.test_words)} test notes. The tagger computes the same in training and in "
        f"evaluation; ln {GROUPS} = {np.log(GROUPS):.3f} is the loss of equal scores."
    )
    columns = ["step", "training loss", "notes not finite", "test loss", "notes not finite"]
    series = {"loss, training notes": train, "loss, test notes": test}
    return {"text": text, "table": {"columns": columns, "rows": rows}, "series": series}


class _Run:
    """Losses as [step, loss], and the steps after which a weight, and at which the loss, is not finite."""

    def __init__(self):
        self.losses, self.bad_weight, self.bad_loss = [], None, None


def _train(config, model, minibatches, steps):
    run, optimiser = _Run(), _adam(config, model)
    for step in range(steps):
        loss = _step(model, optimiser, next(minibatches))
        run.losses.append([step, loss])
        if not np.isfinite(loss):
            run.bad_loss = step
            break
        if run.bad_weight is None and not all(np.isfinite(array).all() for array in model.params.values()):
            run.bad_weight = step
    return run


def _step(model, optimiser, minibatch):
    loss, dscores = _loss(model.forward(minibatch[0]), minibatch[1])
    optimiser.step(model.backward(dscores))
    return loss


def _start():
    """Config, notes, an untrained model and its minibatches, in the order of train.py."""
    np.seterr(all="ignore")
    config = json.loads(Path("config.json").read_text(encoding="utf-8"))
    notes, rng = load(config, SEED), np.random.default_rng(SEED)
    model = Tagger(WORDS, config["width"], config["hidden"], GROUPS, rng)
    return config, notes, model, _minibatches(config, notes, rng)


def _minibatches(config, notes, rng):
    while True:
        yield from batches(notes.train_words, notes.train_groups, config["batch_size"], rng)


def _adam(config, model):
    return Adam(model.params, *(config[name] for name in ("learning_rate", "beta1", "beta2", "eps")))


def _loss(scores, groups):
    """Mean softmax cross-entropy and its gradient."""
    rows, scores = np.arange(len(groups)), np.asarray(scores, dtype=np.float32)
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_probs = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dscores = np.exp(log_probs)
    dscores[rows, groups] -= 1.0
    return float(-log_probs[rows, groups].mean()), dscores / len(groups)


def _measure(model, words, groups, step, points):
    scores = model.forward(words)
    loss, _ = _loss(scores, groups)
    if np.isfinite(loss):
        points.append([step, loss])
    return [f"{loss:.3f}", int((~np.isfinite(scores).all(axis=1)).sum())]


def _values(grad):
    return np.abs((grad[1] if isinstance(grad, tuple) else grad).astype(np.float32))


def _sizes(values):
    smallest = values[values > 0].min() if (values > 0).any() else 0.0
    return [f"{np.linalg.norm(values):.3f}", f"{smallest:.1e}", f"{int((values == 0).sum())} of {values.size}"]


def _when(step):
    return "none" if step is None else f"step {step}"
