"""The checks on arguments, in one place.

Each check takes its values by name, so that the message can name the argument and its unit is known, and checks arrays element by
element. SymPy numbers are checked like other numbers. A SymPy expression with free symbols is refused only if its assumptions
contradict the rule for certain, as a negative symbol contradicts "positive".

>>> positive(area=2.0, length=[0.1, 0.3])
>>> temperature(T_cold=[77.0, -196.0])
Traceback (most recent call last):
    ...
ValueError: T_cold must be a positive, finite temperature in kelvin; got -196.0 at index 1
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from cryolib.readers import Array, Mask, Value, as_number, as_value, is_symbolic

if TYPE_CHECKING:
    from sympy import Expr

__all__ = ["above_one", "ascending", "ascending_temperatures", "between", "fraction", "nonnegative", "positive", "stage_count"]
__all__ += ["finite", "refuse", "temperature", "whole_number"]


def positive(**values: Value) -> None:
    """Require ``0 < value < inf``."""
    _require("positive and finite", _is_positive, values)


def nonnegative(**values: Value) -> None:
    """Require ``0 <= value < inf``."""
    _require("zero or positive, and finite", _is_nonnegative, values)


def fraction(**values: Value) -> None:
    """Require ``0 < value <= 1``: a fraction, not a percentage."""
    _require("a fraction, above 0 and at most 1", lambda x: (x > 0) & (x <= 1), values)


def between(low: float, high: float, /, **values: Value) -> None:
    """Require ``low <= value <= high``."""
    _require(f"between {low:g} and {high:g}", lambda x: (x >= low) & (x <= high), values)


def above_one(**values: Value) -> None:
    """Require ``1 < value < inf``."""
    _require("above 1 and finite", lambda x: (x > 1) & (x < np.inf), values)


def finite(**values: Value) -> None:
    """Require ``-inf < value < inf``."""
    _require("finite", lambda x: (x > -np.inf) & (x < np.inf), values)


def stage_count(**values: Value) -> None:
    """Require a whole number of at least 1, or infinity."""
    _require("a whole number of at least 1, or math.inf", _is_count, values)


def temperature(**values: Value) -> None:
    """Require ``0 < value < inf``, in kelvin."""
    _require("a positive, finite temperature in kelvin", _is_positive, values)


def ascending_temperatures(*, equal: bool = False, **values: Value) -> None:
    """Require positive temperatures, each below the next, or at most equal to it if `equal` is true."""
    temperature(**values)
    _ascend("K", equal, values)


def ascending(unit: str, /, **values: Value) -> None:
    """Require positive values, each below the next; the unit is for the message."""
    positive(**values)
    _ascend(unit, False, values)


def whole_number(low: int, high: int | None = None, /, **values: Value) -> int:
    """Return the one value as an int; require a whole number of at least `low` and at most `high`."""
    ((name, value),) = values.items()
    number = as_number(name, value)
    if not (number >= low and (high is None or number <= high) and number.is_integer()):
        rule = f"a whole number of at least {low}" if high is None else ", ".join(map(str, range(low, high))) + f" or {high}"
        raise ValueError(f"{name} must be {rule}; got {value!r}")
    return int(number)


def refuse(where: Any, reason: str, /, **values: Value) -> None:
    """Raise a ValueError with the reason if `where` is true anywhere, and quote the values there: for rules on several values.

    `where` is a truth value, an array of them, or a SymPy relation, which counts if it is certain.
    """
    sympy = sys.modules.get("sympy")
    if sympy is not None and isinstance(where, sympy.logic.boolalg.Boolean):
        if _certain(where, True):
            raise ValueError(f"{reason}; got " + ", ".join(f"{name} = {value}" for name, value in values.items()))
        return
    index = _first(where)
    if index is not None:
        got = ", ".join(f"{name} = {float(np.broadcast_to(value, np.shape(where))[index]):.10g}" for name, value in values.items())
        raise ValueError(f"{reason}; got {got}{_at(index)}")


def _ascend(unit: str, equal: bool, values: dict[str, Value]) -> None:
    rule, sign = ("must not be above", ">") if equal else ("must be below", ">=")
    numbers = {name: _numbers(name, value) for name, value in values.items()}
    for (low_name, low), (high_name, high) in combinations(numbers.items(), 2):
        if is_symbolic(low) or is_symbolic(high):
            if np.ndim(low) or np.ndim(high):  # an array and an expression: refused where they are read together
                continue
            low, high = (each if is_symbolic(each) else float(each) for each in (low, high))
            gap: Any = high - low
            if _certain(gap.is_nonnegative if equal else gap.is_positive, False):
                raise ValueError(f"{low_name} {rule} {high_name}; got {low} {sign} {high} {unit}")
            continue
        if low.size and high.size and low.max() < high.min():
            continue
        low, high = np.broadcast_arrays(low, high)
        index = _first(low > high if equal else low >= high)
        if index is not None:
            raise ValueError(f"{low_name} {rule} {high_name}; got {float(low[index])} {sign} {float(high[index])} {unit}{_at(index)}")


# Rules for arrays and for expressions. Values are nearly always valid, and minimum and maximum are the quickest proof of that; what
# SymPy assumes of a symbol is known more quickly than a relation is evaluated.
def _is_positive(x: Any) -> Any:
    if is_symbolic(x):
        return x.is_positive
    return np.True_ if x.size and x.min() > 0 and x.max() < np.inf else (x > 0) & (x < np.inf)


def _is_nonnegative(x: Any) -> Any:
    if is_symbolic(x):
        return x.is_nonnegative
    return np.True_ if x.size and x.min() >= 0 and x.max() < np.inf else (x >= 0) & (x < np.inf)


def _is_count(x: Any) -> Any:
    if is_symbolic(x):
        return (x >= 1) & (not x.is_noninteger)
    return (x >= 1) & (np.floor(x) == x)


def _require(rule: str, holds: Callable[[Any], Any], values: dict[str, Value]) -> None:
    for name, value in values.items():
        numbers = _numbers(name, value)
        if is_symbolic(numbers):
            if _certain(holds(numbers), False) or (numbers.is_infinite and holds is not _is_count):
                raise ValueError(f"{name} must be {rule}; got {value}")
            continue
        index = _first(~np.asarray(holds(numbers)))
        if index is not None:
            raise ValueError(f"{name} must be {rule}; got {float(numbers[index])}{_at(index)}")


def _numbers(name: str, value: Value) -> Array | Expr:
    """Return the numbers to check as an array, or an expression with free symbols."""
    read = as_value(name, value)
    if not is_symbolic(read) or not read.is_number:
        return read
    try:
        return np.asarray(float(read))
    except TypeError:
        raise ValueError(f"{name} must be real; got {value}") from None


def _certain(relation: Any, truth: bool) -> bool:
    """Whether a relation or an assumption of SymPy, which may depend on the values of symbols, is certain to be true or to be false."""
    return relation is truth or relation is getattr(sys.modules["sympy"], str(truth).lower())


def _first(bad: Mask | np.bool_ | bool) -> tuple[int, ...] | None:
    """Return the index of the first True, or None."""
    return tuple(int(i) for i in np.argwhere(bad)[0]) if np.any(bad) else None


def _at(index: tuple[int, ...]) -> str:
    """Return the part of a message that gives the index; nothing for a single number."""
    return f" at index {index[0] if len(index) == 1 else index}" if index else ""
