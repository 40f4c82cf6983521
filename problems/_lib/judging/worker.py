"""The candidate's process. Gets inputs, runs the exercise's probe on the candidate's code, returns plain arrays.

Labels that are held out, references, tolerances and the verdict never come here: whatever code does in this process,
it can only change its own answer.
"""

import faulthandler
import importlib
import os
import shutil
import sys
import threading
import traceback

import numpy as np
from wire import pack, unpack


def main():
    answer_fd, job_fd = _take_the_pipes()
    _import_early(sys.argv[1:])
    job, inputs = unpack(lambda count: os.read(job_fd, count), None)
    _die_with_the_judge(job_fd, job["scratch"])
    _limit_resources()
    faulthandler.enable(2)
    faulthandler.dump_traceback_later(job["hang_seconds"], file=2)
    folder = os.getcwd()
    sys.argv = ["train.py"]
    sys.path[0] = folder
    # A candidate's own wire.py must not be shadowed by ours.
    sys.modules.pop("wire")
    try:
        answers = _plain(_run_probe(job["probe"], inputs, job["params"]))
        frame = pack(job["token"], {"status": "answered"}, answers)
    except BaseException as error:
        frame = pack(job["token"], {"status": "raised", "error": _describe(error, folder)}, {})
    while frame:
        frame = frame[os.write(answer_fd, frame) :]
    # No atexit handlers, no waiting for threads of the candidate's code.
    os._exit(0)


def _take_the_pipes():
    """Keep the two pipes under private descriptors; the candidate's code reads nothing and prints to stderr."""
    answer_fd, job_fd = os.dup(1), os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return answer_fd, job_fd


def _import_early(names):
    for name in names:
        try:
            importlib.import_module(name)
        except ImportError:
            # The candidate's own import fails with the same words, in a line that can be named.
            pass


def _die_with_the_judge(job_fd, scratch):
    def watch():
        while os.read(job_fd, 4096):
            pass
        shutil.rmtree(scratch, ignore_errors=True)
        if hasattr(os, "killpg"):
            os.killpg(0, 9)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _limit_resources():
    if not sys.platform.startswith("linux"):
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    memory = 4 * 1024**3
    # What is written to, not the whole address space: GPU builds of PyTorch map many gigabytes of libraries.
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    if hard == resource.RLIM_INFINITY or hard > memory:
        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))


def _run_probe(source, inputs, params):
    names = {"__name__": "probe"}
    exec(compile(source, "<probe>", "exec"), names)
    return names["answer"](inputs, params)


def _plain(answers):
    """Copies without subclasses: whatever == or __array_finalize__ a subclass defines stays behind."""
    plain = {}
    for name, value in answers.items():
        array = np.array(value, subok=False)
        if array.dtype.kind not in "fiub":
            raise TypeError(f"{name}: expected numbers, got {array.dtype}")
        plain[name] = array.astype(np.float64 if array.dtype.kind == "f" else np.int64)
    return plain


def _describe(error, folder):
    file, line = _place(error, folder)
    try:
        message = str(error)
    except Exception:
        message = ""
    if isinstance(error, SystemExit):
        message = f"sys.exit({message}) was called during the judgement"
    elif isinstance(error, SyntaxError):
        message = error.msg or message
    return {"kind": type(error).__name__, "message": message[:500], "file": file, "line": line}


def _place(error, folder):
    """The last frame inside the candidate's folder, as (path relative to it, line), else (None, None)."""
    places = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, SyntaxError):
        places.append((error.filename, error.lineno))
    for filename, line in reversed(places):
        if filename and os.path.isabs(filename) and filename.startswith(folder + os.sep):
            return os.path.relpath(filename, folder).replace(os.sep, "/"), line
    return None, None


if __name__ == "__main__":
    main()
