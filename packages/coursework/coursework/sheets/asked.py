"""The kinds of question: numbers and formulas, under the names of a student's variables, and questions marked by hand."""

from __future__ import annotations

import builtins
import keyword
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sympy import Expr, Symbol

from coursework.marking.units import require_unit
from coursework.sheets.numbers import Numbers
from coursework.sheets.sketches import Sketch
from coursework.sheets.slips import Slip

__all__ = ["Formula", "Manual", "Number", "Question", "require_name", "require_unique"]

#: Names that the notebook uses itself.
RESERVED = {"check", "me", "numbers", "own_numbers"}


@dataclass(frozen=True)
class Number:
    """A number to be computed.

    Parameters
    ----------
    name : str
        The student's variable.
    value : expression, function or float
        The right answer, in `unit`: an expression in drawn and derived symbols, or a function of the student's `Numbers`.
    unit : str
        Such as ``"W"`` or ``"kJ/kg"``; empty for a plain number. An answer without a unit is in this one.
    points : float
        Positive.
    tolerance : float
        Relative, above 0 and below 0.2.
    slips : sequence of Slip
        Compared before the slips that are derived from an expression.
    hint : str
        For a student whose answer matches no slip. It must not give the answer away.
    copyable : bool
        Whether many students may have the same answer. Otherwise `build` refuses a set in which a neighbour's answer would often be right.

    Raises
    ------
    ValueError
        If an argument is not as above, or pint does not know `unit`.
    """

    name: str
    value: Expr | Callable[[Numbers], float] | float
    unit: str
    points: float
    tolerance: float = 0.01
    slips: tuple[Slip, ...] = ()
    hint: str = ""
    copyable: bool = False

    def __post_init__(self) -> None:
        require_name("name", self.name)
        _require_points(self.name, self.points)
        object.__setattr__(self, "slips", tuple(self.slips))
        if not 0 < self.tolerance < 0.2:
            raise ValueError(f"tolerance of {self.name} must be above 0 and below 0.2; got {self.tolerance}")
        try:
            require_unit(self.unit)
        except ValueError as error:
            raise ValueError(f"unit of {self.name}: {error}") from None


@dataclass(frozen=True)
class Formula:
    """A formula to be derived; the answer is a SymPy expression or a text.

    Parameters
    ----------
    name : str
        The student's variable.
    value : expression
        The right formula, in any equivalent form.
    symbols : sequence of symbols
        Symbols that a student may use; at least those of `value`.
    points : float
        Positive.
    slips : sequence of Slip
        With expressions as values, beside those that are derived from `value`.
    ranges : mapping, optional
        The lowest and highest value of a symbol at which formulas are compared. By default, a drawn symbol has the range of
        its draw, and any other 0.5 to 2.
    hint : str
        For a student whose formula matches no slip; as that of a `Number`.

    Raises
    ------
    ValueError
        If an argument is not as above.
    """

    name: str
    value: Expr
    symbols: tuple[Symbol, ...]
    points: float
    slips: tuple[Slip, ...] = ()
    ranges: Mapping[Symbol, tuple[float, float]] | None = None
    hint: str = ""

    def __post_init__(self) -> None:
        require_name("name", self.name)
        _require_points(self.name, self.points)
        object.__setattr__(self, "slips", tuple(self.slips))
        object.__setattr__(self, "symbols", tuple(self.symbols))
        if not isinstance(self.value, Expr):
            raise ValueError(f"value of {self.name} must be a SymPy expression; got {type(self.value).__name__}")
        for expression in (self.value, *(slip.value for slip in self.slips)):
            if missing := getattr(expression, "free_symbols", set()) - set(self.symbols):
                raise ValueError(f"symbols of {self.name} must hold {_names(missing)}")
        if strange := set(self.ranges or ()) - set(self.symbols):
            raise ValueError(f"ranges of {self.name} has {_names(strange)}, not among its symbols")


@dataclass(frozen=True, init=False)
class Question:
    """Answers that belong together, in one cell, and are checked by ``check(id)``."""

    id: str
    answers: tuple[Number | Formula, ...]
    title: str = ""

    def __init__(self, id: str, *answers: Number | Formula, title: str = "") -> None:
        require_name("id", id)
        if not answers:
            raise ValueError(f"question {id} has no answers; use Manual for a question that is marked by hand")
        for name, value in (("id", id), ("answers", answers), ("title", title)):
            object.__setattr__(self, name, value)

    @property
    def points(self) -> float:
        """Points of all its answers together."""
        return sum(answer.points for answer in self.answers)


@dataclass(frozen=True)
class Manual:
    """A question that is marked by hand, such as a plot or a design. A page to practise on asks for `sketch` instead, if there is one."""

    id: str
    points: float
    title: str = ""
    sketch: Sketch | None = None

    answers = ()

    def __post_init__(self) -> None:
        require_name("id", self.id)
        _require_points(self.id, self.points)
        if self.sketch and self.sketch.points > self.points:
            raise ValueError(f"points of the sketch of {self.id} must be at most {self.points:g}; got {self.sketch.points:g}")


def require_name(what: str, name: str) -> None:
    if not (isinstance(name, str) and name.isascii() and name.isidentifier() and not keyword.iskeyword(name)):
        raise ValueError(f"{what} must be a Python name of ASCII letters; got {name!r}")
    if what == "name" and (name in RESERVED or hasattr(builtins, name) or name.startswith("_")):
        raise ValueError(f"{what} {name!r} already has a meaning in the notebook; choose another")


def _require_points(name: str, points: float) -> None:
    if not (isinstance(points, int | float) and 0 < points < math.inf):
        raise ValueError(f"points of {name} must be positive; got {points}")


def require_unique(what: str, names: list[str]) -> None:
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise ValueError(f"{what} must differ; {', '.join(twice)} is there more than once")


def _names(symbols: set[Symbol]) -> str:
    return ", ".join(sorted(str(symbol) for symbol in symbols))
