"""What a candidate can ask of the present code; run in the candidate's folder by _lib/probe.py.

Each returns text, table, series.
"""

import json
import math
from pathlib import Path

import evaluate
import numpy as np
import readout
import train
import tunes
from model import Player


def until_written(probe):
    """Says what is missing as long as a function of attention.py is not written."""

    def answer():
        try:
            return probe()
        except NotImplementedError as missing:
            return {"text": f"This needs all three functions of attention.py: {missing}."}

    answer.__name__ = probe.__name__
    return answer


def raw_batch():
    config = _config()
    notes = _batch(config)
    text = (
        f"The first 12 notes of 8 of {len(notes)} tunes of one batch. Each tune has {config['length']} notes to read "
        f"and one more; every note is the label of the position before it. {tunes.NOTES} different notes, from 0."
    )
    rows = [[tune, " ".join(str(note) for note in notes[tune, :12])] for tune in range(8)]
    return {"text": text, "table": {"columns": ["tune", "notes"], "rows": rows}}


@until_written
def loss_at_init():
    config = _config()
    rows = []
    for seed in range(3):
        notes, player = _batch(config, seed), _player(config, seed)
        loss, _ = readout.loss_and_grads(player.params, player.features(notes[:, :-1]), notes[:, 1:])
        rows.append([seed, round(float(loss), 4), round(evaluate.accuracy(player, notes), 3)])
    text = (
        f"Loss of an untrained read-out on one batch, three seeds. Equal probabilities for {tunes.NOTES} notes give "
        f"ln {tunes.NOTES} = {math.log(tunes.NOTES):.3f}."
    )
    return {"text": text, "table": {"columns": ["seed", "loss", "accuracy"], "rows": rows}}


@until_written
def one_batch():
    config = _config()
    notes, player, steps = _batch(config), _player(config), 1000
    features, curve = player.features(notes[:, :-1]), []
    for step in range(steps + 1):
        loss, grads = readout.loss_and_grads(player.params, features, notes[:, 1:])
        if step % 10 == 0:
            curve.append([step, float(loss)])
        _update(player, grads, config["learning_rate"])
    quarters = evaluate.by_place(player, notes)
    text = (
        f"{steps} plain steps of the read-out on the same {len(notes)} tunes: loss {curve[0][1]:.3f} at the start, "
        f"{curve[-1][1]:.3f} at the end. In the first quarter of a tune most notes are new, and what follows a note "
        f"that was never heard before cannot be known."
    )
    rows = [[f"{number + 1} of 4", round(float(part), 3)] for number, part in enumerate(quarters)]
    return {"text": text, "table": {"columns": ["quarter", "accuracy"], "rows": rows}, "series": {"loss": curve}}


@until_written
def gradient_norms():
    config = _config()
    songs, player, order = tunes.load(config, 0), _player(config), np.random.default_rng(0)
    curves = {name: [] for name in player.params}
    for step in range(200):
        notes = songs.train[order.integers(0, len(songs.train), config["batch_size"])]
        _, grads = readout.loss_and_grads(player.params, player.features(notes[:, :-1]), notes[:, 1:])
        for name, grad in grads.items():
            curves[name].append([step, _norm(grad)])
        _update(player, grads, config["learning_rate"])
    rows = [[name, _norm(player.params[name]), curve[0][1], curve[-1][1]] for name, curve in curves.items()]
    text = "Norm of the gradient of the read-out's two parameters in each of the first 200 steps, without momentum."
    columns = ["parameter", "norm of parameter", "gradient, step 0", "gradient, step 199"]
    return {"text": text, "table": {"columns": columns, "rows": rows}, "series": curves}


@until_written
def learning_rates():
    config = _config() | {"steps": 150, "log_every": 50, "test_tunes": 50, "train_tunes": 500}
    songs = tunes.load(config, 0)
    rows = []
    for rate in (0.01, 0.03, 0.1, 0.3, 1.0, 3.0):
        _, history = train.run(config | {"learning_rate": rate}, songs, 0)
        rows.append([rate, history[-1]["loss"], history[-1]["test_accuracy"]])
    text = (
        f"Six learning rates, {config['steps']} steps each on {config['train_tunes']} tunes, momentum as in "
        f"config.json, seed 0."
    )
    columns = ["learning rate", "loss at the end", "test accuracy"]
    return {
        "text": text,
        "table": {"columns": columns, "rows": rows},
        "series": {"loss at the end": [row[:2] for row in rows]},
    }


def _config():
    return json.loads(Path("config.json").read_text(encoding="utf-8"))


def _batch(config, seed=0):
    songs = tunes.load(config, seed)
    return songs.train[np.random.default_rng(seed).integers(0, len(songs.train), config["batch_size"])]


def _player(config, seed=0):
    return Player(tunes.NOTES, config["width"], config["heads"], config["sharpness"], seed)


def _update(player, grads, rate):
    for name, grad in grads.items():
        player.params[name] -= rate * grad


def _norm(array):
    return float(np.linalg.norm(array))
