"""The code of a folder as units that can be compared."""

import ast
import copy
import json
import os
from pathlib import Path

IGNORED = {"__pycache__", "runs", "node_modules"}
MOST_FILES, MOST_BYTES = 200, 200_000
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Project:
    """trees: {file: module}; texts: {file: source}; values: {file: JSON value}; broken: {file: line}."""

    def __init__(self, root):
        self.texts = dict(_texts(Path(root)))
        self.trees, self.values, self.broken = {}, {}, {}
        for file, text in self.texts.items():
            try:
                if file.endswith(".py"):
                    tree = ast.parse(text)
                    # Nested too deep for a copy is too deep for a comparison.
                    self.trees[file] = copy.deepcopy(tree)
                else:
                    self.values[file] = json.loads(text)
            except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
                self.broken[file] = getattr(error, "lineno", None) or 1

    def units(self):
        """{(file, qualified name): [nodes]}."""
        return {(file, name): nodes for file, tree in self.trees.items() for name, nodes in _units(tree).items()}

    def file_of(self, module):
        """The file behind an import, if it is one of the project's."""
        file = (module or "").replace(".", "/") + ".py"
        return file if file in self.trees else None


def _texts(root):
    count = 0
    for folder, folders, names in os.walk(root):
        if "pyvenv.cfg" in names:
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in IGNORED)
        for name in sorted(names):
            path = Path(folder, name)
            if name.startswith(".") or not name.endswith((".py", ".json")) or count == MOST_FILES:
                continue
            text = _text(path)
            if text is not None:
                count += 1
                yield path.relative_to(root).as_posix(), text


def _text(path):
    """None for a link, for what is no short text, and for what cannot be read."""
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > MOST_BYTES:
            return None
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        return None


def _units(tree):
    found = {}
    _collect(tree.body, "", found)
    return found


def _collect(body, prefix, found):
    for node in body:
        if isinstance(node, ast.ClassDef):
            head = [item for item in node.body if not isinstance(item, DEFINITIONS) and not is_text(item)]
            found.setdefault(f"{prefix}{node.name}", []).append(_with_body(node, head))
            _collect([item for item in node.body if isinstance(item, DEFINITIONS)], f"{prefix}{node.name}.", found)
        elif isinstance(node, DEFINITIONS):
            found.setdefault(f"{prefix}{node.name}", []).append(node)
        elif not is_text(node):
            found.setdefault(_name(node), []).append(node)


def _name(node):
    """Constants of a module stand for themselves; imports are compared by what they lead to; the rest is one unit."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return "(imports)"
    if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    return "(module)"


def _with_body(node, body):
    fields = {name: value for name, value in ast.iter_fields(node) if name != "body"}
    return ast.copy_location(type(node)(**fields, body=body or [ast.Pass()]), node)


def is_text(node):
    """A docstring, or another string that stands alone."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
