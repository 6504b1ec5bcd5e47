"""The flow sheet of a reverse Brayton cooler."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from livefigure import Artist, Gradient, Shape, arrow, rectangle

from chapterkit.scales import ALONG, TEMPERATURE

__all__ = ["brayton_sheet"]

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
