"""Marks the answers read from a notebook. No student's code runs here, and no text is evaluated.

>>> question = {"id": "limit", "points": 2, "manual": False, "answers": [{
...     "kind": "number", "name": "power", "points": 2, "value": 348.0, "unit": "W", "tolerance": 0.01, "slips": []}]}
>>> mark_question(question, {"power": "0,348 kW"}).points
2
>>> mark_question(question, {"power": 0.348}).marks[0].message
'Right digits, but a factor 1000 too small: is it in kW?'
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from coursework.marking.answers import Answer, NotRun, Unanswered
from coursework.marking.formulas import formula_verdict
from coursework.marking.quantities import Reading, Refusal, read_quantity
from coursework.marking.typography import sentence, shortened
from coursework.marking.units import factor

__all__ = ["Mark", "QuestionMark", "mark_question", "shown"]

UNIT_CREDIT = 0.5  # for the right number in another unit, or with another power of ten
SLIP = 1 / 3  # times the tolerance: a slip is computed as precisely as an answer, and a random number must not look like one
CLOSE = 3  # times the tolerance, where rounding is the likely reason
POWERS_OF_TEN = 9

#: Units in which a number without a unit may have been meant, beside the question's own unit with a prefix.
OTHER_UNITS = (
    "percent",
    "bar",
    "mbar",
    "kPa",
    "MPa",
    "atm",
    "psi",
    "torr",
    "minute",
    "hour",
    "day",
    "calorie",
    "Wh",
    "kWh",
    "eV",
    "g",
    "l",
)
OTHER_UNITS += (
    "cm^2",
    "mm^2",
    "cm^3",
    "l/h",
    "l/min",
    "l/s",
    "m^3/h",
    "kg/h",
    "g/s",
    "kJ/kg",
    "J/g",
    "J/kg",
    "K/bar",
    "K/MPa",
    "K/atm",
    "cm",
)
OTHER_UNITS += ("l/mol", "cm^3/mol", "m^3/mol", "kJ/mol", "J/mol", "kWh/kg", "Wh/kg", "W", "J", "Pa", "m^3/kg", "l/kg")
PREFIXES = ("k", "m", "u", "M", "n", "G")


@dataclass(frozen=True)
class Mark:
    """The mark of one answer: `points` of `maximum`, or None if it was not graded; a message to the student; what was read."""

    name: str
    points: float | None
    maximum: float
    message: str
    read_as: str


@dataclass(frozen=True)
class QuestionMark:
    """The marks of a question's answers; `points` is None if any of them was not graded."""

    id: str
    marks: tuple[Mark, ...]
    points: float | None
    maximum: float


def mark_question(question: Mapping[str, Any], answers: Mapping[str, Answer]) -> QuestionMark:
    """Mark a notebook's answers to one question.

    Parameters
    ----------
    question : mapping
        One of a rubric's ``questions``.
    answers : mapping
        The answers by name. A missing name was not handed in.

    Returns
    -------
    QuestionMark
        For a question that is marked by hand, without marks and points.
    """
    marks = tuple(_mark(answer, answers.get(answer["name"], Unanswered("was not handed in"))) for answer in question["answers"])
    graded = bool(marks) and all(mark.points is not None for mark in marks)
    points = sum(mark.points or 0 for mark in marks) if graded else None
    return QuestionMark(question["id"], marks, points, question["points"])


def shown(answer: Any) -> str:
    """Format an answer in at most 80 characters that are safe to show anywhere."""
    if isinstance(answer, Unanswered | NotRun):
        return ""
    if isinstance(answer, str):
        return shortened(answer)
    try:
        return f"{answer:.10g}" if isinstance(answer, int | float) and not isinstance(answer, bool) else shortened(f"{answer!s:.80}")
    except (OverflowError, TypeError, ValueError):
        return f"a very large {type(answer).__name__}"


def _mark(asked: Mapping[str, Any], answer: Answer) -> Mark:
    name, maximum = asked["name"], asked["points"]
    if isinstance(answer, NotRun):
        return Mark(name, None, maximum, sentence(name, answer.reason), "")
    if isinstance(answer, Unanswered):
        return Mark(name, 0, maximum, sentence(name, answer.reason), "")
    credit, message = (formula_verdict if asked["kind"] == "formula" else _number_verdict)(asked, answer)
    points = maximum if credit == 1 else round(credit * maximum, 6)
    return Mark(name, points, maximum, message, shown(answer))


def _number_verdict(asked: Mapping[str, Any], answer: float | int | str) -> tuple[float, str]:
    read = read_quantity(answer, asked["unit"])
    if isinstance(read, Refusal):
        return 0, sentence(asked["name"], read.reason)
    right, tolerance = asked["value"], asked["tolerance"]
    if _near(read.value, right, tolerance):
        return 1, "Right."
    for slip in asked["slips"]:
        if _near(read.value, slip["value"], SLIP * tolerance):
            return slip["credit"], slip["message"]
    if message := _unit_slip(read, right, tolerance, asked["unit"]):
        return UNIT_CREDIT, message
    if _near(read.value, right, CLOSE * tolerance):
        return 0, f"Close, but not within {100 * tolerance:g} %: check the rounding of intermediate results."
    return 0, f"Not right. {asked.get('hint', '')}".strip()


def _near(value: float, right: float, tolerance: float) -> bool:
    return abs(value - right) <= tolerance * abs(right)


def _unit_slip(read: Reading, right: float, tolerance: float, asked: str) -> str:
    """The unit or the power of ten with which the number would be right, in words; empty if there is none."""
    if read.unit and _near(read.number, right, tolerance):
        return f"The number is right {f'in {asked}' if asked else 'without a unit'}, but {read.unit} was written with it."
    meant = next((_named(unit) for unit in _other_units(asked) if _near(read.value * (factor(unit, asked) or 0), right, tolerance)), "")
    ratio = read.value / right
    if ratio > 0 and math.isfinite(ratio):
        power = round(math.log10(ratio))
        if 1 <= abs(power) <= POWERS_OF_TEN and abs(ratio / 10.0**power - 1) <= tolerance:
            size = 10 ** abs(power) if abs(power) <= 4 else f"10^{abs(power)}"
            hint = f": is it in {meant}?" if meant else "."
            return f"Right digits, but a factor {size} too {'large' if power > 0 else 'small'}{hint}"
    if meant and not read.unit:
        return f"Right if the number is in {meant}: write the unit with it, or convert it{f' to {asked}' if asked else ''}."
    return ""


def _other_units(asked: str) -> list[str]:
    """Units of the same dimension as the question's unit."""
    units = [*(f"{prefix}{asked}" for prefix in PREFIXES if asked[:1].isalpha()), *OTHER_UNITS]
    alternatives = []
    for unit in units:
        try:
            if factor(unit, asked) not in (None, 1.0):
                alternatives.append(unit)
        except ValueError:  # such as kkPa
            continue
    return alternatives


def _named(unit: str) -> str:
    return re.sub(r"^u(?=[A-Z])", "µ", unit)
