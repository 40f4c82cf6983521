"""Runs in the candidate's process: inputs in, plain arrays out. Knows no threshold and no held-out label."""

import data
import evaluate
import features
import numpy as np
import train


def answer(inputs, params):
    config, answers = params["config"], {}
    for case in range(params["tables"]):
        answers[f"x_{case}"] = inputs_of(parcels(inputs, f"table{case}"), config)
    flipped = parcels(inputs, "lonely")
    answers["lonely"] = inputs_of(flipped, config)
    for number, row in enumerate(inputs["lonely_rows"]):
        late = flipped.late.copy()
        late[row] = 1 - late[row]
        answers[f"flipped{number}"] = inputs_of(flipped._replace(late=late), config)[row]
    answers |= alone(parcels(inputs, "lonely"), parcels(inputs, "others"), config)
    for number, seed in enumerate(params["seeds"]):
        answers |= training(inputs, config, number, seed)
    return answers | validation_unread(inputs, {**config, "epochs": 1})


def parcels(inputs, name):
    return data.Parcels(*(inputs[f"{name}_{field}"].copy() for field in data.Parcels._fields))


def inputs_of(table, config):
    return np.array(features.prepare(table, dict(config))[1])


def alone(table, others, config):
    """Inputs of other parcels: all together, with the opposite outcomes, and one at a time."""
    fitted = features.prepare(table, dict(config))[0]
    single = [data.Parcels(*(column[row : row + 1] for column in others)) for row in range(len(others.late))]
    return {
        "together": fitted.transform(others),
        "opposite": fitted.transform(others._replace(late=1 - others.late)),
        "one_by_one": np.concatenate([fitted.transform(parcel) for parcel in single]),
    }


def training(inputs, config, number, seed):
    table, validation = (parcels(inputs, f"{name}{number}") for name in ("train", "validation"))
    fitted, model, _ = train.run(dict(config), table, validation, seed)
    unseen = parcels(inputs, f"unseen{number}")
    answers = {f"p{number}": evaluate.probabilities(fitted, model, unseen)}
    for column in ("depot", "street"):
        for side in ("slow", "fast"):
            other = unseen._replace(**{column: np.full_like(unseen.late, inputs[f"{side}_{column}{number}"])})
            answers[f"p_{side}_{column}{number}"] = evaluate.probabilities(fitted, model, other)
    numbers = evaluate.probabilities(fitted, model, unseen._replace(numbers=unseen.numbers[::-1].copy()))
    return answers | {f"p_numbers{number}": numbers}


def validation_unread(inputs, config):
    """Inputs of unseen parcels after two trainings that differ in the outcomes of the validation parcels only."""
    table, validation, unseen = (parcels(inputs, f"{name}0") for name in ("train", "validation", "unseen"))
    as_is = train.run(dict(config), table, validation, 0)[0]
    opposite = train.run(dict(config), table, validation._replace(late=1 - validation.late), 0)[0]
    return {"as_is": as_is.transform(unseen), "opposite_validation": opposite.transform(unseen)}
