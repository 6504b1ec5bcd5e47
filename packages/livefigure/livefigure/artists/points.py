"""`Point`: a marker that follows the sliders; `Data`: published values, which stay."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import sympy as sp

from livefigure.artists.base import ALIGN, Artist, Floats, Options, Placed, check_anchor, open_mark, or_just_outside
from livefigure.artists.curve import ALONG
from livefigure.artists.words import Invitation, Label
from livefigure.colors import COLORS, color_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from livefigure.panel import Panel
    from livefigure.protocol import FigureLike
    from livefigure.snippet import Writer


@dataclass(frozen=True)
class Point(Artist):
    """One marker at (`x`, `y`); `text` stands beside it and may hold slots such as ``{coldest}``.

    With ``drag=True`` the reader can take hold of it: `x`, `y` or both are then symbols of sliders, or multiples of them. With a slider's symbol
    for `drag` it is drawn along the path that it takes when that slider moves, such as once around a cycle.
    `invite` are words such as "drag me", beside it until the reader does so.
    Points and labels with the same `tag` light up together where the reader points at one of them, such as a station and its state.
    """

    kind: ClassVar[str] = "point"

    x: Any
    y: Any
    text: str | None = None
    color: str = "ink"
    marker: str = "o"
    offset: tuple[float, float] = (7, 5)
    anchor: str = "start"
    open: bool = False
    drag: bool | sp.Symbol = False
    tag: str | None = None
    invite: str = ""

    def __post_init__(self) -> None:
        color_of(self.color)
        check_anchor(self.anchor)
        if self.invite and not self.drag:
            raise ValueError(f"invite must be given for a point to drag only; got {self.invite!r} for {self}")

    @property
    def _options(self) -> Options:
        color = COLORS[color_of(self.color)][0]
        return {"color": color, "markerfacecolor": "white" if self.open else color, "markersize": 7, "clip_on": False}

    def expressions(self, panel: Panel) -> dict[str, Any]:
        return {"x": self.x, "y": self.y}

    def companions(self) -> Iterator[Artist]:
        if self.text:
            yield Label(self.x, self.y, self.text, self.color, self.offset, self.anchor, self.tag)
        if self.invite:
            yield Invitation(self.x, self.y, self.invite, self.color, self.offset, self.anchor)

    def draw(self, ax: Axes, values: Mapping[str, Floats], gid: str, fill: Callable[[str], str]) -> None:
        x, y = (part.ravel()[:1] for part in or_just_outside(ax, values["x"], values["y"]))
        share = (ax.transScale + ax.transLimits).transform((x[0], y[0]))
        edge = np.clip(share, 0, 1)
        seen = bool(np.abs(share - edge).max() < 1e-9)
        (marker,) = ax.plot(x, y, self.marker, gid=gid, zorder=5, alpha=None if seen else 0, **self._options)
        marker.set_in_layout(seen)
        if not seen and np.isfinite(values["x"] + values["y"]).all():
            # An arrowhead at the edge shows where it went, as js/beyond.js does.
            turn = np.degrees(np.arctan2(*(share - edge)[::-1])) - 90
            look = self._options | {"marker": (3, 0, turn), "markerfacecolor": self._options["color"]}
            ax.plot(*edge, gid=f"{gid}-beyond", transform=ax.transAxes, zorder=5, **look)

    def python(self, writer: Writer) -> Iterator[str]:
        yield writer.call("plot", writer.number(self.x), writer.number(self.y), repr(self.marker), **self._options)

    def handles(self, placed: Placed, figure: FigureLike) -> dict[str, list[Any]]:
        """For each axis along which it can be dragged, the slider's name and the factor from its value to the coordinate."""
        handles = {}
        for axis, expression in placed.expressions.items() if self.drag is True else ():
            factor, rest = expression.as_coeff_Mul()
            if rest in figure.sliders:
                handles[axis] = [rest.name, float(factor)]
        return handles

    def check(self, placed: Placed, figure: FigureLike) -> None:
        if isinstance(self.drag, sp.Symbol):
            if self.drag not in figure.sliders or not any(self.drag in part.free_symbols for part in placed.expressions.values()):
                raise ValueError(f"drag of a point must be a slider that moves it; got {self.drag} in {figure.name}")
        elif self.drag and not self.handles(placed, figure):
            at = dict(placed.expressions)
            raise ValueError(f"x or y of a point to drag must be a slider's symbol, or a multiple of one; got {at} in {figure.name}")

    def browser(self, placed: Placed, figure: FigureLike) -> dict[str, Any]:
        tag = {"tag": self.tag} if self.tag else {}
        if isinstance(self.drag, sp.Symbol):
            slider = figure.sliders[self.drag]
            along = slider.low * (slider.high / slider.low) ** ALONG if slider.log else slider.low + (slider.high - slider.low) * ALONG
            way = {axis: figure.tape.add(part.subs(self.drag, along)) for axis, part in placed.expressions.items()}
            return {"path": {"slider": self.drag.name, **way}, **tag}
        return ({"drag": self.handles(placed, figure)} if self.drag else {}) | tag


@dataclass(frozen=True)
class Data(Artist):
    """Published values, which no slider moves: open markers with a short name at each.

    `names` and `sources`, one of each for each value, are what a reader who points at it reads; without names, its text.
    `offsets` [pt] and `anchors`, one of each for each value, too, say where its text stands.
    """

    kind: ClassVar[str] = ""
    legend_rank: ClassVar[int] = 2

    x: Sequence[float]
    y: Sequence[float]
    texts: Sequence[str]
    label: str | None = None
    color: str = "ink"
    marker: str = "o"
    offsets: Sequence[tuple[float, float]] | None = None
    anchors: Sequence[str] | None = None
    names: Sequence[str] | None = None
    sources: Sequence[str] | None = None

    def __post_init__(self) -> None:
        color_of(self.color)
        if not len(self.x) == len(self.y) == len(self.texts):
            raise ValueError(f"x, y and texts of data must be of one length; got {len(self.x)}, {len(self.y)}, {len(self.texts)}")
        for argument in ("x", "y"):
            for value in getattr(self, argument):
                if not math.isfinite(value):
                    raise ValueError(f"{argument} of data must be finite numbers; got {value!r}")
        for argument in ("names", "sources", "offsets", "anchors"):
            given = getattr(self, argument)
            if given is not None and len(given) != len(self.x):
                raise ValueError(f"{argument} of data must be as many as x; got {len(given)}, and {len(self.x)} values")
        for anchor in self.anchors or ():
            check_anchor(anchor, "anchors must each be")

    def readings(self) -> dict[str, Any]:
        """What the browser says of each value to a reader who points at it."""
        x, y = ([float(value) for value in values] for values in (self.x, self.y))
        return {"x": x, "y": y, "names": list(self.names or self.texts), "sources": list(self.sources or ()), "label": self.label or ""}

    @property
    def _color(self) -> str:
        return COLORS[color_of(self.color)][0]

    @property
    def _options(self) -> Options:
        label = {"label": self.label} if self.label else {}
        return {"color": self._color, "markerfacecolor": "white", "markersize": 6, **label}

    def _names(self) -> Iterator[tuple[str, tuple[float, float], Options]]:
        """The name of each value, its place, and how it is written there."""
        for k, (x, y, text) in enumerate(zip(self.x, self.y, self.texts, strict=True)):
            yield text, (float(x), float(y)), {
                "xytext": self.offsets[k] if self.offsets else (7, -3), "textcoords": "offset points",
                "ha": ALIGN[self.anchors[k] if self.anchors else "start"], "va": "baseline", "fontsize": 9, "color": self._color,
            }  # fmt: skip

    def expressions(self, panel: Panel) -> dict[str, Any]:
        return {}

    def draw(self, ax: Axes, values: Mapping[str, Floats], gid: str, fill: Callable[[str], str]) -> None:
        ax.plot(self.x, self.y, self.marker, zorder=4, **self._options)
        for text, at, options in self._names():
            ax.annotate(text, at, **options)

    def python(self, writer: Writer) -> Iterator[str]:
        x, y = ([float(value) for value in values] for values in (self.x, self.y))
        yield writer.call("plot", repr(x), repr(y), repr(self.marker), **self._options)
        for text, at, options in self._names():
            yield writer.call("annotate", repr(text), repr(at), **options)

    def legend(self) -> tuple[str, str] | None:
        if not self.label:
            return None
        return open_mark(self.marker, self.color), self.label
