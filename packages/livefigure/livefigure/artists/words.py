"""`Label`: words that follow the sliders."""

from __future__ import annotations

import abc
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from livefigure.artists.base import ALIGN, Artist, Floats, Options, Placed, check_anchor, or_just_outside
from livefigure.colors import COLORS, color_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from livefigure.panel import Panel
    from livefigure.protocol import FigureLike
    from livefigure.snippet import Writer

# A place in a text for the number of a slider or a readout.
SLOT = re.compile(r"\{([^{}]+)\}")


def check_slots(text: str, figure: FigureLike) -> None:
    """Refuse a text with a slot that no slider and no readout of the figure fills."""
    for slot in SLOT.findall(text):
        if slot not in figure.slots:
            raise ValueError(f"{{{slot}}} in {text!r} is neither a slider nor a readout of {figure.name}")


class Wish(NamedTuple):
    """Where words would stand, relative to what they name: to the right and up [pt], their anchor, their size [pt], whether turned."""

    right: float
    up: float
    anchor: str
    size: float = 10.0
    turned: bool = False


class Words(Artist):
    """What artists that are made of words share: a text with slots, and where it would stand.

    It steps aside where something else stands there (`livefigure.placing`).
    """

    @property
    @abc.abstractmethod
    def wish(self) -> Wish:
        """Where it would stand."""

    @property
    @abc.abstractmethod
    def words(self) -> str:
        """The text, with its slots."""

    def check(self, placed: Placed, figure: FigureLike) -> None:
        check_slots(self.words, figure)

    def browser(self, placed: Placed, figure: FigureLike) -> dict[str, Any]:
        return {"text": self.words, "dx": self.wish.right, "dy": -self.wish.up, "anchor": self.wish.anchor}


@dataclass(frozen=True)
class Label(Words):
    """Words at (`x`, `y`); they follow the sliders and may hold slots."""

    kind: ClassVar[str] = "text"

    x: Any
    y: Any
    text: str
    color: str = "ink"
    offset: tuple[float, float] = (0, 0)
    anchor: str = "middle"
    tag: str | None = None  # as a point's

    def __post_init__(self) -> None:
        color_of(self.color)
        check_anchor(self.anchor)

    @property
    def words(self) -> str:
        return self.text

    @property
    def wish(self) -> Wish:
        return Wish(*self.offset, self.anchor)

    @property
    def _options(self) -> Options:
        return {
            "xytext": self.offset, "textcoords": "offset points", "ha": ALIGN[self.anchor], "va": "baseline",
            "color": COLORS[color_of(self.color)][0], "annotation_clip": False,
        }  # fmt: skip

    def expressions(self, panel: Panel) -> dict[str, Any]:
        return {"x": self.x, "y": self.y}

    def draw(self, ax: Axes, values: Mapping[str, Floats], gid: str, fill: Callable[[str], str]) -> None:
        x, y = or_just_outside(ax, values["x"], values["y"])
        ax.annotate(fill(self.text), (x.ravel()[0], y.ravel()[0]), gid=gid, zorder=6, **self._options)

    def python(self, writer: Writer) -> Iterator[str]:
        at = f"({writer.number(self.x)}, {writer.number(self.y)})"
        yield writer.call("annotate", writer.text(self.text), at, **self._options)

    def browser(self, placed: Placed, figure: FigureLike) -> dict[str, Any]:
        return super().browser(placed, figure) | ({"tag": self.tag} if self.tag else {})


@dataclass(frozen=True)
class CurveName(Label):
    """The name of a curve, at a point of it; where that is not seen, at the nearest point of the curve that is."""

    kind: ClassVar[str] = "name"
    runs: ClassVar[bool] = True

    along: tuple[Any, Any] = (0, 0)

    def expressions(self, panel: Panel) -> dict[str, Any]:
        along_x, along_y = self.along
        return {"x": self.x, "y": self.y, "along_x": along_x, "along_y": along_y}


@dataclass(frozen=True)
class Invitation(Label):
    """Words at a point that can be dragged, such as "drag me": on a live page only, and only until the reader does so."""

    def python(self, writer: Writer) -> Iterator[str]:
        return iter(())

    def browser(self, placed: Placed, figure: FigureLike) -> dict[str, Any]:
        return super().browser(placed, figure) | {"invites": True}
