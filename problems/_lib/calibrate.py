"""Figures for thresholds: python calibrate.py --problem <problem folder> [--seeds N] [--only PATTERN]

Judges the repairs, and for every check the wrong state that comes closest to them, with the seeds 0 … N-1, all other
variants with a fifth of them. Prints one JSON line for each judgement: variant, seed, seconds, and for every check its
group, whether it passed and the number that it compares with its threshold. Lines with `bare` are the seconds that the
same questions of a repair took in a process that only answers them, for the first fifth of the seeds. For authors:
candidates never meet this file.
"""

import argparse
import fnmatch
import json
import math
import pickle
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True

import numpy as np
from judging.exercise import load_exercise
from judging.process import Worker, environment
from judging.workcopy import copy_work

# Their verdict is no matter of thresholds.
NOT_MEASURED = ("crashed", "timed_out", "tampered")
BARE = """
import pickle, sys
sys.path.insert(0, ".")
job = pickle.load(open(sys.argv[1], "rb"))
names = {"__name__": "probe"}
exec(job["probe"], names)
names["answer"](job["inputs"], job["params"])
"""


def main():
    parser = argparse.ArgumentParser(description="Measure what thresholds are set from.")
    parser.add_argument("--problem", type=Path, required=True)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--only", default="*", help="pattern of variant names; the start state is called start")
    arguments = parser.parse_args()
    exercise = load_exercise(arguments.problem)
    folders = [folder.name for folder in sorted((arguments.problem / "variants").iterdir()) if folder.is_dir()]
    variants = [name for name in ["start", *folders] if fnmatch.fnmatch(name, arguments.only)]
    variants = [name for name in variants if not name.startswith(NOT_MEASURED)]
    few = math.ceil(arguments.seeds / 5)
    judged = {variant: measure(exercise, arguments.problem, variant, range(few), timed=True) for variant in variants}
    for variant in closest(judged):
        measure(exercise, arguments.problem, variant, range(few, arguments.seeds))


def closest(judged):
    """The repairs, and for every check the variant with the failed value that is nearest to one of theirs."""
    fixes = [variant for variant in judged if variant.startswith("fixed")]
    right, wrong = {}, {}
    for variant, lines in judged.items():
        for line in lines:
            if line["value"] is None or line["passed"] != (variant in fixes):
                continue
            if variant in fixes:
                right.setdefault(line["check"], []).append(line["value"])
            else:
                wrong.setdefault(line["check"], []).append((line["value"], variant))
    nearest = {nearest_to(right[check], states) for check, states in wrong.items() if check in right}
    return [*fixes, *sorted(nearest)]


def nearest_to(values, states):
    return min(states, key=lambda state: min(abs(state[0] - value) for value in values))[1]


def measure(exercise, problem, variant, seeds, timed=False):
    """Prints the judgements of one variant, and of a repair the time without a judge when timed. Returns their checks."""
    checked = []
    with tempfile.TemporaryDirectory(prefix="ml-interviewer-calibrate-") as scratch:
        scratch = Path(scratch).resolve()
        attempt = scratch / "attempt"
        shutil.copytree(exercise.starter, attempt)
        if variant != "start":
            shutil.copytree(problem / "variants" / variant, attempt, dirs_exist_ok=True)
        checks = exercise.load_checks()
        for seed in seeds:
            work = scratch / f"work-{seed}"
            copy_work(exercise, attempt, work)
            figures = judgement(exercise, checks, work, scratch, seed)
            report(variant, seed, figures)
            checked += figures["checks"]
            if timed and variant.startswith("fixed"):
                report(variant, seed, {"bare": bare(exercise, checks, work, seed)})
            shutil.rmtree(work)
    return checked


def report(variant, seed, figures):
    print(json.dumps({"variant": variant, "seed": seed, **figures}), flush=True)


def judgement(exercise, checks, work, scratch, seed):
    started = time.perf_counter()
    worker = Worker(work, scratch, exercise.limit, exercise.imports)
    try:
        questions = checks.questions(np.random.default_rng(seed), exercise.config)
        outcome = worker.ask(exercise.probe, questions.inputs, questions.params)
    finally:
        worker.kill()
    if outcome.verdict is not None:
        return {"verdict": outcome.verdict, "seconds": time.perf_counter() - started, "checks": []}
    groups = {"symptom": checks.symptom(outcome.answers, questions), "cause": checks.cause(outcome.answers, questions)}
    lines = [
        {"group": group, "check": item.check, "passed": bool(item.passed), "value": number(item.value)}
        for group, items in groups.items()
        for item in items
    ]
    return {"seconds": time.perf_counter() - started, "checks": lines}


def number(value):
    return float(value) if value is not None and np.isfinite(value) else None


def bare(exercise, checks, work, seed):
    questions = checks.questions(np.random.default_rng(seed), exercise.config)
    job = work.parent / "job.pickle"
    job.write_bytes(pickle.dumps({"probe": exercise.probe, "inputs": questions.inputs, "params": questions.params}))
    started = time.perf_counter()
    command = [sys.executable, "-B", "-c", BARE, str(job)]
    subprocess.run(command, cwd=work, env=environment(work.parent), check=True, capture_output=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
