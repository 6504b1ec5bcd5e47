"""The checks on arguments, in one place.

Each check takes its values by name, so that the message can name the argument, and checks arrays element by element. SymPy
expressions with free symbols pass; SymPy numbers are checked like other numbers.

>>> positive(area=2.0, length=[0.1, 0.3])
>>> temperature(T_cold=[77.0, -196.0])
Traceback (most recent call last):
    ...
ValueError: T_cold must be a positive, finite temperature in kelvin; got -196.0 at index 1
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from cryolib.readers import Array, Mask, Value, as_value, is_symbolic

__all__ = ["above_one", "ascending", "ascending_temperatures", "between", "fraction", "nonnegative", "positive", "stage_count"]
__all__ += ["finite", "refuse", "temperature"]


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
    _require("above 1 and finite", lambda x: (x > 1) & np.isfinite(x), values)


def finite(**values: Value) -> None:
    """Require ``-inf < value < inf``."""
    _require("finite", np.isfinite, values)


def stage_count(**values: Value) -> None:
    """Require a whole number of at least 1, or infinity."""
    _require("a whole number of at least 1, or math.inf", lambda x: (x >= 1) & (np.floor(x) == x), values)


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


def refuse(where: Mask | np.bool_ | bool, reason: str, /, **values: Value) -> None:
    """Raise a ValueError with the reason if `where` is true anywhere, and quote the values there: for rules on several values."""
    index = _first(where)
    if index is not None:
        got = ", ".join(f"{name} = {float(np.broadcast_to(value, np.shape(where))[index]):.10g}" for name, value in values.items())
        raise ValueError(f"{reason}; got {got}{_at(index)}")


def _ascend(unit: str, equal: bool, values: dict[str, Value]) -> None:
    numbers = {name: _numbers(name, value) for name, value in values.items()}
    for (low_name, low), (high_name, high) in pairwise(numbers.items()):
        if low is None or high is None:
            continue
        if low.size and high.size and low.max() < high.min():
            continue
        low, high = np.broadcast_arrays(low, high)
        index = _first(low > high if equal else low >= high)
        if index is not None:
            rule, sign = ("must not be above", ">") if equal else ("must be below", ">=")
            got = f"{float(low[index])} {sign} {float(high[index])} {unit}{_at(index)}"
            raise ValueError(f"{low_name} {rule} {high_name}; got {got}")


# Values are nearly always valid, and minimum and maximum are the quickest proof of that.
def _is_positive(x: Array) -> Mask | np.bool_:
    return np.True_ if x.size and x.min() > 0 and x.max() < np.inf else (x > 0) & np.isfinite(x)


def _is_nonnegative(x: Array) -> Mask | np.bool_:
    return np.True_ if x.size and x.min() >= 0 and x.max() < np.inf else (x >= 0) & np.isfinite(x)


def _require(rule: str, holds: Callable[[Array], Mask | np.bool_], values: dict[str, Value]) -> None:
    for name, value in values.items():
        numbers = _numbers(name, value)
        if numbers is None:
            continue
        index = _first(~np.asarray(holds(numbers)))
        if index is not None:
            raise ValueError(f"{name} must be {rule}; got {float(numbers[index])}{_at(index)}")


def _numbers(name: str, value: Value) -> Array | None:
    """Return the numbers to check as an array, or None for an expression with free symbols."""
    value = as_value(name, value)
    if not is_symbolic(value):
        return value
    if not value.is_number:
        return None
    try:
        return np.asarray(float(value))
    except TypeError:
        raise ValueError(f"{name} must be real; got {value}") from None


def _first(bad: Mask | np.bool_ | bool) -> tuple[int, ...] | None:
    """Return the index of the first True, or None."""
    return tuple(int(i) for i in np.argwhere(bad)[0]) if np.any(bad) else None


def _at(index: tuple[int, ...]) -> str:
    """Return the part of a message that gives the index; nothing for a single number."""
    return f" at index {index[0] if len(index) == 1 else index}" if index else ""
