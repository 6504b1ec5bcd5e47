"""A cold space telescope: what is between the sun and its detector."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import sympy as sp
from livefigure import Artist, Parcels, Shape, rectangle, scattered

from chapterkit.scales import TEMPERATURE

__all__ = ["CHAIN_PLACES", "cold_chain", "doublings"]

#: Where the detector stands, and what is warmer and warmer, to the body of the craft.
CHAIN_PLACES = (10.5, 8.8, 7.1, 5.4, 3.7, 0.6)
GROOVES = (1.9, 2.8, 3.7)  # the last of them is the fifth place


def doublings(heats: Sequence[float], way: Any) -> sp.Expr:
    """How often the first heat has doubled, when it has come as far as `way`: 0 at the first place, 1 at the next, evenly between.

    >>> doublings([1, 8, 32], sp.Rational(3, 2))
    4.00000000000000
    """
    grown = [sp.Float(math.log2(after / before)) for before, after in pairwise(heats)]
    return sum((step * sp.Min(1, sp.Max(0, way - k)) for k, step in enumerate(grown)), sp.Float(0))


def cold_chain(temperatures: Sequence[float], heats: Sequence[float], way: Any) -> list[Artist]:
    """The sun, a sunshield, the warm body, three grooves that radiate to the sides, and colder and colder plates, down to a detector.

    The heat is drawn as dots on their way to the left; each dot more is a doubling. For a panel with ``equal=True``, ``axes=False``, `x` from -2.6 to
    11.4 and `y` from -2.6 to 2.7.

    Parameters
    ----------
    temperatures : sequence of float
        Of the six places, from the detector to the body [K].
    heats : sequence of float
        That arrive at each of them [W].
    way : expression
        How far the heat has come: 0 at the detector, 5 at the body.

    Returns
    -------
    list of Artist
        The dots are the last.
    """
    warm = temperatures[-1]
    parts: list[Artist] = [
        Shape([(-2.0 + 0.5 * math.cos(turn * math.pi / 12), 0.5 * math.sin(turn * math.pi / 12)) for turn in range(24)], color="hot"),
        *(rectangle(-1.3, y - 0.03, -0.6, y + 0.03, color="hot") for y in (-0.8, 0, 0.8)),
        rectangle(-0.35, -2.0, -0.2, 2.0, color="grey", outline="ink"),
        rectangle(0.1, -0.9, 1.1, 0.9, color=TEMPERATURE(warm), opacity=0.35, outline="ink"),
    ]
    for k, x in enumerate(GROOVES):  # from warm to the temperature of the fifth place by equal factors
        color = TEMPERATURE(warm * (temperatures[4] / warm) ** ((k + 1) / len(GROOVES)))
        parts += [Shape([(x, 0), (x + 0.75, side * 1.8), (x + 0.87, side * 1.8), (x + 0.12, 0)], color=color) for side in (1, -1)]
    for x, T, half in zip(CHAIN_PLACES[:4], temperatures, (0.35, 0.65, 0.95, 1.25), strict=False):
        parts.append(rectangle(x - 0.05, -half, x + 0.07, half, color=TEMPERATURE(T)))
    return [*parts, _dots(heats, way)]


def _dots(heats: Sequence[float], way: Any) -> Parcels:
    """As many dots as the heat has doublings, and one, in a cloud that moves from place to place."""
    number = sp.Symbol("number_of_dot", real=True)
    grown = doublings(heats, way)
    count = math.floor(math.log2(heats[-1] / heats[0])) + 1
    middle = sp.Float(CHAIN_PLACES[0]) + sum(
        (after - before) * sp.Min(1, sp.Max(0, way - k)) for k, (before, after) in enumerate(pairwise(CHAIN_PLACES))
    )
    spread = 0.15 + 0.45 * grown / (count - 1)
    x = middle + spread * (2 * scattered(number) - 1)
    y = 1.4 * spread * (2 * scattered(number, 4) - 1)
    x, y = (sp.Piecewise((part, number <= grown)) for part in (x, y))
    return Parcels(x, y, (number, count), "hot", diameter=6)
