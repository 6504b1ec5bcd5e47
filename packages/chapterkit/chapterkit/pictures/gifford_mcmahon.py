"""A Gifford-McMahon cooler, cut open."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import sympy as sp
from livefigure import Artist, Gradient, Parcels, Shape, along, arrow, rectangle, scattered

from chapterkit.scales import ALONG, TEMPERATURE

__all__ = ["gifford_mcmahon_head"]

WALL = 0.05
DISPLACER = 1.4  # length, in strokes
VALVE, RADIUS = -0.7, 0.34  # middle of the rotary valve, and its size
COMPRESSOR = -1.75  # where both hoses begin
IN_PIPE = 0.2  # of the largest amount of gas, which a hose shows between compressor and valve


def gifford_mcmahon_head(
    *, V_hot: Any, V_cold: Any, T_hot: Any, T_cold: Any, turn: Any, parcel: Mapping[str, Any], over: tuple[sp.Symbol, int],
    heat_hot: Any, heat_cold: Any, work: float,
) -> list[Artist]:  # fmt: skip
    """A displacer with its regenerator in a cylinder, a rotary valve, and a compressor at the end of two hoses.

    The cylinder is 1 high and begins at 0, with its warm end on the left. For a panel with ``equal=True``, ``axes=False``, `x` from -3.35 to 2.65 and
    `y` from -1.1 to 1.75.

    Parameters
    ----------
    V_hot, V_cold : expression
        Volumes of the two spaces, in strokes.
    T_hot, T_cold : expression
        Temperatures of the ends [K].
    turn : expression
        From 0, where the inlet opens, over 1/2, where the outlet does, to 1.
    parcel : mapping
        ``in_cold``, ``along_regenerator``, ``in_hot``, ``outside`` and ``T`` of a parcel, as `cryolib.coolers.gifford_mcmahon.Parcel` has them.
    over : (symbol, count)
        The number of a parcel in these, and how many there are.
    heat_hot, heat_cold : expression
        Heat that enters each end, as the width of its arrow; negative where it leaves.
    work : float
        The compressor's, as the width of its arrow.
    """
    left, right = V_hot, V_hot + DISPLACER
    warm, cold, grey = TEMPERATURE(T_hot), TEMPERATURE(T_cold), {"color": "grey", "outline": "ink"}
    slot = sp.pi * (1 - 2 * turn)  # to the left at first, above while the inlet is open, below while the outlet is
    tip, side = (sp.cos(slot), sp.sin(slot)), (-sp.sin(slot), sp.cos(slot))
    cut = [
        (VALVE + far * tip[0] + wide * side[0], 0.5 + far * tip[1] + wide * side[1])
        for far, wide in ((0, 0.07), (RADIUS, 0.07), (RADIUS, -0.07), (0, -0.07))
    ]
    place, height = _in_head(parcel, V_hot, V_cold, turn, over[0])
    return [
        *(
            rectangle(COMPRESSOR - 0.4, y - 0.07, VALVE + 0.07, y + 0.07, color=warm, opacity=opacity)
            for y, opacity in ((1.25, 0.9), (-0.25, 0.35))
        ),
        rectangle(VALVE - 0.07, 0.5 + RADIUS, VALVE + 0.07, 1.32, color=warm, opacity=0.9),
        rectangle(VALVE - 0.07, -0.32, VALVE + 0.07, 0.5 - RADIUS, color=warm, opacity=0.35),
        rectangle(VALVE, 0.43, 0, 0.57, color=warm, opacity=0.35),
        rectangle(0, 0, V_hot, 1, color=warm, opacity=0.25),
        rectangle(right, 0, right + V_cold, 1, color=cold, opacity=0.25),
        *(rectangle(-WALL, low, 1 + DISPLACER + WALL, low + WALL, color="muted") for low in (-WALL, 1)),
        rectangle(-WALL, -WALL, 0, 0.43, color="muted"),
        rectangle(-WALL, 0.57, 0, 1 + WALL, color="muted"),
        rectangle(1 + DISPLACER, 0, 1 + DISPLACER + WALL, 1, color="muted"),
        rectangle(left, 0.02, right, 0.98, **grey),
        Gradient((left, 0.5), (right, 0.5), 0.76, TEMPERATURE(T_hot + (T_cold - T_hot) * ALONG), (ALONG, 0, 1)),
        _disc(VALVE, 0.5, RADIUS, color="grey", opacity=0.6, outline="ink"),
        Shape(cut, color=warm),
        Parcels(place, height, over, TEMPERATURE(parcel["T"])),
        rectangle(COMPRESSOR - 0.8, -0.35, COMPRESSOR, 1.35, **grey),
        arrow((-3.3, 0.5), "right", 0.7, work, color="work"),
        arrow((0.5, -0.75), "up", 0.6, heat_hot, color="hot"),
        arrow((1.9, -0.75), "up", 0.6, heat_cold, color="cold"),
    ]


def _in_head(parcel: Mapping[str, Any], V_hot: Any, V_cold: Any, turn: Any, number: sp.Symbol) -> tuple[Any, Any]:
    """Where a parcel is drawn: in the cylinder, in the hose that is open, or under the compressor.

    Outside, its places in the parts of the head add up to the warm end of the cylinder, where both hoses begin.
    """
    inside = V_hot + DISPLACER + V_cold * (1 - parcel["in_cold"]) - DISPLACER * parcel["along_regenerator"] - V_hot * parcel["in_hot"]
    share = sp.Min(1, parcel["outside"] / IN_PIPE)
    x, up = along([(0.0, 0.5), (VALVE, 0.5), (VALVE, 1.25), (COMPRESSOR - 0.3, 1.25)], share)
    way = sp.Piecewise((up - 0.5, turn <= sp.Rational(1, 2)), (0.5 - up, True))  # the other hose lies as far below
    return inside + x, 0.5 + (0.7 * scattered(number) - 0.35) * (1 - sp.Min(1, 8 * share)) + way


def _disc(x: float, y: float, radius: float, **look: Any) -> Shape:
    corners = [(x + radius * math.cos(k * math.pi / 10), y + radius * math.sin(k * math.pi / 10)) for k in range(20)]
    return Shape(corners, **look)
