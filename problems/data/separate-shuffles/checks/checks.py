"""The grader of separate-shuffles: own recordings, own metric, properties of data.batches. Measured: calibration.md."""

import numpy as np
from judging.report import Check, Questions

SEEDS = 3
CLASSES = 4
TEST_ROWS = 1500
MIN_ACCURACY = 0.72  # middle of the gap between the repairs and the best of the wrong changes, see calibration.md
TABLES = ((97, 3, 16), (256, 24, 64), (1, 5, 8), (130, 1, 33))  # rows, features, batch size


def questions(rng, config):
    inputs, key = {}, {}
    for number in range(SEEDS):
        splits, key[f"test_y{number}"] = _recordings(rng, config)
        inputs |= {f"{name}{number}": array for name, array in splits.items()}
    for case, (rows, features, _) in enumerate(TABLES):
        inputs[f"rows{case}"] = rng.normal(size=(rows, features))
        inputs[f"ids{case}"] = rng.permutation(10 * rows)[:rows]
    cases = [[batch_size, int(rng.integers(2**31))] for *_, batch_size in TABLES]
    seeds = [int(seed) for seed in rng.integers(2**31, size=SEEDS)]
    return Questions(inputs, {"config": config, "cases": cases, "seeds": seeds}, key)


def symptom(answers, questions):
    accuracies = []
    for number in range(SEEDS):
        scores, labels = answers[f"scores{number}"], questions.key[f"test_y{number}"]
        if scores.shape != (TEST_ROWS, CLASSES):
            shape = f"evaluate.scores returned shape {scores.shape} for {TEST_ROWS} rows and {CLASSES} classes"
            return [Check("learns-to-classify", False, shape)]
        accuracies.append(float((scores.argmax(axis=1) == labels).mean()))
    shown = ", ".join(f"{accuracy:.3f}" for accuracy in accuracies)
    message = f"accuracy on unseen recordings after training with three seeds: {shown} (needed: {MIN_ACCURACY} each)"
    return [Check("learns-to-classify", min(accuracies) >= MIN_ACCURACY, message, min(accuracies))]


def cause(answers, questions):
    epochs = [_Epoch(answers, questions, case, epoch) for case in range(len(TABLES)) for epoch in range(3)]
    properties = [_pairs(epochs), _each_row_once(epochs), _batch_sizes(epochs), _new_order(epochs)]
    return [*properties, _untouched(answers, questions)]


class _Epoch:
    def __init__(self, answers, questions, case, epoch):
        self.case, self.batch_size = case, TABLES[case][2]
        self.given_rows, self.given_ids = questions.inputs[f"rows{case}"], questions.inputs[f"ids{case}"]
        self.rows, self.ids = answers[f"rows{case}_{epoch}"], answers[f"ids{case}_{epoch}"]
        self.sizes = answers[f"sizes{case}_{epoch}"]

    def mispaired(self):
        """How many minibatch rows do not equal the row that their label was given with."""
        if len(self.ids) == 0:
            return 0
        if self.ids.shape != self.rows.shape[:1] or self.rows.shape[1:] != self.given_rows.shape[1:]:
            return len(self.given_ids)
        by_label = np.argsort(self.given_ids)
        place = by_label[np.searchsorted(self.given_ids, self.ids, sorter=by_label).clip(max=len(by_label) - 1)]
        right = (self.given_ids[place] == self.ids) & (self.given_rows[place] == self.rows).all(axis=1)
        return int((~right).sum())


def _pairs(epochs):
    wrong, rows = max((epoch.mispaired(), len(epoch.given_ids)) for epoch in epochs)
    message = f"data.batches: {wrong} of {rows} rows came with a label that is not theirs"
    return Check("rows-keep-their-labels", wrong == 0, message)


def _each_row_once(epochs):
    for epoch in epochs:
        for name, given, found in (("rows", epoch.given_rows, epoch.rows), ("labels", epoch.given_ids, epoch.ids)):
            if given.shape != found.shape or not np.array_equal(np.sort(given, axis=0), np.sort(found, axis=0)):
                distinct = len(np.unique(found, axis=0)) if found.size else 0
                gave = f"gave {len(found)} {name}, {distinct} distinct"
                message = f"data.batches: an epoch over {len(given)} recordings {gave}"
                return Check("each-recording-once", False, message)
    return Check("each-recording-once", True, "data.batches: every recording came exactly once in every epoch")


def _batch_sizes(epochs):
    for epoch in epochs:
        sizes, size = epoch.sizes.tolist(), epoch.batch_size
        if any(found != size for found in sizes[:-1]) or any(not 0 < found <= size for found in sizes[-1:]):
            return Check("batch-sizes", False, f"data.batches: batch_size {size} gave minibatches of {sizes[:8]} rows")
    return Check("batch-sizes", True, "data.batches: all minibatches have batch_size rows, the last one the rest")


def _new_order(epochs):
    for case in (case for case, (rows, *_) in enumerate(TABLES) if rows > 90):
        given, orders = epochs[3 * case].given_ids, [epoch.ids for epoch in epochs if epoch.case == case]
        if any(np.array_equal(given, order) for order in orders):
            message = "data.batches: an epoch came in the order of the arrays passed in"
            return Check("new-order-each-epoch", False, message)
        if any(np.array_equal(a, b) for a, b in zip(orders, orders[1:])):
            return Check("new-order-each-epoch", False, "data.batches: two epochs came in the same order")
    return Check("new-order-each-epoch", True, "data.batches: three epochs came in three orders")


def _untouched(answers, questions):
    names = [f"{kind}{case}" for case in range(len(TABLES)) for kind in ("rows", "ids")]
    changed = [name for name in names if not np.array_equal(answers[f"{name}_after"], questions.inputs[name])]
    message = f"data.batches: {len(changed)} of {len(names)} arrays passed in were modified"
    return Check("arguments-unmodified", not changed, message)


def _recordings(rng, config):
    """Class directions in a fresh rotation: the same difficulty in every judgement, other numbers in each."""
    features = 24
    directions = np.linalg.qr(rng.normal(size=(features, CLASSES)))[0].T * 3.6

    def record(rows):
        labels = rng.integers(0, CLASSES, rows)
        return directions[labels] + rng.normal(size=(rows, features)), labels

    (train_x, train_y), (val_x, val_y) = record(config["train_rows"]), record(config["val_rows"])
    test_x, test_y = record(TEST_ROWS)
    mean, std = train_x.mean(axis=0), train_x.std(axis=0)
    train_x, val_x, test_x = ((x - mean) / std for x in (train_x, val_x, test_x))
    return {"train_x": train_x, "train_y": train_y, "val_x": val_x, "val_y": val_y, "test_x": test_x}, test_y
