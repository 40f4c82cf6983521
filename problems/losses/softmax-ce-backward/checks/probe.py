"""Runs in the candidate's process: inputs in, plain arrays out. Knows no threshold and no held-out label."""

import numpy as np

FUNCTIONS = ("softmax", "cross_entropy", "cross_entropy_grad")


def answer(inputs, params):
    import data
    import evaluate
    import losses
    import train

    answers = {"written": [is_written(getattr(losses, name), name, inputs) for name in FUNCTIONS]}
    if not all(answers["written"]):
        return answers
    for number, seed in enumerate(params["seeds"]):
        seeds = data.Seeds(*(inputs[f"{name}{number}"] for name in data.Seeds._fields))
        model, history = train.run(dict(params["config"]), seeds, seed)
        answers[f"losses{number}"] = [epoch["loss"] for epoch in history]
        answers[f"scores{number}"] = evaluate.scores(model, inputs[f"unseen_x{number}"])
    # Every loss before the first gradient: a gradient belongs to its own arguments, not to the call before.
    for case in params["cases"]:
        call(answers, f"loss_{case}", losses.cross_entropy, inputs[f"logits_{case}"], inputs[f"labels_{case}"])
    for case in params["cases"]:
        call(answers, f"grad_{case}", losses.cross_entropy_grad, inputs[f"logits_{case}"], inputs[f"labels_{case}"])
        call(answers, f"softmax_{case}", losses.softmax, inputs[f"logits_{case}"])
    for case in params["shifted"]:
        for side in ("above", "below"):
            call(answers, f"{side}_{case}", each_loss(losses), inputs[f"{side}_{case}"], inputs[f"labels_{case}"])
    return answers | untouched(losses, inputs, params["touched"])


def is_written(function, name, inputs):
    arguments = (inputs["logits_0"].copy(), inputs["labels_0"].copy())
    try:
        function(*arguments[: 1 if name == "softmax" else 2])
    except NotImplementedError:
        return 0
    except Exception:
        # Written, and judged further below with the message of its error.
        return 1
    return 1


def call(answers, name, function, *arrays):
    """An exception on one of the shapes is an answer as well: the text of it, as numbers."""
    try:
        answers[name] = np.array(function(*(array.copy() for array in arrays)), dtype=float)
    except Exception as error:
        answers[f"{name}_raised"] = list(f"{type(error).__name__}: {error}".encode()[:160])


def each_loss(losses):
    return lambda logits, labels: [losses.cross_entropy(one.copy(), labels.copy()) for one in logits]


def untouched(losses, inputs, case):
    """The arguments of one call of each function, as they are afterwards."""
    logits, labels = inputs[f"logits_{case}"].copy(), inputs[f"labels_{case}"].copy()
    losses.softmax(logits)
    losses.cross_entropy(logits, labels)
    losses.cross_entropy_grad(logits, labels)
    return {"logits_after": logits, "labels_after": labels}
