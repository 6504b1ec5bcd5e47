"""What the parts of this package need to know of a figure, so that none of them has to import `LiveFigure`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypedDict

import numpy as np
import sympy as sp
from numpy.typing import NDArray

if TYPE_CHECKING:
    import matplotlib.figure

    from livefigure.artists.base import Placed
    from livefigure.artists.curve import Curve
    from livefigure.compile import Tape
    from livefigure.guess import Guess
    from livefigure.panel import Panel
    from livefigure.scene import Scene
    from livefigure.slider import Readout, Slider


class Grid(TypedDict):
    """The points that curves run along: `count` of them from `low` to `high`, evenly, or evenly in the logarithm."""

    low: float
    high: float
    log: bool
    count: int


class Slot(NamedTuple):
    """What a place in a text shows: the value of an expression, its unit, and how many digits; or words in place of them.

    `one` is the unit beside exactly 1, if that differs. The first of `words` whose condition holds stands in place of number and unit,
    and `absent` where there is no value.
    """

    value: sp.Basic
    unit: str
    digits: int
    one: str = ""
    words: tuple[tuple[sp.Basic, str], ...] = ()
    absent: str = ""


class FigureLike(Protocol):
    """A figure as its artists, checks, drawing and hosts see it."""

    name: str
    alt: str
    sliders: dict[sp.Symbol, Slider]
    panels: tuple[Panel, ...]
    curves: dict[str, Curve]
    readouts: dict[str, Readout]
    numbers: dict[str, Readout]
    status: list[tuple[sp.Basic | None, str]]
    sizes: dict[str, tuple[float, float]]
    scenes: dict[str, Scene]
    always: list[sp.Basic]
    predict: Guess | None
    tape: Tape
    artists: list[Placed]

    @property
    def grids(self) -> dict[sp.Symbol, Grid]:
        """The points that curves run along, by symbol."""

    @property
    def slots(self) -> dict[str, Slot]:
        """What a text may hold between braces."""

    @property
    def markup(self) -> tuple[str, dict[str, Any]]:
        """The drawing as HTML, and what moves it as JSON."""

    @property
    def controls(self) -> dict[str, Any]:
        """The sliders as ipywidgets, by name."""

    @property
    def widget(self) -> Any:
        """Sliders and drawing as one ipywidgets box."""

    def unit(self, symbol: sp.Symbol) -> str:
        """The unit beside a symbol's number."""

    def label(self, symbol: sp.Symbol) -> str:
        """The words at a slider."""

    def state(self, **moved: float) -> dict[str, float]:
        """The sliders' values by name."""

    def evaluate(self, expression: Any, state: Mapping[str, Any]) -> NDArray[np.float64]:
        """The value of an expression of the figure."""

    def filled(self, text: str, state: Mapping[str, float]) -> str:
        """A text with numbers in its slots."""

    def still(self, layout: str = "wide", **moved: float) -> matplotlib.figure.Figure:
        """The figure as matplotlib draws it."""
