"""The numbers of the variants of a set, and what a page needs to mark them: expressions, or one value for each variant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sympy import Expr

from coursework.practice.units import other_units
from coursework.sheets.numbers import PRACTICE, Numbers
from coursework.sheets.reference import FormulaReference, NumberReference
from coursework.sheets.sheet import Sheet

__all__ = ["answer_entry", "practice_variants"]

DIGITS = 8  # of a value that was computed here


def practice_variants(sheet: Sheet, count: int) -> list[Numbers]:
    """Draw a set's public variants: first the numbers of practice notebooks, then those of readers 1, 2, 3 and so on."""
    key = PRACTICE.encode()
    return [sheet.practice(), *(sheet.numbers(PRACTICE, str(reader), key) for reader in range(1, count))]


def answer_entry(sheet: Sheet, name: str, variants: Sequence[Numbers]) -> dict[str, Any]:
    """Everything that marking one answer needs, for all variants.

    Returns
    -------
    dict
        For a formula, the entry of the practice rubric: places and values, and not the formula. For a number, the same keys as in a rubric,
        but its value and those of its slips are expressions or plain numbers, or lists with one value for each variant; None where there is none.
    """
    reference = sheet._references[name]
    if isinstance(reference, FormulaReference):
        return reference.rubric(variants[0], practice=True)
    number = reference.number
    return {
        "kind": "number",
        "name": number.name,
        "points": number.points,
        "unit": number.unit,
        "tolerance": number.tolerance,
        "hint": number.hint,
        "value": _value(number.value, reference.value, variants),
        "slips": _slips(reference, variants),
        "others": other_units(number.unit),
    }


def _slips(reference: NumberReference, variants: Sequence[Numbers]) -> list[dict[str, Any]]:
    return [
        {"message": slip.message, "credit": slip.credit, "value": _value(slip.value, function, variants)}
        for slip, function in reference.slips
    ]


def _value(value: Any, function: Callable[[Numbers], float], variants: Sequence[Numbers]) -> Any:
    if isinstance(value, Expr) or not callable(value):
        return value
    return [_tried(function, numbers) for numbers in variants]


def _tried(function: Callable[[Numbers], float], numbers: Numbers) -> float | None:
    """A function's value; None if it has no finite one, as a slip may have none."""
    try:
        value = float(f"{float(function(numbers)):.{DIGITS}g}")
    except (ArithmeticError, TypeError, ValueError):
        return None
    return value if abs(value) < float("inf") else None
