"""The words that people use in a budget, and what each stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from cryolib.leaks import MATERIALS

__all__ = ["COUNTED", "MATERIAL_NAMES", "SHAPES", "SPANS", "WORDS", "folded"]

#: The ways that heat can take, as they are written in a budget.
SPANS: Mapping[str, str] = MappingProxyType(
    {
        "room to cold, by the shield": "it is clamped to the shield on its way",
        "room to shield": "it ends on the shield",
        "shield to cold": "it begins at the shield",
        "room to cold": "it passes the shield and does not touch it",
    }
)

#: What is counted, in the singular, and the kind of row that it makes.
COUNTED: Mapping[str, str] = MappingProxyType(
    {word: "support" for word in ("rod", "strut", "strap", "tube", "support", "bar", "band", "post", "leg", "tie", "skirt", "neck")}
    | {word: "wires" for word in ("wire", "coax", "cable", "twisted pair")}
    | {"lead": "lead", "current lead": "lead", "layer": "radiation"}
)

#: What a word of these says of the cross-section: a tube has a wall, a strip two sides, and a cable is not solid metal.
SHAPES: Mapping[str, str] = MappingProxyType(
    {word: "tube" for word in ("tube", "neck", "skirt")}
    | {word: "strip" for word in ("strap", "band", "bar")}
    | {word: "cable" for word in ("coax", "cable")}
)

#: Words that stand alone, and what they say of a row.
WORDS: Mapping[str, tuple[str, float | str]] = MappingProxyType(
    {
        "bare": ("emissivity", 1.0),
        "black": ("emissivity", 1.0),
        "installed": ("insulation", "installed"),
        "laboratory": ("insulation", "laboratory"),
        "lab": ("insulation", "laboratory"),
        "vapourcooled": ("cooling", "vapour"),
        "vaporcooled": ("cooling", "vapour"),
        "gascooled": ("cooling", "vapour"),
        "conductioncooled": ("cooling", "conduction"),
    }
)


def folded(text: str) -> str:
    """A name without case, blanks and signs, so that G-10, G10 and g 10 are one."""
    return re.sub("[^a-z0-9]", "", text.lower())


MATERIAL_NAMES: Mapping[str, str] = MappingProxyType(
    {folded(word): name for name, solid in MATERIALS.items() for word in (name, *solid.aliases)}
)
"""The name of a material in `cryolib.leaks`, by what people call it."""
