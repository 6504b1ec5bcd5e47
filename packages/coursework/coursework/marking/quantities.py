"""Reads a number, with or without a unit, from a student's answer. Text is never evaluated.

A regular expression and `float` read the number, and `coursework.marking.units` reads the unit.

>>> read_quantity("0,348 kW", "W").value, read_quantity(7.57, "").value
(348.0, 7.57)
>>> read_quantity("348 K", "W")
Refusal(reason='has the unit K, of temperature; a power in W is asked for')
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from coursework.marking.typography import foreign, typewritten
from coursework.marking.units import convert

__all__ = ["LONGEST", "Reading", "Refusal", "read_quantity"]

#: Length of the longest text that is read.
LONGEST = 100

NUMBER = re.compile(
    r"""(?P<sign>[+-]?)\s*
    (?:10\s*(?:\^|\*\*)\s*\(?(?P<alone>[+-]?\d{1,4})\)?
    | (?P<digits>\d[\d.,_]*(?:\ \d{3}(?!\d)[\d.,_]*)*|[.,]\d+)  # with any decimal and thousands separators
      (?:\s?[eE]\s?(?P<exponent>[+-]?\s?\d{1,4})
      | (?:\s*[*xX]\s*|\s+)10\s*(?:\^|\*\*)\s*\(?(?P<power>[+-]?\s?\d{1,4})\)?)?)  # also 5 10^3
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Reading:
    """A number that was read: `value` in the unit of the question, and the bare `number` with the `unit` as written."""

    value: float
    number: float
    unit: str


@dataclass(frozen=True)
class Refusal:
    """Why an answer cannot be read, in words for the student that continue the answer's name: "is empty"."""

    reason: str


def read_quantity(answer: float | int | str, unit: str) -> Reading | Refusal:
    """Read an answer as a number in the unit of the question.

    Parameters
    ----------
    answer : float, int or str
        A bare number is in `unit`. A text may have a unit of the same dimension, a decimal comma, a power of ten.
    unit : str
        The unit of the question; empty for a plain number.

    Returns
    -------
    Reading or Refusal
        No text raises an exception.

    Examples
    --------
    >>> read_quantity("−3.5 × 10² kW", "W").value
    -350000.0
    >>> read_quantity("20 °C", "K").value
    293.15
    >>> read_quantity("1,234 W", "W").reason
    'has 1,234, which can mean 1.234 or 1234; write it with a decimal point'
    """
    try:
        if isinstance(answer, str):
            return _read_text(answer, unit)
        if isinstance(answer, bool) or not isinstance(answer, int | float):
            return Refusal("is not a number")
        return _finite(float(answer), float(answer), "")
    except OverflowError:
        return Refusal("is not a finite number")
    except ValueError as error:
        return Refusal(str(error))


def _read_text(answer: str, unit: str) -> Reading | Refusal:
    if len(answer) > LONGEST:
        return Refusal(f"has {len(answer)} characters, more than {LONGEST}; write a number and its unit, as in {_example(unit)}")
    text = typewritten(answer).removesuffix(".").rstrip()
    if not text:
        return Refusal(f"is empty; write a number and its unit, as in {_example(unit)}")
    if strange := foreign(text):
        return Refusal(f"has a character that is not understood ({strange})")
    if re.match(r"[+-]?\s*(nan|inf(inity)?)\b", text, re.IGNORECASE):
        return Refusal("is not a finite number")
    match = NUMBER.match(text)
    if not match:
        return Refusal(f"is a text that does not begin with a number; write it as in {_example(unit)}")
    number = _number(match)
    written = text[match.end() :].strip()
    written = re.sub(r"^/\s*(?=[A-Za-z(])", "1/", written)
    if re.match(r"(?!1\s*/\s*[A-Za-z(])(?:[-+(]|[*/^]+\s*[-+(]*\d|\d|,|\.)", written):
        return Refusal("is a calculation, or more than one number; texts are not evaluated, so write the result")
    written = written.removeprefix("*").strip()
    return _finite(convert(number, written, unit) if written else number, number, written)


def _number(match: re.Match[str]) -> float:
    exponent = (match["exponent"] or match["power"] or match["alone"] or "0").replace(" ", "")
    digits = _decimal(match["digits"]) if match["digits"] else "1"
    return float(f"{match['sign']}{digits}e{exponent}")


def _decimal(digits: str) -> str:
    """Replace decimal and thousands separators by one decimal point."""
    digits = digits.strip().removesuffix(",")
    if re.fullmatch(r"\d{1,3}( \d{3})+([.,]\d*)?", digits):
        digits = digits.replace(" ", "")
        if re.fullmatch(r"\d+,\d*", digits):
            return digits.replace(",", ".")
    if re.fullmatch(r"\d+(_\d+)*(\.\d*)?|\.\d+", digits):
        return digits.replace("_", "")
    if re.fullmatch(r"[1-9]\d{0,2},\d{3}", digits):
        raise ValueError(
            f"has {digits}, which can mean {digits.replace(',', '.')} or {digits.replace(',', '')}; write it with a decimal point"
        )
    if re.fullmatch(r"\d*,\d+", digits):
        return digits.replace(",", ".")
    if re.fullmatch(r"\d{1,3}(,\d{3})+(\.\d+)?", digits):
        return digits.replace(",", "")
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", digits):
        return digits.replace(".", "").replace(",", ".")
    raise ValueError(f"has {digits}, which is no single number; write it with a decimal point and without spaces")


def _finite(value: float, number: float, unit: str) -> Reading | Refusal:
    return Reading(value, number, unit) if math.isfinite(value) else Refusal("is not a finite number")


def _example(unit: str) -> str:
    return f"3.48 {unit}".rstrip()
