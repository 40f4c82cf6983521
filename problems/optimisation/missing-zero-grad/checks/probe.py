"""Runs in the candidate's process: inputs in, plain arrays out. Knows no threshold and no held-out demand."""

import numpy as np

LAYERS = ("first", "second", "last")
NAMES = [f"{layer}.{kind}" for layer in LAYERS for kind in ("weight", "bias")]


def answer(inputs, params):
    answers = {}
    for case, settings in enumerate(params["cases"]):
        answers |= steps_of(inputs, case, **settings)
    answers |= few_epochs(inputs, params["few_config"], params["few_epochs"])
    for number, seed in enumerate(params["seeds"]):
        answers |= training(inputs, number, dict(params["config"]), seed)
    return answers


def steps_of(inputs, case, sensors, hidden, chunk, rate, momentum):
    """Parameters before and after each of some steps in a row, with what train_step returned."""
    import torch
    import train
    from model import DemandNet

    model = DemandNet(sensors, hidden).double()
    if set(model.state_dict()) != set(NAMES):
        return {f"{name}_{case}": np.zeros(0) for name in ("states", "losses", "norms")}
    model.load_state_dict({name: torch.tensor(inputs[f"{name}_{case}"]) for name in NAMES})
    optimizer = torch.optim.SGD(model.parameters(), lr=rate, momentum=momentum)
    states, losses, norms = [flat(model)], [], []
    for x, y in zip(inputs[f"x_{case}"], inputs[f"y_{case}"]):
        loss, norm = train.train_step(model, optimizer, torch.tensor(x), torch.tensor(y), chunk)
        states.append(flat(model))
        losses.append(float(loss))
        norms.append(float(norm))
    return {f"states_{case}": np.array(states), f"losses_{case}": losses, f"norms_{case}": norms}


def few_epochs(inputs, config, epochs):
    """The parameters of a run of no epochs, and of a few that hold one batch each."""
    import train

    answers = {}
    for name, count in (("none", 0), ("few", epochs)):
        model, history = train.run({**config, "epochs": count}, hours(inputs, "few"), 5)
        answers |= {f"after_{name}": flat(model), f"history_{name}": [float(epoch["loss"]) for epoch in history]}
    return answers


def training(inputs, number, config, seed):
    import evaluate
    import torch
    import train

    model, history = train.run(config, hours(inputs, number), seed)
    forecasts = evaluate.forecasts(model, torch.tensor(inputs[f"unseen_x{number}"], dtype=torch.float32))
    return {f"forecasts{number}": forecasts.numpy(), f"history{number}": [float(epoch["loss"]) for epoch in history]}


def hours(inputs, suffix):
    import torch
    from data import Hours

    return Hours(*(torch.tensor(inputs[f"{name}{suffix}"], dtype=torch.float32) for name in Hours._fields))


def flat(model):
    state = model.state_dict()
    if set(state) != set(NAMES):
        return np.zeros(0)
    return np.concatenate([state[name].detach().double().numpy().ravel() for name in NAMES])
