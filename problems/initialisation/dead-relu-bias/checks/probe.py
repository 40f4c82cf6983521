"""Runs in the candidate's process: inputs in, plain arrays out. Knows no threshold and no held-out label."""

import numpy as np


def answer(inputs, params):
    import data
    import evaluate
    import train
    from model import Classifier

    answers = {}
    for case, (features, hidden, faults) in enumerate(params["untrained"]):
        model = Classifier(features, hidden, faults, np.random.default_rng(params["init_seeds"][case]))
        answers |= param_answers(model, f"untrained{case}")
        answers[f"untrained_scores{case}"] = np.array(model.forward(inputs[f"untrained_x{case}"].copy()))
    for case, (features, hidden, faults) in enumerate(params["given"]):
        model = Classifier(features, hidden, faults, np.random.default_rng(case))
        answers |= given_answers(model, inputs, case)
    for number, seed in enumerate(params["seeds"]):
        splits = data.Splits(*(inputs[f"{name}{number}"] for name in data.Splits._fields))
        model, history = train.run(dict(params["config"]), splits, seed)
        answers |= param_answers(model, f"trained{number}")
        answers[f"losses{number}"] = [epoch["loss"] for epoch in history]
        answers[f"scores{number}"] = np.array(evaluate.scores(model, inputs[f"test_x{number}"]))
    return answers


def param_answers(model, prefix):
    return {f"{prefix}_{name}": np.array(array) for name, array in model.params.items()}


def given_answers(model, inputs, case):
    """Scores and gradients of a classifier that was given its params."""
    for name, array in model.params.items():
        if f"given{case}_{name}" in inputs:
            array[...] = inputs[f"given{case}_{name}"]
    scores = np.array(model.forward(inputs[f"given_x{case}"].copy()))
    grads = model.backward(inputs[f"given_dscores{case}"].copy())
    return {f"given_scores{case}": scores} | {f"given_d{name}{case}": np.array(grad) for name, grad in grads.items()}
