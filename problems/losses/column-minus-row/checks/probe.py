"""Runs in the candidate's process: inputs in, plain arrays out. Knows no threshold and no held-out target."""

import numpy as np

PARAMS = ("W1", "b1", "W2", "b2")


def answer(inputs, params):
    import data
    import evaluate
    import train
    from model import DemandModel

    answers = {}
    for case, sizes in enumerate(params["sizes"]):
        model = DemandModel(*sizes, np.random.default_rng(case))
        for name in PARAMS:
            model.params[name][...] = inputs[f"{name}_{case}"]
        answers |= case_answers(train, model, inputs, case)
    for number, seed in enumerate(params["seeds"]):
        hours = data.Hours(*(inputs[f"{name}{number}"] for name in data.Hours._fields))
        model, history = train.run(dict(params["config"]), hours, seed)
        answers[f"losses{number}"] = [epoch["loss"] for epoch in history]
        answers[f"predictions{number}"] = evaluate.predictions(model, inputs[f"unseen_x{number}"])
    return answers


def case_answers(train, model, inputs, case):
    loss, grads = train.loss_and_grads(model, inputs[f"x_{case}"].copy(), inputs[f"y_{case}"].copy())
    return {f"loss_{case}": loss} | {f"d{name}_{case}": np.array(grads[name]) for name in PARAMS}
