"""A cutaway of a cryocooler on its load, as artists of `livefigure`."""

from __future__ import annotations

from typing import Any

import sympy as sp
from livefigure import Artist, Gradient, Shape, arrow, rectangle

from chapterkit.scales import TEMPERATURE

__all__ = ["cooler_on_its_load"]


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
