"""Runs in the candidate's process: inputs in, plain arrays out. Knows no threshold and no held-out label."""

from itertools import islice

import numpy as np


def answer(inputs, params):
    import data
    import evaluate
    import train

    answers = {}
    for case, (batch_size, seed) in enumerate(params["cases"]):
        answers |= epochs_of(data, inputs, case, batch_size, seed)
    for number, seed in enumerate(params["seeds"]):
        splits = data.Splits(*(inputs[f"{name}{number}"] for name in data.Splits._fields))
        model, _ = train.run(dict(params["config"]), splits, seed)
        answers[f"scores{number}"] = evaluate.scores(model, inputs[f"test_x{number}"])
    return answers


def epochs_of(data, inputs, case, batch_size, seed):
    """Three epochs over one table; the arrays given to batches are also returned as they are afterwards."""
    features, labels = inputs[f"rows{case}"].copy(), inputs[f"ids{case}"].copy()
    rng = np.random.default_rng(seed)
    answers = {}
    for epoch in range(3):
        # One more than there can be, so that an endless loader is seen and not collected.
        minibatches = islice(data.batches(features, labels, batch_size, rng), len(labels) + 1)
        parts = [(np.array(x), np.array(y)) for x, y in minibatches]
        answers[f"rows{case}_{epoch}"] = np.concatenate([x for x, _ in parts]) if parts else np.empty((0, 0))
        answers[f"ids{case}_{epoch}"] = np.concatenate([y for _, y in parts]) if parts else np.empty(0)
        answers[f"sizes{case}_{epoch}"] = np.array([len(x) for x, _ in parts], dtype=int)
    return answers | {f"rows{case}_after": features, f"ids{case}_after": labels}
