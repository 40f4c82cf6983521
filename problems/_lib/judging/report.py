"""Checks, outcomes and the verdict rule."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Check:
    """One property. message: what was measured, in the project's words, never how to repair it."""

    check: str
    passed: bool
    message: str
    value: float | None = None  # the number that a threshold is compared with, for calibration


@dataclass(frozen=True)
class Questions:
    """One judgement: inputs and params go to the candidate's process, key stays with the judge."""

    inputs: dict[str, Any]
    params: dict[str, Any]
    key: dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What came back from the candidate's process: answers, or a verdict that needs no checks."""

    verdict: str | None
    answers: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    error: dict[str, Any] | None = None


def judged(symptom, cause, notes):
    """fixed: all hold; masked: the symptom is gone, a cause check fails; unfixed: the symptom is there."""
    symptom_gone = all(check.passed for check in symptom)
    cause_gone = all(check.passed for check in cause)
    verdict = "unfixed" if not symptom_gone else "fixed" if cause_gone else "masked"
    return {"verdict": verdict, "symptom": _lines(symptom), "cause": _lines(cause), "notes": notes}


def not_judged(verdict, notes, error=None):
    report = {"verdict": verdict, "symptom": [], "cause": [], "notes": notes}
    return report if error is None else {**report, "error": error}


def _lines(checks):
    return [{"check": c.check, "passed": bool(c.passed), "message": c.message} for c in checks]
