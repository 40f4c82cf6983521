"""Judge one attempt at an exercise: python judge.py --problem <problem folder> --work <candidate folder> [--seed N]

Reads one line, a nonce, from standard input and prints one JSON line with it: the verdict (fixed, masked, unfixed,
tampered, crashed, timed_out), the checks of both groups, notes, seconds, and the error where there is one. Exit status
0 for any verdict, 2 (with a line on standard error) when it could not judge. Standard input has to stay open: its end
means that the caller has died, and everything that was started is ended with it.
"""

import sys

sys.dont_write_bytecode = True
if sys.version_info < (3, 11):
    print(f"cannot judge: Python 3.11 or newer is needed, this is {sys.version}", file=sys.stderr)
    sys.exit(2)

import argparse
import importlib.util
import json
import os
import signal
import tempfile
import threading
import time
import traceback
from pathlib import Path

from judging.exercise import CannotJudge, load_exercise
from judging.process import Worker, remove_folder
from judging.report import Outcome, judged, not_judged
from judging.workcopy import copy_work


def main():
    started = time.monotonic()
    arguments = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(2))
    try:
        nonce = _read_nonce()
        exercise = load_exercise(arguments.problem)
        report = _judge(exercise, arguments)
    except CannotJudge as reason:
        print(f"cannot judge: {reason}", file=sys.stderr)
        return 2
    except Exception:
        traceback.print_exc()
        print("cannot judge: the judge itself failed", file=sys.stderr)
        return 2
    line = {"nonce": nonce, "id": exercise.id, **report, "seconds": round(time.monotonic() - started, 3)}
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()
    return 0


def _arguments():
    parser = argparse.ArgumentParser(description="Judge one attempt at an exercise.")
    parser.add_argument("--problem", type=Path, required=True, help="folder with starter/ and checks/")
    parser.add_argument("--work", type=Path, required=True, help="the candidate's folder (copied, never changed)")
    parser.add_argument("--seed", type=int, help="makes the judgement repeatable; a fresh one is drawn otherwise")
    parser.add_argument("--limit", type=float, help="seconds; can only shorten the exercise's own limit")
    return parser.parse_args()


def _read_nonce():
    nonce = sys.stdin.buffer.readline(1024).decode("utf-8", "replace").strip()
    if not nonce:
        raise CannotJudge("standard input has to start with a line that holds a nonce")
    return nonce


def _judge(exercise, arguments):
    root = Path(tempfile.mkdtemp(prefix="ml-interviewer-judge-")).resolve()
    running = []
    _stop_when_the_caller_dies(root, running)
    try:
        copy = copy_work(exercise, arguments.work, root / "work")
        if copy.tampered:
            return not_judged("tampered", copy.tampered + copy.notes)
        limit = min(exercise.limit, arguments.limit or exercise.limit)
        # Started before NumPy is imported here, so that both processes import at the same time.
        running.append(Worker(copy.folder, root, limit, exercise.imports))
        seed = int.from_bytes(os.urandom(8), "big") if arguments.seed is None else arguments.seed
        return _ask(exercise, running[0], copy, seed)
    finally:
        for worker in running:
            worker.kill()
        remove_folder(root)


def _ask(exercise, worker, copy, seed):
    try:
        import numpy as np
    except ImportError as missing:
        raise CannotJudge(f"NumPy is missing for {sys.executable} ({missing})") from None
    for name in exercise.imports:
        if importlib.util.find_spec(name) is None:
            raise CannotJudge(f"{name} is missing for {sys.executable}")
    checks = exercise.load_checks()
    questions = checks.questions(np.random.default_rng(seed), exercise.config)
    outcome: Outcome = worker.ask(exercise.probe, questions.inputs, questions.params)
    if outcome.verdict is not None:
        return not_judged(outcome.verdict, outcome.notes + copy.notes, outcome.error)
    try:
        symptom, cause = checks.symptom(outcome.answers, questions), checks.cause(outcome.answers, questions)
    except KeyError as missing:
        return not_judged("tampered", [f"the answer lacks {missing}", *copy.notes])
    return judged(symptom, cause, copy.notes)


def _stop_when_the_caller_dies(root, running):
    def watch():
        # os.read and not sys.stdin: a buffered reader blocked in a thread aborts the interpreter at shutdown.
        while os.read(0, 4096):
            pass
        for worker in list(running):
            worker.kill()
        remove_folder(root)
        print("cannot judge: standard input ended before the verdict", file=sys.stderr, flush=True)
        os._exit(2)

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())
