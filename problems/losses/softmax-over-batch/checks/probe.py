"""Runs in the candidate's process: inputs in, plain arrays out. Knows no threshold and no held-out label."""

import numpy as np

PARAMS = ("W1", "b1", "W2", "b2")


def answer(inputs, params):
    import data
    import train
    from model import CallClassifier

    answers = {}
    for case, sizes in enumerate(params["sizes"]):
        model = CallClassifier(*sizes, np.random.default_rng(case))
        for name in PARAMS:
            model.params[name][...] = inputs[f"{name}_{case}"]
        answers |= case_answers(train, model, inputs, case)
    for number, seed in enumerate(params["seeds"]):
        calls = data.Calls(*(inputs[f"{name}{number}"] for name in data.Calls._fields))
        model, history = train.run(dict(params["config"]), calls, seed)
        answers[f"losses{number}"] = [epoch["loss"] for epoch in history]
        answers[f"alone{number}"] = one_by_one(model, inputs[f"unseen_x{number}"])
    return answers


def case_answers(train, model, inputs, case):
    x, y = inputs[f"x_{case}"], inputs[f"y_{case}"]
    probabilities = np.array(model.probabilities(x.copy()))
    alone = one_by_one(model, x)
    loss, grads = train.loss_and_grads(model, x.copy(), y.copy())
    shown = {f"loss_{case}": loss, f"together_{case}": probabilities, f"alone_{case}": alone}
    return shown | {f"d{name}_{case}": np.array(grads[name]) for name in PARAMS}


def one_by_one(model, x):
    return np.concatenate([np.array(model.probabilities(x[row : row + 1].copy())) for row in range(len(x))])
