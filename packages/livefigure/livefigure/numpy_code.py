"""An expression as NumPy reads it: to compute a figure's values, and to show the reader the Python that does."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

import numpy as np
import sympy as sp
from sympy.printing.numpy import NumPyPrinter

from livefigure.table import Tabulated


def without_last_digits(value: float) -> str:
    """A number as Python writes it, or the much shorter one that it is within four steps of a double.

    >>> without_last_digits(1 - 0.8), without_last_digits(0.1 + 0.7), without_last_digits(1 / 3)
    ('0.2', '0.8', '0.3333333333333333')
    """
    full, short = repr(value), repr(float(f"{value:.14g}"))
    return short if len(short) < len(full) - 3 and abs(float(short) - value) <= 4 * math.ulp(value) else full


class _Printer(NumPyPrinter):
    """SymPy's own, but numbers keep all their digits, ``coth`` does not overflow, and a condition may hold both a number and an array."""

    def _print_Float(self, node: sp.Float) -> str:
        return repr(float(node))

    def _print_coth(self, node: sp.coth) -> str:
        return f"(1/{self._print(sp.tanh(node.args[0], evaluate=False))})"

    def _print_Function(self, node: sp.Function) -> str:
        if isinstance(node, Tabulated):
            return f"{node.func.table.name}({', '.join(map(self._print, node.args))})"
        return str(super()._print_Function(node))

    def _fold(self, function: str, node: Any) -> str:
        name = self._module_format(f"numpy.{function}")
        return str(reduce(lambda left, right: f"{name}({left}, {right})", map(self._print, node.args)))

    def _print_And(self, node: sp.And) -> str:
        return self._fold("logical_and", node)

    def _print_Or(self, node: sp.Or) -> str:
        return self._fold("logical_or", node)

    def _print_Max(self, node: sp.Max) -> str:
        return self._fold("maximum", node)

    def _print_Min(self, node: sp.Min) -> str:
        return self._fold("minimum", node)


class Parts(_Printer):
    """Writes expressions as Python, with NumPy as ``np``, so that a long part which they have in common is computed once, under a name.

    `write` all of them, call `name_parts`, and `write` them again: the names stand in the places of the parts, and `definitions` come first.
    Only the text is shorter. The arithmetic and its order stay the same, to the last digit, unless numbers are `rounded`: then one that is off a
    short number by no more than its last digits is written as that, 0.2 for 0.19999999999999996. `names` are what symbols are called, where it is not
    what they are called in the figure: to write the expression anew with other symbols would take seconds, for a picture with many minima and maxima.
    """

    SHORTEST = 24  # characters; a shorter part is written wherever it stands

    def __init__(self, names: Mapping[sp.Symbol, str], rounded: bool = False) -> None:
        super().__init__()
        self._symbols, self._rounded = names, rounded
        self._texts: dict[sp.Basic, str] = {}
        self._uses: Counter[sp.Basic] = Counter()
        self._names: dict[sp.Basic, str] = {}
        self.definitions: list[str] = []

    def write(self, expression: sp.Basic) -> str:
        """The expression as Python."""
        return self._tidy(str(self.doprint(expression)))

    def name_parts(self, name: Callable[[int], str]) -> None:
        """Name the parts that come up again; `name` returns one for each number from 1."""
        nodes, self._texts = list(self._texts), {}
        for node in nodes:  # what a part consists of comes before it
            if self._uses[node] > 1 and len(code := self._tidy(self._print(node))) >= self.SHORTEST:
                self._names[node] = name(len(self._names) + 1)
                self.definitions.append(f"{self._names[node]} = {code}")

    def _print_Float(self, node: sp.Float) -> str:
        return without_last_digits(float(node)) if self._rounded else super()._print_Float(node)

    def _print_Symbol(self, expr: sp.Symbol) -> str:
        return self._symbols.get(expr) or str(super()._print_Symbol(expr))

    _print_Dummy = _print_Symbol

    def _tidy(self, code: str) -> str:
        names = "|".join(self._names.values())
        code = code.replace("numpy.", "np.")
        return re.sub(rf"(?<![\w.])\(({names})\)", r"\1", code) if names else code

    def _print(self, expr: Any, **options: Any) -> str:
        if expr in self._names:
            return self._names[expr]
        if not isinstance(expr, sp.Basic) or not expr.args:
            return str(super()._print(expr, **options))
        self._uses[expr] += 1
        if expr not in self._texts:
            self._texts[expr] = str(super()._print(expr, **options))
        return self._texts[expr]


def numpy_function(arguments: Sequence[sp.Symbol], expression: sp.Basic) -> Callable[..., Any]:
    """A function of `arguments`, numbers or arrays, that computes `expression`."""
    # Symbols may be called alike, or like something of NumPy's.
    names = {symbol: f"_argument_{number}" for number, symbol in enumerate(arguments)}
    parts = Parts(names)
    parts.write(expression)
    parts.name_parts("_part_{}".format)
    result = parts.write(expression)
    lines = [f"def computed({', '.join(names.values())}):", *parts.definitions, f"return {result}"]
    namespace: dict[str, Any] = {"np": np} | {node.func.table.name: node.func.table.value for node in expression.atoms(Tabulated)}
    exec("\n    ".join(lines), namespace)
    computed: Callable[..., Any] = namespace["computed"]
    return computed
