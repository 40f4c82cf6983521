"""The grader of mha-masked-forward: own tunes, own metric, own attention. Measured: calibration.md."""

import numpy as np
from judging.report import Check, Questions

SEEDS = 3
NOTES, UNSEEN_TUNES, KEEPS_TO_MOTIF = 12, 120, 0.9
MIN_ACCURACY = 0.47  # second half of a tune; middle of the gap between what finds the motif and what does not
FUNCTIONS = ("causal_mask", "scaled_dot_product_attention", "multi_head_attention")
SIZES = ((1, 1), (5, 5), (3, 7), (1, 9), (8, 8))
# Queries, keys, values: leading axes, queries i, keys j, width d, width of the values e; with a mask or without.
DOTS = {
    "rows": ((), 5, 4, 8, 3),
    "batch": ((2, 3), 6, 6, 4, 4),
    "odd": ((3,), 1, 7, 5, 2),
    "permuted": ((2, 3), 6, 6, 4, 4),
    "masked": ((2, 3), 5, 7, 4, 6),
    "shared": ((4,), 6, 6, 3, 3),
    "large": ((2,), 6, 5, 4, 3),
    "empty": ((2,), 5, 6, 4, 3),
}
MASKED = ("masked", "shared", "large", "empty")
# Batch, length, width, heads, causal.
LAYERS = ((2, 6, 8, 1, True), (3, 5, 8, 2, True), (2, 7, 12, 4, True), (1, 9, 6, 3, False), (4, 3, 16, 4, False))
PADDED, LENGTH = 2, 7  # the layer whose rows are padded on the right and on the left, and its length
RIGHT, LEFT = 5, 4  # real positions of the first and of the second row
LOOKED_AT = 4  # position whose input is changed
TOLERANCE = 1e-5  # right code is off by 1e-14, see calibration.md


def questions(rng, config):
    inputs, key = {}, {}
    for number in range(SEEDS):
        tunes, key[f"unseen{number}"] = _tunes(rng, config)
        inputs |= {f"{name}{number}": notes for name, notes in tunes.items()}
    for name, sizes in DOTS.items():
        inputs |= {f"{name}_{part}": array for part, array in _dot_inputs(rng, name, *sizes).items()}
    order = rng.permutation(DOTS["permuted"][2])
    inputs |= {"permuted_q": inputs["batch_q"]}
    inputs |= {f"permuted_{part}": inputs[f"batch_{part}"][..., order, :] for part in "kv"}
    params = {"config": config, "sizes": SIZES, "dots": [[name, name in MASKED] for name in DOTS]}
    params |= {"layers": _layers(rng, inputs), "touched": [f"layer{PADDED}", LAYERS[PADDED][3]]}
    return Questions(inputs, params | {"seeds": [int(seed) for seed in rng.integers(2**31, size=SEEDS)]}, key)


def symptom(answers, questions):
    missing = _missing(answers)
    if missing:
        names = ", ".join(f"attention.{name}" for name in missing)
        return [Check("functions-are-written", False, f"still raising NotImplementedError: {names}")]
    written = Check("functions-are-written", True, "all three functions of attention.py are written")
    return [written, _loss_falls(answers), _accuracy(answers, questions)]


def cause(answers, questions):
    if _missing(answers):
        return [Check("contracts", False, "the contracts are tested once all three functions are written")]
    return [
        _causal_mask(answers),
        _dots(answers, questions, "attention-without-mask", ("rows", "batch", "odd")),
        _order_of_keys(answers),
        _dots(answers, questions, "attention-with-mask", ("masked", "shared")),
        _dots(answers, questions, "large-scores", ("large",)),
        _empty_rows(answers, questions),
        _heads(answers, questions),
        _no_look_ahead(answers),
        _padding(answers),
        _rows_alone(answers),
        _untouched(answers, questions),
    ]


def _missing(answers):
    return [name for name, written in zip(FUNCTIONS, answers["written"]) if not written]


def _loss_falls(answers):
    ends = []
    for number in range(SEEDS):
        history = answers[f"losses{number}"].astype(float).ravel()
        if len(history) < 2:
            return Check("logged-loss-falls", False, "the history that train.run returned is empty")
        ends.append((history[0], history[-1]))
    shown = ", ".join(f"{first:.3g} → {last:.3g}" for first, last in ends)
    message = f"first and last logged loss with three seeds: {shown} (needed: falling)"
    return Check("logged-loss-falls", all(last < first for first, last in ends), message)


def _accuracy(answers, questions):
    accuracies = []
    for number in range(SEEDS):
        scores, notes = answers[f"scores{number}"], questions.key[f"unseen{number}"]
        if scores.shape != (*notes.shape, NOTES):
            shape = f"evaluate.scores returned shape {scores.shape}, expected {(*notes.shape, NOTES)}"
            return Check("continues-unseen-tunes", False, shape)
        half = notes.shape[1] // 2
        accuracies.append(float((scores.argmax(axis=-1) == notes)[:, half:].mean()))
    shown = ", ".join(f"{accuracy:.3f}" for accuracy in accuracies)
    message = f"accuracy in the second half of unseen tunes, three seeds: {shown} (needed: {MIN_ACCURACY} each)"
    return Check("continues-unseen-tunes", min(accuracies) >= MIN_ACCURACY, message, min(accuracies))


def _causal_mask(answers):
    for case, (queries, keys) in enumerate(SIZES):
        found, fault = _array(answers, f"mask_{case}", (queries, keys))
        expected = np.arange(keys) <= np.arange(keys - queries, keys)[:, None]
        if not fault and not np.array_equal(found, expected):
            fault = f"{int((found != expected).sum())} of {expected.size} entries are wrong"
        if fault:
            message = f"attention.causal_mask, {queries} queries and {keys} keys: {fault}"
            return Check("causal-mask", False, message)
    return Check("causal-mask", True, f"attention.causal_mask: right for {len(SIZES)} sizes")


def _dots(answers, questions, check, names):
    for name in names:
        expected = dict(zip(("out", "weights"), _attend(questions.inputs, name)))
        for part, values in expected.items():
            found, fault = _array(answers, f"{name}_{part}", values.shape, name)
            error = np.inf if fault else _error(found, values)
            if not error < TOLERANCE:
                what = "output" if part == "out" else "weights"
                shape = questions.inputs[f"{name}_q"].shape
                fault = fault or f"{what} off by {error:.1e}"
                message = f"attention.scaled_dot_product_attention, queries of shape {shape}: {fault}"
                return Check(check, False, message, error)
    return Check(check, True, "attention.scaled_dot_product_attention: equal to the reference")


def _order_of_keys(answers):
    shape = (*DOTS["batch"][0], DOTS["batch"][1], DOTS["batch"][4])
    pair = [_array(answers, f"{name}_out", shape, name) for name in ("batch", "permuted")]
    fault = pair[0][1] or pair[1][1]
    if not fault:
        off = _error(pair[1][0], pair[0][0])
        fault = None if off < TOLERANCE else f"the output changes by {off:.1e}"
    message = f"attention.scaled_dot_product_attention, keys and values in another order: {fault or 'same output'}"
    return Check("order-of-keys", not fault, message)


def _empty_rows(answers, questions):
    expected = _attend(questions.inputs, "empty")
    for part, values in zip(("out", "weights"), expected):
        found, fault = _array(answers, f"empty_{part}", values.shape, "empty")
        if not fault and not np.isfinite(found).all():
            fault = "not finite"
        if not fault and not _error(found, values) < TOLERANCE:
            fault = f"off by {_error(found, values):.1e}"
        if fault:
            message = f"attention.scaled_dot_product_attention, some queries with no key to look at: {fault}"
            return Check("queries-without-keys", False, message)
    message = "attention.scaled_dot_product_attention: queries with no key to look at get 0"
    return Check("queries-without-keys", True, message)


def _heads(answers, questions):
    for case, (batch, length, width, heads, causal) in enumerate(LAYERS):
        found, fault = _array(answers, f"layer{case}", (batch, length, width))
        error = np.inf if fault else _error(found, _layer(questions.inputs, case))
        if not error < TOLERANCE:
            sizes = f"{heads} heads, width {width}, {'causal' if causal else 'not causal'}"
            message = f"attention.multi_head_attention, {sizes}: {fault or f'output off by {error:.1e}'}"
            return Check("heads-equal-reference", False, message, error)
    return Check("heads-equal-reference", True, "attention.multi_head_attention: right with 1, 2, 3 and 4 heads")


def _no_look_ahead(answers):
    """Another input at one position: every output before it stays, and the one at that position changes."""
    for case, (batch, length, width, heads, causal) in enumerate(LAYERS):
        if not causal:
            continue
        pair = [_array(answers, name, (batch, length, width)) for name in (f"layer{case}", f"moved{case}")]
        fault = pair[0][1] or pair[1][1]
        if not fault:
            changes = np.abs(pair[1][0] - pair[0][0]).max(axis=(0, 2))
            before = [place for place in range(LOOKED_AT) if not changes[place] < 1e-9]
            if before:
                fault = f"the output at position {before[-1]} depends on the input at position {LOOKED_AT}"
            elif not changes[LOOKED_AT] > 1e-9:
                fault = f"the output at position {LOOKED_AT} does not depend on its own input"
        if fault:
            message = f"attention.multi_head_attention, causal, {heads} heads: {fault}"
            return Check("no-look-ahead", False, message)
    message = "attention.multi_head_attention: no output depends on a later position, each on its own"
    return Check("no-look-ahead", True, message)


def _padding(answers):
    """Rows padded on the right and on the left: as the real positions alone, whatever stands at the padding."""
    _, _, width, _, _ = LAYERS[PADDED]
    for side, real, places in (("right", RIGHT, slice(0, RIGHT)), ("left", LEFT, slice(LENGTH - LEFT, LENGTH))):
        padded, fault = _array(answers, f"padded_{side}", (1, LENGTH, width))
        other, other_fault = _array(answers, f"refilled_{side}", (1, LENGTH, width))
        alone, alone_fault = _array(answers, f"alone_{side}", (1, real, width))
        fault = fault or other_fault or alone_fault
        if not fault and not np.isfinite(padded).all():
            fault = "not finite"
        if not fault:
            off = _error(padded[:, places], alone)
            moved = _error(other[:, places], padded[:, places])
            if not off < TOLERANCE:
                fault = f"real positions are off by {off:.1e} from the same row without padding"
            elif not moved < TOLERANCE:
                fault = f"other values at the padding change the real positions by {moved:.1e}"
        if fault:
            return Check("padding-is-ignored", False, f"attention.multi_head_attention, padding on the {side}: {fault}")
    message = "attention.multi_head_attention: padding on either side changes nothing at the real positions"
    return Check("padding-is-ignored", True, message)


def _rows_alone(answers):
    batch, length, width, heads, _ = LAYERS[1]
    together, fault = _array(answers, "layer1", (batch, length, width))
    alone, alone_fault = _array(answers, "single", (1, length, width))
    fault = fault or alone_fault
    if not fault:
        off = _error(alone[0], together[-1])
        fault = None if off < TOLERANCE else f"off by {off:.1e}"
    message = f"attention.multi_head_attention, a row alone and in a batch of {batch}: {fault or 'same output'}"
    return Check("rows-are-independent", not fault, message)


def _untouched(answers, questions):
    layer = f"layer{PADDED}"
    names = [
        name
        for name in ("x", "valid", "Wq", "Wk", "Wv", "Wo")
        if not np.array_equal(answers[f"after_{name}"], questions.inputs[f"{layer}_{name}"])
    ]
    message = f"attention.multi_head_attention: changed of what was passed in: {', '.join(names) or 'nothing'}"
    return Check("arguments-unmodified", not names, message)


def _array(answers, name, shape, call=None):
    """What was returned, or why it cannot be compared: (array, None) or (None, sentence)."""
    raised = answers.get(f"{call or name}_raised")
    if raised is not None:
        text = bytes(raised.astype(np.uint8).ravel()[:160].tolist()).decode("utf-8", "replace")
        return None, f"raised {''.join(char if char.isprintable() else ' ' for char in text)}"
    found = answers[name]
    return (found, None) if found.shape == shape else (None, f"returned shape {found.shape}, expected {shape}")


def _error(found, expected):
    error = np.abs(found - expected).max() / max(1.0, np.abs(expected).max())
    return float(error) if np.isfinite(error) else np.inf


def _attend(inputs, name):
    """Output and weights of the reference."""
    q, k, v = (inputs[f"{name}_{part}"] for part in "qkv")
    mask = inputs.get(f"{name}_mask", np.ones(1)) != 0
    return _weigh(q, k, v, mask)


def _weigh(q, k, v, mask):
    scores = np.einsum("...id,...jd->...ij", q, k) / np.sqrt(q.shape[-1])
    allowed = np.broadcast_to(mask, scores.shape)
    top = np.where(allowed, scores, -np.inf).max(axis=-1, keepdims=True)
    exps = np.where(allowed, np.exp(np.minimum(scores - np.where(np.isfinite(top), top, 0.0), 0.0)), 0.0)
    total = exps.sum(axis=-1, keepdims=True)
    weights = exps / np.where(total > 0, total, 1.0)
    return np.einsum("...ij,...je->...ie", weights, v), weights


def _layer(inputs, case):
    _, length, width, heads, causal = LAYERS[case]
    x, size = inputs[f"layer{case}_x"], width // heads
    q, k, v = (x @ inputs[f"layer{case}_{name}"] for name in ("Wq", "Wk", "Wv"))
    mask = np.tril(np.ones((length, length), dtype=bool)) if causal else np.ones((length, length), dtype=bool)
    parts = [slice(head * size, (head + 1) * size) for head in range(heads)]
    outs = [_weigh(q[..., part], k[..., part], v[..., part], mask)[0] for part in parts]
    return np.concatenate(outs, axis=-1) @ inputs[f"layer{case}_Wo"]


def _dot_inputs(rng, name, lead, i, j, d, e):
    sizes = {"q": (i, d), "k": (j, d), "v": (j, e)}
    parts = {part: rng.normal(size=(*lead, *size)) for part, size in sizes.items()}
    if name == "large":
        # Rows of scores far above and far below 0, so that one maximum for all of them will not do.
        parts["q"] *= 1000.0
        parts["k"] += np.sign(parts["k"].sum(axis=-1, keepdims=True))
    if name in MASKED:
        shape = (i, j) if name == "shared" else (*lead[:1], *(1 for _ in lead[1:]), i, j)
        mask = rng.random(shape) < 0.6
        mask[..., np.arange(i), rng.integers(0, j, i)] = True
        if name == "empty":
            mask[:, 1::2] = False
        parts["mask"] = mask.astype(np.int64)
    return parts


def _layers(rng, inputs):
    """Adds the inputs of every call of multi_head_attention; returns how each is called."""
    calls = {}
    for case, (batch, length, width, heads, causal) in enumerate(LAYERS):
        name = f"layer{case}"
        inputs[f"{name}_x"] = rng.normal(size=(batch, length, width))
        for matrix in ("Wq", "Wk", "Wv", "Wo"):
            inputs[f"{name}_{matrix}"] = rng.normal(size=(width, width)) * 1.5 / np.sqrt(width)
        how = {"weights": name, "heads": heads, "causal": causal}
        calls[name] = {"x": f"{name}_x", "valid": False} | how
        if causal:
            moved = inputs[f"{name}_x"].copy()
            moved[:, LOOKED_AT] += rng.normal(size=(batch, width))
            inputs[f"moved{case}_x"] = moved
            calls[f"moved{case}"] = {"x": f"moved{case}_x", "valid": False} | how
    inputs["single_x"] = inputs["layer1_x"][-1:]
    calls["single"] = calls["layer1"] | {"x": "single_x"}
    return calls | _padded(rng, inputs, calls[f"layer{PADDED}"])


def _padded(rng, inputs, how):
    """One row padded on the right and one on the left, with two fillings of the padding, and without it."""
    x, calls, both = inputs[f"layer{PADDED}_x"], {}, []
    sides = (("right", 0, np.arange(LENGTH) < RIGHT), ("left", 1, np.arange(LENGTH) >= LENGTH - LEFT))
    for side, row, real in sides:
        refilled = x[row : row + 1].copy()
        refilled[:, ~real] = rng.normal(size=refilled[:, ~real].shape) * 5.0
        rows = {f"padded_{side}": x[row : row + 1], f"refilled_{side}": refilled}
        inputs[f"alone_{side}_x"] = x[row : row + 1, real]
        calls[f"alone_{side}"] = how | {"x": f"alone_{side}_x"}
        for name, values in rows.items():
            inputs |= {f"{name}_x": values, f"{name}_valid": real[None].astype(np.int64)}
            calls[name] = how | {"x": f"{name}_x", "valid": True}
        both.append(real)
    inputs[f"layer{PADDED}_valid"] = np.array(both).astype(np.int64)
    return calls


def _tunes(rng, config):
    """Tunes over motifs drawn for this judgement, and the notes to be named in the unseen ones."""
    unseen = _draw(rng, UNSEEN_TUNES, config["length"])
    tunes = {name: _draw(rng, config[f"{name}_tunes"], config["length"]) for name in ("train", "test")}
    return tunes | {"unseen": unseen[:, :-1]}, unseen[:, 1:]


def _draw(rng, tunes, length):
    motifs = np.stack([_motif(rng) for _ in range(tunes)])
    notes = np.empty((tunes, length + 1), dtype=np.int64)
    notes[:, 0] = rng.integers(0, NOTES, tunes)
    for place in range(length):
        strays = rng.integers(0, NOTES, tunes)
        follows = motifs[np.arange(tunes), notes[:, place]]
        notes[:, place + 1] = np.where(rng.random(tunes) < KEEPS_TO_MOTIF, follows, strays)
    return notes


def _motif(rng):
    order = rng.permutation(NOTES)
    cycle, others = order[:6], order[6:]
    follows = np.empty(NOTES, dtype=np.int64)
    follows[cycle] = np.roll(cycle, -1)
    follows[others] = rng.choice(cycle, len(others))
    return follows
