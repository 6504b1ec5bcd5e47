"""Cold things in their vessels, cut open: a load with its cooler, and the magnet of a scanner."""

from __future__ import annotations

from typing import Any

import sympy as sp
from livefigure import Artist, Gradient, Shape, arrow, rectangle

from chapterkit.scales import TEMPERATURE

__all__ = ["cooler_on_its_load", "magnet_cryostat"]

RINGS = ((0.0, 2.0), (3.2, 5.2))  # the two halves of a magnet that is cut along its bore, from below


def cooler_on_its_load(*, T_cold: Any, T_hot: float, work: Any, scale: float) -> list[Artist]:
    """A vessel with something cold in it, the cooler's finger that reaches down to it, and the compressor, with an arrow for each power.

    One watt leaks in from the left. For a panel with ``equal=True``, ``axes=False``, `x` from -0.6 to 10.3 and `y` from -0.4 to 5.4; arrows have
    room for a width of 1.5.

    Parameters
    ----------
    T_cold, T_hot : expression and float
        Temperatures of the load and of the surroundings [K].
    work : expression
        Power of the compressor [W].
    scale : float
        Width of an arrow for one watt.

    Returns
    -------
    list of Artist
        First the three arrows: the heat that leaks in, the work, and the heat that leaves.
    """
    along = sp.Symbol("along", real=True)
    cold, warm = TEMPERATURE(T_cold), TEMPERATURE(T_hot)
    wall = [(0.4, 4), (0.4, 0), (3.8, 0), (3.8, 4), (3.65, 4), (3.65, 0.15), (0.55, 0.15), (0.55, 4)]
    hose = [(2.4, 4.75), (4.9, 4.75), (4.9, 2.15), (5.3, 2.15), (5.3, 2.03), (4.78, 2.03), (4.78, 4.63), (2.4, 4.63)]
    return [
        arrow((-0.5, 1.4), "right", 1.6, scale, color="cold", outline="cold"),
        arrow((9.3, 1.6), "left", 1.7, scale * work, color="work"),
        arrow((6.45, 2.7), "up", 2.4, scale * (1 + work), color="hot"),
        Shape(wall, color=warm, outline="ink"),
        rectangle(0.3, 4, 3.9, 4.2, color=warm, outline="ink"),
        Shape(hose, color="grey"),
        rectangle(1.75, 4.2, 2.4, 5, color="grey", outline="ink"),
        Gradient((2.075, 4.2), (2.075, 2.3), 0.4, TEMPERATURE(T_hot + (T_cold - T_hot) * along), (along, 0, 1)),
        rectangle(1.1, 0.8, 3.05, 2.0, color=cold, outline="ink"),
        rectangle(1.7, 2.0, 2.45, 2.3, color=cold, outline="ink"),
        *(rectangle(left, 1.05, left + 0.45, 1.75, color="grey", outline="ink") for left in (1.3, 2.4)),
        rectangle(5.3, 0.5, 7.6, 2.7, color="grey", opacity=0.35, outline="ink"),
    ]


def magnet_cryostat(*, T_room: float, T_shield: Any, T_bath: float, to_shield: Any, to_bath: Any, scale: float) -> list[Artist]:
    """The magnet of a scanner, cut along its bore: vacuum vessel, shield and helium bath, a cold head on the shield, and a neck for the gas.

    For a panel with ``equal=True``, ``axes=False``, `x` from -2.7 to 7.6 and `y` from -0.3 to 7.2. The heat comes from the left at 4.2, the cold
    head stands at 5.9 and the neck at 3.4.

    Parameters
    ----------
    T_room, T_shield, T_bath : float and expression
        Temperatures of the vessel, the shield and the bath [K].
    to_shield, to_bath : expression
        Heat that reaches each of them from the next warmer one [W].
    scale : float
        Width of an arrow for one watt.

    Returns
    -------
    list of Artist
        Last the three arrows: heat to the shield, heat to the bath, and gas that leaves, as wide as the heat that makes it.
    """
    warm, middle, cold = TEMPERATURE(T_room), TEMPERATURE(T_shield), TEMPERATURE(T_bath)
    parts: list[Artist] = []
    for low, high in RINGS:
        parts += [
            _frame(0, low, 7, high, 0.13, warm),
            _frame(0.28, low + 0.28, 6.72, high - 0.28, 0.13, middle),
            rectangle(1.9, low + 0.62, 6.35, high - 0.62, color="cold", opacity=0.35),
            _frame(1.9, low + 0.62, 6.35, high - 0.62, 0.08, cold),
            *(rectangle(left, low + 0.8, left + 0.6, high - 0.8, color="grey", outline="ink") for left in (2.1, 3.85, 5.55)),
        ]
    return [
        *parts,
        *(rectangle(side, 4.5, side + 0.08, 5.85, color="muted") for side in (3.17, 3.55)),
        rectangle(5.55, 5.2, 6.25, 6.1, color="grey", outline="ink"),
        rectangle(5.78, 4.8, 6.02, 5.2, color=middle),
        arrow((-2.6, 4.2), "right", 2.85, scale * to_shield, color="hot"),
        arrow((0.45, 4.2), "right", 1.4, scale * to_bath, color="hot", outline="hot"),
        arrow((3.4, 5.9), "up", 1.2, scale * to_bath, color="cold", outline="cold"),
    ]


def _frame(left: float, bottom: float, right: float, top: float, wall: float, color: Any) -> Shape:
    """The wall of a closed vessel: around its outside, and through a slit of no width around its inside."""
    near, far, floor, ceiling = left + wall, right - wall, bottom + wall, top - wall
    outside = [(left, bottom), (left, top), (right, top), (right, bottom), (near, bottom)]
    return Shape([*outside, (near, floor), (far, floor), (far, ceiling), (near, ceiling), (near, bottom)], color=color)
