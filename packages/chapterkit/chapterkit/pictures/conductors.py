"""What leads heat to the cold end: a support with a shield clamped to it, and a lead that carries a current."""

from __future__ import annotations

from typing import Any

import sympy as sp
from livefigure import Artist, Gradient, arrow, rectangle

from chapterkit.scales import TEMPERATURE

__all__ = ["current_lead", "shielded_support"]


def shielded_support(*, T_cold: float, T_hot: float, T_shield: Any, place: Any, arriving: Any, passing: Any, scale: float) -> list[Artist]:
    """A support between a warm wall and a cold body, with a shield clamped to it, and arrows as wide as the heat that flows.

    For a panel with ``equal=True``, ``axes=False``, `x` from -0.6 to 4.6 and `y` from -1.6 to 1.1; the cold body is on the left, at 0.

    Parameters
    ----------
    T_cold, T_hot, T_shield : float and expression
        Temperatures [K].
    place : expression
        Of the shield, as a fraction of the support's length from the cold end.
    arriving, passing : expression
        Heat that reaches the shield from the warm end, and that passes on to the cold end [W]. What it takes up is the difference; where that
        is negative, its arrow points upward.
    scale : float
        Width of an arrow for one watt.
    """
    along, clamp = sp.Symbol("along", real=True), 4 * place
    return [
        rectangle(-0.5, -0.7, 0, 0.7, color=TEMPERATURE(T_cold)),
        rectangle(4, -0.7, 4.5, 0.7, color=TEMPERATURE(T_hot)),
        Gradient((0, 0), (clamp, 0), 0.3, TEMPERATURE(T_cold + (T_shield - T_cold) * along), (along, 0, 1)),
        Gradient((clamp, 0), (4, 0), 0.3, TEMPERATURE(T_shield + (T_hot - T_shield) * along), (along, 0, 1)),
        rectangle(clamp - 0.06, -0.7, clamp + 0.06, 0.7, color=TEMPERATURE(T_shield), outline="ink"),
        arrow((4, 0.45), "left", 0.6, scale * arriving, color="hot"),
        arrow((clamp - 0.08, 0.45), "left", 0.6, scale * passing, color="hot"),
        arrow((clamp, -0.75), "down", 0.7, scale * (arriving - passing), color="cold"),
        arrow((-0.25, -0.75), "down", 0.7, scale * passing, color="cold"),
    ]


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
