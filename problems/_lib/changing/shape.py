"""What a piece of code does, as text: two pieces with the same text do the same."""

import ast
import copy
import hashlib

from changing.project import DEFINITIONS, is_text

TELLING = {"print", "pprint", "pp", "breakpoint", "ic", "input"}
TELLING_METHODS = {"set_trace", "set_printoptions", "print_exc", "print_stack", "embed", "pprint", "write"}
LOGGING = {"debug", "info", "warning", "error", "critical", "exception", "log", "basicConfig"}
LOGGERS = {"logging", "logger", "LOGGER", "_logger", "plt", "pyplot"}
SEEDING = {"seed", "manual_seed", "manual_seed_all", "default_rng", "RandomState", "PRNGKey"}


def is_telling(statement):
    """A statement that shows something to a person and does nothing else."""
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Call):
        return False
    called = statement.value.func
    if isinstance(called, ast.Name):
        return called.id in TELLING
    if not isinstance(called, ast.Attribute):
        return False
    root = called.value
    while isinstance(root, ast.Attribute):
        root = root.value
    owner = root.id if isinstance(root, ast.Name) else ""
    if owner in LOGGERS:
        return True
    if called.attr == "write":
        return owner == "sys"
    return called.attr in TELLING_METHODS


def _only_looks(statement):
    """Telling, recording with the project's own log, or asserting."""
    if isinstance(statement, ast.Assert) or is_telling(statement):
        return True
    call = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "log"


class _Silent(ast.NodeTransformer):
    """Without what only looks, strings that stand alone and annotations. What is emptied by that goes too."""

    def visit(self, node):
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list):
                self._thin(node, field, block)
        for item in getattr(node, "handlers", []):
            self.visit(item)
        if isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.returns = None
            self.visit(node.args)
        elif isinstance(node, ast.arguments):
            for item in [*node.posonlyargs, *node.args, *node.kwonlyargs, node.vararg, node.kwarg]:
                if item:
                    item.annotation = None
        return node

    def _thin(self, node, field, block):
        in_class = isinstance(node, ast.ClassDef)
        kept = []
        for statement in block:
            if _only_looks(statement) or is_text(statement):
                continue
            looked = any(isinstance(item, ast.stmt) and _only_looks(item) for item in ast.walk(statement))
            self.visit(statement)
            if looked and _is_empty(statement):
                continue
            kept.extend(_plain(statement, in_class))
        if not kept and field == "body" and not isinstance(node, ast.Module):
            kept = [ast.Pass()]
        setattr(node, field, kept)


def _plain(statement, in_class):
    """An assignment with its annotation is one without; in a class a bare one declares a field."""
    if not isinstance(statement, ast.AnnAssign):
        return [statement]
    if statement.value is not None:
        return [ast.Assign(targets=[statement.target], value=statement.value)]
    return [statement] if in_class else []


def _is_empty(statement):
    blocks = [getattr(statement, field, []) for field in ("body", "orelse", "finalbody", "handlers")]
    if isinstance(statement, DEFINITIONS) or not any(blocks):
        return False
    body, *others = blocks
    idle = all(isinstance(item, ast.Pass | ast.Break | ast.Continue) for item in body)
    quiet = all(all(isinstance(item, ast.Pass) for item in other.body) for other in blocks[3])
    return idle and quiet and not any(others[:2])


class _Unseeded(ast.NodeTransformer):
    """Numbers that seed something become 0 and are kept in `seeds`."""

    def __init__(self, parameters):
        self.parameters, self.seeds = parameters, []

    def _masked(self, node):
        """A seed given as such; one that is passed on says no number."""
        if isinstance(node, ast.Name) and node.id == "seed":
            return ast.Constant(0)
        if isinstance(node, ast.Constant) and isinstance(node.value, int) and not isinstance(node.value, bool):
            self.seeds.append(node.value)
            return ast.Constant(0)
        return node

    def visit_keyword(self, node):
        self.generic_visit(node)
        if node.arg in ("seed", "random_state"):
            node.value = self._masked(node.value)
        return node

    def visit_Assign(self, node):
        self.generic_visit(node)
        if any(getattr(target, "id", getattr(target, "attr", "")).lower() == "seed" for target in node.targets):
            node.value = self._masked(node.value)
        return node

    def visit_BinOp(self, node):
        self.generic_visit(node)
        sides = (node.left, node.right)
        number = next((side for side in sides if isinstance(side, ast.Constant)), None)
        named = any(isinstance(side, ast.Name) and side.id == "seed" for side in sides)
        if number and named and isinstance(node.op, ast.Add):
            self._masked(number)
            return ast.Name("seed", ast.Load())
        return node

    def visit_Call(self, node):
        self.generic_visit(node)
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if any(isinstance(item, ast.Constant) and item.value == "--seed" for item in node.args):
            for item in node.keywords:
                item.value = self._masked(item.value) if item.arg == "default" else item.value
        at = 0 if name in SEEDING else self.parameters.get(name)
        if at is not None and at < len(node.args):
            node.args[at] = self._masked(node.args[at])
        return node

    def visit_arguments(self, node):
        self.generic_visit(node)
        names = [item.arg for item in [*node.posonlyargs, *node.args]][-len(node.defaults) or None :]
        node.defaults = [self._masked(value) if name == "seed" else value for name, value in zip(names, node.defaults)]
        return node


class _Renamed(ast.NodeTransformer):
    """Names that a function binds for itself are numbered in their order."""

    def __init__(self, bound):
        self.bound, self.numbers = bound, {}

    def _name(self, name):
        return f"v{self.numbers.setdefault(name, len(self.numbers))}" if name in self.bound else name

    def visit_Name(self, node):
        node.id = self._name(node.id)
        return node

    def visit_arg(self, node):
        node.arg = self._name(node.arg)
        return node

    def visit_ExceptHandler(self, node):
        node.name = node.name and self._name(node.name)
        return self.generic_visit(node)

    def visit_FunctionDef(self, node):
        node.name = self._name(node.name)
        return self.generic_visit(node)


class _Numberless(ast.NodeTransformer):
    def visit_Constant(self, node):
        return ast.Constant(0) if isinstance(node.value, int | float) and not isinstance(node.value, bool) else node

    def visit_UnaryOp(self, node):
        self.generic_visit(node)
        return node.operand if isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant) else node


class Shape:
    """A unit without what only looks. text: what it does, seeds apart; rough: the same, whatever its numbers are."""

    def __init__(self, nodes, parameters, known=None):
        module = ast.Module(body=copy.deepcopy(nodes or []), type_ignores=[])
        read = _read_names(module)
        _Silent().visit(module)
        if known is not None:
            _drop_unused(module, read, known)
        self.stored = stored_names(module)
        self.silent = copy.deepcopy(module)
        unseeded = _Unseeded(parameters)
        unseeded.visit(module)
        self.seeds = " ".join(str(seed) for seed in unseeded.seeds)
        for node in module.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                outer = {name for item in ast.walk(node) if isinstance(item, ast.Global) for name in item.names}
                inner = [item.name for item in ast.walk(node) if isinstance(item, ast.FunctionDef) and item is not node]
                _Renamed((stored_names(node) | set(inner)) - outer).visit(node)
        self.text = ast.dump(module)
        self.rough = ast.dump(_Numberless().visit(module))
        self.digest = hashlib.sha256(self.text.encode()).hexdigest()[:12]


def stored_names(node):
    names = {item.id for item in ast.walk(node) if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Store)}
    names |= {item.arg for item in ast.walk(node) if isinstance(item, ast.arg)}
    return names | {item.name for item in ast.walk(node) if isinstance(item, ast.ExceptHandler) and item.name}


def _read_names(node):
    return {item.id for item in ast.walk(node) if isinstance(item, ast.Name) and isinstance(item.ctx, ast.Load)}


def _drop_unused(module, read, known):
    """Inside functions: values that were computed only to be looked at, under names that the start does not have."""
    for _ in range(8):
        functions = [node for node in module.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
        if not any([_drop_once(function, read - known) for function in functions]):
            return


def _drop_once(function, candidates):
    read = _read_names(function)
    idle = candidates - read
    dropped = False
    for node in ast.walk(function):
        body = getattr(node, "body", None)
        if not isinstance(body, list):
            continue
        kept = [item for item in body if not _is_unused(item, idle, read)]
        if len(kept) < len(body):
            node.body, dropped = kept or [ast.Pass()], True
    return dropped


def _is_unused(statement, idle, read):
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return {(alias.asname or alias.name).split(".")[0] for alias in statement.names} <= idle
    if not isinstance(statement, ast.Assign):
        return False
    plain = all(isinstance(item, ast.Name | ast.Tuple | ast.List) for item in statement.targets)
    return plain and bool(stored_names(statement) & idle) and not stored_names(statement) & read
