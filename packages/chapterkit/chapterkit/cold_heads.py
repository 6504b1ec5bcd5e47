"""Pictures of coolers that one can buy, cut open, as artists of `livefigure` that follow expressions."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import sympy as sp
from livefigure import Artist, Gradient, Parcels, Shape, along, arrow, rectangle, scattered

from chapterkit.scales import TEMPERATURE

__all__ = ["brayton_sheet", "gifford_mcmahon_head", "orifice_pulse_tube"]

WALL = 0.05
DISPLACER = 1.4  # length, in strokes
VALVE, RADIUS = -0.7, 0.34  # middle of the rotary valve, and its size
COMPRESSOR = -1.75  # where both hoses begin
ALONG = sp.Symbol("along_part", real=True)
IN_PIPE = 0.2  # of the largest amount of gas, which a hose shows between compressor and valve


def _disc(x: float, y: float, radius: float, **look: Any) -> Shape:
    corners = [(x + radius * math.cos(k * math.pi / 10), y + radius * math.sin(k * math.pi / 10)) for k in range(20)]
    return Shape(corners, **look)


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


REGENERATOR, TUBE, HALF = 1.2, 2.4, 0.3  # lengths of the pulse tube's parts in its drawing, and half the height of its tube


def orifice_pulse_tube(
    *, T_hot: Any, T_cold: Any, piston: Any, behind: tuple[Any, Any], in_tube: tuple[Any, Any], over: tuple[sp.Symbol, int, int],
    heat_cold: float, heat_hot: float, heat_piston: float, work: float,
) -> list[Artist]:  # fmt: skip
    """A piston, a regenerator, a tube, an orifice and a reservoir in a row, with the gas in parcels.

    The cold exchanger is at 0, the regenerator left of it and the tube right of it; the picture is 1 high. For a panel with ``equal=True``,
    ``axes=False``, `x` from -3.8 to 3.95 and `y` from -1.1 to 1.45.

    Parameters
    ----------
    T_hot, T_cold : expression
        Temperatures of the ends [K].
    piston : expression
        Distance of the piston's face from the regenerator.
    behind : pair of expressions
        Where a parcel between the piston and the cold exchanger is, and its temperature: the place runs from below 0 in the tube, in its lengths, over 0 to
        1 in the regenerator, to more than 1, in the same unit as `piston` and with 1 added.
    in_tube : pair of expressions
        The same of a parcel in the tube, from 0 to 1 and beyond where it has left it.
    over : (symbol, count, count)
        The number of a parcel, and how many there are behind and in the tube.
    heat_cold, heat_hot, heat_piston, work : float
        Heat of one turn that enters at the cold exchanger and leaves at the two warm ones, and work, as widths of their arrows.
    """
    number, many, some = over
    warm, cold, grey = TEMPERATURE(T_hot), TEMPERATURE(T_cold), {"color": "grey", "outline": "ink"}
    spread = scattered(number) - sp.Rational(1, 2)
    at = behind[0]
    x = TUBE * sp.Max(0, -at) - REGENERATOR * sp.Min(1, sp.Max(0, at)) - sp.Max(0, at - 1)
    y = 0.5 + spread * sp.Piecewise((0.8, at > 0), (1.6 * HALF, True))
    squeezed = 1 - 0.85 * sp.Min(1, 14 * sp.Max(0, in_tube[0] - 1))
    face = -REGENERATOR - piston
    return [
        rectangle(face, 0, -REGENERATOR, 1, color=warm, opacity=0.25),
        Gradient((-REGENERATOR, 0.5), (0, 0.5), 1, TEMPERATURE(T_hot + (T_cold - T_hot) * ALONG), (ALONG, 0, 1), opacity=0.7),
        Gradient((0, 0.5), (TUBE, 0.5), 2 * HALF, TEMPERATURE(T_cold + (T_hot - T_cold) * ALONG), (ALONG, 0, 1), opacity=0.25),
        rectangle(TUBE, 0.44, TUBE + 0.5, 0.56, color=warm, opacity=0.25),
        rectangle(TUBE + 0.5, -0.05, TUBE + 1.45, 1.05, color=warm, opacity=0.2, outline="ink"),
        *(rectangle(-2.9, low, 0, low + WALL, color="muted") for low in (-WALL, 1)),
        *(rectangle(0, low, TUBE, low + WALL, color="muted") for low in (0.5 - HALF - WALL, 0.5 + HALF)),
        Parcels(x, y, (number, many), TEMPERATURE(behind[1])),
        Parcels(TUBE * in_tube[0], 0.5 + 1.6 * HALF * spread * squeezed, (number, some), TEMPERATURE(in_tube[1])),
        rectangle(face - 0.14, 0.01, face, 0.99, **grey),
        rectangle(-3.05, 0.45, face - 0.14, 0.55, color="grey"),
        *(rectangle(middle - 0.06, low, middle + 0.06, high, color=color, outline="ink", opacity=0.8)
          for middle, low, high, color in ((-REGENERATOR, 0, 1, warm), (0, 0, 1, cold), (TUBE, 0.5 - HALF, 0.5 + HALF, warm))),
        *(Shape([(TUBE + 0.12, y), (TUBE + 0.4, y), (TUBE + 0.26, 0.5 + tip)], color="ink") for y, tip in ((0.2, -0.05), (0.8, 0.05))),
        arrow((-3.75, 0.5), "right", 0.65, work, color="work"),
        arrow((-REGENERATOR, -0.1), "down", 0.65, heat_piston, color="hot"),
        arrow((0, -0.75), "up", 0.65, heat_cold, color="cold"),
        arrow((TUBE, 0.15), "down", 0.9, heat_hot, color="hot"),
    ]  # fmt: skip


LONG, HIGH, LOW, PIPE = 3.0, 0.8, -0.4, 0.09  # of the flow sheet: length and heights of the recuperator's streams, half their width
LEFT, RIGHT = -1.35, 4.05  # where the compressor and the expander stand


def brayton_sheet(
    temperatures: Mapping[str, Any], *, cooling: Any, compressor: Any, expander: Any, rejected: Any
) -> list[Artist]:  # fmt: skip
    """The flow sheet of a reverse Brayton cooler: compressor, aftercooler, recuperator, expander and load, with arrows for heats and works.

    The recuperator lies between 0 and 3. For a panel with ``equal=True``, ``axes=False``, `x` from -2.6 to 5.4 and `y` from -1.75 to 2.05. The
    stations 1 to 6 are near (-0.4, -0.4), (-1.35, 0.8), (-0.1, 0.8), (3.4, 0.8), (4.05, -0.4), (3.1, -0.4).

    Parameters
    ----------
    temperatures : mapping
        Of the stations, ``"1"`` to ``"6"`` [K].
    cooling, compressor, expander, rejected : expression
        Heat from the load, works of the two machines and heat of the aftercooler, as widths of their arrows; cooling is negative where there is none.
    """
    shade = {name: TEMPERATURE(T) for name, T in temperatures.items()}
    T = temperatures

    def stream(y: float, at_left: str, at_right: str) -> Gradient:
        return Gradient((0, y), (LONG, y), 2 * PIPE, TEMPERATURE(T[at_left] + (T[at_right] - T[at_left]) * ALONG), (ALONG, 0, 1))

    def pipe(x0: float, y0: float, x1: float, y1: float, station: str) -> Shape:
        return rectangle(min(x0, x1) - PIPE, min(y0, y1) - PIPE, max(x0, x1) + PIPE, max(y0, y1) + PIPE, color=shade[station])

    return [
        Gradient(
            (0, 0.2),
            (LONG, 0.2),
            0.95,
            TEMPERATURE((T["3"] + T["1"]) / 2 + (T["4"] + T["6"] - T["3"] - T["1"]) / 2 * ALONG),
            (ALONG, 0, 1),
            opacity=0.3,
        ),
        pipe(LEFT, LOW, -PIPE, LOW, "1"),
        pipe(LEFT, HIGH, -0.9, HIGH, "2"),
        pipe(LEFT, 0.5, LEFT, HIGH, "2"),
        pipe(-0.3, HIGH, -PIPE, HIGH, "3"),
        pipe(LONG + PIPE, HIGH, RIGHT, HIGH, "4"),
        pipe(RIGHT, 0.5, RIGHT, HIGH, "4"),
        pipe(3.75, LOW, RIGHT, LOW, "5"),
        pipe(LONG + PIPE, LOW, 3.3, LOW, "6"),
        stream(HIGH, "3", "4"),
        stream(LOW, "1", "6"),
        rectangle(-0.95, HIGH - 0.22, -0.3, HIGH + 0.22, color=TEMPERATURE(300), opacity=0.8, outline="ink"),
        rectangle(3.2, LOW - 0.22, 3.75, LOW + 0.22, color=shade["6"], opacity=0.8, outline="ink"),
        *(Shape([(x - 0.5, -0.25), (x + 0.5, -0.25), (x + 0.2, 0.6), (x - 0.2, 0.6)], color="grey", outline="ink") for x in (LEFT, RIGHT)),
        arrow((LEFT - 1.2, 0.15), "right", 0.75, compressor, color="work"),
        arrow((RIGHT + 0.5, 0.15), "right", 0.75, expander, color="work"),
        arrow((-0.62, HIGH + 0.27), "up", 0.75, rejected, color="hot"),
        arrow((3.475, LOW - 1.0), "up", 0.75, cooling, color="cold"),
    ]
