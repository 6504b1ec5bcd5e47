"""From a SymPy expression to a tape: a flat list of arithmetic steps that the browser replays.

A tape is data, not program text. Each step is ``[operation, operand, ...]``; an operand is the number of an earlier step. The
browser knows a fixed table of operations (``js/tape.js``) and nothing else: nothing is evaluated as code. The step
``["table", number, operand, ...]`` reads one of the tape's tables (`table.Table`). Steps follow the order in which SymPy's NumPy
printer writes an expression, so that NumPy and JavaScript round alike. Equal sub-expressions become one step, shared by all curves.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from functools import reduce
from typing import Any

import sympy as sp

from livefigure.table import Table, Tabulated

FUNCTIONS = {
    sp.exp: "exp", sp.log: "log", sp.Abs: "abs", sp.sign: "sign", sp.floor: "floor", sp.ceiling: "ceil",
    sp.sin: "sin", sp.cos: "cos", sp.tan: "tan", sp.asin: "asin", sp.acos: "acos", sp.atan: "atan", sp.atan2: "atan2",
    sp.sinh: "sinh", sp.cosh: "cosh", sp.tanh: "tanh", sp.asinh: "asinh", sp.acosh: "acosh", sp.atanh: "atanh",
}  # fmt: skip
FOLDED = {sp.Min: "min", sp.Max: "max", sp.And: "and", sp.Or: "or"}
RELATIONS = {
    sp.StrictLessThan: "lt", sp.LessThan: "le", sp.StrictGreaterThan: "gt", sp.GreaterThan: "ge",
    sp.Equality: "eq", sp.Unequality: "ne",
}  # fmt: skip


def as_expression(given: Any) -> sp.Basic:
    """`given`, SymPy or a plain number, as SymPy; never text, which SymPy would run as a program."""
    expression = None if isinstance(given, str) else sp.sympify(given)
    if not isinstance(expression, sp.Basic):
        raise ValueError(f"expression must be a SymPy expression or a number; got {given!r}")
    return expression


class Tape:
    """Steps for any number of expressions of the same inputs and grids.

    Parameters
    ----------
    inputs : sequence of Symbol
        What a reader moves; one number each.
    grids : sequence of Symbol
        What a curve runs along; an array each. An expression may contain at most one of them.

    Raises
    ------
    ValueError
        From `add`, naming the part of the expression that has no place on a tape.
    """

    def __init__(self, inputs: Sequence[sp.Symbol], grids: Sequence[sp.Symbol] = ()) -> None:
        self.steps: list[list[Any]] = []
        self._known: dict[tuple[Any, ...], int] = {}
        self.tables: list[Table] = []
        self.grids = tuple(grids)
        self.inputs = tuple(inputs)
        self._symbols = {symbol: self._step("input", number) for number, symbol in enumerate(inputs)}
        self._symbols |= {symbol: self._step("grid", number) for number, symbol in enumerate(grids)}

    def add(self, expression: Any) -> int:
        """Write `expression` (SymPy, or a plain number) to the tape; return the number of the step that holds its value."""
        expression = as_expression(expression)
        unknown = expression.free_symbols - set(self._symbols)
        if unknown:
            names = ", ".join(sorted(str(symbol) for symbol in unknown))
            raise ValueError(f"{names} in {expression} is neither a slider nor what the curve runs along")
        together = expression.free_symbols & set(self.grids)
        if len(together) > 1:
            raise ValueError(f"{expression} runs along {len(together)} variables at once: {sorted(map(str, together))}")
        return self._write(expression)

    def _step(self, *step: Any) -> int:
        if step not in self._known:
            self._known[step] = len(self.steps)
            self.steps.append(list(step))
        return self._known[step]

    def _fold(self, operation: str, numbers: Iterable[int]) -> int:
        return reduce(lambda left, right: self._step(operation, left, right), numbers)

    def _number(self, value: float) -> int:
        # NaN marks where a curve is not drawn; JSON has no word for it, so it travels as null.
        return self._step("number", None if value != value else value)

    def _write(self, node: sp.Basic) -> int:
        for kind, write in _WRITERS:
            if isinstance(node, kind):
                return write(self, node)
        if isinstance(node, sp.Function) and node.func is sp.coth:
            # cosh/sinh overflows beyond 710; tanh does not.
            return self._step("div", self._number(1.0), self._step("tanh", self._write(node.args[0])))
        if node.func in FUNCTIONS:
            return self._step(FUNCTIONS[node.func], *map(self._write, node.args))
        if node.func in FOLDED:
            return self._fold(FOLDED[node.func], map(self._write, node.args))
        if node.func in RELATIONS:
            return self._step(RELATIONS[node.func], self._write(node.lhs), self._write(node.rhs))
        raise ValueError(f"{type(node).__name__} cannot move in the browser: {node}")

    def _write_symbol(self, node: sp.Symbol) -> int:
        return self._symbols[node]

    def _write_constant(self, node: sp.Number) -> int:
        if node is not sp.nan and not abs(node) <= sys.float_info.max:
            raise ValueError(f"{type(node).__name__} cannot move in the browser: {node}")
        return self._number(float(node))

    def _write_truth(self, node: sp.Basic) -> int:
        return self._number(1.0 if node is sp.true else 0.0)

    def _write_sum(self, node: sp.Add) -> int:
        first, *rest = node.as_ordered_terms()
        total = self._write(first)
        for term in rest:
            negative = term.could_extract_minus_sign()
            total = self._step("sub", total, self._write(-term)) if negative else self._step("add", total, self._write(term))
        return total

    def _write_product(self, node: sp.Mul) -> int:
        coefficient, rest = node.as_coeff_Mul()
        if coefficient.is_negative:
            return self._step("neg", self._write(-node))
        above, below = [], []
        for factor in ([] if coefficient == 1 else [coefficient]) + list(sp.Mul.make_args(rest)):
            if isinstance(factor, sp.Pow) and factor.exp.is_Rational and factor.exp.is_negative:
                below.append(self._power(factor.base, -factor.exp))
            else:
                above.append(self._write(factor))
        product = self._fold("mul", above) if above else self._number(1.0)
        return self._step("div", product, self._fold("mul", below)) if below else product

    def _write_power(self, node: sp.Pow) -> int:
        if node.exp.is_Rational and node.exp.is_negative:
            return self._step("div", self._number(1.0), self._power(node.base, -node.exp))
        return self._power(node.base, node.exp)

    def _power(self, base: sp.Expr, exponent: sp.Expr) -> int:
        value = self._write(base)
        if exponent == 1:
            return value
        if exponent == sp.S.Half:
            return self._step("sqrt", value)
        if exponent == 2:
            return self._step("mul", value, value)
        return self._step("pow", value, self._write(exponent))

    def _write_pieces(self, node: sp.Piecewise) -> int:
        value = self._number(float("nan"))
        for piece, condition in reversed(node.args):
            value = self._step("select", self._write(condition), self._write(piece), value)
        return value

    def _write_table(self, node: Tabulated) -> int:
        table = node.func.table
        if table not in self.tables:
            self.tables.append(table)
        return self._step("table", self.tables.index(table), *map(self._write, node.args))

    def _write_not(self, node: sp.Not) -> int:
        return self._step("not", self._write(node.args[0]))


_WRITERS: list[tuple[Any, Callable[[Tape, Any], int]]] = [
    (sp.Symbol, Tape._write_symbol),
    ((sp.Number, sp.NumberSymbol), Tape._write_constant),
    ((sp.logic.boolalg.BooleanTrue, sp.logic.boolalg.BooleanFalse), Tape._write_truth),
    (sp.Add, Tape._write_sum),
    (sp.Mul, Tape._write_product),
    (sp.Pow, Tape._write_power),
    (sp.Piecewise, Tape._write_pieces),
    (sp.Not, Tape._write_not),
    (Tabulated, Tape._write_table),
]

# Every node of SymPy that has a place on a tape, beside symbols, numbers, truth values and tables.
NODES = frozenset({*FUNCTIONS, *FOLDED, *RELATIONS, sp.coth, sp.Add, sp.Mul, sp.Pow, sp.Piecewise, sp.Not})
# Every operation that a tape may hold, beside inputs, grids, numbers and tables.
OPERATIONS = frozenset(
    {*FUNCTIONS.values(), *FOLDED.values(), *RELATIONS.values(), "add", "sub", "mul", "div", "neg", "pow", "sqrt", "not", "select"}
)

__all__ = ["NODES", "OPERATIONS", "Tape", "as_expression"]
