"""Familiar cold temperatures, as marks on an axis."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["LANDMARKS", "Landmark"]


@dataclass(frozen=True)
class Landmark:
    """A temperature [K] that people who work with cold know by heart, and where its value comes from (a key of the bibliography)."""

    name: str
    temperature: float
    source: str


#: Boiling or sublimation at one standard atmosphere, but for superfluid helium: the bath that cools the magnets of the LHC.
LANDMARKS = (
    Landmark("dry ice", 194.67, "giauque1937"),
    Landmark("liquid nitrogen", 77.36, "span2000nitrogen"),
    Landmark("liquid hydrogen", 20.37, "leachman2009hydrogen"),
    Landmark("liquid helium", 4.22, "ortizvega2023helium"),
    Landmark("superfluid helium", 1.9, "tavian2004"),
)
