"""From what a row of a budget says to what it is: a support, wires, leads, radiation or a load."""

from __future__ import annotations

import math
from collections.abc import Callable

from cryolib.sizing.parts import MOST_LAYERS, Lead, Load, Part, Radiation, Support, Wires, tube_area
from cryolib.sizing.quantities import Misread
from cryolib.sizing.words import SHAPES

__all__ = ["Facts", "make"]

Facts = dict[str, list[tuple[float | str, str]]]  # what a row says: by its kind the values, each with the words that said it


def make(facts: Facts) -> Part:
    """Make a row of what it says; raises `Misread` if something is missing, too much, or can be read in two ways."""
    kind = _kind(facts)
    row = _MAKERS[kind](facts)
    left = [said for values in facts.values() for _, said in values]
    if left:
        raise Misread(f"“{left[0]}” has no place in {_CALLED[kind]}.")
    return row


def _kind(facts: Facts) -> str:
    """What a row is, by what it says."""
    kinds = list(dict.fromkeys(str(value) for value, _ in facts.pop("kind", [])))
    if "pair" in kinds:  # of wires if they have a material, and of leads if not
        kinds = [kind for kind in kinds if kind != "pair"] or ["wires" if "material" in facts else "lead"]
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


def _shape(facts: Facts) -> str:
    """The word that says which shape the bars have, or nothing."""
    words = list(dict.fromkeys(str(word) for word, _ in facts.pop("shape", [])))
    if len(words) > 1:
        raise Misread(f"One row is one thing: write the {words[0]} and the {words[1]} as two.")
    return words[0] if words else ""


def _two_sides(facts: Facts, shape: str) -> float:
    """Cross-section by two lengths, which are outside and wall, or width and thickness [m^2]."""
    said = facts["first side"][0][1]
    first, second = (_need(facts, name, "support", "") for name in ("first side", "second side"))
    if SHAPES.get(shape) == "strip":
        return first * second
    if SHAPES.get(shape) != "tube":
        raise Misread(f"“{said}” can be read in two ways: write {_TWO_WAYS}.")
    if 2 * second > first:
        raise Misread(f"“{said}”: the wall of a tube is at most half of its diameter.")
    return tube_area(first, second)


_TWO_WAYS = "tube 10 mm x 0.5 mm (outside, wall), strap 10 mm x 1 mm (width, thickness), or the diameter and the length as 3 mm, 100 mm"
_SECTIONS = {
    "tube": "its wall, such as 10 mm x 0.5 mm (outside, wall), or its area, such as 15 mm2",
    "strip": "two sides, such as 10 mm x 1 mm (width, thickness), or an area, such as 10 mm2",
    "cable": "the area of its metal, such as 1.7 mm2, for it is not solid; or write its wires, such as 12 wires, 36 AWG",
}


def _area(facts: Facts, kind: str, shape: str, round_bar: bool) -> float:
    """Cross-section of one bar [m^2]."""
    if "first side" in facts:
        return _two_sides(facts, shape)
    if "area" in facts:
        return _need(facts, "area", kind, "")
    if shape in SHAPES and not round_bar:
        raise Misread(f"A {shape} also needs {_SECTIONS[SHAPES[shape]]}.")
    return math.pi / 4 * _need(facts, "diameter", kind, "a diameter, such as 3 mm, and a length") ** 2


def _bars(kind: str, cls: type[Support]) -> Callable[[Facts], Support]:
    def make(facts: Facts) -> Support:
        shape, lengths = _shape(facts), facts.pop("length", [])  # those that do not say which they are: first across, then along
        round_bar = shape == "bar" and "diameter" in facts
        across = bool(lengths) and not facts.keys() & {"diameter", "area", "first side"} and ("along" in facts or len(lengths) > 1)
        guessed = across and "along" not in facts
        if across:
            facts["diameter"] = [lengths.pop(0)]
        if lengths and "along" not in facts:
            facts["along"] = [lengths.pop(0)]
        if lengths:
            facts["length"] = lengths
        material = _take(facts, "material")
        if material is None:
            raise Misread(f"{_CALLED[kind][0].upper()}{_CALLED[kind][1:]} also needs a material, such as stainless steel.")
        said = [facts[name][0][1] for name in ("diameter", "along")] if guessed else []
        diameter = float(facts["diameter"][0][0]) if guessed else 0.0
        area = _area(facts, kind, shape, round_bar)
        length = _need(facts, "along", kind, "a length, such as 100 mm, after the diameter")
        if diameter > length:
            raise Misread(
                f"Is it {said[0]} across and {said[1]} long? Write dia {said[0]}, {said[1]} long; or, the other way round, {said[1]}, {said[0]}."
            )
        clamped = _take(facts, "clamped")
        return cls(str(material), length, area, _count(facts, 1), None if clamped is None else float(clamped))

    return make


def _lead(facts: Facts) -> Lead:
    facts.pop("shape", None)
    current = _need(facts, "current", "lead", "a current, such as 100 A; the metal is called lead metal")
    if "count" not in facts:
        raise Misread("How many leads? A circuit needs two: write 2 leads, 100 A; or 1 lead, 100 A.")
    return Lead(current, _count(facts, 2), _take(facts, "cooling") == "vapour")


def _radiation(facts: Facts) -> Radiation:
    facts.pop("shape", None)
    area = _need(facts, "area", "radiation", "an area, such as 0.5 m2")
    emissivities = tuple(float(value) for value, _ in facts.get("emissivity", []))
    layers = _count(facts, 0)
    if layers > MOST_LAYERS:
        raise Misread(f"The formulas for layers stand on blankets of 10 and 30 of them: write at most {MOST_LAYERS}.")
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


def _load(facts: Facts) -> Load:
    power, temperature = _take(facts, "power"), _take(facts, "temperature")
    if power is None:
        raise Misread("A load also needs a power, such as 0.5 W.")
    if float(power) < 0:
        raise Misread("A load cannot be negative.")
    return Load(float(power), None if temperature is None else float(temperature))


_CALLED = {"support": "a support", "wires": "a row of wires", "lead": "a lead", "radiation": "radiation", "load": "a load"}
_MAKERS: dict[str, Callable[[Facts], Part]] = {
    "support": _bars("support", Support),
    "wires": _bars("wires", Wires),
    "lead": _lead,
    "radiation": _radiation,
    "load": _load,
}
