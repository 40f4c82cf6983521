"""Runs in the candidate's process: inputs in, plain arrays out. Knows no threshold and no held-out label."""

import numpy as np


def answer(inputs, params):
    import data
    import evaluate
    import train
    from model import Tagger
    from optim import Adam

    answers = {}
    for case, (settings, steps) in enumerate(params["cases"]):
        table, dense = (inputs[f"{name}_{case}"].astype(np.float16) for name in ("table", "dense"))
        optimiser = Adam({"table": table, "dense": dense}, *settings)
        for step in range(steps):
            name = f"{case}_{step}"
            values = inputs[f"dtable_{name}"].astype(np.float16)
            optimiser.step({"table": (inputs[f"rows_{name}"].copy(), values), "dense": half(inputs[f"ddense_{name}"])})
        answers |= {f"table_{case}": table, f"dense_{case}": dense}
    answers["formats"] = formats(Tagger(50, 4, 6, 3, np.random.default_rng(0)), inputs["words"])
    for number, seed in enumerate(params["seeds"]):
        notes = data.Notes(*(inputs[f"{name}{number}"] for name in data.Notes._fields))
        model, history = train.run(dict(params["config"]), notes, seed)
        answers[f"losses{number}"] = [epoch["loss"] for epoch in history]
        answers[f"finite{number}"] = [np.isfinite(array).all() for array in model.params.values()]
        answers[f"half{number}"] = [array.dtype == np.float16 for array in model.params.values()]
        answers[f"scores{number}"] = evaluate.scores(model, inputs[f"unseen_words{number}"])
    return answers


def half(array):
    return array.astype(np.float16)


def formats(model, words):
    """Whether each gradient of one backward pass is float16."""
    scores = model.forward(words)
    grads = model.backward(np.full(scores.shape, 0.01, dtype=np.float32))
    return [(grad[1] if isinstance(grad, tuple) else grad).dtype == np.float16 for grad in grads.values()]
