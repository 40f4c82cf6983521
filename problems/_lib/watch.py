"""Run a training script and end with whoever started it: python -u watch.py <script> [arguments]

Standard input has to stay open; its end means that the caller has died, and the script and all that it started is then
ended. The script itself gets an empty standard input. Exit status: the script's, or 128 + n when signal n ended it.

A process of its own does the watching, because a script that never lets go of the interpreter lock would stop a thread.
"""

import os
import signal
import subprocess
import sys
import threading


def main():
    # The caller signals the whole group: the script decides what it does with that, and its status is still reported.
    # A function and not SIG_IGN, which the script would inherit.
    signal.signal(signal.SIGTERM, lambda *_: None)
    signal.signal(signal.SIGINT, lambda *_: None)
    script = subprocess.Popen([sys.executable, "-u", "-X", "faulthandler", *sys.argv[1:]], stdin=subprocess.DEVNULL)
    threading.Thread(target=_end_with_the_caller, args=(script,), daemon=True).start()
    status = script.wait()
    # Not sys.exit: nothing is left to clean up, and the thread still reads.
    os._exit(status if status >= 0 else 128 - status)


def _end_with_the_caller(script):
    while os.read(0, 4096):
        pass
    _remove_metrics()
    if os.name == "nt":
        command = ["taskkill", "/T", "/F", "/PID", str(script.pid)]
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    elif os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    else:
        script.kill()
    os._exit(1)


def _remove_metrics():
    # The caller would have done it; the script keeps its open file until it is ended.
    path = os.environ.get("ML_INTERVIEW_METRICS")
    if not path:
        return
    try:
        if os.path.exists(path):
            os.remove(path)
        os.rmdir(os.path.dirname(path))
    except OSError:
        pass


if __name__ == "__main__":
    main()
