"""What a cooler takes up and gives off, as energy and as entropy."""

from __future__ import annotations

from typing import Any

from livefigure import Artist, arrow, rectangle

from chapterkit.scales import TEMPERATURE

__all__ = ["two_ledgers"]


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
