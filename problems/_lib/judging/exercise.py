"""What the judge knows about one exercise: problems/<area>/<id>/checks."""

import importlib.util
import json
from dataclasses import dataclass
from pathlib import Path


class CannotJudge(Exception):
    """No verdict is possible, and it is not the candidate's doing or cannot be told apart from that."""


@dataclass(frozen=True)
class Exercise:
    id: str
    starter: Path
    protected: tuple[str, ...]  # files of the starter that have to stay as they are
    limit: float  # seconds for the whole judgement
    imports: tuple[str, ...]  # large packages that the candidate's process imports while the judge prepares
    shipped: dict  # config.json as it is handed out
    config: dict  # the same with the grader's smaller sizes, for trainings of at most a second
    probe: str  # source that runs in the candidate's process
    checks: Path

    def load_checks(self):
        """The module with questions(rng, config), symptom(answers, questions) and cause(answers, questions)."""
        spec = importlib.util.spec_from_file_location("exercise_checks", self.checks)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module


def load_exercise(problem):
    """Read a problem folder. Raises CannotJudge with the file that is missing or malformed."""
    checks = Path(problem) / "checks"
    starter = Path(problem) / "starter"
    facts = _read_json(checks / "exercise.json")
    shipped = _read_json(starter / "config.json")
    try:
        return Exercise(
            id=str(facts["id"]),
            starter=starter,
            protected=tuple(str(name) for name in facts["protected"]),
            limit=float(facts["limit_seconds"]),
            imports=tuple(str(name) for name in facts.get("imports", ())),
            shipped=shipped,
            config={**shipped, **facts["graded"]},
            probe=(checks / "probe.py").read_text(encoding="utf-8"),
            checks=checks / "checks.py",
        )
    except (KeyError, TypeError, ValueError) as error:
        raise CannotJudge(f"{checks / 'exercise.json'}: {type(error).__name__}: {error}") from None
    except OSError as error:
        raise CannotJudge(f"{error.filename}: {error.strerror}") from None


def _read_json(path):
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CannotJudge(f"{path}: {error.strerror}") from None
    except ValueError as error:
        raise CannotJudge(f"{path}: {error}") from None
    if not isinstance(value, dict):
        raise CannotJudge(f"{path}: expected a JSON object")
    return value
