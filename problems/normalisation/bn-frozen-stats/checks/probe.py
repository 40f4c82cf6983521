"""Runs in the candidate's process: inputs in, plain arrays out. Knows no threshold and no held-out label."""

import numpy as np


def answer(inputs, params):
    import data
    import evaluate
    import train
    from layers import BatchNorm
    from model import Network

    answers = {}
    for case, (width, momentum) in enumerate(params["norms"]):
        norm = BatchNorm(width) if momentum is None else BatchNorm(width, momentum=momentum)
        answers |= norm_answers(norm, inputs, case)
    for case, (bands, hidden, classes) in enumerate(params["networks"]):
        model = Network(bands, hidden, classes, 0.0, np.random.default_rng(case))
        answers |= network_answers(model, inputs, case)
    for number, seed in enumerate(params["seeds"]):
        splits = data.Splits(*(inputs[f"{name}{number}"] for name in data.Splits._fields))
        model, _ = train.run(dict(params["config"]), splits, seed)
        answers |= trained_answers(evaluate, model, inputs[f"test_x{number}"], number, params["alone"])
    return answers


def norm_answers(norm, inputs, case):
    """Running statistics after every batch of training and after an evaluation; output and gradients of the last."""
    norm.gamma[...], norm.beta[...] = inputs[f"gamma_{case}"], inputs[f"beta_{case}"]
    means, variances = [], []
    for batch in inputs[f"batches_{case}"]:
        out = norm.forward(batch.copy(), train=True)
        means.append(np.array(norm.running_mean))
        variances.append(np.array(norm.running_var))
    dx = norm.backward(inputs[f"dout_{case}"].copy())
    gradients = {f"dx_{case}": dx, f"dgamma_{case}": np.array(norm.dgamma), f"dbeta_{case}": np.array(norm.dbeta)}
    answers = {f"trained_{case}": np.array(out), f"means_{case}": means, f"variances_{case}": variances}
    norm.forward(inputs[f"batches_{case}"][0] * 3.0, train=False)
    after = {f"mean_after_{case}": np.array(norm.running_mean), f"variance_after_{case}": np.array(norm.running_var)}
    return answers | gradients | after


def network_answers(model, inputs, case):
    for name, array in model.params.items():
        if f"{name}_{case}" in inputs:
            array[...] = inputs[f"{name}_{case}"]
    for i, norm in enumerate(model.norms, start=1):
        norm.running_mean[...], norm.running_var[...] = inputs[f"mean{i}_{case}"], inputs[f"var{i}_{case}"]
    x = inputs[f"x_{case}"]
    evaluated = np.array(model.forward(x.copy(), train=False))
    return {f"evaluated_{case}": evaluated, f"in_training_{case}": np.array(model.forward(x.copy(), train=True))}


def trained_answers(evaluate, model, x, number, alone):
    answers = {f"param_{name}{number}": np.array(array) for name, array in model.params.items()}
    for i, norm in enumerate(model.norms, start=1):
        answers |= {f"mean{i}_{number}": np.array(norm.running_mean), f"var{i}_{number}": np.array(norm.running_var)}
    answers[f"scores{number}"] = np.array(evaluate.scores(model, x))
    return answers | {f"alone{number}": np.concatenate([evaluate.scores(model, x[i : i + 1]) for i in range(alone)])}
