"""Two cylinders with a regenerator between them."""

from __future__ import annotations

from typing import Any

import sympy as sp
from livefigure import Artist, Gradient, Parcels, arrow, rectangle, scattered

from chapterkit.scales import TEMPERATURE

__all__ = ["two_pistons"]

WALL, PISTON, ROD = 0.05, 0.12, 1.35  # thick, thick, and as far from the regenerator as the rods and walls reach, in strokes


def two_pistons(
    V_hot: Any,
    V_cold: Any,
    V_regenerator: float,
    *,
    T_hot: Any,
    T_cold: Any,
    place: Any,
    T_gas: Any,
    over: tuple[sp.Symbol, int],
    heat_hot: Any,
    heat_cold: Any,
) -> list[Artist]:
    """Two cylinders with a regenerator between them, the gas in parcels, and an arrow at each cylinder as wide as the heat that enters it.

    The picture is 1 high, the warm cylinder is on the left, and the regenerator begins at 0. For a panel with ``equal=True``, ``axes=False``, `x` from
    -1.45 to `V_regenerator` + 1.45 and `y` from -0.95 to 1.3.

    Parameters
    ----------
    V_hot, V_cold : expression
        Volumes of the cylinders, in strokes.
    V_regenerator : float
        Volume of the gas in the regenerator, in strokes.
    T_hot, T_cold : expression
        Temperatures of the ends [K].
    place, T_gas : expression
        Where a parcel of gas is, as the volume between it and the warm end of the regenerator [strokes], and its temperature [K].
    over : (symbol, count)
        The number of a parcel in `place` and `T_gas`, from 0 to `count` - 1, and how many there are.
    heat_hot, heat_cold : expression
        Heat that enters each cylinder, as the width of its arrow; negative where it leaves.
    """
    along = sp.Symbol("along", real=True)
    metal = [rectangle(-ROD, low, V_regenerator + ROD, low + WALL, color="muted") for low in (-WALL, 1)]
    for side, face in ((-1, -V_hot), (1, V_regenerator + V_cold)):
        back, end = face + side * PISTON, V_regenerator + ROD if side > 0 else -ROD
        metal += [rectangle(back, 0.45, end, 0.55, color="grey"), rectangle(face, 0.01, back, 0.99, color="grey", outline="ink")]
    return [
        rectangle(-V_hot, 0, 0, 1, color=TEMPERATURE(T_hot), opacity=0.25),
        rectangle(V_regenerator, 0, V_regenerator + V_cold, 1, color=TEMPERATURE(T_cold), opacity=0.25),
        Gradient((0, 0.5), (V_regenerator, 0.5), 1, TEMPERATURE(T_hot + (T_cold - T_hot) * along), (along, 0, 1), opacity=0.55),
        Parcels(place, 0.07 + 0.86 * scattered(over[0]), over, TEMPERATURE(T_gas)),
        *metal,
        arrow((-0.5, -0.75), "up", 0.65, heat_hot, color="hot"),
        arrow((V_regenerator + 0.5, -0.75), "up", 0.65, heat_cold, color="cold"),
    ]
