"""Runs in the candidate's process: inputs in, plain arrays out. Knows no threshold and no held-out label."""

import numpy as np


def answer(inputs, params):
    import conv
    import data
    import evaluate
    import train

    answers = {"written": written(conv)}
    if not all(answers["written"]):
        return answers
    for number, seed in enumerate(params["seeds"]):
        welds = data.Welds(*(inputs[f"{name}{number}"] for name in data.Welds._fields))
        model, history = train.run(dict(params["config"]), welds, seed)
        answers[f"losses{number}"] = [entry["loss"] for entry in history]
        answers[f"scores{number}"] = evaluate.scores(model, inputs[f"unseen_x{number}"])
    # Every output before the first gradient: a gradient belongs to its own arguments, not to the call before.
    for name, how in params["calls"].items():
        call(answers, name, ("out",), lambda: (conv.conv2d(*copies(inputs, name, "xwb"), **how),))
    for name, how in params["calls"].items():
        call(answers, name, ("dx", "dw", "db"), lambda: conv.conv2d_backward(*copies(inputs, name, "gxw"), **how))
    for name in params["moved"]:
        call(answers, name, ("moved",), lambda: (moved(conv.conv2d, inputs, name, params["calls"][name]),))
    return answers | untouched(conv, inputs, params["touched"], params["calls"][params["touched"]])


def written(conv):
    x, w = np.zeros((1, 1, 2, 2)), np.zeros((1, 1, 1, 1))
    calls = (lambda: conv.conv2d(x, w, np.zeros(1)), lambda: conv.conv2d_backward(x, x, w))
    return [is_written(one) for one in calls]


def is_written(one_call):
    try:
        one_call()
    except NotImplementedError:
        return 0
    except Exception:
        # Written, and judged further below with the message of its error.
        return 1
    return 1


def copies(inputs, name, parts):
    return [inputs[f"{name}_{part}"].copy() for part in parts]


def call(answers, name, parts, function):
    """An exception on one of the shapes is an answer as well: the text of it, as numbers."""
    try:
        for part, array in zip(parts, function(), strict=True):
            answers[f"{name}_{part}"] = np.array(array, dtype=float)
    except Exception as error:
        text = f"{type(error).__name__}: {error}".encode()[:160]
        answers |= {f"{name}_{part}_raised": list(text) for part in parts}


def moved(conv2d, inputs, name, how):
    """sum(dout * output) with every single entry of x, then of w and b, moved up and down: (entries, 2)."""
    dout, *arrays = copies(inputs, name, "gxwb")
    sums = []
    for array in arrays:
        for place in np.ndindex(array.shape):
            kept, pair = array[place], []
            for step in (0.5, -0.5):
                array[place] = kept + step
                pair.append(float((dout * conv2d(*(one.copy() for one in arrays), **how)).sum()))
            array[place] = kept
            sums.append(pair)
    return sums


def untouched(conv, inputs, name, how):
    """The arguments of one call of each function, as they are afterwards."""
    dout, x, w, b = copies(inputs, name, "gxwb")
    try:
        conv.conv2d(x, w, b, **how)
        conv.conv2d_backward(dout, x, w, **how)
    except Exception:
        # What it raises is told by another check.
        pass
    return {"after_g": dout, "after_x": x, "after_w": w, "after_b": b}
