"""`Parcels`: many small round markers at places that one pair of expressions gives, such as parcels of a gas."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import sympy as sp

from livefigure.artists.base import Floats, Options, outside
from livefigure.artists.shapes import ZORDER, Shaded
from livefigure.colors import COLORS, color_of
from livefigure.compile import as_expression
from livefigure.own_symbol import own_symbol
from livefigure.protocol import Grid
from livefigure.scale import Shade

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from livefigure.panel import Panel
    from livefigure.snippet import Writer

MOST = 60  # more would cost a phone too much at each step


@functools.cache
def counted(count: int) -> sp.Dummy:
    """What parcels are numbered by, from 0 to `count` - 1: one symbol for all that are so many."""
    return own_symbol(f"number_of_{count}")


@functools.lru_cache(maxsize=64)
def _numbered(expression: sp.Basic, number: sp.Symbol, count: int) -> sp.Basic:
    """The expression with the symbol that all parcels share; each time anew it would take seconds for a picture with many minima and maxima."""
    return expression.subs(number, counted(count))


@dataclass(frozen=True)
class Parcels(Shaded):
    """Round markers, `count` of them; the place and the colour of each are expressions of its number.

    Parameters
    ----------
    x, y : expression
        Of the sliders and of the symbol in `over`. Where one does not exist, that marker is not shown.
    over : (symbol, count)
        The number of a parcel, from 0 to `count` - 1, and how many there are, 2 to 60.
    color : str or Shade
        A colour by its name, or ``scale(expression)`` for one that follows a value on a `ColorScale`.
    diameter : float
        Of a marker [points].
    label : str, optional
        Their name in the legend.
    """

    kind: ClassVar[str] = "parcels"
    legend_rank: ClassVar[int] = 2
    runs: ClassVar[bool] = True

    x: Any
    y: Any
    over: tuple[sp.Symbol, int]
    color: str | Shade = "ink"
    diameter: float = 7.0
    label: str | None = None

    def __post_init__(self) -> None:
        if isinstance(self.color, str):
            color_of(self.color)
        number, count = self.over
        if not 2 <= count <= MOST or count != int(count):
            raise ValueError(f"over of parcels must be a symbol and a whole number from 2 to {MOST}; got {count!r}")
        object.__setattr__(self, "over", (number, int(count)))

    @property
    def count(self) -> int:
        """How many there are."""
        return self.over[1]

    def grids(self) -> dict[sp.Symbol, Grid]:
        return {counted(self.count): {"low": 0.0, "high": self.count - 1.0, "log": False, "count": self.count}}

    def expressions(self, panel: Panel) -> dict[str, Any]:
        parts = {"x": self.x, "y": self.y} | ({"shade": self.color.value} if isinstance(self.color, Shade) else {})
        return {name: _numbered(as_expression(part), *self.over) for name, part in parts.items()}

    def _options(self) -> Options:
        # `s` is the area of a square around the marker; a thin edge in the colour of the page keeps neighbours apart.
        return {"s": self.diameter**2, "edgecolors": "#ffffff", "linewidths": 0.8, "zorder": ZORDER}

    def draw(self, ax: Axes, values: Mapping[str, Floats], gid: str, fill: Callable[[str], str]) -> None:
        x, y = (np.broadcast_to(values[axis], self.count).astype(float) for axis in "xy")
        hidden = ~(np.isfinite(x) & np.isfinite(y))
        # The browser needs an element for each: those that are not shown wait outside the axes, so far that their edges are not seen either.
        x, y = (np.where(hidden, away, at) for away, at in zip(outside(ax, 1), (x, y), strict=True))
        ax.scatter(x, y, c=self.colors(values, self.count), gid=gid, **self._options())

    def python(self, writer: Writer) -> Iterator[str]:
        parts = self.expressions(writer.panel)
        number = counted(self.count)
        x, y = (writer.array(parts[axis], like=number) for axis in "xy")
        color = f"c={writer.shade(Shade(parts['shade'], self.scale))}" if self.scale else f"c={COLORS[color_of(str(self.color))][0]!r}"
        label = {"label": self.label} if self.label else {}
        yield writer.call("scatter", x, y, color, **self._options(), **label)

    def legend(self) -> tuple[str, str] | None:
        if not self.label:
            return None
        color = f"var(--lf-{color_of(self.color)})" if isinstance(self.color, str) else "var(--lf-s12)"
        return f'<circle cx="15" cy="6" r="4" style="fill:{color}"/>', self.label
