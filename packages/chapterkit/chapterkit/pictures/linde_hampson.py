"""A plant that liquefies a gas by a coil and a valve."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp
from livefigure import Artist, Gradient, Parcels, Shape, rectangle

from chapterkit.scales import ALONG, TEMPERATURE

__all__ = ["liquefier"]

COIL, HIGH, LOW, HALF = 3.0, 0.75, -0.35, 0.13  # length of the coil; heights of its two pipes and half their width
WARM, VALVE, UP = -0.85, 3.75, 3.25  # where the gas leaves the compressor, turns down, and goes back up
FLOOR, TOP = -2.0, -0.75  # of the vessel


def liquefier(
    *, T_in: Any, T_valve: Any, T_out: Any, feed: Callable[[Any], Any], back: Callable[[Any], Any], filled: Any, flow: Any = None
) -> list[Artist]:
    """A compressor, a coil that gas passes both ways, a valve and a vessel for the liquid.

    For a panel with ``equal=True``, ``axes=False``, `x` from -1.9 to 5.2 and `y` from -2.05 to 1.3. The coil lies between 0 and 3, its warm end
    on the left; the feed is above, at 0.75, and the gas that comes back below, at -0.35.

    Parameters
    ----------
    T_in, T_valve, T_out : expression
        Temperatures of the room, before the valve and behind it [K].
    feed, back : callable
        Temperatures of the two streams in the coil, of a place that is 0 at its cold and 1 at its warm end [K].
    filled : expression
        Height of the liquid, as a share of the vessel.
    flow : expression, optional
        How many times the gas has passed the machine. With it the gas is drawn as parcels; they show its way, not its speed.
    """
    warm, cold = TEMPERATURE(T_in), TEMPERATURE(T_out)
    parts: list[Artist] = [
        Gradient((0, 0.2), (COIL, 0.2), 0.72, TEMPERATURE((feed(1 - ALONG) + back(1 - ALONG)) / 2), (ALONG, 0, 1)),
        *_pipes(warm, TEMPERATURE(T_valve), cold),
        *(Gradient((0, y), (COIL, y), 2 * HALF, TEMPERATURE(gas(1 - ALONG)), (ALONG, 0, 1)) for y, gas in ((HIGH, feed), (LOW, back))),
        rectangle(WARM - 0.9, LOW - 0.25, WARM, HIGH + 0.25, color="grey", opacity=0.6, outline="ink"),
        *(Shape([(VALVE - 0.26, y), (VALVE + 0.26, y), (VALVE, 0)], color="ink") for y in (0.26, -0.26)),
        rectangle(3.05, FLOOR, 4.65, TOP, color=cold, opacity=0.2, outline="ink"),
        rectangle(3.05, FLOOR, 4.65, FLOOR + (TOP - FLOOR) * filled, color="cold", opacity=0.8),
    ]
    return parts if flow is None else [*parts, *_gas(T_in, T_valve, T_out, feed, back, flow)]


def _pipes(warm: Any, chilled: Any, cold: Any) -> list[Artist]:
    """The pipes outside the coil."""
    return [
        rectangle(WARM, HIGH - HALF, 0, HIGH + HALF, color=warm),
        rectangle(WARM, LOW - HALF, 0, LOW + HALF, color=warm),
        rectangle(-0.5 - HALF, -1.3, -0.5 + HALF, LOW - HALF, color=warm),
        rectangle(COIL, HIGH - HALF, VALVE + HALF, HIGH + HALF, color=chilled),
        rectangle(VALVE - HALF, 0.26, VALVE + HALF, HIGH - HALF, color=chilled),
        rectangle(VALVE - HALF, TOP, VALVE + HALF, -0.26, color=cold),
        rectangle(UP - HALF, TOP, UP + HALF, LOW + HALF, color=cold),
        rectangle(COIL, LOW - HALF, UP - HALF, LOW + HALF, color=cold),
    ]


def _gas(T_in: Any, T_valve: Any, T_out: Any, feed: Callable[[Any], Any], back: Callable[[Any], Any], flow: Any) -> list[Artist]:
    """Parcels on their way to the valve and below it, and on their way back."""
    number = sp.Symbol("number_of_parcel", real=True)

    def share(count: int) -> Any:  # of its way that a parcel has behind it
        turns = number / count + flow
        return turns - sp.floor(turns)

    def inside(x: Any) -> Any:  # the place in the coil, and its nearer end for what is outside
        return 1 - sp.Min(1, sp.Max(0, x / COIL))

    there, here = (VALVE - WARM + HIGH - TOP) * share(24), (LOW - TOP + UP - WARM) * share(20)  # the two ways
    x = WARM + sp.Min(there, VALVE - WARM)
    down = sp.Max(0, there - (VALVE - WARM))
    T_there = sp.Piecewise((T_in, x < 0), (feed(inside(x)), x < COIL), (T_valve, down < HIGH), (T_out, True))
    x_back = UP - sp.Max(0, here - (LOW - TOP))
    T_here = sp.Piecewise((T_out, x_back > COIL), (back(inside(x_back)), x_back > 0), (T_in, True))
    return [
        Parcels(x, HIGH - down, (number, 24), TEMPERATURE(T_there)),
        Parcels(x_back, LOW - sp.Max(0, LOW - TOP - here), (number, 20), TEMPERATURE(T_here)),
    ]
