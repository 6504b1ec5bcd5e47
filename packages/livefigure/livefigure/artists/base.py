"""What all artists have in common, and an artist in its place in a figure."""

from __future__ import annotations

import abc
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

import numpy as np
from numpy.typing import NDArray

from livefigure.colors import color_of

if TYPE_CHECKING:
    import sympy as sp
    from matplotlib.axes import Axes

    from livefigure.panel import Panel
    from livefigure.protocol import FigureLike, Grid
    from livefigure.scale import ColorScale
    from livefigure.snippet import Writer

Floats: TypeAlias = NDArray[np.float64]
Options: TypeAlias = dict[str, Any]  # keyword arguments of a method of matplotlib's axes
ALIGN = {"start": "left", "middle": "center", "end": "right"}


class Artist(abc.ABC):
    """One thing that a panel shows.

    Attributes
    ----------
    kind : str
        The mover in ``js/movers.js`` that gives it new coordinates; empty for what no slider moves.
    legend_rank : int
        Its place in the legend: curves (0) come first, then areas (1), then data (2).
    runs : bool
        Whether its expressions may run along a panel's `x`; those of an artist with one place may not.
    """

    kind: ClassVar[str]
    legend_rank: ClassVar[int] = 1
    runs: ClassVar[bool] = False

    @abc.abstractmethod
    def expressions(self, panel: Panel) -> dict[str, Any]:
        """The expressions that it follows, by the names that its mover reads."""

    @abc.abstractmethod
    def draw(self, ax: Axes, values: Mapping[str, Floats], gid: str, fill: Callable[[str], str]) -> None:
        """Draw it with matplotlib as one element with the id `gid`; `fill` replaces the slots of a text."""

    @abc.abstractmethod
    def python(self, writer: Writer) -> Iterator[str]:
        """The lines of Python that draw the same."""

    def companions(self) -> Iterator[Artist]:
        """Further artists that belong to it, such as the words beside a point."""
        return iter(())

    def grids(self) -> dict[sp.Symbol, Grid]:
        """What its expressions run along beside the panel's own."""
        return {}

    @property
    def scale(self) -> ColorScale | None:
        """The scale that its colours are on, for the key under the figure."""
        return None

    def legend(self) -> tuple[str, str] | None:
        """Its mark as SVG, 30 by 12 points, and its name, where it stands in the legend."""
        return None

    def check(self, placed: Placed, figure: FigureLike) -> None:
        """Raise a `ValueError` if the figure cannot show it."""
        del placed, figure

    def browser(self, placed: Placed, figure: FigureLike) -> dict[str, Any]:
        """What its mover needs beside the expressions, as JSON."""
        del placed, figure
        return {}


@dataclass(frozen=True)
class Placed:
    """An artist in its place: the id of its element, the number of its panel, its expressions and their steps on the figure's tape."""

    artist: Artist
    id: str
    panel: int
    expressions: Mapping[str, sp.Basic]
    steps: Mapping[str, int]

    @property
    def kind(self) -> str:
        """The artist's kind."""
        return self.artist.kind


def check_anchor(anchor: str, rule: str = "anchor must be") -> None:
    """Refuse an anchor of words that is none, such as matplotlib's "left"."""
    if anchor not in list(ALIGN):
        raise ValueError(f"{rule} one of {', '.join(ALIGN)}; got {anchor!r}")


def area_mark(color: str, opacity: float) -> str:
    """An area's mark in the legend, as SVG."""
    return f'<rect x="1" y="1" width="28" height="10" style="fill:var(--lf-{color_of(color)});opacity:{opacity}"/>'


def open_mark(marker: str, color: str) -> str:
    """An open marker's mark in the legend, as SVG, in matplotlib's shape."""
    from matplotlib.markers import MarkerStyle
    from matplotlib.transforms import Affine2D

    style = MarkerStyle(marker)
    outline = (style.get_transform() + Affine2D().scale(8, -8).translate(15, 6)).transform_path(style.get_path())
    words = ["", "M", "L", "Q", "C"]  # by matplotlib's codes; the last, beyond these, closes the outline
    d = "".join(
        words[code] + " ".join(f"{value:.2f}" for value in at) if code < len(words) else "Z" for at, code in outline.iter_segments()
    )
    return f'<path d="{d}" style="fill:var(--lf-paper);stroke:var(--lf-{color_of(color)})"/>'


def outside(ax: Axes, share: float) -> tuple[float, float]:
    """The point of data above the right end of the axes, by this share of their height, whatever their ends and scales are."""
    x, y = (ax.transScale + ax.transLimits).inverted().transform((1, 1 + share))
    return float(x), float(y)


def or_just_outside(ax: Axes, x: Any, y: Any) -> tuple[Floats, Floats]:
    """`x` and `y`, or two points just outside the axes where none exists: matplotlib must leave an element for the browser to move."""
    x, y = np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float))
    if not (np.isfinite(x) & np.isfinite(y)).any():
        right, top = outside(ax, 1e-6)
        return np.full(2, right), np.full(2, top)
    return x, y
