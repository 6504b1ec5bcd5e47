"""What sets the article against something computed: numbers and conditions, and how each comes out. Public in `chapterkit.claims`."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, SupportsFloat

__all__ = ["Check", "Outcome", "aside", "case", "number"]


class Outcome(enum.Enum):
    """The result of one check."""

    AGREES = "agrees"
    ROUNDED = "agrees within one unit in the last digit"
    DIFFERS = "differs"
    YES = "yes"
    NO = "no"

    @property
    def good(self) -> bool:
        """Whether it supports the claim."""
        return self not in (Outcome.DIFFERS, Outcome.NO)


@dataclass(frozen=True)
class Check:
    """The result of `number` or `case`: a description, the outcome, the article's value and the computed one; an aside does not count."""

    what: str
    outcome: Outcome
    stated: str = ""
    computed: str = ""
    counts: bool = True

    def __str__(self) -> str:
        start = f"{self.what}: " if self.what else ""
        if self.stated:
            text = f"{start}the article says {self.stated}, computed {self.computed}: **{self.outcome.value}**"
        else:
            text = f"{start}**{self.outcome.value}**" + (f", {self.computed}" if self.computed else "")
        return text if self.counts else f"{text} (for comparison)"


BOUNDS = {
    "over": lambda value, bound: value > bound,
    "more than": lambda value, bound: value > bound,
    "at least": lambda value, bound: value >= bound,
    "below": lambda value, bound: value < bound,
    "less than": lambda value, bound: value < bound,
    "at most": lambda value, bound: value <= bound,
}
_STATED = re.compile(rf"(?:({'|'.join(BOUNDS)}) )?([-−]?\d+(?:\.\d+)?)(?: (\D.*))?")


def number(stated: str, value: SupportsFloat, recorded: float, what: str = "", *, rtol: float = 1e-5) -> Check:
    r"""Compare a number as the article writes it with the computed one.

    With :math:`x` the stated number, :math:`u` one unit in its last written digit and :math:`x'` the computed value, the
    two agree if :math:`|x' - x| \le u/2`, so that rounding gives what is written; they agree within one unit if
    :math:`|x' - x| \le u`; else they differ. "over", "more than", "at least", "below", "less than" and "at most" before the number
    make it an inequality, which is met or not.

    Parameters
    ----------
    stated : str
        The number with its digits as written, and its unit: ``"0.0145"``, ``"621 K"``, ``"over 500 W"``. Zeros at the end of a
        whole number count as digits: 40 K is neither 41 K nor 4e1 K.
    value : float or SymPy number
        The computed value in the same unit.
    recorded : float
        What `value` was when the reason for the verdict was written; right in all the digits that are written.
    what : str
        The case for which the value is computed, without a full stop.
    rtol : float
        Relative tolerance between `value` and `recorded`.

    Returns
    -------
    Check

    Raises
    ------
    ValueError
        If the value differs from the recorded one, or `stated` cannot be read.

    Examples
    --------
    >>> number("69 W", 69.238, recorded=69.238).outcome.value
    'agrees'
    >>> number("0.0145", 0.014443, recorded=0.014443).outcome.value
    'agrees within one unit in the last digit'
    >>> number("over 500 W", 577.0, recorded=600.0)
    Traceback (most recent call last):
    ...
    ValueError: over 500 W: the value was 600.0 when it was recorded, and is 577.0 now
    """
    match = _STATED.fullmatch(stated)
    if not match:
        raise ValueError(f"stated must be a number with its unit; got {stated!r}")
    bound, digits, unit = match.groups()
    computed = _undrifted(what or stated, value, recorded, rtol)
    written = Decimal(digits.replace("−", "-"))
    if bound:
        outcome = Outcome.YES if BOUNDS[bound](computed, float(written)) else Outcome.NO
    else:
        _, _, decimals = digits.partition(".")
        distance = abs(Decimal(repr(computed)) - written).scaleb(len(decimals))
        outcome = Outcome.AGREES if distance <= Decimal("0.5") else Outcome.ROUNDED if distance <= 1 else Outcome.DIFFERS
    return Check(what, outcome, stated, _written(computed, unit))


def case(
    what: str, met: Any, value: SupportsFloat | None = None, recorded: float | None = None, unit: str = "", *, rtol: float = 1e-5
) -> Check:
    """State whether a condition that the claim states or implies is met.

    Parameters
    ----------
    what : str
        The condition in words, such that yes or no is the answer.
    met : bool, numpy.bool_ or SymPy truth value
        Whether it is met, as computed.
    value, recorded : float, optional
        A computed value to show, and what it was when the reason for the verdict was written; right in all the digits that are written.
    unit : str
        The unit of `value`.
    rtol : float
        Relative tolerance between `value` and `recorded`.

    Returns
    -------
    Check

    Raises
    ------
    ValueError
        If the value differs from the recorded one, one of the two is missing, or `met` is not true or false.

    Examples
    --------
    >>> print(case("work at 40 % of Carnot is more than double", 1 / 0.4 > 2, 1 / 0.4, recorded=2.5))
    work at 40 % of Carnot is more than double: **yes**, 2.5
    """
    if type(met).__name__ not in ("bool", "bool_", "BooleanTrue", "BooleanFalse"):
        raise ValueError(f"met must be true or false; got {met!r}")
    if (value is None) != (recorded is None):
        raise ValueError(f"a value and its recorded value go together; got {value!r} and {recorded!r}")
    computed = "" if value is None or recorded is None else _written(_undrifted(what, value, recorded, rtol), unit)
    return Check(what, Outcome.YES if met else Outcome.NO, computed=computed)


def aside(check: Check) -> Check:
    """Show a check that does not count, such as a value from the literature, or a case in which the article's number would be right.

    >>> aside(case("it is Tuesday", True)).counts
    False
    """
    return replace(check, counts=False)


def _undrifted(what: str, value: SupportsFloat, recorded: float, rtol: float) -> float:
    computed = float(value)
    exponent = Decimal(repr(float(recorded))).as_tuple().exponent  # of the last digit that is written
    half_a_unit = 0.5 * 10.0**exponent if isinstance(exponent, int) else 0.0
    if not abs(computed - recorded) <= min(half_a_unit + 1e-12 * abs(recorded), rtol * abs(recorded)):
        raise ValueError(f"{what}: the value was {recorded!r} when it was recorded, and is {computed!r} now")
    return computed


def _written(value: float, unit: str | None) -> str:
    from livefigure.number import format_number

    return format_number(value, 5, True) + (f" {unit}" if unit else "")
