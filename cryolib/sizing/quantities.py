"""Numbers with units as people write them: "77 K", "-196 degC", "4,2 K", "3 mm", "0.5 m²", "1 kA"."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["UNITS", "Misread", "read_any", "read_quantity"]


class Misread(ValueError):
    """What someone wrote is not understood, and the message says what to write instead."""


_FAHRENHEIT = 5 / 9
_TABLE = {
    "temperature": {"K": 1.0, "mK": 1e-3, "kelvin": 1.0},
    "length": {"m": 1.0, "cm": 1e-2, "mm": 1e-3, "µm": 1e-6, "um": 1e-6, "in": 0.0254, "inch": 0.0254, "ft": 0.3048},
    "area": {"m2": 1.0, "cm2": 1e-4, "mm2": 1e-6},
    "power": {"MW": 1e6, "kW": 1e3, "W": 1.0, "mW": 1e-3, "µW": 1e-6, "uW": 1e-6, "nW": 1e-9},
    "current": {"kA": 1e3, "A": 1.0, "mA": 1e-3},
    "share": {"%": 1e-2},
}
_SHIFTED = {name: (1.0, 273.15) for name in ("°C", "degC", "C")} | {
    name: (_FAHRENHEIT, 459.67 * _FAHRENHEIT) for name in ("°F", "degF", "F")
}

UNITS: Mapping[str, tuple[str, float, float]] = MappingProxyType(
    {name: (kind, factor, 0.0) for kind, names in _TABLE.items() for name, factor in names.items()}
    | {name: ("temperature", *scale) for name, scale in _SHIFTED.items()}
)
"""What each unit measures, its factor to the SI unit, and where its zero lies in that unit."""

EXAMPLES: Mapping[str, str] = MappingProxyType(
    {"temperature": "77 K", "length": "3 mm", "area": "0.5 m2", "power": "0.5 W", "current": "100 A", "share": "40 %"}
)
_NUMBER = re.compile(r"([+-]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:e[+-]?[0-9]+)?)\s*(.*)", re.I | re.S)
_TWO_WAYS = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
_POWERS = str.maketrans({"²": "2", "\u03bc": "µ", "º": "°", "\u2212": "-", "\u2013": "-", "\u00a0": " ", "\u202f": " "})


def read_any(text: str) -> tuple[float, str] | None:
    """Return a number in SI and what its unit measures ("" for none), or None where the text is no number with a known unit.

    Raises
    ------
    Misread
        If the number can be read in two ways, or is not finite.
    """
    plain = re.sub(r"(?<=[0-9]) (?=[0-9]{3}(?![0-9]))", "", text.strip().translate(_POWERS))
    parts = _NUMBER.fullmatch(plain)
    if not parts:
        return None
    digits, unit = parts[1], re.sub(r"^deg\s+(?=[CF]$)", "deg", parts[2].strip().replace("^", ""))
    if unit and unit not in UNITS:
        return None
    if _TWO_WAYS.fullmatch(digits):
        raise Misread(f"{digits} can be read in two ways: write it without the comma, or with a point.")
    number = float(digits.replace(",", "."))
    kind, factor, zero = UNITS[unit] if unit else ("", 1.0, 0.0)
    value = number * factor + zero
    if not math.isfinite(value):
        raise Misread(f"{text.strip()} is too large.")
    return value, kind


def read_quantity(text: str, kind: str) -> float:
    """Read one quantity.

    Parameters
    ----------
    text : str
        A number with a point or a comma, and a unit: ``"77 K"``, ``"-196 degC"``.
    kind : str
        What it measures: temperature, length, area, power, current or share.

    Returns
    -------
    float
        In the SI unit.

    Raises
    ------
    Misread
        If it is no such quantity, or a temperature that is not above absolute zero; the message says what to write.

    Examples
    --------
    >>> read_quantity("-196 degC", "temperature")
    77.14999999999998
    """
    found = read_any(text)
    if not text.strip():
        raise Misread(f"Write a {kind} such as {EXAMPLES[kind]}.")
    if found is None or found[1] not in (kind, ""):
        raise Misread(f"“{text.strip()}” is no {kind}: write it as {EXAMPLES[kind]}.")
    value, unit = found
    if not unit:
        raise Misread(f"{text.strip()} needs a unit: write it as {EXAMPLES[kind]}.")
    if kind == "temperature" and value <= 0:
        raise Misread(f"{text.strip()} is not above absolute zero.")
    return value
