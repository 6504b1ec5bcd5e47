"""A row of a budget as people write it: "G-10, 6 rods, 3 mm, 100 mm", "0.5 m2, 30 layers", "2 leads, 100 A", "40 W at 50 K"."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from cryolib.sizing.parts import Lead, Load, Part, Radiation, Support, Wires, tube_area
from cryolib.sizing.quantities import Misread, read_any, read_quantity
from cryolib.sizing.words import COUNTED, MATERIAL_NAMES, WORDS, folded

__all__ = ["read_row"]

Facts = dict[str, list[tuple[float | str, str]]]  # what a row says: by its kind the values, each with the words that said it

_MANY = "|".join(sorted((word + "s?" for word in COUNTED), key=len, reverse=True))
_ITEM = re.compile(rf"(?:([0-9]+|an?|one)\s+)?(?:(.+?)\s+)?({_MANY})(?:\s+of\s+(.+))?", re.I)
_PAIR = re.compile(r"(?:([0-9]+|an?|one)\s+)?pairs?(?:\s+of(?:\s+current)?\s+leads?)?", re.I)
_AT = re.compile(r"(.+?)\s+at\s+(.+)", re.I)
_CLAMPED = re.compile(r"clamped\s+(?:half\s*way|at\s+(.+))", re.I)
_EMISSIVITY = re.compile(r"emissivit(?:y|ies)\s*=?\s*(.+?)(?:\s+and\s+(.+))?", re.I)
_TUBE = re.compile(r"(?:tube\s+)?(.+?)\s*[x×]\s*(.+)", re.I)
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
    Support(material='stainless steel 304', length=0.08, area=1.4922565104551517e-05, count=4, clamped=0.5)
    >>> read_row("40 W at 50 K")
    Load(heat_load=40.0, temperature=50.0)
    """
    words = [part.strip() for part in re.split(r",(?=\s|$)|,(?![0-9])|;", text) if part.strip()]
    if not words:
        raise Misread("Write what lets heat in, such as G-10, 6 rods, 3 mm, 100 mm.")
    facts: Facts = {}
    for part in words:
        _note(part, facts)
    kind = _kind(facts)
    row = _MAKERS[kind](facts, text)
    left = [said for values in facts.values() for _, said in values]
    if left:
        raise Misread(f"“{left[0]}” has no place in {_CALLED[kind]}.")
    return row


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
    if not number and word.lower() not in COUNTED:
        raise Misread(f"How many {word.lower()}? Write 6 {word.lower()}.")
    _keep(facts, "count", _number(number), part)
    _keep(facts, "kind", COUNTED[word.lower() if word.lower() in COUNTED else word.lower().removesuffix("s")], part)
    for rest in (between, of):
        if rest:
            _note(rest, facts)
    return True


def _pair(match: re.Match[str], part: str, facts: Facts) -> bool:
    _keep(facts, "kind", "lead", part)
    return _keep(facts, "count", 2 * _number(match[1]), part)


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


def _tube(match: re.Match[str], part: str, facts: Facts) -> bool:
    found = [read_any(word) for word in match.groups()]
    if found[1] is None:
        return False
    if found[0] is None or "length" not in (found[0][1], found[1][1]) or found[0][1] != found[1][1]:
        raise Misread(f"“{part}” can be read in two ways: write a tube as 10 mm x 0.5 mm (outside, wall), or rods as 6 rods, 3 mm.")
    diameter, wall = found[0][0], found[1][0]
    if not 0 < 2 * wall <= diameter:
        raise Misread(f"“{part}”: the wall of a tube is at most half of its diameter.")
    return _keep(facts, "area", tube_area(diameter, wall), part)


def _inside(match: re.Match[str], part: str, facts: Facts) -> bool:
    return _keep(facts, "warm area", read_quantity(match[1], "area"), part)


def _gauge(match: re.Match[str], part: str, facts: Facts) -> bool:
    number = int(match[1] or match[2])
    if number > 50:
        raise Misread(f"“{part}”: gauges go from 0 to 50.")
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
    (_TUBE, _tube),
    (_ITEM, _item),
    (_INSIDE, _inside),
    (_MARKED, _marked),
]


def _kind(facts: Facts) -> str:
    """What a row is, by what it says."""
    kinds = list(dict.fromkeys(str(value) for value, _ in facts.pop("kind", [])))
    if len(kinds) > 1:
        raise Misread(f"One row is one thing: write {_CALLED[kinds[0]]} and {_CALLED[kinds[1]]} as two.")
    if kinds:
        return kinds[0]
    for name, kind in (("current", "lead"), ("power", "load"), ("material", "support"), ("emissivity", "radiation"), ("area", "radiation")):
        if name in facts:
            return kind
    said = next(iter(facts.values()))[0][1]
    raise Misread(f"“{said}” is not enough: write a support, wires, leads, an area with layers, or a load such as 0.5 W.")


def _take(facts: Facts, name: str) -> float | str | None:
    """The one value of this kind, taken out of the facts."""
    values = facts.pop(name, [])
    if len(values) > 1:
        raise Misread(f"“{values[1][1]}” is one {name} too many beside “{values[0][1]}”.")
    return values[0][0] if values else None


def _need(facts: Facts, name: str, kind: str, such_as: str) -> float:
    value = _take(facts, name)
    if value is None:
        raise Misread(f"{_CALLED[kind][0].upper()}{_CALLED[kind][1:]} also needs {such_as}.")
    if not float(value) > 0:
        raise Misread(f"The {name} of {_CALLED[kind]} must be above zero.")
    return float(value)


def _count(facts: Facts, default: int) -> int:
    value = _take(facts, "count")
    if value == 0:
        raise Misread("None of them lets nothing in: write a number of at least 1, or remove the row.")
    return default if value is None else int(value)


def _bars(kind: str, cls: type[Support]) -> Callable[[Facts, str], Support]:
    def make(facts: Facts, text: str) -> Support:
        lengths = facts.pop("length", [])  # those that do not say which they are: first across, then along
        if lengths and not facts.keys() & {"diameter", "area"} and ("along" in facts or len(lengths) > 1):
            facts["diameter"] = [lengths.pop(0)]
        if lengths and "along" not in facts:
            facts["along"] = [lengths.pop(0)]
        if lengths:
            facts["length"] = lengths
        material = _take(facts, "material")
        if material is None:
            raise Misread(f"{_CALLED[kind][0].upper()}{_CALLED[kind][1:]} also needs a material, such as stainless steel.")
        if "area" in facts:
            area = _need(facts, "area", kind, "")
        else:
            area = math.pi / 4 * _need(facts, "diameter", kind, "a diameter, such as 3 mm, and a length") ** 2
        length = _need(facts, "along", kind, "a length, such as 100 mm, after the diameter")
        clamped = _take(facts, "clamped")
        return cls(str(material), length, area, _count(facts, 1), 0.5 if clamped is None else float(clamped))

    return make


def _lead(facts: Facts, text: str) -> Lead:
    current = _need(facts, "current", "lead", "a current, such as 100 A")
    return Lead(current, _count(facts, 1), _take(facts, "cooling") == "vapour")


def _radiation(facts: Facts, text: str) -> Radiation:
    area = _need(facts, "area", "radiation", "an area, such as 0.5 m2")
    emissivities = tuple(float(value) for value, _ in facts.get("emissivity", []))
    layers = _count(facts, 0)
    if layers and emissivities:
        raise Misread("Write either layers or an emissivity: layers have their own.")
    if not layers and not emissivities:
        raise Misread("Radiation also needs layers of insulation or an emissivity: 30 layers, or emissivity 0.05, or bare.")
    if len(emissivities) > 2:
        raise Misread("There are two surfaces: write at most two emissivities.")
    if emissivities:
        facts.pop("emissivity")
    warm = _need(facts, "warm area", "radiation", "") if len(emissivities) == 2 and "warm area" in facts else None
    if warm is not None and warm < area:
        raise Misread("The surface around cannot be smaller than the cold one inside it.")
    insulation = _take(facts, "insulation") if layers else None
    return Radiation(area, emissivities or (1.0,), warm, layers, insulation != "laboratory")


def _load(facts: Facts, text: str) -> Load:
    power, temperature = _take(facts, "power"), _take(facts, "temperature")
    if power is None:
        raise Misread("A load also needs a power, such as 0.5 W.")
    if float(power) < 0:
        raise Misread("A load cannot be negative.")
    return Load(float(power), None if temperature is None else float(temperature))


_CALLED = {"support": "a support", "wires": "a row of wires", "lead": "a lead", "radiation": "radiation", "load": "a load"}
_MAKERS: dict[str, Callable[[Facts, str], Part]] = {
    "support": _bars("support", Support),
    "wires": _bars("wires", Wires),
    "lead": _lead,
    "radiation": _radiation,
    "load": _load,
}
