"""Which values of a project are rows of its data. The data module is the one that defines `load` at module level."""

import ast

SIZES = {"shape", "size", "dtype", "ndim", "nbytes", "device"}
# Functions that hand rows on or sum them up; what other functions make of rows is something else.
PASSING = set(
    """next iter list tuple enumerate zip sorted set dict str repr format min max round abs any all islice take Counter
    array asarray unique bincount histogram mean std median isnan isfinite stack column_stack concatenate
    from_numpy tensor as_tensor DataLoader TensorDataset Subset""".split()
)
LOOPS = (ast.For, ast.AsyncFor, ast.While)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Scope:
    """names: those that hold rows; picked: those that hold one batch or a few rows of them."""

    def __init__(self, node, outer=None):
        self.node, self.outer = node, outer
        self.names = set(outer.names) if outer else set()
        self.picked = set(outer.picked) if outer else set()


class Rows:
    def __init__(self, project):
        self.project = project
        self.sources = {node.name for tree in project.trees.values() if _loads(tree) for node in _functions(tree)}
        self.functions = {}
        for tree in project.trees.values():
            for node in tree.body:
                if isinstance(node, FUNCTIONS):
                    self.functions[node.name] = node
        self.training = set()
        for _ in range(4):
            self.training |= {name for name, node in self.functions.items() if self.trains(node)}
        self.parameters = {name: set() for name in self.functions}
        self.scopes = {}
        for _ in range(5):
            before = {name: set(names) for name, names in self.parameters.items()}
            for file, tree in project.trees.items():
                self._fill(file, tree)
            if before == self.parameters:
                break

    def scope_at(self, file, line):
        """The innermost function around a line, else the module."""
        around = [scope for scope in self.scopes[file] if _lines(scope.node)[0] <= line <= _lines(scope.node)[1]]
        return max(around, key=lambda scope: _lines(scope.node)[0])

    def trains(self, node):
        """Whether parameters are changed somewhere in it: optimizer.step(), p -= …, or a function that does so."""
        return any(self._updates(item) for item in ast.walk(node))

    def _updates(self, node):
        if isinstance(node, ast.AugAssign):
            return isinstance(node.op, ast.Sub) and isinstance(node.target, ast.Subscript | ast.Attribute)
        if not isinstance(node, ast.Call):
            return False
        if isinstance(node.func, ast.Attribute):
            return node.func.attr == "step"
        return isinstance(node.func, ast.Name) and node.func.id in self.training

    def trains_in_loop(self, call):
        """A call of a function of the project that trains and repeats itself."""
        name = call.func.id if isinstance(call.func, ast.Name) else ""
        function = self.functions.get(name)
        return name in self.training and any(isinstance(item, LOOPS) for item in ast.walk(function))

    def shows(self, node, scope):
        """Whether the value of an expression is rows of the data, or a plain summary of them."""
        if isinstance(node, ast.Name):
            return node.id in scope.names
        if isinstance(node, ast.Attribute):
            return node.attr not in SIZES and self.shows(node.value, scope)
        if isinstance(node, ast.Subscript | ast.Starred | ast.FormattedValue | ast.NamedExpr):
            return self.shows(node.value, scope)
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            return any(self.shows(item, scope) for item in node.elts)
        if isinstance(node, ast.JoinedStr):
            return any(self.shows(item, scope) for item in node.values)
        if isinstance(node, ast.ListComp | ast.GeneratorExp):
            plain = isinstance(node.elt, ast.Name | ast.Tuple | ast.Subscript)
            return plain and self.shows(node.generators[0].iter, scope)
        if isinstance(node, ast.BinOp):
            texts = (node.left, node.right)
            worded = any(isinstance(item, ast.JoinedStr) or _is_text(item) for item in texts)
            return worded and any(self.shows(item, scope) for item in texts)
        return isinstance(node, ast.Call) and self._call_shows(node, scope)

    def _call_shows(self, node, scope):
        called, given = node.func, [*node.args, *[item.value for item in node.keywords]]
        name = getattr(called, "id", getattr(called, "attr", ""))
        if name in self.sources and (isinstance(called, ast.Name) or self._is_module(called.value)):
            return True
        if name in PASSING and any(self.shows(item, scope) for item in given):
            return True
        return isinstance(called, ast.Attribute) and self.shows(called.value, scope)

    def _is_module(self, node):
        return isinstance(node, ast.Name) and self.project.file_of(node.id) is not None

    def _fill(self, file, tree):
        module = Scope(tree)
        self.scopes[file] = [module]
        self._bind(module)
        for node in tree.body:
            self._enter(file, node, module)

    def _enter(self, file, node, outer):
        if isinstance(node, FUNCTIONS):
            scope = Scope(node, outer)
            known = self.functions.get(node.name)
            scope.names |= self.parameters.get(node.name, set()) if known is node else set()
            self.scopes[file].append(scope)
            self._bind(scope)
            outer = scope
        for child in ast.iter_child_nodes(node):
            self._enter(file, child, outer)

    def _bind(self, scope):
        own = list(_own_nodes(scope.node))
        for _ in range(4):
            size = len(scope.names), len(scope.picked)
            for node in own:
                if isinstance(node, ast.Assign):
                    for target in node.targets:
                        self._assign(target, node.value, scope)
                elif isinstance(node, ast.For | ast.comprehension):
                    self._loop(node, scope)
                elif isinstance(node, ast.Call):
                    self._pass_on(node, scope)
            if size == (len(scope.names), len(scope.picked)):
                return

    def _assign(self, target, value, scope):
        pairs = [(target, value)]
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
            pairs = list(zip(target.elts, value.elts))
        for to, of in pairs:
            if self.shows(of, scope):
                scope.names |= _targets(to)
            picked = is_selection(of, self, scope) or (isinstance(of, ast.Name) and of.id in scope.picked)
            if picked or any(is_selection(item, self, scope) for item in _given(of) if _name(of) == "_replace"):
                scope.picked |= _targets(to)

    def _loop(self, node, scope):
        if not self.shows(node.iter, scope):
            return
        counted = isinstance(node.iter, ast.Call) and _name(node.iter) == "enumerate"
        target = node.target.elts[-1] if counted and isinstance(node.target, ast.Tuple) else node.target
        scope.names |= _targets(target)
        if isinstance(node, ast.For) and isinstance(node.body[-1], ast.Break):
            scope.picked |= _targets(target)

    def _pass_on(self, call, scope):
        function = self.functions.get(_name(call))
        if function is None or (isinstance(call.func, ast.Attribute) and not self._is_module(call.func.value)):
            return
        names = [item.arg for item in function.args.args]
        given = [*zip(names, call.args), *[(item.arg, item.value) for item in call.keywords]]
        self.parameters[function.name] |= {name for name, value in given if name and self.shows(value, scope)}


def is_selection(node, rows, scope):
    """One batch or a few rows: next(…), x[:64], x[:batch_size], list(batches)[0]."""
    if isinstance(node, ast.Call):
        return _name(node) == "next" and any(rows.shows(item, scope) for item in node.args)
    if not isinstance(node, ast.Subscript) or not rows.shows(node.value, scope):
        return False
    if isinstance(node.slice, ast.Constant):
        return isinstance(node.value, ast.Call) and _name(node.value) == "list"
    if not isinstance(node.slice, ast.Slice) or node.slice.lower is not None:
        return False
    upper = node.slice.upper
    if isinstance(upper, ast.Constant):
        return isinstance(upper.value, int) and 0 < upper.value <= 512
    return upper is not None and "batch" in ast.unparse(upper)


def _loads(tree):
    return any(isinstance(node, FUNCTIONS) and node.name == "load" for node in tree.body)


def _functions(tree):
    return [node for node in ast.walk(tree) if isinstance(node, FUNCTIONS)]


def _own_nodes(function):
    """All nodes of a function or module but those of functions inside."""
    waiting = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        if isinstance(node, FUNCTIONS):
            continue
        yield node
        waiting.extend(ast.iter_child_nodes(node))


def _lines(node):
    return getattr(node, "lineno", 0), getattr(node, "end_lineno", 10**9)


def _targets(node):
    return {item.id for item in ast.walk(node) if isinstance(item, ast.Name)}


def _given(node):
    return [*node.args, *[item.value for item in node.keywords]] if isinstance(node, ast.Call) else []


def _name(call):
    return getattr(getattr(call, "func", None), "id", getattr(getattr(call, "func", None), "attr", ""))


def _is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)
