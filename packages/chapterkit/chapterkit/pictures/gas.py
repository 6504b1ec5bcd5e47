"""A portion of gas that expands: against a piston, through a valve, into an empty box."""

from __future__ import annotations

from typing import Any

import sympy as sp
from livefigure import Artist, Parcels, arrow, rectangle, scattered

from chapterkit.scales import TEMPERATURE

__all__ = ["gas_in_a_box", "gas_through_a_valve", "gas_with_a_piston"]

WALL = 0.1  # thick
MOLECULES, DEEP, EDGE = 14, 3, 0.5  # in a portion of gas; how deep the portion is, and where it begins
LONGEST = 170  # times, to which a portion of gas can grow in a drawing: it is then four times as long


def gas_with_a_piston(growth: Any, T: Any, liquid: Any, work: Any) -> list[Artist]:
    """A portion of gas that pushes a piston, its molecules, and an arrow as wide as the work that it does.

    For a panel with ``equal=True``, ``axes=False``, `x` from 0 to 10 and `y` from -1.5 to 4.5. A portion is drawn longer by as much for each doubling of
    its volume. The rims of its molecules are as wide as their pull reaches.

    Parameters
    ----------
    growth : expression
        Volume over that at the start, 1 to 170.
    T : expression
        Temperature [K].
    liquid : expression
        Share that is liquid, from 0 to 1.
    work : expression
        As the width of its arrow; negative would point inward.
    """
    face = EDGE + _length(growth)
    return [
        _fill(EDGE, face, T),
        *_molecules(EDGE, _length(growth), T, liquid),
        *_walls(EDGE - 0.1, 6.2),
        rectangle(EDGE - 0.1, 0, EDGE, DEEP, color="muted"),
        rectangle(face + 0.3, 1.35, 7.3, 1.65, color="grey"),
        rectangle(face, 0.03, face + 0.3, DEEP - 0.03, color="grey", outline="ink"),
        arrow((7.5, 1.5), "right", 2.2, work, color="work"),
    ]


def gas_through_a_valve(growth: Any, T_before: Any, T: Any, work_in: Any, work_out: Any) -> list[Artist]:
    """A portion of gas before and behind a valve, between its neighbours in grey, and arrows as wide as their work.

    For a panel as that of `gas_with_a_piston`, and with molecules as there.

    Parameters
    ----------
    growth : expression
        Volume behind the valve over that before, 1 to 170.
    T_before, T : expression
        Temperatures before and behind [K].
    work_in, work_out : expression
        What the gas behind does on the portion and what the portion does on the gas ahead, as the widths of their arrows.
    """
    valve, end = 3.2, 3.5 + _length(growth)
    return [
        rectangle(1.2, 0, 1.9, DEEP, color="grey", opacity=0.45),
        _fill(1.9, 3.2, T_before),
        *_molecules(1.9, 1.3, T_before),
        _fill(3.5, end, T),
        *_molecules(3.5, _length(growth), T),
        rectangle(end, 0, 8.8, DEEP, color="grey", opacity=0.15),
        *_walls(1.2, 8.8),
        *(rectangle(valve, low, valve + 0.3, high, color="grey", outline="ink") for low, high in ((0, 1.3), (1.7, DEEP))),
        arrow((0, 1.5), "right", 1.15, work_in, color="work"),
        arrow((8.85, 1.5), "right", 1.15, work_out, color="work"),
    ]


def gas_in_a_box(growth: Any, T: Any) -> list[Artist]:
    """A portion of gas in an empty box, behind a wall that is put further and further out without being pushed.

    For a panel as that of `gas_with_a_piston`, and with molecules as there.

    Parameters
    ----------
    growth : expression
        Volume over that at the start, 1 to 170.
    T : expression
        Temperature [K].
    """
    end = EDGE + _length(growth)
    return [
        _fill(EDGE, end, T),
        *_molecules(EDGE, _length(growth), T),
        *_walls(EDGE - 0.1, 6),
        *(rectangle(side, 0, side + 0.1, DEEP, color="muted") for side in (EDGE - 0.1, 5.9)),
        rectangle(end, 0, end + 0.05, DEEP, color="ink"),
    ]


def _length(growth: Any) -> Any:
    """How long a portion of gas is drawn: each doubling of its volume adds as much."""
    return 1.3 + 3.9 * sp.log(growth) / sp.log(LONGEST)


def _molecules(left: Any, length: Any, T: Any, liquid: Any = 0) -> list[Artist]:
    """A portion of gas as molecules, with rims as far as their pull reaches; `liquid` is the share that lies on the floor."""
    number = sp.Symbol("molecule", real=True)
    across = left + length * (0.1 + 0.8 * (number + sp.Rational(1, 2)) / MOLECULES)
    fallen = sp.Min(1, sp.Max(0, MOLECULES * liquid - number))
    height = DEEP * (0.1 + 0.8 * scattered(number)) * (1 - fallen) + 0.2 * fallen
    over = (number, MOLECULES)
    return [Parcels(across, height, over, "vdw", diameter=13), Parcels(across, height, over, TEMPERATURE(T), diameter=6.5)]


def _walls(left: Any, right: Any) -> list[Artist]:
    return [rectangle(left, low, right, low + WALL, color="muted") for low in (-WALL, DEEP)]


def _fill(left: Any, right: Any, T: Any) -> Artist:
    return rectangle(left, 0, right, DEEP, color=TEMPERATURE(T), opacity=0.25)
