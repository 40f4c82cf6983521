"""Two states of a project, unit by unit."""

import ast
import re
from collections import Counter

from changing.project import Project
from changing.shape import Shape, stored_names
from changing.signs import signs_of

MOST_LINKS, MOST_SIGNS = 20, 6
LEFT = ("print", "breakpoint", "commented")


def compared(start_folder, attempt_folder):
    """The changes from one folder to the other, in the order of files and names; see changes.py for their parts."""
    start, attempt = Project(start_folder), Project(attempt_folder)
    parameters = {**seed_places(start), **seed_places(attempt)}
    changed = _changed(start, attempt, parameters)
    renames = _renames(changed, start, attempt)
    if renames:
        for tree in attempt.trees.values():
            _Rename(renames).visit(tree)
        changed = _changed(start, attempt, parameters)
    reached = _reached(start, attempt)
    found = {(file, unit): _described(file, unit, pair, reached) for (file, unit), pair in _unmoved(changed).items()}
    _name_links(found, changed, start, attempt, reached)
    for file, line in attempt.broken.items():
        if start.texts.get(file) != attempt.texts[file]:
            found[file, ""] = _change(file, "", line, "unreadable")
    found.update(_config_changes(start, attempt))
    _sign(found, start, attempt, reached)
    return [found[key] for key in sorted(found)]


def seed_places(project):
    """{function: position of its parameter `seed`}, of those that have one."""
    places = {}
    for tree in project.trees.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                names = [item.arg for item in node.args.args if item.arg != "self"]
                if "seed" in names:
                    places[node.name] = names.index("seed")
    return places


def _changed(start, attempt, parameters):
    """{(file, unit): (shape before or None, shape after or None, line)} of the units that do something else or look."""
    before, after = start.units(), attempt.units()
    changed = {}
    for key in dict.fromkeys([*before, *after]):
        if key[0] in attempt.broken or key[1] == "(imports)":
            continue
        old = Shape(before[key], parameters) if key in before else None
        new = Shape(after[key], parameters, _stored(before.get(key, []))) if key in after else None
        same = old and new and old.text == new.text and old.seeds == new.seeds
        if not same:
            changed[key] = (old, new, after[key][0].lineno if key in after else 1)
    for file in start.trees.keys() & attempt.trees.keys():
        for name, now in _redirected(file, start, attempt, parameters):
            leads = Shape([ast.Expr(ast.Name(".".join(now), ast.Load()))], {})
            changed[file, f"import {name}"] = (Shape([], {}), leads, 1)
    return changed


def _stored(nodes):
    return {name for node in nodes for name in stored_names(node)}


def _redirected(file, start, attempt, parameters):
    """Imported names that lead to something else than before; a moved function is the same one."""
    old, new = _imports(start.trees[file]), _imports(attempt.trees[file])
    for name in sorted(old.keys() & new.keys()):
        if old[name] == new[name]:
            continue
        before = _definition(start, *old[name], parameters)
        if before is None or before != _definition(attempt, *new[name], parameters):
            yield name, new[name]


def _imports(tree):
    found = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            found.update({alias.asname or alias.name: (node.module or "", alias.name) for alias in node.names})
        elif isinstance(node, ast.Import):
            found.update({alias.asname or alias.name: (alias.name, "") for alias in node.names})
    return found


def _definition(project, module, name, parameters):
    file = project.file_of(module)
    if file is None:
        return None
    nodes = [node for node in project.trees[file].body if getattr(node, "name", None) == name]
    return Shape(nodes, parameters).text if nodes else None


class _Rename(ast.NodeTransformer):
    def __init__(self, names):
        self.names = names

    def generic_visit(self, node):
        for field in ("id", "attr", "name"):
            value = getattr(node, field, None)
            if isinstance(value, str):
                setattr(node, field, self.names.get(value, value))
        return super().generic_visit(node)


def _renames(changed, start, attempt):
    """{new name: old name} of definitions that only have another name now."""
    gone = {key: old for key, (old, new, _) in changed.items() if new is None}
    come = {key: new for key, (old, new, _) in changed.items() if old is None}
    present = {name for tree in attempt.trees.values() for name in _names(tree)}
    before = {name for tree in start.trees.values() for name in _names(tree)}
    found = {}
    for (_, new_name), new in come.items():
        new_last = new_name.rpartition(".")[2]
        twins = {
            old_name.rpartition(".")[2]
            for (_, old_name), old in gone.items()
            if _anonymous(old, old_name) == _anonymous(new, new_name)
        }
        if len(twins) == 1 and not twins & present and new_last not in before:
            found[new_last] = twins.pop()
    return found


def _anonymous(shape, name):
    return re.sub(rf"'{re.escape(name.rpartition('.')[2])}'", "'?'", shape.text)


def _names(tree):
    for node in ast.walk(tree):
        for field in ("id", "attr", "name"):
            value = getattr(node, field, None)
            if isinstance(value, str):
                yield value


def _unmoved(changed):
    """Without units that stand in another file now and do the same."""
    texts = {}
    for (file, unit), (old, new, _) in changed.items():
        if old is None or new is None:
            texts.setdefault((unit, (old or new).text), []).append((file, unit))
    moved = {key for keys in texts.values() if len(keys) == 2 for key in keys}
    moved -= {key for keys in texts.values() if len({changed[key][1] is None for key in keys}) < 2 for key in keys}
    return {key: pair for key, pair in changed.items() if key not in moved}


def _reached(start, attempt):
    """Files that a file of the start imports, also by way of others: the rest of an attempt are scripts of their own."""
    reached, waiting = set(), [file for file in attempt.trees if file in start.texts]
    while waiting:
        file = waiting.pop()
        if file in reached:
            continue
        reached.add(file)
        for node in ast.walk(attempt.trees[file]):
            modules = [node.module] if isinstance(node, ast.ImportFrom) else []
            modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            waiting += [found for module in modules if (found := attempt.file_of(module))]
    return reached | start.trees.keys()


def _described(file, unit, pair, reached):
    old, new, line = pair
    kind = "debug" if file not in reached else _kind(old, new)
    now = new or Shape([], {})
    return {**_change(file, unit, line, kind), "digest": now.digest, "seeds": now.seeds}


def _kind(old, new):
    if old is None or new is None:
        return "debug" if _is_idle((old or new).silent) else "code"
    if old.text == new.text:
        return "seed"
    return "constant" if old.rough == new.rough else "code"


def _is_idle(module):
    """Nothing, or functions that only showed something."""
    return all(isinstance(node, ast.FunctionDef) and isinstance(node.body[0], ast.Pass) for node in module.body)


def _change(file, unit, line, kind):
    told = {"digest": "", "seeds": "", "links": [], "signs": [], "prints": 0}
    return {"file": file, "unit": unit, "line": line, "kind": kind, **told}


def _name_links(found, changed, start, attempt, reached):
    """Names whose use changed, units that are changed and used by another one that is, and the class of a method."""
    own = _own_names(start, reached) | _own_names(attempt, reached)
    units = Counter(_last(unit) for _, unit in {*start.units(), *attempt.units()})
    partners = {_last(unit) for file, unit in found if units[_last(unit)] == 1 and file in reached}
    for key, item in found.items():
        old, new, _ = changed[key]
        counts = [_mentioned(shape.silent, own) if shape else Counter() for shape in (old, new)]
        links = set((counts[0] - counts[1]) + (counts[1] - counts[0]))
        links |= partners & set(counts[0] + counts[1])
        links |= {_last(key[1])} & partners
        if "." in key[1]:
            links.add(f"class {key[1].partition('.')[0]}")
        item["links"] = sorted(links)[:MOST_LINKS]


def _last(unit):
    return unit.rpartition(".")[2].removeprefix("import ")


def _own_names(project, reached):
    """What the project defines: functions, classes, constants, keys of its configuration, .attributes of its objects."""
    names = {_last(unit) for file, unit in project.units() if file in reached}
    names |= {key for value in project.values.values() if isinstance(value, dict) for key in value}
    nodes = (node for tree in project.trees.values() for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    return names | {f".{node.attr}" for node in nodes if isinstance(node.ctx, ast.Store)}


def _mentioned(tree, own):
    names = Counter()
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            found = (node.slice.value,)
        elif isinstance(node, ast.Attribute):
            found = (node.attr, f".{node.attr}")
        else:
            found = (getattr(node, "id", None),)
        names.update(name for name in found if isinstance(name, str) and name in own)
    return names


def _config_changes(start, attempt):
    for file in sorted(start.values.keys() | attempt.values.keys()):
        old, new = start.values.get(file, {}), attempt.values.get(file, {})
        if file in attempt.broken or old == new or not isinstance(old, dict) or not isinstance(new, dict):
            continue
        for key in dict.fromkeys([*old, *new]):
            if old.get(key) == new.get(key) and (key in old) == (key in new):
                continue
            value = repr(new.get(key))[:60]
            seed = key.lower() == "seed" or key.lower().endswith("_seed")
            item = _change(file, key, _line_of(key, attempt.texts.get(file, "")), "seed" if seed else "config")
            item.update({"seeds": value} if seed else {"digest": value, "links": [key]})
            yield (file, key), item


def _line_of(key, text):
    at = text.find(f'"{key}"')
    return text.count("\n", 0, at) + 1 if at >= 0 else 1


def _sign(found, start, attempt, reached):
    """Adds what was done to look or to try; a unit that does the same as before and looks is a change of its own."""
    for sign in signs_of(start, attempt):
        file, unit = sign.pop("file"), sign.pop("unit")
        if (file, unit) not in found:
            found[file, unit] = _change(file, unit, sign["line"], "debug")
        item = found[file, unit]
        item["signs"] = [*item["signs"], sign][:MOST_SIGNS]
        # In a script of its own that nothing imports, printing is what it is for.
        item["prints"] += sign["what"] in LEFT and file in reached
