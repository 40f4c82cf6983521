"""Logging for small training scripts.

    log = RunLog()
    log(12, loss=2.31, accuracy=0.20)

prints one readable line. When the environment variable ML_INTERVIEW_METRICS names a file, each call also appends one
JSON line to it, {"step": 12, "loss": 2.31, "accuracy": 0.2}, which is what draws the live curves.
"""

import json
import math
import os


class RunLog:
    """Callable logger of scalars. Values that are not finite are written as "nan", "inf" or "-inf"."""

    def __init__(self):
        path = os.environ.get("ML_INTERVIEW_METRICS")
        self._file = open(path, "a", encoding="utf-8") if path else None

    def __call__(self, step, **scalars):
        """Log scalars (anything float() accepts) for one step (int)."""
        values = {name: float(value) for name, value in scalars.items()}
        print(f"step {step:>6}  " + "  ".join(f"{name} {value:.4g}" for name, value in values.items()), flush=True)
        if self._file is not None:
            record = {"step": int(step)} | {name: _json_number(value) for name, value in values.items()}
            self._file.write(json.dumps(record) + "\n")
            self._file.flush()

    def close(self):
        if self._file is not None:
            self._file.close()
            self._file = None


def _json_number(value):
    return value if math.isfinite(value) else str(value)
