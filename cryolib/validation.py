"""The checks on values, said once.

Each takes its values by name, so that the message can name the argument, and checks numbers and arrays element by
element. SymPy expressions with free symbols pass; SymPy numbers are checked like others.

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

from cryolib.readers import Value, as_value, is_symbolic

__all__ = ["ascending_temperatures", "fraction", "nonnegative", "positive", "stage_count", "temperature"]


def positive(**values: Value) -> None:
    """Require ``0 < value < inf``."""
    _require("positive and finite", lambda x: (x > 0) & np.isfinite(x), values)


def nonnegative(**values: Value) -> None:
    """Require ``0 <= value < inf``."""
    _require("zero or positive, and finite", lambda x: (x >= 0) & np.isfinite(x), values)


def fraction(**values: Value) -> None:
    """Require ``0 < value <= 1``: a fraction, not a percentage."""
    _require("a fraction, above 0 and at most 1", lambda x: (x > 0) & (x <= 1), values)


def stage_count(**values: Value) -> None:
    """Require a whole number of at least 1, or infinity."""
    _require("a whole number of at least 1, or math.inf", lambda x: (x >= 1) & (np.floor(x) == x), values)


def temperature(**values: Value) -> None:
    """Require ``0 < value < inf``, in kelvin."""
    _require("a positive, finite temperature in kelvin", lambda x: (x > 0) & np.isfinite(x), values)


def ascending_temperatures(*, equal: bool = False, **values: Value) -> None:
    """Require positive temperatures of which each is below the next, or equal to it where `equal` says so."""
    temperature(**values)
    numbers = {name: _numbers(name, value) for name, value in values.items()}
    for (low_name, low), (high_name, high) in pairwise(numbers.items()):
        if low is None or high is None:
            continue
        low, high = np.broadcast_arrays(low, high)
        index = _first(low > high if equal else low >= high)
        if index is not None:
            rule, sign = ("must not be above", ">") if equal else ("must be below", ">=")
            got = f"{float(low[index])} {sign} {float(high[index])} K{_at(index)}"
            raise ValueError(f"{low_name} {rule} {high_name}; got {got}")


def _require(rule: str, holds: Callable[[Value], Value], values: dict[str, Value]) -> None:
    for name, value in values.items():
        numbers = _numbers(name, value)
        index = None if numbers is None else _first(~holds(numbers))
        if index is not None:
            raise ValueError(f"{name} must be {rule}; got {float(numbers[index])}{_at(index)}")


def _numbers(name: str, value: Value) -> Value:
    """Give the numbers to check as an array, or None for an expression with free symbols."""
    value = as_value(name, value)
    if not is_symbolic(value):
        return value
    if not value.is_number:
        return None
    try:
        return np.asarray(float(value))
    except TypeError:
        raise ValueError(f"{name} must be real; got {value}") from None


def _first(bad: Value) -> tuple[int, ...] | None:
    """Give the index of the first True, or None."""
    return tuple(int(i) for i in np.argwhere(bad)[0]) if np.any(bad) else None


def _at(index: tuple[int, ...]) -> str:
    """Say where, for arrays only."""
    return f" at index {index[0] if len(index) == 1 else index}" if index else ""
