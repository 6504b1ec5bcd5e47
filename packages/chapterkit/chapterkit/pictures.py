"""Pictures of machines for several figures: the parts as artists of `livefigure`, placed by the expressions that they follow."""

from __future__ import annotations

from typing import Any

import sympy as sp
from livefigure import Artist, Gradient, Parcels, arrow, rectangle, scattered

from chapterkit.scales import TEMPERATURE

__all__ = ["gas_in_a_box", "gas_through_a_valve", "gas_with_a_piston", "shielded_support", "two_ledgers", "two_pistons"]

WALL, PISTON, ROD = 0.05, 0.12, 1.35  # thick, thick, and as far from the regenerator as the rods and walls reach, in strokes
MOLECULES, DEEP, EDGE = 14, 3, 0.5  # in a portion of gas; how deep the portion is, and where it begins
LONGEST = 170  # times, to which a portion of gas can grow in a drawing: it is then four times as long


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


def two_ledgers(*, T_cold: Any, T_hot: float, work: Any, scale: float) -> list[Artist]:
    """A cooler drawn twice between two temperatures: with its energies on the left, with its entropies on the right.

    One joule is taken up. An entropy is drawn as wide as the heat that it would be at `T_hot`, so that the arrows at the hot end are alike. For a panel
    with ``equal=True``, ``axes=False``, `x` from -5 to 4 and `y` from -2.2 to 2.2; the boxes stand at -2.2 and 2.2.

    Parameters
    ----------
    T_cold, T_hot : expression and float
        Temperatures of the ends [K].
    work : expression
        For each joule taken up [J].
    scale : float
        Width of an arrow for one joule.
    """
    parts: list[Artist] = []
    for middle in (-2.2, 2.2):
        parts += [
            rectangle(middle - 1.5, 1.75, middle + 1.5, 2.0, color=TEMPERATURE(T_hot)),
            rectangle(middle - 1.5, -2.0, middle + 1.5, -1.75, color=TEMPERATURE(T_cold)),
        ]
    taken = {-2.2: scale, 2.2: scale * T_hot / T_cold}
    for middle, width in taken.items():
        parts += [
            arrow((middle, -1.75), "up", 1.0, width, color="cold"),
            arrow((middle, 0.75), "up", 1.0, scale * (1 + work), color="hot"),
        ]
    parts.append(arrow((-4.3, 0), "right", 1.1, scale * work, color="work"))
    return [*parts, *(rectangle(middle - 1, -0.75, middle + 1, 0.75, color="grey", opacity=0.35, outline="ink") for middle in taken)]


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
    return [rectangle(left, low, right, low + 2 * WALL, color="muted") for low in (-2 * WALL, DEEP)]


def _fill(left: Any, right: Any, T: Any) -> Artist:
    return rectangle(left, 0, right, DEEP, color=TEMPERATURE(T), opacity=0.25)


def gas_with_a_piston(growth: Any, T: Any, liquid: Any, work: Any) -> list[Artist]:
    """A portion of gas that pushes a piston, its molecules, and an arrow as wide as the work that it does.

    For a panel with ``equal=True``, ``axes=False``, `x` from 0 to 10 and `y` from -1.5 to 4.5; so are the other two pictures. A portion is drawn
    longer by as much for each doubling of its volume. The rims of its molecules are as wide as their pull reaches.

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
