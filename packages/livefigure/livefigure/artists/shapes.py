"""`Shape`: a closed area whose corners move; `Gradient`: a bar with a colour of its own at each place. Pictures of machines are made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import sympy as sp

from livefigure.artists.base import Artist, Floats, Options, Placed, area_mark, or_just_outside
from livefigure.colors import COLORS, color_of
from livefigure.compile import as_expression
from livefigure.own_symbol import own_symbol
from livefigure.protocol import Grid
from livefigure.scale import ColorScale, Shade

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from livefigure.panel import Panel
    from livefigure.protocol import FigureLike
    from livefigure.snippet import Writer

Corner = tuple[Any, Any]
CELLS = 16
ZORDER = 2  # of all parts of a picture: they lie on one another in the order in which they are given
# What a gradient runs along: the middles of its cells, as shares of its length.
ALONG_BAR = own_symbol("along")


class Shaded(Artist):
    """What parts of a picture share: a colour by its name, or one that follows a value on a scale."""

    color: str | Shade

    @property
    def scale(self) -> ColorScale | None:
        """The scale of its colours, for the key under the figure."""
        return self.color.scale if isinstance(self.color, Shade) else None

    def colors(self, values: Mapping[str, Floats], count: int = 1) -> list[str]:
        """The colours of so many parts, on a light page."""
        if isinstance(self.color, Shade):
            return self.color.scale.colors(np.broadcast_to(values["shade"], count))
        return [COLORS[color_of(self.color)][0]] * count

    def browser(self, placed: Placed, figure: FigureLike) -> dict[str, Any]:
        return {"scale": [self.scale.low, self.scale.high]} if self.scale else {}


@dataclass(frozen=True)
class Shape(Shaded):
    """A closed area whose corners are expressions: a wall, a piston, the gas between them, an arrow.

    Parameters
    ----------
    corners : sequence of (x, y)
        At least three, each an expression of the sliders, in order around the area.
    color : str or Shade
        A colour by its name, or ``scale(expression)`` for one that follows a value on a `ColorScale`.
    opacity : float
    outline : str, optional
        The colour of a thin line around it.
    label : str, optional
        Its name in the legend.
    """

    kind: ClassVar[str] = "shape"

    corners: Sequence[Corner]
    color: str | Shade = "muted"
    opacity: float = 1.0
    outline: str | None = None
    label: str | None = None

    def __post_init__(self) -> None:
        if len(self.corners) < 3:
            raise ValueError(f"corners of a shape must be at least three; got {len(self.corners)}")
        if isinstance(self.color, str):
            color_of(self.color)
        if self.outline is not None:
            color_of(self.outline)

    def expressions(self, panel: Panel) -> dict[str, Any]:
        places = {f"{axis}{k}": value for k, corner in enumerate(self.corners) for axis, value in zip("xy", corner, strict=True)}
        return places | ({"shade": self.color.value} if isinstance(self.color, Shade) else {})

    def _options(self, facecolor: Any) -> Options:
        edge = {"edgecolor": COLORS[color_of(self.outline)][0], "linewidth": 0.8} if self.outline else {"linewidth": 0}
        return {"facecolor": facecolor, **({"alpha": self.opacity} if self.opacity != 1 else {}), **edge}

    def draw(self, ax: Axes, values: Mapping[str, Floats], gid: str, fill: Callable[[str], str]) -> None:
        x, y = (np.array([float(values[f"{axis}{k}"]) for k in range(len(self.corners))]) for axis in "xy")
        if not (np.isfinite(x) & np.isfinite(y)).all():
            x, y = or_just_outside(ax, np.nan, np.nan)
        ax.fill(x, y, gid=gid, zorder=ZORDER, **self._options(self.colors(values)[0]))

    def python(self, writer: Writer) -> Iterator[str]:
        x, y = (f"[{', '.join(writer.number(as_expression(corner[axis])) for corner in self.corners)}]" for axis in (0, 1))
        label = {"label": self.label} if self.label else {}
        options = self._options(None) | label | {"zorder": ZORDER}
        if isinstance(self.color, Shade):
            options.pop("facecolor")
            yield writer.call("fill", x, y, f"facecolor={writer.shade(self.color)}", **options)
        else:
            yield writer.call("fill", x, y, **options | {"facecolor": COLORS[color_of(self.color)][0]})

    def legend(self) -> tuple[str, str] | None:
        if not self.label or not isinstance(self.color, str):
            return None
        return area_mark(self.color, self.opacity), self.label


@dataclass(frozen=True)
class Gradient(Shaded):
    """A straight bar whose colour differs along it, such as a regenerator with its temperatures.

    Parameters
    ----------
    start, end : (x, y)
        The middles of its two ends.
    thickness : expression
        Its extent across, in the unit of the other axis: it must lie along `x` or along `y`.
    color : Shade
        ``scale(expression)``; the expression may hold the symbol in `over`.
    over : (symbol, low, high)
        What the colour runs along: the symbol's values at `start` and at `end`.
    """

    kind: ClassVar[str] = "gradient"
    runs: ClassVar[bool] = True

    start: Corner
    end: Corner
    thickness: Any
    color: Shade
    over: tuple[sp.Symbol, Any, Any]
    opacity: float = 1.0

    def __post_init__(self) -> None:
        if not isinstance(self.color, Shade):
            raise ValueError(f"color of a gradient must be a value on a colour scale; got {self.color!r}")
        level = [sp.simplify(as_expression(a) - as_expression(b)) == 0 for a, b in zip(self.start, self.end, strict=True)]
        if sum(level) != 1:
            raise ValueError(f"start and end of a gradient must differ along one axis; got {self.start} and {self.end}")

    def grids(self) -> dict[sp.Symbol, Grid]:
        return {ALONG_BAR: {"low": 0.5 / CELLS, "high": 1 - 0.5 / CELLS, "log": False, "count": CELLS}}

    def _value(self) -> Any:
        symbol, low, high = self.over
        return as_expression(self.color.value).subs(symbol, low + (high - low) * ALONG_BAR)

    def expressions(self, panel: Panel) -> dict[str, Any]:
        (x0, y0), (x1, y1) = self.start, self.end
        return {"x0": x0, "y0": y0, "x1": x1, "y1": y1, "thickness": self.thickness, "shade": self._value()}

    @staticmethod
    def cells(values: Mapping[str, Floats]) -> tuple[Floats, Floats]:
        """The corners of all cells, two arrays of shape (cells, 4); as ``cells`` in js/shades.js."""
        x0, y0, x1, y1, thickness = (float(values[name]) for name in ("x0", "y0", "x1", "y1", "thickness"))
        edges = np.arange(CELLS + 1) / CELLS
        x, y = x0 + (x1 - x0) * edges, y0 + (y1 - y0) * edges
        across = (thickness / 2, 0.0) if x0 == x1 else (0.0, thickness / 2)
        return tuple(
            np.column_stack([at[:-1] - half, at[1:] - half, at[1:] + half, at[:-1] + half]) for at, half in zip((x, y), across, strict=True)
        )  # type: ignore[return-value]

    def draw(self, ax: Axes, values: Mapping[str, Floats], gid: str, fill: Callable[[str], str]) -> None:
        from matplotlib.collections import PolyCollection

        x, y = self.cells(values)
        colors = self.colors(values, CELLS)
        look: Options = {
            "facecolors": colors,
            "edgecolors": colors,
            "linewidths": 0.4,
            "alpha": self.opacity,
        }  # without edges, gaps would show
        ax.add_collection(PolyCollection(np.stack([x, y], axis=2), gid=gid, zorder=ZORDER, **look), autolim=False)  # type: ignore[arg-type]

    def python(self, writer: Writer) -> Iterator[str]:
        level = as_expression(self.start[1]) == as_expression(self.end[1])
        axis = 0 if level else 1  # along which it lies
        first, last = (as_expression(corner[axis]) for corner in (self.start, self.end))
        bar, begin, across = ("barh", "left", "height") if level else ("bar", "bottom", "width")
        yield writer.call(
            bar, writer.number(self.start[1 - axis]), f"{across}={writer.number(self.thickness)}",
            f"{'width' if level else 'height'}={writer.number((last - first) / CELLS)}",
            f"{begin}={writer.number(first + (last - first) * (ALONG_BAR - sp.Float(0.5 / CELLS)))}",
            f"color={writer.shade(Shade(self._value(), self.color.scale))}", **({"alpha": self.opacity} if self.opacity != 1 else {}), zorder=ZORDER,
        )  # fmt: skip


def rectangle(left: Any, bottom: Any, right: Any, top: Any, **look: Any) -> Shape:
    """A `Shape` with four right angles; `look` is what a shape takes beside its corners."""
    return Shape([(left, bottom), (right, bottom), (right, top), (left, top)], **look)


def arrow(start: tuple[Any, Any], direction: str, length: float, width: Any, **look: Any) -> Shape:
    """A `Shape` that points right, left, up or down and is as wide as a quantity.

    Parameters
    ----------
    start : (x, y)
        The middle of its blunt end.
    direction : {"right", "left", "up", "down"}
    length : float
        From end to tip.
    width : expression
        Of its shaft; where it is negative the arrow points from its tip's place back to `start`, and where it is zero nothing is seen. So arrows with
        one scale of widths compare heats or works by eye. Widths of upright and of level arrows compare where the panel has ``equal=True``.
    **look
        What a shape takes beside its corners.

    Raises
    ------
    ValueError
        For another direction, or a length that is not positive.
    """
    ways = {"right": (1, 0), "left": (-1, 0), "up": (0, 1), "down": (0, -1)}
    if direction not in ways:
        raise ValueError(f"direction must be one of {', '.join(ways)}; got {direction!r}")
    if not length > 0:
        raise ValueError(f"length of an arrow must be positive; got {length!r}")
    width = as_expression(width)
    size, sign = sp.Abs(width), sp.sign(width)
    head = sp.Min(size, length / 2)  # of its head, from where it widens to the tip
    # Along and across the arrow; turned about its middle where the width is negative.
    outline = [(0, 0.5), (length - head, 0.5), (length - head, 1), (length, 0), (length - head, -1), (length - head, -0.5), (0, -0.5)]
    right, up = ways[direction]
    corners = []
    for far, wide in outline:
        ahead = sp.Rational(1, 2) * length + sign * (far - sp.Rational(1, 2) * length)
        corners.append((start[0] + right * ahead - up * wide * size, start[1] + up * ahead + right * wide * size))
    return Shape(corners, **look)
