"""`LiveFigure`: a figure that matplotlib draws and that the reader moves, on a static page, in a notebook, and still on paper."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from livefigure import checks, hosts
from livefigure.artists import Artist, Curve, Line, Placed, Point
from livefigure.artists.curve import ALONG
from livefigure.compile import Tape, as_expression
from livefigure.drawing import draw
from livefigure.guess import Guess, check_guess
from livefigure.number import raised
from livefigure.numpy_code import numpy_function
from livefigure.panel import Panel
from livefigure.protocol import Grid, Slot
from livefigure.scene import Scene, check_always, check_scenes
from livefigure.slider import Slider
from livefigure.slots import as_readouts, check_readouts, filled, slots_of

if TYPE_CHECKING:
    import matplotlib.figure

COUNT = 241


class LiveFigure:
    """Curves of SymPy expressions, with a slider for each of their free symbols.

    Parameters
    ----------
    curves : mapping
        Name of a curve -> an expression of `x` and the sliders, a pair ``(x, y)`` of them, or a `Curve`.
    sliders : mapping
        Symbol -> `Slider`, or ``(start, low, high)``, or ``(start, low, high, step)``.
    name : str
        Its label on the page: lower-case letters, digits and hyphens.
    alt : str
        What the figure shows, in words, for those who do not see it.
    readouts : mapping
        Name -> an expression, ``(expression, unit)``, or a `Readout`.
    numbers : mapping, optional
        The same for numbers that only sentences hold, and that do not stand under the figure.
    status : str or sequence, optional
        The sentence under the figure. ``{T_hot}`` and ``{a readout's name}`` are slots that follow the sliders. A sequence of
        ``(condition, sentence)`` pairs takes the first whose condition holds; its last item may be a bare sentence.
    scenes : mapping, optional
        Name -> the sliders' values there, or a `Scene`, which also says what it shows. Each is a button under the figure.
    always : sequence of relations, optional
        What holds wherever the sliders are, such as ``T_out < T_in``: tried at the corners of their ranges and at 2,000 states between.
    predict : Guess, optional
        A question that is asked before the curves and the numbers appear.
    beside : sequence of Panel, optional
        Further axes that follow the same sliders, beside the first or below it on narrow screens.
    size : (width, height), optional
        Of the wide drawing [inch]; a narrow one for phones is made beside it.
    **axes
        All that a `Panel` takes: `x`, the ends, scales and names of the axes, and what stands in them beside the curves.

    Raises
    ------
    ValueError
        For an expression that cannot move in the browser, a free symbol without a slider, a slider that moves nothing, a slot
        without a value, a missing description, a size that is none, a scene or a statement that does not hold: the message names it.

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
        readouts: Mapping[str, Any] | None = None,
        numbers: Mapping[str, Any] | None = None,
        status: str | Sequence[Any] | None = None,
        scenes: Mapping[str, Scene | Mapping[sp.Symbol, float]] | None = None,
        always: Sequence[Any] = (),
        predict: Guess | None = None,
        beside: Sequence[Panel] = (),
        size: tuple[float, float] | None = None,
        **axes: Any,
    ) -> None:
        if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
            raise ValueError(f"name must be of lower-case letters, digits and hyphens; got {name!r}")
        if len(alt.split()) < 4:
            raise ValueError(f"alt must say in words what the figure shows; got {alt!r}")
        if size is not None and not (len(size) == 2 and all(0 < length < math.inf for length in size)):
            raise ValueError(f"size must be a width and a height above 0, in inches; got {size!r}")
        self.name, self.alt, self.predict = name, alt, predict
        self.sliders = {symbol: slider if isinstance(slider, Slider) else Slider(*slider) for symbol, slider in sliders.items()}
        self.panels = (Panel(curves, **axes), *beside)
        self.scenes = {label: scene if isinstance(scene, Scene) else Scene(scene) for label, scene in (scenes or {}).items()}
        checks.check_names(self)
        self.sliders |= {
            symbol: replace(slider, rests=rests) for symbol, slider in self.sliders.items() if (rests := self._rests(symbol, slider))
        }
        self.curves = self._all_curves()
        self.readouts, self.numbers = as_readouts(readouts), as_readouts(numbers)
        self.status = _sentences(status)
        self.always = [as_expression(relation) for relation in always]
        self.sizes = sizes(self.panels) | ({"wide": size} if size else {})
        self.tape = Tape(list(self.sliders), list(self.grids))
        self.artists = [
            self._placed(artist, panel, number)
            for number, (panel, artist) in enumerate((panel, artist) for panel in self.panels for artist in panel.artists())
        ]
        checks.check_texts(self)
        checks.check_tables(self)
        checks.check_sliders(self)
        checks.check_artists(self)
        for panel in self.panels:
            panel.ylim = panel.ylim or checks.vertical_reach(self, panel)
        check_readouts(self)
        check_scenes(self)
        check_always(self)
        check_guess(self)

    # ---- what is drawn, as expressions ----

    def _all_curves(self) -> dict[str, Curve]:
        """All panels' curves by their names, which must differ."""
        curves: dict[str, Curve] = {}
        for label, curve in (pair for panel in self.panels for pair in panel.curves.items()):
            if label in curves:
                raise ValueError(f"curves of {self.name} must have names that differ; got {label!r} twice")
            curves[label] = curve
        return curves

    def _rests(self, symbol: sp.Symbol, slider: Slider) -> tuple[float, ...]:
        """The rests of a logarithmic slider: its own, its scenes', and the reference lines on an axis along which it moves a point."""
        if not slider.log:
            return ()
        rests = {*slider.rests, *(float(scene.moves[symbol]) for scene in self.scenes.values() if symbol in scene.moves)}
        for panel in self.panels:
            artists = list(panel.artists())
            axes = [
                axis for artist in artists if isinstance(artist, Point) for axis in "xy" if as_expression(getattr(artist, axis)) == symbol
            ]
            lines = [getattr(artist, axis) for artist in artists if isinstance(artist, Line) for axis in axes]
            rests |= {float(at) for at in lines if at is not None and as_expression(at).is_number}
        return tuple(sorted(rest for rest in rests if slider.low <= rest <= slider.high))

    @functools.cached_property
    def grids(self) -> dict[sp.Symbol, Grid]:
        """What curves run along: their own parameter, from 0 to 1, and each panel's `x`."""
        grids: dict[sp.Symbol, Grid] = {ALONG: {"low": 0.0, "high": 1.0, "log": False, "count": COUNT}}
        for panel in self.panels:
            if panel.x is not None:
                symbol, low, high = panel.x
                grid: Grid = {"low": float(low), "high": float(high), "log": panel.scales[0] == "log", "count": COUNT}
                if grids.setdefault(symbol, grid) != grid:
                    raise ValueError(
                        f"x of the panels of {self.name} must be another symbol where it has other ends or another scale; got {symbol}"
                    )
            for artist in panel.artists():
                grids |= artist.grids()
        return grids

    def _placed(self, artist: Artist, panel: Panel, number: int) -> Placed:
        expressions = {name: as_expression(expression) for name, expression in artist.expressions(panel).items()}
        steps = {name: self.tape.add(expression) for name, expression in expressions.items()}
        return Placed(artist, f"lf-{number}", self.panels.index(panel), expressions, steps)

    @functools.cached_property
    def slots(self) -> dict[str, Slot]:
        """What a sentence may hold between braces: each slider, each readout and each number."""
        return slots_of(self)

    def unit(self, symbol: sp.Symbol) -> str:
        """The unit beside a symbol's number, as it is written on paper."""
        unit = self.sliders[symbol].unit if symbol in self.sliders else None
        many = unit[1] if isinstance(unit, tuple) else unit
        return raised(many if many is not None else getattr(symbol, "unit", ""))

    def label(self, symbol: sp.Symbol) -> str:
        """The words at a slider."""
        words = self.sliders[symbol].label or getattr(symbol, "meaning", symbol.name)
        return str(words[0].upper() + words[1:])

    # ---- numbers ----

    @functools.cached_property
    def _grid_values(self) -> list[NDArray[np.float64]]:
        return [grid_values(grid) for grid in self.grids.values()]

    @functools.cached_property
    def _functions(self) -> dict[sp.Basic, Callable[..., Any]]:
        return {}

    def evaluate(self, expression: Any, state: Mapping[str, Any]) -> NDArray[np.float64]:
        """NumPy's value of an expression of the figure, an array where it runs along a curve; a row for each of several states."""
        expression = as_expression(expression)
        if expression not in self._functions:
            self._functions[expression] = numpy_function((*self.sliders, *self.grids), expression)
        arguments = [np.float64(state[symbol.name]) for symbol in self.sliders] + self._grid_values
        with np.errstate(all="ignore"):
            value = np.asarray(self._functions[expression](*arguments), dtype=float)
        runs = expression.free_symbols & set(self.grids)
        return np.broadcast_to(value, self.grids[runs.pop()]["count"]) if runs and value.ndim == 0 else value

    def state(self, **moved: float) -> dict[str, float]:
        """The sliders' values by name: their starts, but for those given."""
        start = {symbol.name: slider.start for symbol, slider in self.sliders.items()}
        for name in moved:
            if name not in start:
                raise ValueError(f"{name} is not a slider of {self.name}; it has {', '.join(start)}")
        return {name: float(value) for name, value in (start | moved).items()}

    def curve_values(self, **moved: float) -> dict[str, tuple[NDArray[np.float64], NDArray[np.float64]]]:
        """Each curve's points (x, y), two arrays, with the sliders at their start but for those given."""
        state = self.state(**moved)
        return {
            label: (np.broadcast_to(self.evaluate(curve.x, state), (COUNT,)), np.broadcast_to(self.evaluate(curve.y, state), (COUNT,)))
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
        """`text` with its slots replaced by numbers and units, or by the words that stand for them."""
        return filled(self, text, state)

    # ---- hosts ----

    def still(self, layout: str = "wide", **moved: float) -> matplotlib.figure.Figure:
        """The figure as matplotlib draws it, a `matplotlib.figure.Figure`: for print, or to go on from."""
        return draw(self, self.state(**moved), layout)

    @functools.cached_property
    def markup(self) -> tuple[str, dict[str, Any]]:
        """The drawing as HTML and what moves it, made once for all hosts."""
        return hosts.markup(self)

    @functools.cached_property
    def controls(self) -> dict[str, Any]:
        """The sliders of `widget`, by name: to observe, to link, to set."""
        from livefigure.widget import make_controls

        return make_controls(self)

    @functools.cached_property
    def widget(self) -> Any:
        """The figure with ipywidgets for sliders, where a kernel runs. It is empty in a notebook that is opened again and not yet run."""
        from livefigure.widget import make_widget

        return make_widget(self)

    def to_html(self, path: str | Path) -> None:
        """Write the figure as one HTML page. It needs no other file and no network, and works from a folder, too.

        Parameters
        ----------
        path : str or path-like
            The file to write; one that is there is replaced.
        """
        Path(path).write_text(hosts.page(self), encoding="utf-8")

    def to_module(self, path: str | Path) -> None:
        """Write the figure as one ES module, for pages that are made otherwise and for the directive `{anywidget}` of MyST.

        Its default export is an object with a function ``render({el})``, which fills the element `el`.

        Parameters
        ----------
        path : str or path-like
            The file to write; one that is there is replaced.
        """
        Path(path).write_text(hosts.es_module(self), encoding="utf-8")

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        return hosts.mimebundle(self)

    def _display_(self) -> Any:
        """What marimo shows: it runs no scripts in HTML, but it knows anywidget."""
        from livefigure.widget import make_view

        return make_view(self)


def grid_values(grid: Grid) -> NDArray[np.float64]:
    """The points along a curve: evenly between the ends, in the logarithm where the axis is logarithmic."""
    spread = np.geomspace if grid["log"] else np.linspace
    return spread(grid["low"], grid["high"], grid["count"])


def sizes(panels: Sequence[Panel]) -> dict[str, tuple[float, float]]:
    """Width and height [inch] of the two drawings: panels stand side by side where there is room, else one below the other."""
    one, heights = len(panels) == 1, sum(panel.height for panel in panels)
    return {"wide": (7.0, 3.9 if one else 3.6), "narrow": (3.8, (3.6 if one else 3.2) * heights)}


def _sentences(status: Any) -> list[tuple[sp.Basic | None, str]]:
    if status is None:
        return []
    if isinstance(status, str):
        return [(None, status)]
    return [(None, item) if isinstance(item, str) else (as_expression(item[0]), item[1]) for item in status]
