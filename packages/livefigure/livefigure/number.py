"""A number as a reader sees it, the same here as in the browser (``js/number.js``)."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
MINUS, THIN = "\u2212", "\u202f"
TIMES = "\u00a0×\u00a0"  # no line ends beside it


def format_number(value: float, digits: int = 3, trim: bool = False) -> str:
    r"""Write `value` with at least `digits` significant digits.

    Whole numbers keep all their digits, in groups of three from 10 000 on; below 0.001 and from ten million on it is a power of ten.
    `trim` drops zeros at the end of a decimal fraction. NaN, a value that does not exist, is a dash.

    >>> format_number(69.2381), format_number(20134.2), format_number(4.2, trim=True)
    ('69.2', '20\u202f134', '4.2')
    >>> format_number(5.67e-8), format_number(-0.06294)
    ('5.67\xa0×\xa010⁻⁸', '−0.0629')
    """
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else f"{MINUS}∞"
    size = abs(value)
    sign = MINUS if value < 0 else ""
    if size != 0 and not 1e-3 <= size < 1e7:
        exponent = math.floor(Decimal(size).log10())
        mantissa = _fixed(Decimal(size).scaleb(-exponent), digits - 1)
        if mantissa.startswith("10"):
            exponent, mantissa = exponent + 1, _fixed(Decimal(1), digits - 1)
        return f"{sign}{_trimmed(mantissa) if trim else mantissa}{TIMES}10{str(exponent).translate(SUPERSCRIPTS)}"
    decimals = digits - 1 if size == 0 else max(0, digits - 1 - Decimal(size).adjusted())
    text = _fixed(Decimal(size), decimals)
    if trim:
        text = _trimmed(text)
    whole, point, fraction = text.partition(".")
    if len(whole) > 4:
        whole = f"{int(whole):,}".replace(",", THIN)
    return sign + whole + point + fraction


def check_digits(digits: int, where: str) -> None:
    """Refuse a number of digits that is none, or more than a double has."""
    if not isinstance(digits, int) or not 1 <= digits <= 15:
        raise ValueError(f"digits of {where} must be a whole number from 1 to 15; got {digits!r}")


def raised(unit: str) -> str:
    """A plain-text unit with its powers raised.

    >>> raised("W/(m^2 K^4)")
    'W/(m² K⁴)'
    """
    return re.sub(r"\^(-?\d+)", lambda power: power.group(1).translate(SUPERSCRIPTS), unit)


def _fixed(value: Decimal, decimals: int) -> str:
    return format(value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP), "f")


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
