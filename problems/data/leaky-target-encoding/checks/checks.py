"""The grader of leaky-target-encoding: own parcels with known probabilities, own metric. Measured: calibration.md."""

import numpy as np
from judging.report import Check, Questions

SEEDS = 3
DEPOTS, BUSINESS, NUMBERS, UNSEEN_ROWS = 30, 30, 6, 3000
MAX_EXCESS = 0.1  # nats above the true probabilities; middle of the gap between the repairs and the best wrong change
MIN_MEAN_CHANGE = 0.05  # of a probability; an input that is left out changes it by exactly 0
# Outcomes drawn without any relation to the parcels; half of them go to few depots and streets, half to many: rows,
# few depots, many depots, few streets, many streets.
NOISE_TABLES = ((2000, 20, 300, 15, 200), (2000, 12, 150, 20, 350), (2000, 15, 250, 12, 250))
MAX_CORRELATION = 0.1
LONELY = 6  # parcels whose depot and street occur nowhere else
MAX_OWN_INFLUENCE = 0.05  # in standard deviations of the input
EXACT = 1e-9


def questions(rng, config):
    inputs, key = {}, {}
    for number in range(SEEDS):
        parcels, key[f"p{number}"], key[f"late{number}"] = _world(rng, config, number)
        inputs |= parcels
    for case, (rows, *counts) in enumerate(NOISE_TABLES):
        depot, street = _few_and_many(rows, *counts[:2], rng), _few_and_many(rows, *counts[2:], rng)
        inputs |= _table(f"table{case}", depot, street, rng)
    inputs |= _lonely(rng)
    seeds = [int(seed) for seed in rng.integers(2**31, size=SEEDS)]
    return Questions(inputs, {"config": config, "tables": len(NOISE_TABLES), "seeds": seeds}, key)


def symptom(answers, questions):
    excess, shown = [], []
    for number in range(SEEDS):
        p, late = answers[f"p{number}"], questions.key[f"late{number}"]
        if p.shape != late.shape:
            wrong = f"evaluate.probabilities returned shape {p.shape} for {len(late)} parcels"
            return [Check("good-on-unseen-parcels", False, wrong)]
        loss, best = _log_loss(p, late), _log_loss(questions.key[f"p{number}"], late)
        excess.append(loss - best if np.isfinite(loss) else np.inf)
        shown.append(f"{loss:.3f} ({best:.3f})")
    message = (
        f"log loss on unseen parcels with three seeds, in brackets that of the true probabilities: {', '.join(shown)} "
        f"(needed: at most {MAX_EXCESS} above it each)"
    )
    return [Check("good-on-unseen-parcels", max(excess) <= MAX_EXCESS, message, float(max(excess)))]


def cause(answers, questions):
    return [
        _own_outcome(answers, questions),
        _noise(answers, questions),
        _same(answers, "transform-reads-no-outcome", "together", "opposite", "with the opposite outcomes"),
        _same(answers, "each-parcel-by-itself", "together", "one_by_one", "one at a time"),
        _same(answers, "validation-not-fitted", "as_is", "opposite_validation", "with opposite validation outcomes"),
        *(_counts(answers, column) for column in ("depot", "street", "numbers")),
    ]


def _own_outcome(answers, questions):
    check, x = "own-outcome-not-in-inputs", answers["lonely"]
    if wrong := _not_inputs(x, questions.inputs["lonely_late"]):
        return Check(check, False, wrong)
    spread, moved = x.std(axis=0), 0.0
    for number, row in enumerate(questions.inputs["lonely_rows"]):
        change = np.abs(answers[f"flipped{number}"] - x[row]) / np.where(spread > 0, spread, 1.0)
        moved = max(moved, float(change.max()) if np.isfinite(change).all() else np.inf)
    message = (
        f"features.prepare: the inputs of a parcel whose depot and street occur once move by up to {moved:.3f} "
        f"standard deviations when only its own outcome is another (at most {MAX_OWN_INFLUENCE})"
    )
    return Check(check, moved <= MAX_OWN_INFLUENCE, message, moved)


def _noise(answers, questions):
    check, found = "inputs-of-random-outcomes", []
    for case in range(len(NOISE_TABLES)):
        x, late = answers[f"x_{case}"], questions.inputs[f"table{case}_late"]
        if wrong := _not_inputs(x, late):
            return Check(check, False, wrong)
        found.append([_correlation(column, late) for column in x.T])
    if len({len(row) for row in found}) > 1:
        return Check(check, False, "features.prepare: the number of inputs differs from table to table")
    worst = float(np.abs(np.mean(found, axis=0)).max())
    message = (
        f"features.prepare, outcomes drawn at random: an input has a correlation of {worst:.2f} with the outcome of "
        f"its own parcel, mean of {len(NOISE_TABLES)} tables (at most {MAX_CORRELATION})"
    )
    return Check(check, worst <= MAX_CORRELATION, message, worst)


def _not_inputs(x, late):
    if x.ndim != 2 or len(x) != len(late):
        return f"features.prepare: inputs of shape {x.shape} for {len(late)} parcels"
    return "" if np.isfinite(x).all() else "features.prepare: inputs that are not finite"


def _correlation(column, late):
    return float(np.corrcoef(column, late)[0, 1]) if column.std() > 0 else 0.0


def _same(answers, check, one, other, when):
    one, other = answers[one], answers[other]
    if one.shape != other.shape:
        return Check(check, False, f"features.transform: inputs of shape {one.shape}, and {other.shape} {when}")
    change = float(np.abs(one - other).max())
    message = f"features.transform: the inputs of the same parcels differ by up to {change:.2g} {when}"
    return Check(check, change < EXACT, message, change)


def _counts(answers, column):
    changes = []
    for number in range(SEEDS):
        if column == "numbers":
            change = np.abs(answers[f"p_numbers{number}"] - answers[f"p{number}"])
        else:
            change = answers[f"p_slow_{column}{number}"] - answers[f"p_fast_{column}{number}"]
        changes.append(float(change.mean()))
    what = "those of another parcel" if column == "numbers" else "a slow one instead of a fast one"
    shown = ", ".join(f"{change:.3f}" for change in changes)
    message = f"{column}, {what}: the probability changes by {shown} on average (needed: {MIN_MEAN_CHANGE} each)"
    return Check(f"{column}-counts", min(changes) >= MIN_MEAN_CHANGE, message, min(changes))


def _log_loss(p, late):
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return float(-np.mean(np.log(np.where(late == 1, p, 1 - p))))


def _world(rng, config, number):
    """Effects in a fresh order: the same difficulty in every judgement, other depots, streets and weights in each."""
    private = config["train_rows"] * 2 // 3
    depot_effect = 2.0 * rng.permutation(np.linspace(-1.7, 1.7, DEPOTS))
    business = rng.permutation(np.repeat([-1.0, 1.0], BUSINESS // 2)) * rng.uniform(1.2, 2.8, BUSINESS)
    street_effect = np.concatenate([business, 0.3 * rng.normal(size=private)])
    names = rng.permutation(4 * len(street_effect))[: len(street_effect)]
    weights = rng.normal(size=NUMBERS)
    weights *= 2.0 / np.linalg.norm(weights)

    def deliver(rows):
        depot, to_business = rng.integers(0, DEPOTS, rows), rng.random(rows) < 0.3
        street = np.where(to_business, rng.integers(0, BUSINESS, rows), BUSINESS + rng.integers(0, private, rows))
        numbers = rng.normal(size=(rows, NUMBERS))
        p = 1 / (1 + np.exp(-(depot_effect[depot] + street_effect[street] + numbers @ weights)))
        return depot, names[street], numbers, (rng.random(rows) < p).astype(np.int64), p

    inputs = {}
    for name in ("train", "validation", "unseen"):
        depot, street, numbers, late, p = deliver(config.get(f"{name}_rows", UNSEEN_ROWS))
        inputs |= _named(f"{name}{number}", depot, street, numbers, late)
    inputs[f"unseen{number}_late"] = np.zeros_like(late)
    inputs |= {f"slow_depot{number}": depot_effect.argmax(), f"fast_depot{number}": depot_effect.argmin()}
    inputs |= {f"slow_street{number}": names[business.argmax()], f"fast_street{number}": names[business.argmin()]}
    return inputs, p, late


def _lonely(rng):
    """1,200 parcels of 20 depots and 25 streets, except six that have a depot and a street of their own."""
    rows, others = 1200, 200
    depot, street = rng.integers(0, 20, rows), rng.integers(0, 25, rows)
    lonely = rng.permutation(rows)[:LONELY]
    depot[lonely], street[lonely] = 100 + np.arange(LONELY), 1000 + np.arange(LONELY)
    inputs = _table("lonely", depot, street, rng) | {"lonely_rows": lonely}
    return inputs | _table("others", rng.integers(0, 25, others), rng.integers(0, 35, others), rng)


def _few_and_many(rows, few, many, rng):
    return np.where(rng.random(rows) < 0.5, rng.integers(0, few, rows), few + rng.integers(0, many, rows))


def _table(name, depot, street, rng):
    return _named(name, depot, street, rng.normal(size=(len(depot), NUMBERS)), rng.integers(0, 2, len(depot)))


def _named(name, depot, street, numbers, late):
    return {f"{name}_depot": depot, f"{name}_street": street, f"{name}_numbers": numbers, f"{name}_late": late}
