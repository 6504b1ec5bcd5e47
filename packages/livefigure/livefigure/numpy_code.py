"""An expression as NumPy reads it: to compute a figure's values, and to show the reader the Python that does."""

from __future__ import annotations

from functools import reduce
from typing import Any

import sympy as sp
from sympy.printing.numpy import NumPyPrinter

from livefigure.table import Tabulated


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


def numpy_code(expression: Any) -> str:
    """Python that computes `expression`, with NumPy as ``np``."""
    return str(_Printer().doprint(sp.sympify(expression))).replace("numpy.", "np.")


def numpy_function(arguments: Any, expression: sp.Expr) -> Any:
    """A function of `arguments`, numbers or arrays, that computes `expression`."""
    tables = {node.func.table.name: node.func.table.value for node in expression.atoms(Tabulated)}
    return sp.lambdify(arguments, expression, [tables, "numpy"], printer=_Printer({"fully_qualified_modules": False}))
