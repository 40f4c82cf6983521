"""Starting, asking and ending the candidate's process. Imports no NumPy, so that the process can start first."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from judging.report import Outcome

KEPT_OUTPUT = 64 * 1024
_WORKER = Path(__file__).with_name("worker.py")
_PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT")
_PASSED_ON += ("USERPROFILE", "APPDATA", "LOCALAPPDATA", "VIRTUAL_ENV", "CONDA_PREFIX", "LD_LIBRARY_PATH")


class Worker:
    """One process group that runs the candidate's code in folder; limit: seconds from the start to the answer.

    Time that a busy machine gave to others does not count, up to as much again. imports: names of packages that take
    long to import; they are imported before the job is there.
    """

    def __init__(self, folder, scratch, limit, imports=()):
        self._folder = str(folder)
        self._scratch = str(scratch)
        self._limit = limit
        self._deadline = time.monotonic() + limit
        self._token = os.urandom(16).hex()
        self._answer = None
        self._answered = threading.Event()
        self._output = b""
        group = {"creationflags": 0x00000200} if os.name == "nt" else {"start_new_session": True}
        self._process = subprocess.Popen(
            [sys.executable, "-u", "-B", "-X", "faulthandler", str(_WORKER), *imports],
            cwd=self._folder,
            env=environment(scratch),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **group,
        )
        threading.Thread(target=self._drain_output, daemon=True).start()

    def ask(self, probe, inputs, params):
        """Send one job and wait for the answer, the end of the process or the time limit."""
        from judging.wire import pack

        hang = max(self._deadline - time.monotonic() - 0.3, 0.1)
        meta = {"scratch": self._scratch, "hang_seconds": hang, "probe": probe, "params": params}
        frame = pack(self._token, meta, inputs)
        threading.Thread(target=self._send, args=(frame,), daemon=True).start()
        threading.Thread(target=self._receive, daemon=True).start()
        while not self._answered.wait(0.02):
            if self._is_late():
                return self._timed_out()
            if self._process.poll() is not None:
                # Its answer may still be in the pipe; a child of it may hold the pipe open for ever.
                self._answered.wait(0.5)
                break
        return self._answer or self._no_answer()

    def _is_late(self):
        late = time.monotonic() - self._deadline
        return late > 0 and late > min(self._kept_waiting(), self._limit)

    def _kept_waiting(self):
        """Seconds in which the process could have run and a busy machine ran others; 0 where the system does not tell."""
        try:
            return int(Path(f"/proc/{self._process.pid}/schedstat").read_text().split()[1]) / 1e9
        except (OSError, ValueError, IndexError):
            return 0.0

    def kill(self):
        """End the whole process group; safe to call twice and from another thread."""
        if os.name == "nt":
            command = ["taskkill", "/T", "/F", "/PID", str(self._process.pid)]
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        else:
            try:
                os.killpg(self._process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                pass
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            pass

    def _send(self, frame):
        # Stays open afterwards: the worker takes its end for the judge's death.
        try:
            self._process.stdin.write(frame)
            self._process.stdin.flush()
        except OSError:
            pass

    def _receive(self):
        from judging.wire import Malformed, unpack

        try:
            meta, arrays = unpack(self._read, self._token)
            self._answer = self._outcome(meta, arrays)
        except Malformed as reason:
            self._answer = Outcome("tampered", notes=[f"the answer was forged: {reason}"])
        except (EOFError, OSError, ValueError):
            # Closed by a process that is about to end: its exit status is the better message.
            return
        self._answered.set()

    def _read(self, count):
        return os.read(self._process.stdout.fileno(), count)

    def _outcome(self, meta, arrays):
        if meta.get("status") == "answered":
            return Outcome(None, answers=arrays)
        error = meta.get("error")
        if meta.get("status") != "raised" or not isinstance(error, dict):
            return Outcome("tampered", notes=["the answer was forged: unknown status"])
        return Outcome("crashed", error=error)

    def _no_answer(self):
        status = self._process.poll()
        if status is not None and status < 0:
            message = f"the process was ended by {signal.Signals(-status).name} before it answered"
        else:
            message = f"the process ended with exit status {status} before it answered"
        time.sleep(0.05)
        return Outcome("crashed", error={"kind": "NoAnswer", "message": message, **self._last_place()})

    def _timed_out(self):
        message = f"no answer within {self._limit:g} s"
        return Outcome("timed_out", error={"kind": "TimeLimit", "message": message, **self._last_place()})

    def _last_place(self):
        """Innermost frame in the candidate's folder that faulthandler printed last: {"file", "line"}."""
        output = self._output.decode("utf-8", "replace")
        dumps = re.split(r"(?m)^(?:Timeout|Fatal Python error|Current thread|Thread 0x)", output)
        for dump in reversed(dumps[1:]):
            for path, line in re.findall(r'File "(.+?)", line (\d+)', dump):
                if path.startswith(self._folder + os.sep):
                    return {"file": os.path.relpath(path, self._folder).replace(os.sep, "/"), "line": int(line)}
        return {"file": None, "line": None}

    def _drain_output(self):
        try:
            while part := os.read(self._process.stderr.fileno(), 1 << 16):
                self._output = (self._output + part)[-KEPT_OUTPUT:]
        except (OSError, ValueError):
            pass


def remove_folder(folder):
    """Remove a private folder; what Windows still holds open is left to the system's clean-up."""
    shutil.rmtree(folder, ignore_errors=True)


def environment(scratch):
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    single = {f"{name}_THREADS": "1" for name in ("OMP_NUM", "MKL_NUM", "OPENBLAS_NUM", "VECLIB_MAXIMUM")}
    scratch = {name: str(scratch) for name in ("TMPDIR", "TEMP", "TMP")}
    python = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1", "PYTHONHASHSEED": "0"}
    # Thresholds and time limits were measured on a processor, and a verdict should not depend on who has a GPU.
    return {**kept, **single, **scratch, **python, "CUDA_VISIBLE_DEVICES": ""}
