"""Answers read from a student's notebook: plain values, and two ways to have none.

>>> plain(0.348), plain("0.348 kW"), plain(...)
(0.348, '0.348 kW', Unanswered(reason='is still `...`'))
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["LONGEST", "Answer", "NotRun", "Unanswered", "plain"]

#: Length of the longest text that is accepted as an answer.
LONGEST = 1000


@dataclass(frozen=True)
class Unanswered:
    """The cell ran but gave no readable answer: no points."""

    reason: str


@dataclass(frozen=True)
class NotRun:
    """The notebook did not get that far, perhaps through no fault of the student: not graded, which is not zero."""

    reason: str


Answer = float | int | str | Unanswered | NotRun


def plain(value: Any) -> float | int | str | Unanswered:
    """Reduce the value of a notebook's variable to a plain value.

    Numbers of NumPy and SymPy become floats, and so do arrays of one number; a SymPy expression or a pint quantity becomes its
    text. Everything else is `Unanswered` with a reason that begins with a verb: ``is still `...```.
    """
    if value is ... or value is None:
        return Unanswered(f"is still `{'...' if value is ... else 'None'}`")
    if isinstance(value, bool):
        return Unanswered(f"is {value}, which is not a number")
    if isinstance(value, str):
        return str(value) if len(value) <= LONGEST else Unanswered(f"is a text of {len(value)} characters; {LONGEST} is the most")
    if isinstance(value, int):
        return int(value) if abs(value) < 10**30 else Unanswered("is a whole number of more than 30 digits")
    if isinstance(value, float):
        return float(value)
    kind = type(value)
    library = kind.__module__.partition(".")[0]
    try:
        if library == "numpy" and getattr(value, "size", 0) == 1:
            return plain(value.item())
        if getattr(value, "is_number", False) and not getattr(value, "free_symbols", True):  # SymPy
            return float(value)
        if getattr(value, "free_symbols", None) or library == "pint":
            return plain(str(value))
    except Exception as error:  # an object of the student's may raise anything
        return Unanswered(f"could not be read: {type(error).__name__}")
    if isinstance(value, list | tuple | set | dict) or library == "numpy":
        return Unanswered(f"is a {kind.__name__} of several values; one number or text is asked for")
    return Unanswered(f"is a {kind.__name__}, which is not a number or a text")
