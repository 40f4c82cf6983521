"""Figures for thresholds: python calibrate.py --problem <problem folder> [--seeds N] [--only PATTERN]

Judges variants with the seeds 0 … N-1 and prints one JSON line for each judgement: variant, seed, seconds, and for every
check its group, whether it passed and the number that it compares with its threshold. Lines with `bare` are the seconds
that the same questions took in a process that only answers them. For authors: candidates never meet this file.
"""

import argparse
import fnmatch
import json
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
    variants = [folder.name for folder in sorted((arguments.problem / "variants").iterdir()) if folder.is_dir()]
    for variant in ["start", *variants]:
        if fnmatch.fnmatch(variant, arguments.only) and not variant.startswith(NOT_MEASURED):
            measure(exercise, arguments.problem, variant, range(arguments.seeds))


def measure(exercise, problem, variant, seeds):
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
            report(variant, seed, judgement(exercise, checks, work, scratch, seed))
            if variant.startswith("fixed"):
                report(variant, seed, {"bare": bare(exercise, checks, work, seed)})
            shutil.rmtree(work)


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
