"""Runs in the candidate's process: inputs in, plain arrays out. Knows no threshold and no event to be predicted."""

import torch


def answer(inputs, params):
    torch.set_num_threads(1)
    import train
    from model import TraceModel

    answers = {}
    for case, sizes in enumerate(params["sizes"]):
        answers |= model_answers(TraceModel(*sizes), inputs, case)
    for case in range(params["tables"]):
        table = Table(torch.from_numpy(inputs[f"table{case}"]))
        answers[f"table_loss{case}"] = float(train.next_event_loss(table, ints(inputs[f"table_ids{case}"])))
    for number, seed in enumerate(params["seeds"]):
        answers |= training_answers(train, inputs, params["config"], number, seed)
    return answers


class Table(torch.nn.Module):
    """A stand-in for a model: logits that depend on the event at the same position only."""

    def __init__(self, rows):
        super().__init__()
        self.rows = torch.nn.Parameter(rows)

    def forward(self, ids):
        return self.rows[ids]


def model_answers(model, inputs, case):
    """Logits for two batches that differ from some position on, with the given parameters if the names agree."""
    model.eval()
    given = {name.removeprefix(f"w{case}."): value for name, value in inputs.items() if name.startswith(f"w{case}.")}
    own = dict(model.named_parameters())
    named = {name: tuple(value.shape) for name, value in own.items()} == {n: v.shape for n, v in given.items()}
    with torch.no_grad():
        for name in given if named else ():
            own[name].copy_(torch.from_numpy(given[name]))
        logits = {f"{kind}_logits{case}": model(ints(inputs[f"{kind}{case}"])).numpy() for kind in ("ids", "changed")}
    return logits | {f"named{case}": named}


def training_answers(train, inputs, config, number, seed):
    import data
    import evaluate

    rules = torch.from_numpy(inputs[f"rules{number}"])
    traces = data.Traces(ints(inputs[f"train{number}"]), ints(inputs[f"val{number}"]), rules)
    model, _ = train.run(dict(config), traces, seed)
    answers = {f"t{number}.{name}": value.detach().numpy() for name, value in model.named_parameters()}
    for name, ids in inputs.items():
        if name.startswith((f"seen{number}", f"cut{number}_")):
            answers[f"{name}_logits"] = evaluate.logits(model, ints(ids)).numpy()
    return answers


def ints(array):
    return torch.from_numpy(array.copy())
