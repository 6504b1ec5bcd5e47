"""An orifice pulse tube, cut open."""

from __future__ import annotations

from typing import Any

import sympy as sp
from livefigure import Artist, Gradient, Parcels, Shape, arrow, rectangle, scattered

from chapterkit.scales import ALONG, TEMPERATURE

__all__ = ["orifice_pulse_tube"]

WALL = 0.05
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
