"""Replaces typographic characters by those that a parser knows, and makes text safe to show."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["foreign", "sentence", "shortened", "typewritten"]

_PLAIN = str.maketrans(
    dict.fromkeys("\u2212\u2012\u2013\u2014\ufe63\uff0d", "-")  # minus signs and dashes
    | dict.fromkeys("\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\t\n\r", " ")
    | dict.fromkeys("\u00d7\u00b7\u22c5\u2219\u2022", "*")
    | dict.fromkeys("\u00f7\u2215\u2044", "/")
    | dict.fromkeys("\u00b5\u03bc", "u")  # micro, and the Greek letter
    | {"\u212a": "K", "\u2103": "degC", "\u2109": "degF", "\u200b": None, "\ufeff": None}
)
_RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-", strict=True))
DEGREES = re.compile(r"(?:[°º˚]|\b(?i:deg(?:rees?)?)\b\.?) ?((?:C|F|K)|(?i:celsius|fahrenheit|kelvins?))\b")


def typewritten(text: str) -> str:
    """Replace typographic minus, spaces, dots, superscripts and degree signs by keyboard characters.

    Examples
    --------
    >>> typewritten("−3,5 · 10² µW"), typewritten("20 °C"), typewritten("77 degrees kelvin")
    ('-3,5 * 10^2 uW', '20 degC', '77 K')
    """
    text = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+", lambda match: "^" + "".join(_RAISED[sign] for sign in match[0]), text)
    text = DEGREES.sub(lambda match: "K" if match[1][0] in "kK" else f"deg{match[1][0].upper()}", text.translate(_PLAIN))
    return text.strip()


def foreign(text: str) -> str:
    """Describe the first character that is not printable ASCII; empty if there is none."""
    for sign in text:
        if not " " <= sign <= "~":
            name = unicodedata.name(sign, "a control character").lower()
            shown = f"{sign!r}, " if sign.isprintable() else ""
            return f"{shown}U+{ord(sign):04X}, {name}"
    return ""


def shortened(text: str, length: int = 80) -> str:
    r"""Cut a text to a length, on one line and without control characters, so that it is safe to show anywhere.

    Examples
    --------
    >>> shortened("348\n W\x1b[31m", 8)
    '348 W[3…'
    """
    line = " ".join(
        "".join(" " if sign.isspace() else sign for sign in text[: 20 * length] if sign.isspace() or sign.isprintable()).split()
    )
    return line if len(line) <= length else line[: length - 1] + "…"


def sentence(name: str, reason: str) -> str:
    """Make a sentence of a reason such as "is empty". A reason that has `name` in it or begins with a capital is a sentence already.

    Examples
    --------
    >>> sentence("power", "is still `...`"), sentence("power", "The notebook stopped")
    ('power is still `...`.', 'The notebook stopped.')
    """
    whole = reason[:1].isupper() or reason.startswith(f"{name} ") or f"`{name}`" in reason
    text = reason if whole else f"{name} {reason}"
    return text if text.endswith(("?", ".")) and not text.endswith("...") else f"{text}."
