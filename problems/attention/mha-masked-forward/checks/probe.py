"""Runs in the candidate's process: inputs in, plain arrays out. Knows no threshold and no held-out note."""

import numpy as np

MATRICES = ("Wq", "Wk", "Wv", "Wo")


def answer(inputs, params):
    import attention
    import evaluate
    import train
    import tunes

    answers = {"written": written(attention)}
    if not all(answers["written"]):
        return answers
    for number, seed in enumerate(params["seeds"]):
        parts = tunes.Tunes(*(inputs[f"{name}{number}"] for name in tunes.Tunes._fields))
        model, history = train.run(dict(params["config"]), parts, seed)
        answers[f"losses{number}"] = [entry["loss"] for entry in history]
        answers[f"scores{number}"] = evaluate.scores(model, inputs[f"unseen{number}"])
    for case, (queries, keys) in enumerate(params["sizes"]):
        call(answers, f"mask_{case}", lambda: attention.causal_mask(queries, keys))
    for name, masked in params["dots"]:
        call(answers, name, lambda: dot(attention, inputs, name, masked), parts=("out", "weights"))
    for name, case in params["layers"].items():
        call(answers, name, lambda: layer(attention, inputs, name, **case))
    return answers | untouched(attention, inputs, *params["touched"])


def written(attention):
    x, eye = np.zeros((1, 2, 2)), {name: np.eye(2) for name in MATRICES}
    calls = (
        lambda: attention.causal_mask(2, 2),
        lambda: attention.scaled_dot_product_attention(x, x, x),
        lambda: attention.multi_head_attention(x, eye, 1),
    )
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


def call(answers, name, function, parts=None):
    """An exception on one of the shapes is an answer as well: the text of it, as numbers."""
    try:
        found = function()
        for part, array in zip(parts or ("",), found if parts else (found,), strict=True):
            answers[f"{name}{part and '_'}{part}"] = np.array(array, dtype=float)
    except Exception as error:
        answers[f"{name}_raised"] = list(f"{type(error).__name__}: {error}".encode()[:160])


def dot(attention, inputs, name, masked):
    q, k, v = (inputs[f"{name}_{part}"].copy() for part in "qkv")
    if not masked:
        return attention.scaled_dot_product_attention(q, k, v)
    return attention.scaled_dot_product_attention(q, k, v, inputs[f"{name}_mask"] != 0)


def layer(attention, inputs, name, x, weights, heads, causal, valid):
    matrices = {matrix: inputs[f"{weights}_{matrix}"].copy() for matrix in MATRICES}
    more = {"valid": inputs[f"{name}_valid"] != 0} if valid else {}
    return attention.multi_head_attention(inputs[x].copy(), matrices, heads, causal=causal, **more)


def untouched(attention, inputs, name, heads):
    """The arguments of one call, as they are afterwards."""
    x, valid = inputs[f"{name}_x"].copy(), inputs[f"{name}_valid"] != 0
    matrices = {matrix: inputs[f"{name}_{matrix}"].copy() for matrix in MATRICES}
    try:
        attention.multi_head_attention(x, matrices, heads, valid=valid)
    except Exception:
        # What it raises is told by another check.
        pass
    return {"after_x": x, "after_valid": valid} | {f"after_{matrix}": matrices[matrix] for matrix in MATRICES}
