"""Runs in the candidate's process: inputs in, plain arrays out. Knows no threshold and no held-out cover."""

import numpy as np


def answer(inputs, params):
    answers = {}
    for case, settings in enumerate(params["cases"]):
        answers |= scores_of(inputs, case, **settings)
    answers |= short_runs(inputs, params["short_configs"])
    for number, seed in enumerate(params["seeds"]):
        answers |= training(inputs, number, dict(params["config"]), seed)
    return answers


def scores_of(inputs, case, sizes, names, batch_sizes, training):
    """Scores of a network with given parameters and statistics, in several batch sizes, and its state afterwards."""
    import torch
    from model import Classifier
    from scoring import predict

    torch.manual_seed(case)
    model = Classifier(*sizes, 0.5).double()
    given = {name: torch.tensor(inputs[f"{name}_{case}"]) for name in names}
    if not model.state_dict().keys() == given.keys():
        return {f"state_{case}": np.zeros(0)}
    model.load_state_dict(given)
    model.train(training)
    x, answers = torch.tensor(inputs[f"x_{case}"]), {}
    for number, batch_size in enumerate(batch_sizes):
        answers[f"scores_{case}_{number}"] = scores(predict, model, x, batch_size)
    answers[f"alone_{case}"] = scores(predict, model, x[:1], 1)
    return answers | {f"state_{case}": flat(model, names), f"modes_{case}": modes(model)}


def scores(predict, model, x, batch_size):
    try:
        return predict(model, x.clone(), batch_size).detach().numpy()
    except ValueError:
        # What batch norm says to a single row in training.
        return np.zeros((0, 0))


def short_runs(inputs, configs):
    """Few steps with different ways to score in between; what came out, and whether dropout still drops then."""
    import torch
    import train

    answers = {}
    for number, config in enumerate(configs):
        model, _ = train.run(dict(config), pixels(inputs, "short"), 11)
        state = model.state_dict()
        learned = [state[name].double().numpy().ravel() for name in sorted(state) if name.endswith(("weight", "bias"))]
        answers[f"learned{number}"] = np.concatenate(learned)
        counts = [name for name in sorted(state) if name.endswith("num_batches_tracked")]
        answers[f"counts{number}"] = [int(state[name]) for name in counts]
        model.train()
        x = torch.tensor(inputs["train_xshort"], dtype=torch.float32)
        with torch.no_grad():
            answers[f"passes{number}"] = np.stack([model(x).numpy() for _ in range(2)])
    return answers


def training(inputs, number, config, seed):
    """Scores of a trained model for a map, twice."""
    import torch
    import train
    from scoring import predict

    model, _ = train.run(config, pixels(inputs, number), seed)
    x = torch.tensor(inputs[f"unseen_x{number}"], dtype=torch.float32)
    return {f"map{number}_{time}": scores(predict, model, x, config["score_batch"]) for time in range(2)}


def pixels(inputs, suffix):
    import torch
    from data import Pixels

    kinds = {"x": torch.float32, "y": torch.int64}
    return Pixels(*(torch.tensor(inputs[f"{name}{suffix}"], dtype=kinds[name[-1]]) for name in Pixels._fields))


def flat(model, names):
    state = model.state_dict()
    return np.concatenate([state[name].detach().double().numpy().ravel() for name in names])


def modes(model):
    return [int(module.training) for module in model.modules()]
