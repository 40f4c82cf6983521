"""The grader of heads-and-mask: own controllers, own entropy, own forward pass in NumPy. Measured: calibration.md."""

import numpy as np
from judging.report import Check, Questions

SEEDS = 2
EVENTS = 8
SHARPNESS = 2.5
CUT_TRACES = 60  # for each length
# A model that sees only the past cannot need less than the specification does; the margin is for chance. Both margins:
# see calibration.md.
MAX_BELOW_ENTROPY = 0.05
MAX_ABOVE_ENTROPY = 0.3
# Events, block, width, heads, layers, rows, length, position of the first changed event.
MODELS = (
    (5, 12, 12, 3, 1, 2, 12, 6),
    (8, 16, 32, 4, 2, 3, 16, 9),
    (7, 9, 8, 1, 2, 2, 5, 2),
    (6, 10, 20, 5, 1, 4, 7, 5),
    (9, 30, 24, 2, 3, 2, 23, 4),
    (4, 6, 8, 8, 1, 3, 1, 0),
)
TABLES = ((4, 9, 5), (3, 2, 8), (1, 17, 3))  # rows, length, events
TOLERANCE = 1e-3  # logits of order 1 to 10 in float32
MIN_INFLUENCE = 1e-2


def questions(rng, config):
    inputs, rules = {}, []
    for case, (events, block, width, _, layers, rows, length, first) in enumerate(MODELS):
        for name, shape in _shapes(events, block, width, layers).items():
            inputs[f"w{case}.{name}"] = _parameter(rng, name, shape)
        ids = rng.integers(0, events, (rows, length))
        inputs[f"ids{case}"], inputs[f"changed{case}"] = ids, ids.copy()
        inputs[f"changed{case}"][:, first:] += rng.integers(1, events, (rows, length - first))
        inputs[f"changed{case}"] %= events
    for case, (rows, length, events) in enumerate(TABLES):
        inputs[f"table{case}"] = rng.normal(size=(events, events)) * 2
        inputs[f"table_ids{case}"] = rng.integers(0, events, (rows, length))
    for number in range(SEEDS):
        rules.append(_rules(rng))
        inputs |= {f"{name}{number}": array for name, array in _traces(rules[-1], config, rng).items()}
        cut = {f"cut{number}_{t}": _draw(rules[-1], CUT_TRACES, t, rng) for t in range(2, config["length"])}
        inputs |= {f"rules{number}": rules[-1]} | cut
    sizes = [list(model[:5]) for model in MODELS]
    seeds = [int(seed) for seed in rng.integers(2**31, size=SEEDS)]
    params = {"config": config, "sizes": sizes, "tables": len(TABLES), "seeds": seeds}
    return Questions(inputs, params, {"rules": rules, "config": config})


def symptom(answers, questions):
    return [_validation_loss(answers, questions), _next_event(answers, questions)]


def cause(answers, questions):
    return [
        _loss_is_of_next_event(answers, questions),
        _no_look_ahead(answers),
        _past_is_used(answers),
        _matches_description(answers, questions),
        _trained_as_configured(answers, questions),
    ]


def _validation_loss(answers, questions):
    """Events are predicted with the whole trace at hand, as train.py does it for its validation loss."""
    check, losses, gaps = "validation-loss-possible", [], []
    for number, rules in enumerate(questions.key["rules"]):
        ids, logits = questions.inputs[f"val{number}"], answers[f"seen{number}_logits"]
        if logits.shape != (len(ids), ids.shape[1] - 1, EVENTS):
            return Check(check, False, f"evaluate.logits returned shape {logits.shape} for ids {ids[:, :-1].shape}")
        log_probs = np.take_along_axis(_log_softmax(logits), ids[:, 1:, None], axis=2)[:, 1:, 0]
        entropy = -np.log(rules[ids[:, :-2], ids[:, 1:-1], ids[:, 2:]]).mean()
        losses.append(f"{-log_probs.mean():.3f} (specification: {entropy:.3f})")
        gaps.append(float(-log_probs.mean() - entropy))
    message = f"validation loss in nats per event with {SEEDS} seeds: {', '.join(losses)}"
    return Check(check, all(gap > -MAX_BELOW_ENTROPY for gap in gaps), message, float(np.min(gaps)))


def _next_event(answers, questions):
    """Expected loss for the event after a trace that ends there: nothing of what comes later exists."""
    check, excess = "predicts-the-next-event", []
    for number, rules in enumerate(questions.key["rules"]):
        divergences = []
        for length in range(2, questions.key["config"]["length"]):
            ids, logits = questions.inputs[f"cut{number}_{length}"], answers[f"cut{number}_{length}_logits"]
            if logits.shape != (*ids.shape, EVENTS):
                return Check(check, False, f"evaluate.logits returned shape {logits.shape} for ids {ids.shape}")
            true = rules[ids[:, -2], ids[:, -1]]
            divergences.append((true * (np.log(true) - _log_softmax(logits[:, -1]))).sum(axis=1).mean())
        excess.append(float(np.mean(divergences)))
    shown = ", ".join(f"{value:.3f}" for value in excess)
    message = f"nats per event above the specification's, for the event after the end of a trace: {shown}"
    limit = f" (needed: below {MAX_ABOVE_ENTROPY} each)"
    return Check(check, all(value < MAX_ABOVE_ENTROPY for value in excess), message + limit, float(np.max(excess)))


def _loss_is_of_next_event(answers, questions):
    pairs = []
    for case in range(len(TABLES)):
        table, ids = questions.inputs[f"table{case}"], questions.inputs[f"table_ids{case}"]
        expected = -_log_softmax(table)[ids[:, :-1], ids[:, 1:]].mean()
        found = answers[f"table_loss{case}"]
        pairs.append((float(found.ravel()[0]) if found.size == 1 else np.nan, float(expected)))
    found, expected = max(pairs, key=lambda pair: abs(pair[0] - pair[1]) if np.isfinite(pair[0]) else np.inf)
    message = f"train.next_event_loss of a model with known logits: {found:.4f}, by its contract {expected:.4f}"
    return Check("loss-of-the-next-event", bool(abs(found - expected) < TOLERANCE), message)


def _no_look_ahead(answers):
    worst, place = 0.0, ""
    for case, (*_, heads, layers, _, length, first) in enumerate(MODELS):
        moved = _moved(answers, case)
        if moved is None:
            return Check("no-look-ahead", False, _bad_shape(answers, case))
        largest = moved[:, :first].max(initial=0.0)
        if not largest <= worst:
            worst, where = largest if np.isfinite(largest) else np.inf, int(moved.max(axis=0)[:first].argmax())
            place = f" (heads {heads}, layers {layers}: position {where}, events changed from {first} on)"
    message = f"TraceModel: changing later events changed the logits of a position by up to {worst:.1e}{place}"
    return Check("no-look-ahead", bool(worst < TOLERANCE), message, float(worst))


def _past_is_used(answers):
    """The changed event has to matter at its own position and at all that follow."""
    least, place = np.inf, ""
    for case, (*_, heads, layers, _, length, first) in enumerate(MODELS):
        moved = _moved(answers, case)
        if moved is None:
            return Check("past-events-count", False, _bad_shape(answers, case))
        smallest = moved[:, first:].max(axis=0).min()
        if not smallest >= least:
            least, where = smallest if np.isfinite(smallest) else 0.0, first + int(moved.max(axis=0)[first:].argmin())
            place = f" (heads {heads}, layers {layers}: position {where}, events changed from {first} on)"
    message = f"TraceModel: changing an event changed the logits there and later by at least {least:.1e}{place}"
    return Check("past-events-count", bool(least > MIN_INFLUENCE), message)


def _moved(answers, case):
    """Largest change of a logit, (rows, length); None if the logits do not have their shape."""
    events, *_, rows, length, _ = MODELS[case]
    before, after = answers[f"ids_logits{case}"], answers[f"changed_logits{case}"]
    if before.shape != (rows, length, events) or after.shape != before.shape:
        return None
    return np.abs(after - before).max(axis=2)


def _bad_shape(answers, case):
    events, *_, rows, length, _ = MODELS[case]
    found = answers[f"ids_logits{case}"].shape
    return f"TraceModel returned logits of shape {found}, expected {(rows, length, events)}"


def _matches_description(answers, questions):
    check, worst, place = "computes-what-is-described", 0.0, ""
    for case, (*_, heads, layers, _, length, _) in enumerate(MODELS):
        if not answers[f"named{case}"].all():
            return Check(check, False, "TraceModel: names or shapes of the parameters are not those of README.md")
        found, weights = answers[f"ids_logits{case}"], _weights(questions.inputs, f"w{case}.")
        expected = _reference(weights, questions.inputs[f"ids{case}"], heads, layers)
        error = np.abs(found - expected).max() if found.shape == expected.shape else np.inf
        if not error <= worst:
            worst = error if np.isfinite(error) else np.inf
            place = f" (heads {heads}, layers {layers}, length {length})"
    message = f"TraceModel with given parameters: logits differ from the description by up to {worst:.1e}{place}"
    return Check(check, bool(worst < TOLERANCE), message, float(worst))


def _trained_as_configured(answers, questions):
    check, config, worst = "trained-as-configured", questions.key["config"], 0.0
    for number in range(SEEDS):
        weights = _weights(answers, f"t{number}.")
        expected = _shapes(EVENTS, config["length"], config["width"], config["layers"])
        if {name: value.shape for name, value in weights.items()} != expected:
            return Check(check, False, "train.run: the parameters are not those of the width and layers in config")
        found, ids = answers[f"seen{number}_logits"], questions.inputs[f"seen{number}"]
        logits = _reference(weights, ids, config["heads"], config["layers"])
        error = np.abs(found - logits).max() / np.abs(logits).max() if found.shape == logits.shape else np.inf
        worst = max(worst, error if np.isfinite(error) else np.inf)
    described = f"the description with the {config['heads']} heads and {config['layers']} layers of config"
    message = f"train.run: the trained model's logits differ from {described} by {worst:.1e} (relative)"
    return Check(check, bool(worst < TOLERANCE), message, float(worst))


def _weights(arrays, prefix):
    return {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}


def _reference(w, ids, heads, layers):
    """The forward pass of README.md in float64."""
    x = w["embed.weight"][ids] + w["position.weight"][: ids.shape[1]]
    for layer in range(layers):
        b = _weights(w, f"blocks.{layer}.")
        x = x + _attention(_weights(b, "attention."), _norm(b, "norm1", x), heads)
        x = x + _linear(b, "down", np.maximum(_linear(b, "up", _norm(b, "norm2", x)), 0.0))
    return _linear(w, "head", _norm(w, "norm", x))


def _attention(w, x, heads):
    length, width = x.shape[1:]
    size, joined = width // heads, np.empty_like(x)
    qkv, future = _linear(w, "qkv", x), np.triu(np.ones((length, length), dtype=bool), k=1)
    for head in range(heads):
        q, k, v = (qkv[..., part * width + head * size :][..., :size] for part in range(3))
        scores = np.where(future, -np.inf, q @ k.transpose(0, 2, 1) / np.sqrt(size))
        joined[..., head * size : (head + 1) * size] = np.exp(_log_softmax(scores)) @ v
    return _linear(w, "proj", joined)


def _linear(w, name, x):
    return x @ w[f"{name}.weight"].T + w[f"{name}.bias"]


def _norm(w, name, x):
    centred = x - x.mean(axis=-1, keepdims=True)
    scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-5)
    return scaled * w[f"{name}.weight"] + w[f"{name}.bias"]


def _log_softmax(logits):
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def _shapes(events, block, width, layers):
    shapes = {"embed.weight": (events, width), "position.weight": (block, width)}
    for layer in range(layers):
        sizes = {"attention.qkv": (3 * width, width), "attention.proj": (width, width)}
        sizes |= {"up": (4 * width, width), "down": (width, 4 * width)}
        shapes |= _pairs(f"blocks.{layer}.", {**sizes, "norm1": (width,), "norm2": (width,)})
    return shapes | _pairs("", {"norm": (width,), "head": (events, width)})


def _pairs(prefix, sizes):
    weights = {f"{prefix}{name}.weight": shape for name, shape in sizes.items()}
    return weights | {f"{prefix}{name}.bias": shape[:1] for name, shape in sizes.items()}


def _parameter(rng, name, shape):
    """Large enough for attention to be far from uniform; rounded to float32, which is what the model holds."""
    if "norm" in name:
        values = rng.normal(size=shape) * 0.3 + (1.0 if name.endswith("weight") else 0.0)
    elif name.endswith("bias"):
        values = rng.normal(size=shape) * 0.2
    else:
        values = rng.normal(size=shape) * (1.5 / np.sqrt(shape[1]) if name[0] != "e" and name[0] != "p" else 1.0)
    return values.astype(np.float32).astype(np.float64)


def _rules(rng):
    """A fresh controller in every judgement, all of the same kind."""
    rules = np.exp(SHARPNESS * rng.normal(size=(EVENTS, EVENTS, EVENTS)))
    return rules / rules.sum(axis=2, keepdims=True)


def _traces(rules, config, rng):
    train = _draw(rules, config["train_traces"], config["length"], rng)
    val = _draw(rules, config["val_traces"], config["length"], rng)
    return {"train": train, "val": val, "seen": val[:, :-1]}


def _draw(rules, traces, length, rng):
    ids, steps = rng.integers(0, EVENTS, (traces, length)), rules.cumsum(axis=2)
    for t in range(2, length):
        ids[:, t] = (rng.random((traces, 1)) > steps[ids[:, t - 2], ids[:, t - 1]]).sum(axis=1).clip(max=EVENTS - 1)
    return ids
