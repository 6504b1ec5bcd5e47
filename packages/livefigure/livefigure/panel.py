"""One pair of axes of a live figure, and what stands in it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sympy as sp

from livefigure.artists import Artist, Band, Curve, Data, Fill, Label, Line, Point
from livefigure.colors import CYCLE
from livefigure.number import raised


class Panel:
    """Axes and what stands in them; a `LiveFigure` has one or more, and its sliders move them all.

    Parameters
    ----------
    curves : mapping
        Name of a curve -> an expression of `x` and the sliders, a pair ``(x, y)`` of them, or a `Curve`. A name that begins with
        an underscore stands in no legend.
    x : (symbol, low, high), optional
        What the curves run along, and the ends of the axis; not needed where each curve brings its own parameter.
    ylim, xlim : (low, high), optional
        Ends of the axes, wide enough for all positions of the sliders; by default those of `x`, and what the curves reach while one slider
        or all of them are at their ends.
    xscale, yscale : {"linear", "log"}
    xlabel, ylabel : str, optional
        With their units. By default `x`'s own meaning.
    bands, fills, points, lines, labels, data : sequences of `Band`, `Fill`, `Point`, `Line`, `Label`, `Data`
    artists : sequence of Artist
        Any further artists, in front of the others.
    title : str, optional
        A few words above the axes, where a figure has several.
    axes : bool
        False draws no axes, for a picture that is not a graph.
    equal : bool
        One unit is as long upward as to the right: for pictures, whose arrows then compare in all directions.
    width : float
        The panel's share of the figure's width, relative to the others'.
    height : float
        Its share of the height where panels stand one below the other, on narrow screens; 1 is 3.2 inches.

    Raises
    ------
    ValueError
        For an unknown scale, ends of an axis that are none or, where it is logarithmic, not above 0, a width or height that is not above 0, a
        curve without anything to run along, a fill of curves that do not exist.
    """

    def __init__(
        self,
        curves: Mapping[str, Any],
        *,
        x: tuple[sp.Symbol, float, float] | None = None,
        xlim: tuple[float, float] | None = None,
        ylim: tuple[float, float] | None = None,
        xscale: str = "linear",
        yscale: str = "linear",
        xlabel: str | None = None,
        ylabel: str | None = None,
        bands: Sequence[Band] = (),
        fills: Sequence[Fill] = (),
        points: Sequence[Point] = (),
        lines: Sequence[Line] = (),
        labels: Sequence[Label] = (),
        data: Sequence[Data] = (),
        artists: Sequence[Artist] = (),
        title: str = "",
        axes: bool = True,
        equal: bool = False,
        width: float = 1.0,
        height: float = 1.0,
    ) -> None:
        for argument, scale in (("xscale", xscale), ("yscale", yscale)):
            if scale not in ("linear", "log"):
                raise ValueError(f"{argument} must be linear or log; got {scale!r}")
        if xlim is None:
            if x is None:
                raise ValueError("xlim must be given where no x is; got None")
            xlim = x[1:]
        for argument, length in (("width", width), ("height", height)):
            if not 0 < length < math.inf:
                raise ValueError(f"{argument} of a panel must be above 0; got {length!r}")
        self.x, self.scales, self.title, self.axes, self.width = x, (xscale, yscale), title, axes, width
        self.height = height
        self.equal = equal
        self.xlabel = _axis_label(x[0]) if xlabel is None and x is not None else xlabel or ""
        self.ylabel = ylabel or ""
        self.xlim = _ends("xlim", xlim, xscale)
        self.ylim = None if ylim is None else _ends("ylim", ylim, yscale)
        if x is not None:
            _ends("x", x[1:], xscale)
        axis = x[0] if x is not None else None
        self.curves = {name: _curve(curve).along(axis, name, CYCLE[k % len(CYCLE)]) for k, (name, curve) in enumerate(curves.items())}
        self._behind: list[Artist] = [*bands, *fills, *lines]
        self._in_front: list[Artist] = [*points, *labels, *data, *artists]

    @property
    def ends(self) -> tuple[float, float]:
        """The ends of the vertical axis, which a figure finds where its author gives none."""
        assert self.ylim is not None
        return self.ylim

    def contains(self, x: float, y: float) -> bool:
        """Whether a point lies within the axes."""
        return min(self.xlim) <= x <= max(self.xlim) and min(self.ends) <= y <= max(self.ends)

    def artists(self) -> Iterator[Artist]:
        """All that stands in the panel, from back to front: names of curves above all curves, those of others right above their own."""
        for artist in self._behind:
            yield from (artist, *artist.companions())
        yield from self.curves.values()
        for curve in self.curves.values():
            yield from curve.companions()
        for artist in self._in_front:
            yield from (artist, *artist.companions())


def _ends(argument: str, ends: Sequence[float], scale: str) -> tuple[float, float]:
    """The ends of an axis as numbers."""
    low, high = (float(end) for end in ends) if len(ends) == 2 else (math.nan, math.nan)
    if not (math.isfinite(low) and math.isfinite(high) and low != high):
        raise ValueError(f"{argument} of a panel must have two finite ends that differ; got {ends!r}")
    if scale == "log" and not min(low, high) > 0:
        raise ValueError(f"{argument} of a logarithmic axis must be above 0; got {low, high}")
    return low, high


def _curve(curve: Any) -> Curve:
    if isinstance(curve, Curve):
        return curve
    return Curve(y=curve[1], x=curve[0]) if isinstance(curve, tuple) else Curve(y=curve)


def _axis_label(symbol: sp.Symbol) -> str:
    meaning, unit = getattr(symbol, "meaning", symbol.name), raised(getattr(symbol, "unit", ""))
    return f"{meaning} ({unit})" if unit else meaning
