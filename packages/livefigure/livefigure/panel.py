"""One pair of axes of a live figure, and what stands in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import sympy as sp

from livefigure.artists import CYCLE, Band, Curve, Data, Fill, Label, Line, Point
from livefigure.compile import as_expression
from livefigure.number import raised

# What a curve with a parameter of its own runs along, from 0 to 1.
ALONG = sp.Dummy("u")


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
        Ends of the axes, wide enough for all positions of the sliders; by default what the curves reach there.
    xscale, yscale : {"linear", "log"}
    xlabel, ylabel : str, optional
        With their units. By default `x`'s own meaning.
    bands, fills, points, lines, labels, data : sequences of the records in `livefigure.artists`
    title : str, optional
        A few words above the axes, where a figure has several.
    axes : bool
        False draws no axes, for a picture that is not a graph.
    width : float
        The panel's share of the figure's width, relative to the others'.

    Raises
    ------
    ValueError
        For a scale that there is not, a curve without anything to run along, a fill of curves that are not there.
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
        title: str = "",
        axes: bool = True,
        width: float = 1.0,
    ) -> None:
        for argument, scale in (("xscale", xscale), ("yscale", yscale)):
            if scale not in ("linear", "log"):
                raise ValueError(f"{argument} must be linear or log; got {scale!r}")
        if xlim is None and x is None:
            raise ValueError("xlim must be given where no x is; got None")
        self.x, self.scales, self.title, self.axes, self.width = x, (xscale, yscale), title, axes, width
        self.xlabel = _axis_label(x[0]) if xlabel is None and x is not None else xlabel or ""
        self.ylabel = ylabel or ""
        self.xlim, self.ylim = xlim or tuple(x[1:]), ylim
        self.curves = {label: self._curve(given, number) for number, (label, given) in enumerate(curves.items())}
        self.bands, self.fills, self.points, self.lines = tuple(bands), tuple(fills), tuple(points), tuple(lines)
        self.labels, self.data = tuple(labels), tuple(data)

    def _curve(self, given: Any, number: int) -> Curve:
        curve = given if isinstance(given, Curve) else Curve(y=given[1], x=given[0]) if isinstance(given, tuple) else Curve(y=given)
        color, dash = CYCLE[number % len(CYCLE)]
        curve = replace(curve, color=curve.color or color, dash=curve.dash or (dash if curve.color is None else "solid"))
        along = self.x[0] if self.x is not None else None
        x, y, at = (None if part is None else as_expression(part) for part in (curve.x, curve.y, curve.label_at))
        if curve.over is not None:
            symbol, low, high = curve.over
            path = {symbol: low + (high - low) * ALONG}
            return replace(curve, x=x.subs(path), y=y.subs(path), label_at=None if at is None else (x.subs(symbol, at), y.subs(symbol, at)))
        if along is None:
            raise ValueError(f"x of the figure must be given where a curve has no parameter of its own; got None for {y}")
        at_x, at_y = ((along if x is None else x), y) if at is None else ((along if x is None else x).subs(along, at), y.subs(along, at))
        return replace(curve, x=along if x is None else x, y=y, label_at=None if at is None else (at_x, at_y))

    def artists(self) -> Iterator[dict[str, Any]]:
        """Every artist that moves, each with its kind, its style and the expressions that it follows; from back to front."""
        for band in self.bands:
            if self.x is None:
                raise ValueError(f"x of the figure must be given where it has a band; got None for {band}")
            yield _artist("band", band, x=self.x[0], lower=band.lower, upper=band.upper)
        for fill in self.fills:
            for label in fill.curves:
                if label not in self.curves:
                    raise ValueError(f"{label} in a fill is none of the curves beside it: {', '.join(self.curves)}")
            parts = [self.curves[label] for label in fill.curves]
            yield _artist("fill", fill, **{f"{axis}{k}": getattr(part, axis) for k, part in enumerate(parts) for axis in "xy"})
        for line in self.lines:
            at = {"x": line.x} if line.x is not None else {"y": line.y}
            yield _artist("line", line, **at)
            if line.text:
                yield _artist("edge", line, **at)
        for curve in self.curves.values():
            yield _artist("curve", curve, x=curve.x, y=curve.y)
        for label, curve in self.curves.items():
            if curve.label_at is not None:
                yield _words(
                    Label(*curve.label_at, text=label, color=curve.color or "real", offset=curve.label_offset, anchor=curve.anchor)
                )
        for point in self.points:
            yield _artist("point", point, x=point.x, y=point.y)
            if point.text:
                yield _words(Label(point.x, point.y, point.text, point.color, point.offset, point.anchor))
        for label in self.labels:
            yield _words(label)


def _artist(kind: str, style: Any, **expressions: Any) -> dict[str, Any]:
    return {"kind": kind, "style": style, "at": expressions}


def _words(label: Label) -> dict[str, Any]:
    return _artist("text", label, x=label.x, y=label.y)


def _axis_label(symbol: sp.Symbol) -> str:
    meaning, unit = getattr(symbol, "meaning", symbol.name), raised(getattr(symbol, "unit", ""))
    return f"{meaning} ({unit})" if unit else meaning
