"""Reads units with a small grammar that passes single words to pint, which thus never sees numbers or large powers."""

from __future__ import annotations

import math
import re
from functools import cache, lru_cache
from typing import Any

__all__ = ["convert", "factor", "registry", "require_unit"]

LONGEST = 100  # characters
LARGEST_POWER = 12

TOKEN = re.compile(r"\s*(?:(?P<name>[A-Za-z][A-Za-z_]*|%)|(?P<digits>[+-]?\d{1,2})|(?P<sign>\*\*|[*/^()]))")

#: Names of physical quantities with a unit of each, for messages.
KINDS = {
    "temperature": "K", "power": "W", "energy": "J", "pressure": "Pa", "length": "m", "area": "m^2", "volume": "m^3", "time": "s",
    "mass": "kg", "amount of substance": "mol", "energy per mass": "J/kg", "energy per mole": "J/mol", "mass flow": "kg/s",
    "molar volume": "m^3/mol", "volume flow": "m^3/s", "density": "kg/m^3", "energy per kelvin": "J/K", "power per kelvin": "W/K",
    "electric charge": "C", "electric current": "A", "energy per mass and kelvin": "J/(kg K)", "energy per mole and kelvin": "J/(mol K)",
    "temperature change per pressure": "K/Pa", "force": "N", "speed": "m/s",
}  # fmt: skip
#: Likely misspellings, and the unit that was meant.
MEANT = {"kw": "kW", "KW": "kW", "kj": "kJ", "KJ": "kJ", "Kg": "kg", "KG": "kg", "pa": "Pa", "kpa": "kPa", "Kpa": "kPa", "Mpa": "MPa"}
MEANT |= {"C": "degC", "k": "K", "Bar": "bar", "w": "W", "j": "J", "celcius": "degC", "sec": "s", "Mol": "mol"}
MEANT |= dict.fromkeys(("deg", "degree", "degrees"), "degC")


def require_unit(unit: str) -> None:
    """Check the unit of a question.

    Raises
    ------
    ValueError
        If it cannot be read, or is a temperature with an offset, for which a relative tolerance has no meaning.
    """
    if unit and _is_offset(_unit_of(unit)):
        raise ValueError(f"{unit} does not begin at absolute zero; ask for K")


def convert(number: float, written: str, asked: str) -> float:
    """Convert a number from the unit that was written to that of the question.

    Raises
    ------
    ValueError
        If their dimensions differ, or the first cannot be read, in words for the student as in `coursework.marking.quantities`.

    Examples
    --------
    >>> convert(0.25, "kJ kg^-1", "J/kg"), convert(-196, "degC", "K")
    (250.0, 77.15)
    """
    unit, wanted = _unit_of(re.sub(r"\bper\b", "/", written)), _unit_of(asked)
    if unit.dimensionality != wanted.dimensionality:
        raise ValueError(_mismatch(written, unit, asked, wanted))
    if not _is_offset(unit):
        return number * _size(unit, wanted)
    quantity = registry().Quantity
    if asked.startswith("delta_"):  # a difference of temperatures
        return number * float((quantity(1.0, unit) - quantity(0.0, unit)).to(wanted).magnitude)
    return round(float(quantity(number, unit).to(wanted).magnitude), 10)  # 77.15, and not 77.14999999999998


def factor(unit: str, asked: str) -> float | None:
    """How many of `asked` one `unit` is; None if their dimensions differ.

    Examples
    --------
    >>> factor("kW", "W"), factor("kW", "K")
    (1000.0, None)
    """
    one, other = _unit_of(unit), _unit_of(asked)
    return None if one.dimensionality != other.dimensionality or _is_offset(one) else _size(one, other)


def _size(unit: Any, wanted: Any) -> float:
    try:
        return float(registry().Quantity(1.0, unit).to(wanted).magnitude)
    except ArithmeticError:
        raise ValueError("has a unit that is too large or too small") from None


@cache
def registry() -> Any:
    """The registry of units, made at first use since that takes most of a second."""
    import pint

    return pint.UnitRegistry()


def _mismatch(written: str, unit: Any, asked: str, wanted: Any) -> str:
    if written in MEANT:
        return f"has the unit {written}, which is the {_plain_name(unit)}; do you mean {MEANT[written]}?"
    one, other = _kind(unit), _kind(wanted)
    reason = f"has the unit {written}" + (", which makes a plain number" if unit.dimensionless else f", of {one}" if one else "")
    if wanted.dimensionless:
        return f"{reason}; a plain number is asked for"
    hint = "" if "(" in written or not re.search(r"/.*[ *]", written) else "; what is divided by needs parentheses"
    return f"{reason}; {_with_article(other)} in {asked} is asked for{hint}" if other else f"{reason}; {asked} is asked for{hint}"


def _with_article(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _plain_name(unit: Any) -> str:
    return f"{unit:P}".replace("_", " ")


def _kind(unit: Any) -> str:
    return next((kind for kind, name in KINDS.items() if _unit_of(name).dimensionality == unit.dimensionality), "")


def _is_offset(unit: Any) -> bool:
    return unit in (registry().degC, registry().degF)


@lru_cache(1000)
def _unit_of(text: str) -> Any:
    """Read a product of powers of units.

    Raises
    ------
    ValueError
        If it is not such a product, or has a word that is not a unit.
    """
    if len(text) > LONGEST:
        raise ValueError(f"has a unit of more than {LONGEST} characters")
    tokens, at = [], 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if not match:
            raise ValueError(f"has {text!r} where its unit should be")
        tokens.append((match.lastgroup, match[match.lastgroup or 0]))
        at = match.end()
    if len(tokens) == 1 and tokens[0][0] == "name":
        return _word(tokens[0][1])
    tokens.reverse()  # so that the next one is at the end
    unit = _product(tokens, text) if tokens else registry().dimensionless
    if tokens:
        raise ValueError(f"has {text!r} where its unit should be")
    return unit


def _product(tokens: list[tuple[str | None, str]], text: str) -> Any:
    unit = _power(tokens, text)
    while tokens and tokens[-1][1] != ")":
        sign = tokens.pop()[1] if tokens[-1][1] in ("*", "/") else "*"
        unit = unit / _power(tokens, text) if sign == "/" else unit * _power(tokens, text)
    return unit


def _power(tokens: list[tuple[str | None, str]], text: str) -> Any:
    kind, word = tokens.pop() if tokens else (None, "")
    if kind == "name":
        unit = _word(word)
        unit = registry().delta_degC if unit == registry().degC else registry().delta_degF if unit == registry().degF else unit
    elif word == "1":
        unit = registry().dimensionless
    elif word == "(":
        unit = _product(tokens, text)
        if not tokens or tokens.pop()[1] != ")":
            raise ValueError("has a unit with a parenthesis that is not closed")
    else:
        raise ValueError(f"has {text!r} where its unit should be")
    raised = bool(tokens) and tokens[-1][1] in ("^", "**")
    if raised:
        tokens.pop()
    enclosed = raised and bool(tokens) and tokens[-1][1] == "("
    if enclosed:
        tokens.pop()
    if tokens and tokens[-1][0] == "digits":
        size = int(tokens.pop()[1])
        if abs(size) > LARGEST_POWER:
            raise ValueError(f"has a unit with a power beyond {LARGEST_POWER}")
        unit = unit**size
    elif raised:
        raise ValueError("has a unit with a power that is not a whole number")
    if enclosed and (not tokens or tokens.pop()[1] != ")"):
        raise ValueError("has a unit with a parenthesis that is not closed")
    return unit


@lru_cache(1000)
def _word(name: str) -> Any:
    for spelling in dict.fromkeys((name, name.lower() if len(name) > 3 else name)):
        try:
            unit = registry().parse_units("percent" if spelling == "%" else spelling)
        except Exception:  # pint raises several kinds of errors, some from other libraries
            continue
        one, two = (registry().Quantity(size, unit).to_base_units().magnitude for size in (1.0, 2.0))
        if _is_offset(unit) or math.isclose(two, 2 * one):
            return unit
        break  # logarithmic units, and other temperatures with an offset
    raise ValueError(f"has the unit {name}, which is not known here" + (f"; do you mean {MEANT[name]}?" if name in MEANT else ""))
