"""Find where Python code uses names of our packages, from its syntax tree and its imports. Nothing is run.

A name counts only while it is bound to something of a package: an assignment or a loop over the same name ends that.
`gas = VanDerWaals.of("nitrogen")` makes `gas.pressure` a use of the method, by the annotation of `of`.
"""

import ast
import inspect
import pkgutil
import re
import sys
from contextlib import contextmanager
from typing import NamedTuple

from coldbook.distributions import DISTRIBUTIONS


class Use(NamedTuple):
    start: int  # its place in the text
    end: int
    name: str  # dotted, as in cryolib.limits.carnot_cop


class Known(NamedTuple):
    name: str
    instance: bool = False  # whether it is an instance of the class with this name


class Reader(ast.NodeVisitor):
    """Reads cells one after the other, as a kernel runs them."""

    def __init__(self):
        self.bound = {package: Known(package) for package in DISTRIBUTIONS}

    def read(self, source):
        """The uses in one cell, in the order of the text; none if it is not Python."""
        try:
            tree = ast.parse(source)
        except SyntaxError:
            return []
        self.lines, self.uses = source.splitlines(keepends=True), []
        self.visit(tree)
        return sorted(set(self.uses))

    def meaning(self, expression):
        """What an expression of names, dots and calls stands for: Known, or None."""
        match expression:
            case ast.Name(id=name):
                return self.bound.get(name)
            case ast.Attribute(value=value, attr=attribute):
                owner = self.meaning(value)
                return owner and Known(f"{owner.name}.{attribute}")
            case ast.Call(func=function):
                called = self.meaning(function)
                class_ = called and not called.instance and class_returned_by(called.name)
                return Known(class_, instance=True) if class_ else None
        return None

    # ---- uses ----

    def offset(self, line, column):
        before = self.lines[line - 1].encode()[:column].decode()  # the syntax tree counts bytes
        return sum(map(len, self.lines[: line - 1])) + len(before)

    def note(self, node, name, text):
        """The use of `name` by a node that ends with `text`."""
        end = self.offset(node.end_lineno, node.end_col_offset)
        self.uses.append(Use(end - len(text), end, name))

    def visit_Name(self, node):
        if not isinstance(node.ctx, ast.Load):
            self.bound.pop(node.id, None)
        elif (known := self.bound.get(node.id)) and not known.instance:
            self.note(node, known.name, node.id)

    def visit_Attribute(self, node):
        if known := self.meaning(node):
            self.note(node, known.name, node.attr)
        self.visit(node.value)

    def visit_Import(self, node):
        for alias in node.names:
            if (package := alias.name.split(".")[0]) in DISTRIBUTIONS:
                start = self.offset(alias.lineno, alias.col_offset)
                self.uses.append(Use(start, start + len(alias.name), alias.name))
                self.bound[alias.asname or package] = Known(alias.name if alias.asname else package)

    def visit_ImportFrom(self, node):
        is_ours = not node.level and node.module.split(".")[0] in DISTRIBUTIONS
        if is_ours:
            start = self.offset(node.lineno, node.col_offset)
            keyword = re.compile(r"from\s+").match("".join(self.lines), start)
            self.uses.append(Use(keyword.end(), keyword.end() + len(node.module), node.module))
        for alias in node.names:
            self.bound.pop(alias.asname or alias.name, None)
            if is_ours:
                start, name = self.offset(alias.lineno, alias.col_offset), f"{node.module}.{alias.name}"
                self.uses.append(Use(start, start + len(alias.name), name))
                self.bound[alias.asname or alias.name] = Known(name)

    # ---- what rebinds a name: values are visited before their targets ----

    def visit_Assign(self, node):
        self.visit(node.value)
        value = self.meaning(node.value)
        for target in node.targets:
            self.visit(target)
            if isinstance(target, ast.Name) and value:
                self.bound[target.id] = value

    def visit_For(self, node):
        for part in (node.iter, node.target, *node.body, *node.orelse):
            self.visit(part)

    @contextmanager
    def scope(self, *arguments):
        outside = dict(self.bound)
        for name in arguments:
            self.bound.pop(name, None)
        yield
        self.bound = outside

    def visit_comprehension_of(self, node):
        with self.scope():
            for loop in node.generators:
                for part in (loop.iter, loop.target, *loop.ifs):
                    self.visit(part)
            for part in (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,):
                self.visit(part)

    visit_ListComp = visit_SetComp = visit_GeneratorExp = visit_DictComp = visit_comprehension_of

    def visit_function(self, node):
        if not isinstance(node, ast.Lambda):
            self.bound.pop(node.name, None)
        with self.scope(*(part.arg for part in ast.walk(node.args) if isinstance(part, ast.arg))):
            self.generic_visit(node)

    visit_FunctionDef = visit_Lambda = visit_function


def object_of(name):
    """The object of a dotted name, or None."""
    try:
        return pkgutil.resolve_name(name)
    except (ImportError, AttributeError, ValueError):
        return None


def class_returned_by(name):
    """The dotted name of the class that a call of `name` returns an instance of, or None."""
    called = object_of(name)
    if inspect.isclass(called):
        return name
    annotation = getattr(inspect.unwrap(called), "__annotations__", {}).get("return") if callable(called) else None
    if annotation == "Self":
        return name.rpartition(".")[0]
    class_ = getattr(sys.modules[called.__module__], annotation, None) if isinstance(annotation, str) else annotation
    is_ours = inspect.isclass(class_) and class_.__module__.split(".")[0] in DISTRIBUTIONS
    return f"{class_.__module__}.{class_.__qualname__}" if is_ours else None


def documented(name, objects):
    """Sphinx's entry for a dotted name, also if the object is documented under another name; or None."""
    if name in objects:
        return objects[name]
    object_, (path, _, last) = object_of(name), name.rpartition(".")
    others = [f"{object_.__module__}.{object_.__qualname__}"] if hasattr(object_, "__qualname__") and hasattr(object_, "__module__") else []
    owner = object_of(path) if path else None
    if inspect.isclass(owner):  # an inherited member is documented in its base class
        classes = [objects.get(f"{base.__module__}.{base.__qualname__}") for base in owner.__mro__]
        others += [f"{entry.node_id}.{last}" for entry in classes if entry]
    if object_ is not None:  # a value that does not know its module
        others += [other for other in objects if other.endswith(f".{last}") and object_of(other) is object_]
    return next((objects[other] for other in others if other in objects), None)
