"""`Line`: a straight marker across the axes, and its name at the end of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from livefigure.artists.base import Artist, Floats, Options
from livefigure.artists.words import Wish, Words
from livefigure.colors import COLORS, DASHES, check_dash, color_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from livefigure.panel import Panel
    from livefigure.snippet import Writer


@dataclass(frozen=True)
class Line(Artist):
    """A straight marker across the axes at ``x`` or at ``y``, with an optional name at its end, on either side of it."""

    kind: ClassVar[str] = "line"

    x: Any = None
    y: Any = None
    text: str | None = None
    color: str = "muted"
    dash: str = "dotted"
    other_side: bool = False

    def __post_init__(self) -> None:
        color_of(self.color)
        check_dash(self.dash)
        if (self.x is None) == (self.y is None):
            raise ValueError(f"x or y of a line must be given, one of the two; got x={self.x!r}, y={self.y!r}")

    @property
    def at(self) -> Any:
        """The expression where it crosses its axis."""
        return self.y if self.x is None else self.x

    @property
    def _options(self) -> Options:
        dashes = {"dashes": DASHES[self.dash]} if DASHES[self.dash] else {}
        return {"color": COLORS[color_of(self.color)][0], "linewidth": 1, **dashes}

    def expressions(self, panel: Panel) -> dict[str, Any]:
        return {"y" if self.x is None else "x": self.at}

    def companions(self) -> Iterator[Artist]:
        if self.text:
            yield LineName(self)

    def draw(self, ax: Axes, values: Mapping[str, Floats], gid: str, fill: Callable[[str], str]) -> None:
        ((axis, at),) = values.items()
        draw = ax.axvline if axis == "x" else ax.axhline
        draw(float(at), gid=gid, zorder=2, **self._options)

    def python(self, writer: Writer) -> Iterator[str]:
        yield writer.call("axhline" if self.x is None else "axvline", writer.number(self.at), **self._options)


@dataclass(frozen=True)
class LineName(Words):
    """The name at a line's top or right end: left of a vertical line and above a level one, or on the other side."""

    kind: ClassVar[str] = "edge"

    line: Line

    @property
    def words(self) -> str:
        return self.line.text or ""

    @property
    def wish(self) -> Wish:
        if self.line.x is not None:
            return Wish(11 if self.line.other_side else -4, -4, "end", 9, turned=True)
        return Wish(-4, -11 if self.line.other_side else 4, "end", 9)

    @property
    def _options(self) -> Options:
        vertical = self.line.x is not None
        return {
            "xycoords": ("data", "axes fraction") if vertical else ("axes fraction", "data"),
            "xytext": (self.wish.right, self.wish.up), "textcoords": "offset points", "ha": "right", "va": "baseline",
            "color": COLORS[color_of(self.line.color)][0], "fontsize": self.wish.size, "annotation_clip": False, "rotation_mode": "anchor",
            **({"rotation": 90} if vertical else {}),
        }  # fmt: skip

    def expressions(self, panel: Panel) -> dict[str, Any]:
        return self.line.expressions(panel)

    def draw(self, ax: Axes, values: Mapping[str, Floats], gid: str, fill: Callable[[str], str]) -> None:
        ((axis, at),) = values.items()
        ax.annotate(fill(self.words), (float(at), 1) if axis == "x" else (1, float(at)), gid=gid, **self._options)

    def python(self, writer: Writer) -> Iterator[str]:
        at = writer.number(self.line.at)
        yield writer.call("annotate", writer.text(self.words), f"(1, {at})" if self.line.x is None else f"({at}, 1)", **self._options)
