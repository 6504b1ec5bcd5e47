"""A row of a budget as people write it: "G-10, 6 rods, 3 mm, 100 mm", "0.5 m2, 30 layers", "2 leads, 100 A", "40 W at 50 K"."""

from __future__ import annotations

import re
from collections.abc import Callable

from cryolib.sizing.making import Facts, make
from cryolib.sizing.parts import Part
from cryolib.sizing.quantities import Misread, read_any, read_quantity
from cryolib.sizing.words import COUNTED, MATERIAL_NAMES, SHAPES, WORDS, folded

__all__ = ["read_row"]

_MANY = "|".join(sorted((word + "s?" for word in COUNTED), key=len, reverse=True))
_ITEM = re.compile(rf"(?:([0-9]+|an?|one)\s+)?(?:(.+?)\s+)?({_MANY})(?:\s+of\s+(.+))?", re.I)
_PAIR = re.compile(r"(?:([0-9]+|an?|one)\s+)?(pairs?)(?:\s+of\s+(.+))?", re.I)
_AT = re.compile(r"(.+?)\s+at\s+(.+)", re.I)
_CLAMPED = re.compile(r"clamped\s+(?:half\s*way|at\s+(.+))", re.I)
_EMISSIVITY = re.compile(r"emissivit(?:y|ies)\s*=?\s*(.+?)(?:\s+and\s+(.+))?", re.I)
_SIDES = re.compile(r"(?:(.+?)\s+)?([0-9.,].*?)\s*[x×]\s*(.+)", re.I)
_INSIDE = re.compile(r"(?:with)?in\s+(.+)", re.I)
_GAUGE = re.compile(r"(?:awg\s*([0-9]+)|([0-9]+)\s*awg)", re.I)
_MARKED = re.compile(r"(?:(diameter|dia\.?|length|area)\s+)?(.+?)(?:\s+(long|length|in\s+diameter|diameter|dia\.?|thick))?", re.I)
_MARKS = {"long": "along", "length": "along", "area": "area"}


def read_row(text: str) -> Part:
    """Read a row.

    Parameters
    ----------
    text : str
        Parts with a comma and a blank, or a semicolon, between them, in any order, but a diameter comes before a length.

    Returns
    -------
    Part
        A support, wires, leads, radiation or a load.

    Raises
    ------
    Misread
        If a part is not understood, or something is missing or too much; the message says what to write.

    Examples
    --------
    >>> read_row("stainless steel, 4 tubes, 10 mm x 0.5 mm, 8 cm")
    Support(material='stainless steel 304', length=0.08, area=1.4922565104551517e-05, count=4, clamped=None)
    >>> read_row("40 W at 50 K")
    Load(heat_load=40.0, temperature=50.0)
    """
    words = [part.strip() for part in re.split(r",(?=\s|$)|,(?![0-9])|;", text) if part.strip()]
    if not words:
        raise Misread("Write what lets heat in, such as G-10, 6 rods, 3 mm, 100 mm.")
    facts: Facts = {}
    for part in words:
        _note(part, facts)
    return make(facts)


def _note(part: str, facts: Facts) -> None:
    """Find out what one part of a row says."""
    for pattern, note in _PATTERNS:
        match = pattern.fullmatch(part)
        if match and note(match, part, facts):
            return
    found, word = read_any(part), folded(part)
    if found and found[1]:
        _keep(facts, found[1], found[0], part)
    elif word in WORDS:
        name, fact = WORDS[word]
        _keep(facts, name, fact, part)
    elif word in MATERIAL_NAMES:  # some are called by a number
        _keep(facts, "material", MATERIAL_NAMES[word], part)
    elif found:
        raise Misread(f"{part} of what? Write a unit, such as {part} mm, or what is counted, such as {part} rods.")
    else:
        near = list(dict.fromkeys(name for alias, name in MATERIAL_NAMES.items() if len(word) > 2 and alias.startswith(word[:3])))
        hint = f" Do you mean {' or '.join(near[:3])}?" if near else ""
        raise Misread(f"“{part}” is not understood: it is no quantity with a unit, and no material known here.{hint}")


def _keep(facts: Facts, name: str, value: float | str, said: str) -> bool:
    facts.setdefault(name, []).append((value, said))
    return True


def _number(word: str | None) -> float:
    return float(word) if word and word[0].isdigit() else 1.0


def _item(match: re.Match[str], part: str, facts: Facts) -> bool:
    number, between, word, of = match.groups()
    one = _singular(word)
    if not number and word.lower() not in COUNTED:
        raise Misread(f"How many {word.lower()}? Write 6 {word.lower()}.")
    if number or COUNTED[one] != "lead":  # a single lead has to be meant
        _keep(facts, "count", _number(number) * _each(one), part)
    _keep(facts, "kind", COUNTED[one], part)
    _keep(facts, "shape", one, part)
    for rest in (between, of):
        if rest:
            _note(rest, facts)
    return True


def _singular(word: str) -> str:
    return word.lower() if word.lower() in COUNTED else word.lower().removesuffix("s")


def _each(word: str) -> float:
    """How many a word counts."""
    return 2.0 if word == "twisted pair" else 1.0


def _pair(match: re.Match[str], part: str, facts: Facts) -> bool:
    number, pairs, of = match.groups()
    if not number and pairs.lower() == "pairs":
        raise Misread("How many pairs? Write 6 pairs.")
    one = _singular(of) if of else ""
    _keep(facts, "count", 2 * _number(number) * _each(one), part)
    _keep(facts, "kind", COUNTED.get(one, "pair"), part)
    if one in COUNTED:
        _keep(facts, "shape", one, part)
    elif of:
        _note(of, facts)
    return True


def _at(match: re.Match[str], part: str, facts: Facts) -> bool:
    _keep(facts, "power", read_quantity(match[1], "power"), part)
    return _keep(facts, "temperature", read_quantity(match[2], "temperature"), part)


def _clamped(match: re.Match[str], part: str, facts: Facts) -> bool:
    share = read_quantity(match[1], "share") if match[1] else 0.5
    if not 0 < share < 1:
        raise Misread(f"“{part}” must lie between 0 % (the cold end) and 100 %.")
    return _keep(facts, "clamped", share, part)


def _emissivity(match: re.Match[str], part: str, facts: Facts) -> bool:
    for word in filter(None, match.groups()):
        found = read_any(word)
        if found is None or found[1] not in ("", "share") or not 0 < found[0] <= 1:
            raise Misread(f"“{word}” is no emissivity: it lies above 0 and is at most 1.")
        _keep(facts, "emissivity", found[0], part)
    return True


def _sides(match: re.Match[str], part: str, facts: Facts) -> bool:
    before, first, second = match[1], read_any(match[2]), read_any(match[3])
    if first is None or second is None:
        return False
    if first[1] != "length" or second[1] != "length":
        raise Misread(f"“{part}” can be read in two ways: write how many as 6 rods or 2 leads, and two sides as 10 mm x 0.5 mm.")
    _keep(facts, "first side", first[0], part)
    _keep(facts, "second side", second[0], part)
    if before and _singular(before) in SHAPES:  # a word for the shape counts nothing
        _keep(facts, "kind", COUNTED[_singular(before)], part)
        _keep(facts, "shape", _singular(before), part)
    elif before:
        _note(before, facts)
    return True


def _inside(match: re.Match[str], part: str, facts: Facts) -> bool:
    return _keep(facts, "warm area", read_quantity(match[1], "area"), part)


def _gauge(match: re.Match[str], part: str, facts: Facts) -> bool:
    digits = match[1] or match[2]
    number = 1 - len(digits) if digits.strip("0") == "" else int(digits)  # 00 is one gauge thicker than 0
    if not -3 <= number <= 50:
        raise Misread(f"“{part}”: gauges go from 0000 to 50.")
    return _keep(facts, "diameter", 0.127e-3 * 92 ** ((36 - number) / 39), part)


def _marked(match: re.Match[str], part: str, facts: Facts) -> bool:
    mark = match[1] or match[3]
    if not mark:
        return False
    name = _MARKS.get(mark.lower(), "diameter")
    return _keep(facts, name, read_quantity(match[2], "area" if name == "area" else "length"), part)


_PATTERNS: list[tuple[re.Pattern[str], Callable[[re.Match[str], str, Facts], bool]]] = [
    (_CLAMPED, _clamped),
    (_AT, _at),
    (_EMISSIVITY, _emissivity),
    (_GAUGE, _gauge),
    (_PAIR, _pair),
    (_SIDES, _sides),
    (_ITEM, _item),
    (_INSIDE, _inside),
    (_MARKED, _marked),
]
