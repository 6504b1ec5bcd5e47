"""The right answers for one student's numbers and the results of slips, as plain data for a rubric."""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sympy import Expr, Symbol, lambdify, sympify

from coursework.marking import expressions
from coursework.marking.questions import SLIP
from coursework.sheets.numbers import Draw, Numbers
from coursework.sheets.slips import Slip, automatic_slips

if TYPE_CHECKING:
    from coursework.sheets.asked import Formula, Number

__all__ = ["FormulaReference", "NumberReference", "compiled"]

Function = Callable[[Numbers], float]

#: Where formulas are compared in a symbol that is not drawn and has no range.
DEFAULT_RANGE = (0.5, 2.0)


def compiled(value: Expr | Function | float, symbols: tuple[Symbol, ...], what: str) -> Function:
    """Make a function of the numbers that is fast enough for 10,000 students.

    Raises
    ------
    ValueError
        If an expression has symbols that are not among `symbols`.
    """
    if not isinstance(value, Expr) and callable(value):
        return value
    expression = sympify(value)
    if missing := expression.free_symbols - set(symbols):
        named = ", ".join(sorted(str(symbol) for symbol in missing))
        raise ValueError(f"{what} needs {named}, which is neither drawn nor derived")
    used = sorted(expression.free_symbols, key=lambda symbol: symbol.name)
    names = [symbol.name for symbol in used]
    function = lambdify(used, expression, modules=["math", "sympy"])
    return lambda numbers: function(*(numbers[name] for name in names))


class NumberReference:
    """A `Number`, prepared to be computed for any student."""

    def __init__(self, number: Number, symbols: tuple[Symbol, ...]) -> None:
        self.number = number
        self.value = compiled(number.value, symbols, number.name)
        slips = list(number.slips)
        if isinstance(number.value, Expr):
            slips += automatic_slips(number.value, number.unit)
        self.slips = [(slip, compiled(slip.value, symbols, f"a slip of {number.name}")) for slip in slips]

    def rubric(self, numbers: Numbers, *, practice: bool = False) -> dict[str, Any]:
        """Return the entry of a rubric: the right value, and the slips that give another value."""
        number, value = self.number, self.right(numbers)
        return {
            "kind": "number",
            "name": number.name,
            "points": number.points,
            "value": value,
            "unit": number.unit,
            "tolerance": number.tolerance,
            "hint": number.hint,
            "slips": self._slips(numbers, value),
        }

    def right(self, numbers: Numbers) -> float:
        """Return the right value for these numbers.

        Raises
        ------
        ValueError
            If it is not finite, or zero.
        """
        name = self.number.name
        try:
            value = float(self.value(numbers))
        except (ArithmeticError, TypeError, ValueError) as error:
            raise ValueError(f"{name} cannot be computed for {numbers}: {error}") from error
        if not math.isfinite(value) or value == 0:
            raise ValueError(f"{name} is {value} for {numbers}; let `keep` refuse such numbers")
        return value

    def _slips(self, numbers: Numbers, right: float) -> list[dict[str, Any]]:
        kept: list[dict[str, Any]] = []
        for slip, function in self.slips:
            try:
                value = float(function(numbers))
            except (ArithmeticError, TypeError, ValueError):
                continue  # this slip gives no real number
            apart = self.number.tolerance
            wrong = math.isfinite(value) and abs(value - right) > 2 * apart * abs(right)
            if wrong and all(abs(value - other["value"]) > SLIP * apart * abs(other["value"]) for other in kept):
                kept.append({"value": value, "message": slip.message, "credit": slip.credit})
        return kept


class FormulaReference:
    """A `Formula`, prepared to be compared with answers; it is the same for all students."""

    def __init__(self, formula: Formula, draws: Mapping[Symbol, Draw], seed: str) -> None:
        self.formula = formula
        self.ranges = {symbol.name: list(_range(symbol, formula, draws)) for symbol in formula.symbols}
        self.seed = seed
        self.text = str(formula.value)
        self.slips = [*formula.slips, *automatic_slips(formula.value, unit="")]
        _ = self._points  # refuses a formula that is not finite

    @cached_property
    def _points(self) -> tuple[list[dict[str, float]], list[float], list[tuple[Slip, list[float]]]]:
        points = expressions.points(self.ranges, self.seed)
        try:
            values = expressions.values(expressions.parse(self.text, self.ranges), points)
        except ValueError as error:
            raise ValueError(f"{self.formula.name} cannot be compared with: {error}") from None
        slips = []
        for slip in self.slips:
            if not getattr(slip.value, "free_symbols", ()):  # a constant could be guessed
                continue
            try:
                wrong = expressions.values(expressions.parse(str(slip.value), self.ranges), points)
            except ValueError:
                continue
            if not expressions.agree(wrong, values) and not any(expressions.agree(wrong, other) for _, other in slips):
                slips.append((slip, wrong))
        return points, values, slips

    @cached_property
    def _entries(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The entries of a course's rubric and of the practice rubric."""
        where, right, slips = self._points
        entry = {
            "kind": "formula",
            "name": self.formula.name,
            "points": self.formula.points,
            "symbols": self.ranges,
            "units": {symbol.name: getattr(symbol, "unit", "") for symbol in self.formula.symbols},
            "spellings": spellings(self.formula.symbols),
            "hint": self.formula.hint,
        }
        formulas = [{"formula": str(slip.value), "message": slip.message, "credit": slip.credit} for slip, _ in slips]
        values = [{"values": wrong, "message": slip.message, "credit": slip.credit} for slip, wrong in slips]
        return entry | {"formula": self.text, "seed": self.seed, "slips": formulas}, entry | {"at": where, "values": right, "slips": values}

    def rubric(self, numbers: Numbers, *, practice: bool) -> dict[str, Any]:
        """Return the entry of a rubric: the formula, or for practice its values at the points of comparison."""
        return copy.deepcopy(self._entries[practice])


def _range(symbol: Symbol, formula: Formula, draws: Mapping[Symbol, Draw]) -> tuple[float, float]:
    if symbol in (formula.ranges or {}):
        low, high = formula.ranges[symbol]
    else:
        low, high = (min(draws[symbol].values), max(draws[symbol].values)) if symbol in draws else DEFAULT_RANGE
    if low == high:  # at a single value, a number could pass for the symbol
        low, high = sorted((0.9 * low, 1.1 * high))
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise ValueError(f"the range of {symbol} in {formula.name} must rise from a finite value to another; got {low}, {high}")
    return float(low), float(high)


def spellings(symbols: Iterable[Symbol]) -> dict[str, str]:
    r"""Alternative names of symbols, derived from their LaTeX: ``T_H`` for `T_hot`, ``eta`` for `efficiency`.

    Examples
    --------
    >>> from cryolib.symbols import T_hot, efficiency, heat_load
    >>> spellings([T_hot, efficiency, heat_load])
    {'T_H': 'T_hot', 'eta': 'efficiency', 'Qdot_C': 'heat_load'}
    """
    symbols = list(symbols)
    taken = {symbol.name for symbol in symbols}
    names_of: dict[str, list[str]] = {}
    for symbol in symbols:
        plain = re.sub(r"\\dot\s*\{?([A-Za-z])\}?", r"\1dot", getattr(symbol, "latex", ""))
        plain = re.sub(r"\\mathrm\{(\w+)\}|\\(?:var)?([a-z]+)", r"\1\2", plain)
        plain = re.sub(r"[{}\s]", "", plain)
        if re.fullmatch(r"[A-Za-z]+(_[A-Za-z0-9]+)?", plain) and plain not in taken:
            names_of.setdefault(plain, []).append(symbol.name)
    return {plain: names[0] for plain, names in names_of.items() if len(names) == 1}
