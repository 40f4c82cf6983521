"""What an attempt adds to look or to try, found in the syntax tree: each as {"file", "unit", "what", "line", "text"}.

what: "print", "breakpoint" or "commented" for what was left in the code; "data" or "loss" for a statement that shows rows
of the data or the loss of a step; "one_batch" for training on one and the same batch; "many_seeds" for a loop over seeds.
"""

import ast
import io
import tokenize
from collections import Counter

from changing.project import DEFINITIONS
from changing.rows import Rows, is_selection
from changing.shape import is_telling

STOPS = {"breakpoint", "set_trace", "embed", "input"}
LOOPS = (ast.For, ast.AsyncFor, ast.While)


def signs_of(start, attempt):
    """The signs of `attempt` that `start` does not have, in the order of files and lines."""
    old, new = list(_all_signs(start)), list(_all_signs(attempt))
    before = Counter((sign["what"], _same(sign)) for sign in old)
    found = []
    for sign in new:
        key = sign["what"], _same(sign)
        if before[key] > 0:
            before[key] -= 1
        else:
            found.append(sign)
    return _without_reworded(found, _prints(new) - _prints(old))


def _same(sign):
    return "".join(sign["text"].split())


def _prints(signs):
    return Counter((sign["file"], sign["unit"]) for sign in signs if sign["what"] == "print")


def _without_reworded(found, more):
    """A print that says another thing than at the start was not left behind: `more` counts those there are now."""
    kept = []
    for sign in found:
        key = sign["file"], sign["unit"]
        if sign["what"] == "print":
            more[key] -= 1
            if more[key] < 0:
                continue
        kept.append(sign)
    return kept


def _all_signs(project):
    rows = Rows(project)
    for file in sorted(project.trees):
        tree = project.trees[file]
        signs = [*_statements(file, tree, rows), *_loops(file, tree, rows), *_comments(file, project)]
        for line, what, text in sorted(signs, key=lambda sign: sign[:2]):
            yield {"file": file, "unit": _unit_at(tree, line), "what": what, "line": line, "text": text[:120]}
    for file, value in sorted(project.values.items()):
        yield from _small_config(file, value, project.texts[file])


def _unit_at(tree, line, prefix=""):
    """The name that project.py gives to the unit around a line."""
    for node in tree.body:
        if isinstance(node, DEFINITIONS) and node.lineno <= line <= node.end_lineno:
            name = f"{prefix}{node.name}"
            inner = _unit_at(node, line, f"{name}.") if isinstance(node, ast.ClassDef) else ""
            return inner if inner not in ("", "(module)") else name
    return "" if prefix else "(module)"


def _statements(file, tree, rows):
    for node in ast.walk(tree):
        if not isinstance(node, ast.stmt) or not is_telling(node):
            continue
        text, called = ast.unparse(node), node.value.func
        stops = getattr(called, "id", getattr(called, "attr", "")) in STOPS
        yield node.lineno, "breakpoint" if stops else "print", text
        shown = [*node.value.args, *[item.value for item in node.value.keywords]]
        scope = rows.scope_at(file, node.lineno)
        if any(rows.shows(item, scope) for item in shown):
            yield node.lineno, "data", text
        if any(_is_loss(item) for value in shown for item in ast.walk(value)):
            yield node.lineno, "loss", text


def _is_loss(node):
    """The loss of a step by its name; a list of losses, or that of an epoch, says nothing about the start."""
    name = getattr(node, "id", None) or getattr(node, "attr", None) or ""
    words = name.lower().split("_")
    later = {"epoch", "mean", "val", "test", "final", "best"}
    return bool({"loss", "nll", "ce"} & set(words)) and not later & set(words)


def _loops(file, tree, rows):
    for node in ast.walk(tree):
        if isinstance(node, ast.For) and _is_over_seeds(node):
            yield node.lineno, "many_seeds", ast.unparse(node).split("\n")[0]
        if isinstance(node, LOOPS) and _repeats_one_batch(node, rows, rows.scope_at(file, node.lineno)):
            yield node.lineno, "one_batch", ast.unparse(node).split("\n")[0]
        if isinstance(node, ast.Call) and rows.trains_in_loop(node):
            scope = rows.scope_at(file, node.lineno)
            given = [*node.args, *[item.value for item in node.keywords]]
            if any(_holds_selection(item, rows, scope) for item in given):
                yield node.lineno, "one_batch", ast.unparse(node).split("\n")[0]


def _is_over_seeds(node):
    named = isinstance(node.target, ast.Name) and "seed" in node.target.id.lower().rstrip("s").split("_")
    counted = isinstance(node.iter, ast.Call) and getattr(node.iter.func, "id", "") == "range"
    return named and (counted or isinstance(node.iter, ast.Tuple | ast.List))


def _repeats_one_batch(loop, rows, scope):
    """A loop that trains, not over the data and with none over the data inside, on a batch that was taken before it."""
    if isinstance(loop, ast.For) and isinstance(loop.iter, ast.List | ast.Tuple):
        return len(loop.iter.elts) == 1 and rows.trains(loop) and _holds_selection(loop.iter, rows, scope)
    inner = [item for item in ast.walk(loop) if isinstance(item, ast.For)]
    if any(rows.shows(item.iter, scope) for item in inner) or not rows.trains(loop):
        return False
    names = [item for item in ast.walk(loop) if isinstance(item, ast.Name)]
    bound = {item.id for item in names if isinstance(item.ctx, ast.Store)}
    return bool({item.id for item in names} & scope.picked - bound)


def _holds_selection(value, rows, scope):
    for item in ast.walk(value):
        if is_selection(item, rows, scope) or (isinstance(item, ast.Name) and item.id in scope.picked):
            return True
    return False


def _small_config(file, value, text):
    """Sizes under which the whole training set is one batch."""
    if not isinstance(value, dict) or not isinstance(value.get("batch_size"), int):
        return
    for key, size in value.items():
        if key.startswith("train_") and isinstance(size, int) and 0 < size <= value["batch_size"]:
            at = text.find(f'"{key}"')
            line = text.count("\n", 0, max(at, 0)) + 1
            yield {"file": file, "unit": key, "what": "one_batch", "line": line, "text": f"{key}: {size}"}


def _comments(file, project):
    known = {ast.dump(node) for node in ast.walk(project.trees[file]) if isinstance(node, ast.stmt)}
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(project.texts[file]).readline))
    except (tokenize.TokenError, SyntaxError):
        return
    for token in tokens:
        if token.type == tokenize.COMMENT and _is_code(token.string.lstrip("#! ").strip(), known):
            yield token.start[0], "commented", token.string.strip()


def _is_code(text, known):
    """A statement and not a sentence: one that calls something, looks at something, or imports."""
    try:
        body = ast.parse(f"{text} pass" if text.endswith(":") else text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    if len(body) != 1:
        return False
    [node] = body
    if is_telling(node) or isinstance(node, ast.Import | ast.ImportFrom) or ast.dump(node) in known:
        return not isinstance(node, ast.Expr) or is_telling(node)
    calls = any(isinstance(item, ast.Call) for item in ast.walk(node))
    changes = isinstance(node, ast.Assign | ast.AugAssign | ast.Return | ast.For | ast.If | ast.While | ast.With)
    return changes and (calls or isinstance(node, ast.AugAssign))
