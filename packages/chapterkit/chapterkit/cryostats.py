"""Pictures of cryostats, cut open, as artists of `livefigure` that follow expressions."""

from __future__ import annotations

from typing import Any

import sympy as sp
from livefigure import Artist, Gradient, Shape, arrow, rectangle

from chapterkit.scales import TEMPERATURE

__all__ = ["current_lead", "magnet_cryostat"]

RINGS = ((0.0, 2.0), (3.2, 5.2))  # the two halves of a magnet that is cut along its bore, from below


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


def current_lead(
    *, T_warm: float, T_cold: float, T_along: Any, along: sp.Symbol, thickness: Any, entering: Any, leaving: Any, scale: float
) -> list[Artist]:
    """A lead that carries a current from a warm block to a cold one, with its temperature, and arrows as wide as the heat at its two ends.

    For a panel with ``equal=True``, ``axes=False``, `x` from -2.2 to 5.3 and `y` from -2.3 to 1.1; the lead lies between 0, its warm end, and 4.

    Parameters
    ----------
    T_warm, T_cold : float
        Temperatures of the blocks [K].
    T_along, along : expression and symbol
        Temperature of the lead at a place that is 0 at its warm and 1 at its cold end [K].
    thickness : expression
        Of the lead, up to 1.4.
    entering, leaving : expression
        Heat that comes in at the warm end, negative where it goes out there, and heat that leaves at the cold end [W].
    scale : float
        Width of an arrow for one watt.
    """
    return [
        rectangle(-0.6, -0.7, 0, 0.7, color=TEMPERATURE(T_warm)),
        rectangle(4, -0.7, 4.6, 0.7, color=TEMPERATURE(T_cold)),
        Gradient((0, 0), (4, 0), thickness, TEMPERATURE(T_along), (along, 0, 1)),
        arrow((-2.1, 0), "right", 1.4, scale * entering, color="hot"),
        arrow((4.3, -0.75), "down", 1.3, scale * leaving, color="cold"),
    ]
