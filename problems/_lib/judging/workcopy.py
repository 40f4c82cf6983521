"""A private copy of the candidate's folder, so that judging never changes it and sees one state of it."""

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from judging.exercise import CannotJudge

MAX_FILES = 500
MAX_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True)
class WorkCopy:
    folder: Path
    tampered: list[str]  # one sentence per protected file that changed
    notes: list[str]


def copy_work(exercise, work, folder):
    """Copy work to folder. Raises CannotJudge for a folder that is missing, too large or holds symbolic links."""
    work = Path(work)
    if not work.is_dir():
        raise CannotJudge(f"{work} is not a folder")
    try:
        _copy_files(work.resolve(), folder)
    except OSError as error:
        raise CannotJudge(f"{error.filename or work}: {error.strerror or error}") from None
    tampered = [line for name in exercise.protected if (line := _changed(exercise.starter / name, folder / name, name))]
    notes = _config_notes(folder / "config.json", exercise.shipped)
    # Code that reads the file by itself gets the graded sizes too, else it would train for as long as a watched run.
    (folder / "config.json").write_text(json.dumps(exercise.config, indent=2), encoding="utf-8")
    return WorkCopy(folder, tampered, notes)


def _copy_files(work, folder):
    files = total = 0
    for parent, folders, names in os.walk(work):
        folders[:] = [name for name in folders if not _skipped(Path(parent, name))]
        target = folder / Path(parent).relative_to(work)
        target.mkdir(parents=True, exist_ok=True)
        for name in [*folders, *names]:
            if Path(parent, name).is_symlink():
                raise CannotJudge(f"{Path(parent, name)} is a symbolic link; only plain files are copied")
        for name in names:
            source = Path(parent, name)
            if not source.is_file():
                raise CannotJudge(f"{source} is not a plain file")
            files, total = files + 1, total + source.stat().st_size
            if files > MAX_FILES or total > MAX_BYTES:
                raise CannotJudge(f"{work} holds more than {MAX_FILES} files or {MAX_BYTES // 2**20} MB")
            shutil.copyfile(source, target / name)


def _skipped(folder):
    return folder.name.startswith(".") or folder.name == "__pycache__" or (folder / "pyvenv.cfg").exists()


def _changed(shipped, found, name):
    if not found.is_file():
        return f"{name} is protected and is missing"
    if _content(found) != _content(shipped):
        return f"{name} is protected and differs from the shipped one"
    return None


def _content(path):
    return path.read_bytes().replace(b"\r\n", b"\n")


def _config_notes(path, shipped):
    graded = "(graded with the shipped config)"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        return [f"config.json is missing {graded}"]
    except ValueError:
        return [f"config.json is not valid JSON {graded}"]
    if not isinstance(found, dict):
        return [f"config.json is not a JSON object {graded}"]
    changes = [
        f"{key} {_shown(shipped, key)} → {_shown(found, key)}"
        for key in [*shipped, *(key for key in found if key not in shipped)]
        if found.get(key) != shipped.get(key) or (key in found) != (key in shipped)
    ]
    return [f"config.json differs from the shipped one: {', '.join(changes)} {graded}"] if changes else []


def _shown(config, key):
    return json.dumps(config[key])[:80] if key in config else "absent"
