"""What an attempt changes in what the code does: python changes.py <start folder> <attempt folder>

Prints one JSON line: a list of {"file", "unit", "line", "kind", "prints", "digest", "seeds"}. A unit is a function, a method, the
statements of a module outside of functions, or a key of config.json. Two states of a unit are the same when Python's
syntax trees are: names of lines, blanks, comments and docstrings do not count. kind: "code"; "constant" when only numbers
changed; "seed" when only a seed did; "debug" when only output for people was added; "config"; "unreadable" when the file
does not parse. prints: calls that only tell something (print, breakpoint, pdb …) there are more of than at the start. digest: of the
unit without those and without its seeds; seeds: of the unit without those only.
"""

import ast
import hashlib
import json
import sys
from pathlib import Path

TELLING = {"print", "pprint", "breakpoint", "input", "set_trace", "debug", "ic"}


def main():
    start, attempt = Path(sys.argv[1]), Path(sys.argv[2])
    names = sorted({path.relative_to(root) for root in (start, attempt) for path in root.rglob("*.py")})
    found = [change for name in names if not hidden(name) for change in changes_of(name.as_posix(), start, attempt)]
    print(json.dumps(found + config_changes(start / "config.json", attempt / "config.json")))


def hidden(name):
    return any(part.startswith((".", "__pycache__")) for part in name.parts)


def changes_of(name, start, attempt):
    try:
        before, after = units(start / name), units(attempt / name)
    except (SyntaxError, ValueError, RecursionError) as error:
        return [change(name, "", getattr(error, "lineno", None) or 1, "unreadable")]
    return [
        described(name, unit, before.get(unit), after.get(unit))
        for unit in dict.fromkeys([*before, *after])
        if dump(before.get(unit)) != dump(after.get(unit))
    ]


def described(name, unit, before, after):
    line = after[0].lineno if after else 1
    prints = telling(after) - telling(before)
    silent = Silent().of(after or [])
    found = change(name, unit, line, kind_of(before or [], after or []), max(prints, 0))
    return {**found, "digest": digest(Unseeded().of(silent)), "seeds": digest(silent)}


def change(file, unit, line, kind, prints=0):
    return {"file": file, "unit": unit, "line": line, "kind": kind, "prints": prints, "digest": kind, "seeds": kind}


def units(path):
    """{qualified name: statements} of a file; "" for what stands outside of functions. An absent file has none."""
    if not path.is_file():
        return {}
    found = {"": []}
    collect(ast.parse(path.read_text(encoding="utf-8")).body, "", found)
    return found


def collect(body, prefix, found):
    for node in body:
        if isinstance(node, ast.ClassDef):
            name = f"{prefix}{node.name}"
            found[name] = [ast.copy_location(ast.ClassDef(node.name, node.bases, node.keywords, [], []), node)]
            collect(without_docstring(node.body), f"{name}.", found)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = without_docstring(node.body)
            found[f"{prefix}{node.name}"] = [node]
        elif not is_docstring(node):
            found.setdefault(prefix.rstrip("."), []).append(node)


def without_docstring(body):
    return [node for number, node in enumerate(body) if number > 0 or not is_docstring(node)]


def is_docstring(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def dump(nodes):
    return "\n".join(ast.dump(node) for node in nodes or [])


def digest(nodes):
    return hashlib.sha256(dump(nodes).encode()).hexdigest()[:16]


def kind_of(before, after):
    if dump(Silent().of(before)) == dump(Silent().of(after)):
        return "debug"
    if dump(Unseeded().of(Silent().of(before))) == dump(Unseeded().of(Silent().of(after))):
        return "seed"
    if dump(Numberless().of(Silent().of(before))) == dump(Numberless().of(Silent().of(after))):
        return "constant"
    return "code"


class Rewriter(ast.NodeTransformer):
    """Works on a copy: the trees are compared in several ways."""

    def of(self, nodes):
        copies = [ast.parse(ast.unparse(ast.fix_missing_locations(node))).body[0] for node in nodes]
        return [kept for node in copies if (kept := self.visit(node)) is not None]


class Silent(Rewriter):
    """Without statements and imports that only tell a person something."""

    def visit_Expr(self, node):
        return None if is_telling(node.value) else self.generic_visit(node)

    def visit_Import(self, node):
        return None if all(alias.name in ("pdb", "pprint", "logging", "ipdb") for alias in node.names) else node

    def generic_visit(self, node):
        super().generic_visit(node)
        if isinstance(node, ast.If | ast.For | ast.With | ast.FunctionDef) and not node.body:
            return None if not isinstance(node, ast.FunctionDef) else node
        return node


class Unseeded(Rewriter):
    def visit_keyword(self, node):
        if node.arg and "seed" in node.arg.lower():
            return ast.keyword(node.arg, ast.Constant(0))
        return self.generic_visit(node)

    def visit_Assign(self, node):
        if any("seed" in ast.unparse(target).lower() for target in node.targets):
            node.value = ast.Constant(0)
        return self.generic_visit(node)

    def visit_Call(self, node):
        self.generic_visit(node)
        name = ast.unparse(node.func).lower()
        if any(isinstance(item, ast.Constant) and "seed" in str(item.value) for item in node.args):
            node.keywords = [ast.keyword(k.arg, ast.Constant(0)) if k.arg == "default" else k for k in node.keywords]
        if "seed" in name or name.endswith(("default_rng", "randomstate")):
            node.args = [ast.Constant(0) if isinstance(item, ast.Constant) else item for item in node.args]
        return node

    def visit_FunctionDef(self, node):
        self.generic_visit(node)
        names = [item.arg for item in node.args.args][len(node.args.args) - len(node.args.defaults) :]
        pairs = zip(names, node.args.defaults)
        node.args.defaults = [ast.Constant(0) if "seed" in name else value for name, value in pairs]
        return node


class Numberless(Rewriter):
    def visit_Constant(self, node):
        number = isinstance(node.value, int | float) and not isinstance(node.value, bool)
        return ast.Constant(0) if number else node

    def visit_UnaryOp(self, node):
        self.generic_visit(node)
        return node.operand if isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant) else node


def is_telling(value):
    if not isinstance(value, ast.Call):
        return False
    name = value.func.id if isinstance(value.func, ast.Name) else getattr(value.func, "attr", "")
    return name in TELLING


def telling(nodes):
    return sum(is_telling(item) for node in nodes or [] for item in ast.walk(node))


def config_changes(before, after):
    try:
        old, new = (json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {} for path in (before, after))
    except ValueError:
        return [change("config.json", "", 1, "unreadable")]
    if not isinstance(old, dict) or not isinstance(new, dict):
        return []
    return [config_change(key, new.get(key)) for key in dict.fromkeys([*old, *new]) if old.get(key) != new.get(key)]


def config_change(key, value):
    is_seed = "seed" in key.lower()
    value = json.dumps(value)[:64]
    found = change("config.json", key, 1, "seed" if is_seed else "config")
    return {**found, "digest": "" if is_seed else value, "seeds": value}


if __name__ == "__main__":
    main()
