"""`Curve`: a line along the figure's `x`, or along a parameter of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar

import sympy as sp

from livefigure.artists.base import Artist, Floats, Options, Placed, check_anchor, or_just_outside
from livefigure.artists.words import CurveName
from livefigure.colors import COLORS, DASHES, check_dash, color_of
from livefigure.compile import as_expression
from livefigure.own_symbol import own_symbol

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from livefigure.panel import Panel
    from livefigure.protocol import FigureLike
    from livefigure.snippet import Writer

# What a curve with a parameter of its own runs along, from 0 to 1.
ALONG = own_symbol("u")


@dataclass(frozen=True)
class Curve(Artist):
    """A line: `y` along the figure's `x`, or `x` and `y` along a parameter of its own.

    over : (symbol, low, high)
        The parameter of a curve that does not follow the figure's axis; low and high may be expressions of the sliders.
    label_at : expression, optional
        Where along `x` (or the parameter) the curve's name rides; without it the name stands in the legend.
    """

    kind: ClassVar[str] = "curve"
    legend_rank: ClassVar[int] = 0
    runs: ClassVar[bool] = True

    y: Any
    x: Any = None
    over: tuple[sp.Symbol, Any, Any] | None = None
    color: str | None = None
    dash: str | None = None
    width: float = 1.8
    label_at: Any = None
    label_offset: tuple[float, float] = (4, 5)
    anchor: str = "start"
    name: str = ""

    def __post_init__(self) -> None:
        if self.color is not None:
            color_of(self.color)
        if self.dash is not None:
            check_dash(self.dash)
        check_anchor(self.anchor)
        if self.over is not None and self.x is None:
            raise ValueError("x of a curve must be given where it runs along a parameter of its own; got None")

    def along(self, axis: sp.Symbol | None, name: str, look: tuple[str, str]) -> Curve:
        """The curve on a panel: `x`, `y` and `label_at` as expressions of what it runs along, with its name and a look of its own."""
        if self.over is not None:
            parameter, low, high = self.over
            path = {parameter: low + (high - low) * ALONG}
        elif axis is not None:
            parameter, path = axis, {}
        else:
            raise ValueError(f"x of the figure must be given where a curve has no parameter of its own; got None for {self.y}")
        x, y = as_expression(axis if self.x is None else self.x), as_expression(self.y)
        at = None if self.label_at is None else tuple(part.subs(parameter, as_expression(self.label_at)) for part in (x, y))
        dash = self.dash or (look[1] if self.color is None else "solid")
        return replace(self, x=x.subs(path), y=y.subs(path), label_at=at, name=name, color=self.color or look[0], dash=dash)

    @property
    def _color(self) -> str:
        return color_of(self.color or "ink")

    @property
    def _dashes(self) -> tuple[float, ...]:
        return DASHES[self.dash or "solid"]

    @property
    def _options(self) -> Options:
        dashes = {"dashes": self._dashes} if self._dashes else {}
        return {"color": COLORS[self._color][0], "linewidth": self.width, **dashes}

    def expressions(self, panel: Panel) -> dict[str, Any]:
        return {"x": self.x, "y": self.y}

    def companions(self) -> Iterator[Artist]:
        if self.label_at is not None:
            x, y = self.label_at
            yield CurveName(x, y, self.name, self._color, self.label_offset, self.anchor, along=(self.x, self.y))

    def draw(self, ax: Axes, values: Mapping[str, Floats], gid: str, fill: Callable[[str], str]) -> None:
        ax.plot(*or_just_outside(ax, values["x"], values["y"]), gid=gid, label=self.name, zorder=3, **self._options)

    def python(self, writer: Writer) -> Iterator[str]:
        label = {"label": self.name} if self.legend() else {}
        yield writer.call("plot", writer.array(self.x, like=self.y), writer.array(self.y, like=self.x), **self._options, **label)

    def browser(self, placed: Placed, figure: FigureLike) -> dict[str, Any]:
        """Its name, for readers who read off values."""
        return {"name": self.name} if figure.panels[placed.panel].axes else {}

    def legend(self) -> tuple[str, str] | None:
        if self.label_at is not None or self.name.startswith("_"):
            return None
        dashes = " ".join(map(str, self._dashes)) or "none"
        style = f"stroke:var(--lf-{self._color});stroke-width:{self.width};stroke-dasharray:{dashes}"
        return f'<line x1="1" x2="29" y1="6" y2="6" style="{style}"/>', self.name
