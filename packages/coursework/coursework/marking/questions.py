"""Marks for what was handed out of a notebook. No student's code runs here, and no text is evaluated.

>>> question = {"id": "limit", "points": 2, "manual": False, "answers": [{
...     "kind": "number", "name": "power", "points": 2, "value": 348.0, "unit": "W", "tolerance": 0.01, "slips": []}]}
>>> mark_question(question, {"power": "0,348 kW"}).points
2
>>> mark_question(question, {"power": 0.348}).marks[0].says
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
CLOSE = 3  # times the tolerance, where rounding is the likely reason
POWERS_OF_TEN = 9

#: Units that a number without one may be in. Those with a prefix are made from the unit that is asked for.
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
    """The mark of one answer: `points` of `maximum`, or None if it was not graded; what to say; and what was read."""

    name: str
    points: float | None
    maximum: float
    says: str
    given: str


@dataclass(frozen=True)
class QuestionMark:
    """The marks of a question's answers; `points` is None if any of them was not graded."""

    id: str
    marks: tuple[Mark, ...]
    points: float | None
    maximum: float


def mark_question(question: Mapping[str, Any], answers: Mapping[str, Answer]) -> QuestionMark:
    """Mark what a notebook gave for one question.

    Parameters
    ----------
    question : mapping
        From a rubric's ``questions``.
    answers : mapping
        From the names asked for to what was handed out. A name that is not there was not handed in.

    Returns
    -------
    QuestionMark
        A question for marking by hand has no marks and no points.
    """
    marks = tuple(_mark(answer, answers.get(answer["name"], Unanswered("was not handed in"))) for answer in question["answers"])
    graded = bool(marks) and all(mark.points is not None for mark in marks)
    points = sum(mark.points or 0 for mark in marks) if graded else None
    return QuestionMark(question["id"], marks, points, question["points"])


def shown(given: Any) -> str:
    """Write what was given in at most 80 characters that can be shown anywhere."""
    if isinstance(given, Unanswered | NotRun):
        return ""
    if isinstance(given, str):
        return shortened(given)
    try:
        return f"{given:.10g}" if isinstance(given, int | float) and not isinstance(given, bool) else shortened(f"{given!s:.80}")
    except (OverflowError, TypeError, ValueError):
        return f"a very large {type(given).__name__}"


def _mark(answer: Mapping[str, Any], given: Answer) -> Mark:
    name, maximum = answer["name"], answer["points"]
    if isinstance(given, NotRun):
        return Mark(name, None, maximum, sentence(name, given.reason), "")
    if isinstance(given, Unanswered):
        return Mark(name, 0, maximum, sentence(name, given.reason), "")
    credit, says = (formula_verdict if answer["kind"] == "formula" else _number_verdict)(answer, given)
    points = maximum if credit == 1 else round(credit * maximum, 6)
    return Mark(name, points, maximum, says, shown(given))


def _number_verdict(answer: Mapping[str, Any], given: float | int | str) -> tuple[float, str]:
    read = read_quantity(given, answer["unit"])
    if isinstance(read, Refusal):
        return 0, sentence(answer["name"], read.reason)
    right, tolerance = answer["value"], answer["tolerance"]
    if _near(read.value, right, tolerance):
        return 1, "Right."
    for slip in answer["slips"]:
        if _near(read.value, slip["value"], tolerance):
            return slip["credit"], slip["says"]
    if says := _unit_slip(read, right, tolerance, answer["unit"]):
        return UNIT_CREDIT, says
    if _near(read.value, right, CLOSE * tolerance):
        return 0, f"Close, but not within {100 * tolerance:g} %: check the rounding of intermediate results."
    return 0, f"Not right. {answer.get('says', '')}".strip()


def _near(value: float, right: float, tolerance: float) -> bool:
    return abs(value - right) <= tolerance * abs(right)


def _unit_slip(read: Reading, right: float, tolerance: float, asked: str) -> str:
    """Name the unit, or the power of ten, with which the number would be right; empty if there is none."""
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
    """Units of the same kind as the one that is asked for."""
    units = [*(f"{prefix}{asked}" for prefix in PREFIXES if asked[:1].isalpha()), *OTHER_UNITS]
    found = []
    for unit in units:
        try:
            if factor(unit, asked) not in (None, 1.0):
                found.append(unit)
        except ValueError:  # kkPa
            continue
    return found


def _named(unit: str) -> str:
    return re.sub(r"^u(?=[A-Z])", "µ", unit)
