"""`LiveFigure`: a figure that matplotlib draws and that the reader moves, on a static page, in a notebook, and still on paper."""

from __future__ import annotations

import functools
import keyword
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import sympy as sp

from cryolib.live.artists import CYCLE, Band, Curve, Data, Fill, Label, Line, Point, Readout, Slider
from cryolib.live.checks import SLOT, check_sliders, check_slots, vertical_reach
from cryolib.live.compile import Tape, as_expression
from cryolib.live.drawing import draw
from cryolib.live.number import format_number, raised
from cryolib.live.numpy_code import numpy_function

COUNT = 241
SIZES = {"wide": (7.0, 3.9), "narrow": (3.9, 3.6)}


class LiveFigure:
    """Curves of SymPy expressions, with a slider for each of their free symbols.

    Parameters
    ----------
    curves : mapping
        Name of a curve -> an expression of `x` and the sliders, a pair ``(x, y)`` of them, or a `Curve`.
    x : (symbol, low, high), optional
        What the curves run along, and the ends of the axis; not needed where each curve brings its own parameter.
    sliders : mapping
        Symbol -> `Slider`, or ``(start, low, high)``, or ``(start, low, high, step)``.
    name : str
        Its label on the page: lower-case letters, digits and hyphens.
    alt : str
        What the figure shows, in words, for those who do not see it.
    ylim, xlim : (low, high), optional
        Ends of the axes, wide enough for all positions of the sliders; by default what the curves reach there.
    xscale, yscale : {"linear", "log"}
    xlabel, ylabel : str, optional
        With their units. By default `x`'s own meaning.
    bands, fills, points, lines, labels, data : sequences of the records in `cryolib.live.artists`
    readouts : mapping
        Name -> an expression, ``(expression, unit)``, or a `Readout`.
    status : str or sequence, optional
        The sentence under the figure. ``{T_hot}`` and ``{a readout's name}`` are slots that follow the sliders. A sequence of
        ``(condition, sentence)`` pairs takes the first whose condition holds; its last item may be a bare sentence.
    axes : bool
        False draws no axes, for a picture that is not a graph.
    size : (width, height), optional
        Of the wide drawing [inch]; a narrow one for phones is made beside it.

    Raises
    ------
    ValueError
        For an expression that cannot move in the browser, a free symbol without a slider, a slider that moves nothing, a slot
        without a value, a missing description: the message names it.

    Examples
    --------
    >>> from sympy import symbols
    >>> T_cold, T_hot = symbols("T_cold T_hot", positive=True)
    >>> figure = LiveFigure({"least work": T_hot / T_cold - 1}, x=(T_cold, 2, 200), sliders={T_hot: (300, 250, 400)},
    ...                     name="fig-least-work", ylabel="watts per watt", alt="The least work rises as the cold end gets colder.")
    >>> figure.curve_values(T_hot=300)["least work"][1][-1]
    np.float64(0.5)
    """

    def __init__(
        self,
        curves: Mapping[str, Any],
        *,
        sliders: Mapping[sp.Symbol, Any],
        name: str,
        alt: str,
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
        readouts: Mapping[str, Any] | None = None,
        status: str | Sequence[Any] | None = None,
        axes: bool = True,
        size: tuple[float, float] | None = None,
    ) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
            raise ValueError(f"name must be of lower-case letters, digits and hyphens; got {name!r}")
        if len(alt.split()) < 4:
            raise ValueError(f"alt must say in words what the figure shows; got {alt!r}")
        for argument, scale in (("xscale", xscale), ("yscale", yscale)):
            if scale not in ("linear", "log"):
                raise ValueError(f"{argument} must be linear or log; got {scale!r}")
        if xlim is None and x is None:
            raise ValueError("xlim must be given where no x is; got None")
        self.name, self.alt, self.axes = name, alt, axes
        self.sliders = {symbol: given if isinstance(given, Slider) else Slider(*given) for symbol, given in sliders.items()}
        for symbol in self.sliders:
            if not symbol.name.isidentifier() or keyword.iskeyword(symbol.name):
                raise ValueError(f"sliders need symbols whose names Python can write; got {symbol.name!r}")
        self.x = x
        self.along = sp.Dummy("u")
        self.scales = (xscale, yscale)
        self.xlabel = _axis_label(x[0]) if xlabel is None and x is not None else xlabel or ""
        self.ylabel = ylabel or ""
        self.curves = {label: self._curve(given, number) for number, (label, given) in enumerate(curves.items())}
        self.bands, self.fills, self.points, self.lines = tuple(bands), tuple(fills), tuple(points), tuple(lines)
        self.labels, self.data = tuple(labels), tuple(data)
        self.readouts = {label: _readout(given) for label, given in (readouts or {}).items()}
        self.status = _sentences(status)
        self.sizes = SIZES | ({"wide": size} if size else {})
        self.xlim = xlim or tuple(x[1:])
        self.tape = Tape(list(self.sliders), list(self.grids))
        self.artists = self._artists()
        check_slots(self)
        check_sliders(self)
        self.ylim = ylim or vertical_reach(self)

    # ---- what is drawn, as expressions ----

    @functools.cached_property
    def grids(self) -> dict[sp.Symbol, dict[str, Any]]:
        """What curves run along: their own parameter, from 0 to 1, and the figure's `x`."""
        grids = {self.along: {"low": 0.0, "high": 1.0, "log": False, "count": COUNT}}
        if self.x is not None:
            symbol, low, high = self.x
            grids[symbol] = {"low": float(low), "high": float(high), "log": self.scales[0] == "log", "count": COUNT}
        return grids

    def _curve(self, given: Any, number: int) -> Curve:
        curve = given if isinstance(given, Curve) else Curve(y=given[1], x=given[0]) if isinstance(given, tuple) else Curve(y=given)
        color, dash = CYCLE[number % len(CYCLE)]
        curve = replace(curve, color=curve.color or color, dash=curve.dash or (dash if curve.color is None else "solid"))
        along = self.x[0] if self.x is not None else None
        x, y, at = (None if part is None else as_expression(part) for part in (curve.x, curve.y, curve.label_at))
        if curve.over is not None:
            symbol, low, high = curve.over
            path = {symbol: low + (high - low) * self.along}
            return replace(curve, x=x.subs(path), y=y.subs(path), label_at=None if at is None else (x.subs(symbol, at), y.subs(symbol, at)))
        if along is None:
            raise ValueError(f"x of the figure must be given where a curve has no parameter of its own; got None for {y}")
        at_x, at_y = ((along if x is None else x), y) if at is None else ((along if x is None else x).subs(along, at), y.subs(along, at))
        return replace(curve, x=along if x is None else x, y=y, label_at=None if at is None else (at_x, at_y))

    def _artists(self) -> list[dict[str, Any]]:
        """Every artist that moves, each with an id, its kind and the expressions that it follows."""
        found: list[dict[str, Any]] = []

        def add(kind: str, style: Any, **expressions: Any) -> None:
            found.append({"id": f"lf-{len(found)}", "kind": kind, "style": style, "at": expressions})

        for band in self.bands:
            if self.x is None:
                raise ValueError(f"x of the figure must be given where it has a band; got None in {self.name}")
            add("band", band, x=self.x[0], lower=band.lower, upper=band.upper)
        for fill in self.fills:
            for label in fill.curves:
                if label not in self.curves:
                    raise ValueError(f"{label} in a fill of {self.name} is none of its curves: {', '.join(self.curves)}")
            parts = [self.curves[label] for label in fill.curves]
            add("fill", fill, **{f"{axis}{k}": getattr(part, axis) for k, part in enumerate(parts) for axis in "xy"})
        for line in self.lines:
            add("line", line, **({"x": line.x} if line.x is not None else {"y": line.y}))
            if line.text:
                add("edge", line, **({"x": line.x} if line.x is not None else {"y": line.y}))
        for curve in self.curves.values():
            add("curve", curve, x=curve.x, y=curve.y)
        for label, curve in self.curves.items():
            if curve.label_at is not None:
                style = Label(*curve.label_at, text=label, color=curve.color or "real", offset=curve.label_offset, anchor=curve.anchor)
                add("text", style, x=style.x, y=style.y)
        for point in self.points:
            add("point", point, x=point.x, y=point.y)
            if point.text:
                style = Label(point.x, point.y, point.text, point.color, point.offset, point.anchor)
                add("text", style, x=point.x, y=point.y)
        for text in self.labels:
            add("text", text, x=text.x, y=text.y)
        for artist in found:
            artist["at"] = {axis: as_expression(expression) for axis, expression in artist["at"].items()}
            artist["steps"] = {axis: self.tape.add(expression) for axis, expression in artist["at"].items()}
        return found

    @functools.cached_property
    def slots(self) -> dict[str, tuple[sp.Expr, str, int]]:
        """What a sentence may hold between braces: (expression, unit, digits) of each slider and readout."""
        found = {symbol.name: (symbol, self.unit(symbol), 4) for symbol in self.sliders}
        return found | {label: (as_expression(r.value), r.unit, r.digits) for label, r in self.readouts.items()}

    def unit(self, symbol: sp.Symbol) -> str:
        """The unit beside a symbol's number, as it is written on paper."""
        given = self.sliders[symbol].unit if symbol in self.sliders else None
        return raised(given if given is not None else getattr(symbol, "unit", ""))

    def label(self, symbol: sp.Symbol) -> str:
        """The words at a slider."""
        words = self.sliders[symbol].label or getattr(symbol, "meaning", symbol.name)
        return words[0].upper() + words[1:]

    # ---- numbers ----

    @functools.cached_property
    def _places(self) -> list[np.ndarray]:
        return [grid_values(grid) for grid in self.grids.values()]

    @functools.cached_property
    def _functions(self) -> dict[sp.Expr, Any]:
        return {}

    def evaluate(self, expression: Any, state: Mapping[str, float]) -> Any:
        """NumPy's value of an expression of the figure, an array where it runs along a curve."""
        expression = as_expression(expression)
        if expression not in self._functions:
            self._functions[expression] = numpy_function((*self.sliders, *self.grids), expression)
        arguments = [np.float64(state[symbol.name]) for symbol in self.sliders] + self._places
        with np.errstate(all="ignore"):
            value = np.asarray(self._functions[expression](*arguments), dtype=float)
        runs = expression.free_symbols & set(self.grids)
        return np.broadcast_to(value, (COUNT,)) if runs and value.ndim == 0 else value

    def state(self, **moved: float) -> dict[str, float]:
        """The sliders' values by name: their starts, but for those given."""
        known = {symbol.name: slider.start for symbol, slider in self.sliders.items()}
        for name in moved:
            if name not in known:
                raise ValueError(f"{name} is not a slider of {self.name}; it has {', '.join(known)}")
        return {name: float(value) for name, value in (known | moved).items()}

    def curve_values(self, **moved: float) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Each curve's points (x, y), two arrays, with the sliders at their start but for those given."""
        state = self.state(**moved)
        return {
            label: tuple(np.broadcast_to(self.evaluate(part, state), (COUNT,)) for part in (curve.x, curve.y))
            for label, curve in self.curves.items()
        }

    def sentence(self, **moved: float) -> str:
        """The status sentence, with the sliders at their start but for those given."""
        state = self.state(**moved)
        for condition, text in self.status:
            if condition is None or bool(self.evaluate(condition, state)):
                return self.filled(text, state)
        return ""

    def filled(self, text: str, state: Mapping[str, float]) -> str:
        """`text` with its slots replaced by numbers and units."""

        def value(match: re.Match[str]) -> str:
            expression, unit, digits = self.slots[match.group(1)]
            trim = match.group(1) in state
            return format_number(float(self.evaluate(expression, state)), digits, trim) + (f"\u00a0{unit}" if unit else "")

        return SLOT.sub(value, text)

    # ---- hosts ----

    def still(self, layout: str = "wide", **moved: float) -> Any:
        """The figure as matplotlib draws it, a `matplotlib.figure.Figure`: for print, or to go on from."""
        return draw(self, self.state(**moved), layout)

    @functools.cached_property
    def markup(self) -> tuple[str, dict[str, Any]]:
        """The drawing as HTML and what moves it, made once for all hosts."""
        from cryolib.live.hosts import markup

        return markup(self)

    @functools.cached_property
    def controls(self) -> dict[str, Any]:
        """The sliders as ipywidgets, by name, where a kernel runs: to observe, to link, to set."""
        from cryolib.live.widget import make_controls

        return make_controls(self)

    @functools.cached_property
    def widget(self) -> Any:
        """Sliders and drawing as one ipywidgets box."""
        from cryolib.live.widget import make_widget

        return make_widget(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> Any:
        from cryolib.live.hosts import mimebundle

        return mimebundle(self)


def grid_values(grid: Mapping[str, Any]) -> np.ndarray:
    """The points along a curve: evenly between the ends, in the logarithm where the axis is logarithmic."""
    make = np.geomspace if grid["log"] else np.linspace
    return make(grid["low"], grid["high"], grid["count"])


def _axis_label(symbol: sp.Symbol) -> str:
    meaning, unit = getattr(symbol, "meaning", symbol.name), raised(getattr(symbol, "unit", ""))
    return f"{meaning} ({unit})" if unit else meaning


def _readout(given: Any) -> Readout:
    return given if isinstance(given, Readout) else Readout(*given) if isinstance(given, tuple) else Readout(given)


def _sentences(status: Any) -> list[tuple[Any, str]]:
    if status is None:
        return []
    if isinstance(status, str):
        return [(None, status)]
    return [(None, item) if isinstance(item, str) else (as_expression(item[0]), item[1]) for item in status]
