"""The trainings of a judgement without the judge.

bare.py draw <problem folder> <folder>    draws the grader's data and writes it, as the judge hands it to the worker
bare.py train <work folder> <folder>      trains on it, one seed after the other, and asks for the scores
"""

import json
import sys
from pathlib import Path


def draw(problem, target):
    import numpy as np

    sys.path.insert(0, str(problem.parent.parent / "_lib"))
    from judging.exercise import load_exercise

    exercise = load_exercise(problem)
    questions = exercise.load_checks().questions(np.random.default_rng(1), exercise.config)
    np.savez(target / "inputs.npz", **questions.inputs)
    (target / "params.json").write_text(json.dumps(questions.params), encoding="utf-8")


def train(work, source):
    import numpy as np

    sys.path.insert(0, str(work))
    import data
    import evaluate
    import train as training

    params = json.loads((source / "params.json").read_text(encoding="utf-8"))
    kind = next(item for item in vars(data).values() if hasattr(item, "_fields"))
    with np.load(source / "inputs.npz") as inputs:
        unseen = next(name[:-1] for name in inputs if name.endswith("_x0") and name[:-1] not in kind._fields)
        for number, seed in enumerate(params["seeds"]):
            given = kind(*(inputs[f"{name}{number}"] for name in kind._fields))
            model, _ = training.run(dict(params["config"]), given, seed)
            evaluate.scores(model, inputs[f"{unseen}{number}"])


if __name__ == "__main__":
    {"draw": draw, "train": train}[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
