"""The words that people use in a budget, and what each stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["COUNTED", "MATERIAL_NAMES", "SPANS", "WORDS", "folded"]

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

_STEEL = "stainless steel 304"
_ALIASES = {
    _STEEL: "stainless steel, stainless, steel, SS, SS304, SS 304, 304, AISI 304",
    "stainless steel 304L": "304L, SS304L",
    "stainless steel 316": "316, 316L, SS316, stainless steel 316L",
    "stainless steel 310": "310, SS310",
    "aluminium 6061-T6": "6061-T6, 6061, Al 6061, Al 6061-T6, aluminum 6061-T6, aluminium 6061",
    "aluminium 6063-T5": "6063, 6063-T5, Al 6063",
    "aluminium 1100": "1100, Al 1100, aluminum 1100",
    "aluminium 3003-F": "3003, Al 3003",
    "aluminium 5083-O": "5083, Al 5083",
    "copper OFHC RRR 50": "copper RRR 50, Cu RRR 50, copper 50",
    "copper OFHC RRR 100": "copper RRR 100, Cu RRR 100, copper 100, OFHC copper, copper, Cu",
    "copper OFHC RRR 150": "copper RRR 150, Cu RRR 150",
    "copper OFHC RRR 300": "copper RRR 300, Cu RRR 300",
    "copper OFHC RRR 500": "copper RRR 500, Cu RRR 500",
    "G-10 CR, warp": "G-10, G10, G-10 CR, G-10 warp, G-10 CR warp, G-11, FR4, glass epoxy, fibreglass, fiberglass",
    "G-10 CR, normal to the cloth": "G-10 normal, G-10 CR normal, G-10 CR normal to the cloth",
    "Teflon (PTFE)": "Teflon, PTFE",
    "Kapton (polyimide)": "Kapton, polyimide",
    "Nylon (polyamide)": "Nylon, polyamide",
    "Mylar (PET)": "Mylar, PET",
    "Ti-6Al-4V": "Ti64, Ti6Al4V, titanium 6-4, titanium, Ti 6-4",
    "Ti-15-3-3-3": "Ti-15-3, Ti15333",
    "brass": "brass C26000",
    "beryllium copper": "BeCu, CuBe, copper beryllium",
    "Inconel 718": "Inconel",
    "Invar Fe-36Ni": "Invar",
    "phosphor bronze": "PhBr, bronze, phosphorbronze, Ph bronze",
    "nichrome": "NiCr",
}


def folded(text: str) -> str:
    """A name without case, blanks and signs, so that G-10, G10 and g 10 are one."""
    return re.sub("[^a-z0-9]", "", text.lower())


MATERIAL_NAMES: Mapping[str, str] = MappingProxyType(
    {folded(alias): name for name, aliases in _ALIASES.items() for alias in (name, *aliases.split(", "))}
    | {folded(name): name for name in ("lead metal", "molybdenum", "platinum", "manganin")}
    | {"leadmetal": "lead"}
)
"""The name of a material in `cryolib.leaks`, by what people call it."""
