"""`Band` and `Fill`: areas between two edges, and areas that curves enclose."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from livefigure.artists.base import Artist, Floats, Options, area_mark, or_just_outside
from livefigure.artists.curve import Curve
from livefigure.colors import COLORS, color_of
from livefigure.compile import as_expression

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from livefigure.panel import Panel
    from livefigure.snippet import Writer


class _Area(Artist):
    """What areas share: their look, and how one is drawn as a single closed path."""

    runs: ClassVar[bool] = True

    color: str
    label: str | None
    opacity: float

    def __post_init__(self) -> None:
        color_of(self.color)

    @property
    def _options(self) -> Options:
        label = {"label": self.label} if self.label else {}
        return {"facecolor": COLORS[color_of(self.color)][0], "alpha": self.opacity, "linewidth": 0, **label}

    def _draw_outline(self, ax: Axes, x: Floats, y: Floats, gid: str) -> None:
        exists = np.isfinite(x) & np.isfinite(y)
        x, y = or_just_outside(ax, x[exists], y[exists]) if exists.any() else or_just_outside(ax, np.nan, np.nan)
        # An area needs fewer points than a line; the browser draws all of them.
        kept = np.r_[0 : len(x) : 4, len(x) - 1]
        ax.fill(x[kept], y[kept], gid=gid, zorder=1, **self._options)

    def legend(self) -> tuple[str, str] | None:
        if not self.label:
            return None
        return area_mark(self.color, self.opacity), self.label


@dataclass(frozen=True)
class Band(_Area):
    """The area between `lower` and `upper` along the figure's `x`, named in the legend where `label` is given."""

    kind: ClassVar[str] = "band"

    lower: Any
    upper: Any
    color: str = "muted"
    label: str | None = None
    opacity: float = 0.22

    def expressions(self, panel: Panel) -> dict[str, Any]:
        if panel.x is None:
            raise ValueError(f"x of the figure must be given where it has a band; got None for {self}")
        return {"x": panel.x[0], "lower": self.lower, "upper": self.upper}

    def draw(self, ax: Axes, values: Mapping[str, Floats], gid: str, fill: Callable[[str], str]) -> None:
        x, lower, upper = np.broadcast_arrays(values["x"], values["lower"], values["upper"])
        exists = ~(np.isnan(lower) | np.isnan(upper))
        x, lower, upper = x[exists], lower[exists], upper[exists]
        self._draw_outline(ax, np.concatenate([x, x[::-1]]), np.concatenate([lower, upper[::-1]]), gid)

    def python(self, writer: Writer) -> Iterator[str]:
        assert writer.panel.x is not None  # `expressions` has refused it
        x = as_expression(writer.panel.x[0])
        edges = (writer.array(as_expression(edge), like=x) for edge in (self.lower, self.upper))
        yield writer.call("fill_between", writer.number(x), *edges, **self._options)


@dataclass(frozen=True)
class Fill(_Area):
    """The area that curves enclose when they are walked one after the other, given by their labels."""

    kind: ClassVar[str] = "fill"

    curves: Sequence[str]
    color: str = "green"
    label: str | None = None
    opacity: float = 0.18

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.curves:
            raise ValueError(f"curves of a fill must be the names of one or more; got {self.curves!r}")

    def _edges(self, panel: Panel) -> list[Curve]:
        for label in self.curves:
            if label not in panel.curves:
                raise ValueError(f"{label} in a fill is none of the curves beside it: {', '.join(panel.curves)}")
        return [panel.curves[label] for label in self.curves]

    def expressions(self, panel: Panel) -> dict[str, Any]:
        return {f"{axis}{k}": getattr(edge, axis) for k, edge in enumerate(self._edges(panel)) for axis in "xy"}

    def draw(self, ax: Axes, values: Mapping[str, Floats], gid: str, fill: Callable[[str], str]) -> None:
        edges = [np.broadcast_arrays(*(np.atleast_1d(values[f"{axis}{k}"]) for axis in "xy")) for k in range(len(self.curves))]
        x, y = (np.concatenate(parts) for parts in zip(*edges, strict=True))
        self._draw_outline(ax, x, y, gid)

    def python(self, writer: Writer) -> Iterator[str]:
        edges = [f"[{writer.array(edge.x, like=edge.y)}, {writer.array(edge.y, like=edge.x)}]" for edge in self._edges(writer.panel)]
        outline = writer.local("outline")
        yield f"{outline} = np.concatenate([{', '.join(edges)}], axis=1)"
        yield writer.call("fill", f"*{outline}[:, np.isfinite({outline}).all(axis=0)]", **self._options)
