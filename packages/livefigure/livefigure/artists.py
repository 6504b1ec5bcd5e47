"""What a live figure is made of: plain records of SymPy expressions. `figure.LiveFigure` draws them and moves them.

Colours are roles, the same in the whole book: ``hot``, ``cold`` and ``work`` for heat at either end and for work; ``ideal``,
``vdw`` and ``real`` for the models of a gas; ``muted`` for what only helps to read. Lengths on paper are in points.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp

# role: (light, dark); each at least 4.5:1 against the page it stands on, for words are written in it. Hot, cold and work are Okabe and Ito's
# vermilion (darker on a light page), blue and green.
COLORS = {
    "real": ("#1f2328", "#e6e8eb"),
    "hot": ("#c25400", "#ff8f45"),
    "cold": ("#0072b2", "#56b4e9"),
    "work": ("#00805c", "#35c796"),
    "vdw": ("#8a4fa3", "#cc9be0"),
    "ideal": ("#6b7280", "#a3aab5"),
    "muted": ("#6d7581", "#98a1ad"),
}
DASHES = {"solid": (), "dashed": (6, 3), "dotted": (1.5, 2.5), "dashdot": (7, 2.5, 1.5, 2.5)}
# What a curve gets when its author leaves it open: no two share both colour and dash.
CYCLE = (("real", "solid"), ("hot", "dashed"), ("cold", "dashdot"), ("work", "dotted"), ("vdw", "dashdot"), ("ideal", "dashed"))


def _check(name: str, value: str, allowed: Any) -> None:
    if value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(allowed)}; got {value!r}")


@dataclass(frozen=True)
class Slider:
    """What the reader moves: its first value, its limits [the symbol's unit], and a step.

    `log` spreads the slider evenly over orders of magnitude. Name and unit come from the symbol unless given.
    `play` adds a button that runs it from low to high again and again, in so many seconds each time.
    """

    start: float
    low: float
    high: float
    step: float | None = None
    log: bool = False
    label: str | None = None
    unit: str | None = None
    play: float | None = None

    def __post_init__(self) -> None:
        if self.play is not None and not self.play > 0:
            raise ValueError(f"play of a slider must be a positive number of seconds; got {self.play!r}")
        for name in ("start", "low", "high"):
            value = getattr(self, name)
            if not math.isfinite(value):
                raise ValueError(f"{name} of a slider must be a finite number; got {value!r}")
        if not self.low <= self.start <= self.high or self.low == self.high:
            raise ValueError(f"start of a slider must lie between low and high; got {self.start!r} in [{self.low!r}, {self.high!r}]")
        if self.log and self.low <= 0:
            raise ValueError(f"low of a logarithmic slider must be positive; got {self.low!r}")
        if self.step is not None and not 0 < self.step <= self.high - self.low:
            raise ValueError(f"step of a slider must be positive and fit between its ends; got {self.step!r}")

    @property
    def resolution(self) -> float:
        """The step [the symbol's unit; decades if `log`]: as given, else about 200 of them, of a size that a person would choose."""
        if self.log:
            return math.log10(self.high / self.low) / 200
        if self.step is not None:
            return self.step
        rough = (self.high - self.low) / 100
        decade = 10.0 ** math.floor(math.log10(rough))
        return decade * max(size for size in (1, 2, 5) if size * decade <= rough * (1 + 1e-9))


@dataclass(frozen=True)
class Curve:
    """A line: `y` along the figure's `x`, or `x` and `y` along a parameter of its own.

    over : (symbol, low, high)
        The parameter of a curve that does not follow the figure's axis; low and high may be expressions of the sliders.
    label_at : expression, optional
        Where along `x` (or the parameter) the curve's name rides; without it the name stands in the legend.
    """

    y: Any
    x: Any = None
    over: tuple[sp.Symbol, Any, Any] | None = None
    color: str | None = None
    dash: str | None = None
    width: float = 1.8
    label_at: Any = None
    label_offset: tuple[float, float] = (4, 5)
    anchor: str = "start"

    def __post_init__(self) -> None:
        if self.color is not None:
            _check("color", self.color, COLORS)
        if self.dash is not None:
            _check("dash", self.dash, DASHES)
        if self.over is not None and self.x is None:
            raise ValueError("x of a curve must be given where it runs along a parameter of its own; got None")


@dataclass(frozen=True)
class Band:
    """The area between `lower` and `upper` along the figure's `x`, named in the legend where `label` is given."""

    lower: Any
    upper: Any
    color: str = "muted"
    label: str | None = None
    opacity: float = 0.22


@dataclass(frozen=True)
class Fill:
    """The area that curves enclose when they are walked one after the other, given by their labels."""

    curves: Sequence[str]
    color: str = "work"
    label: str | None = None
    opacity: float = 0.18


@dataclass(frozen=True)
class Point:
    """One marker at (`x`, `y`); `text` stands beside it and may hold slots such as ``{coldest}``.

    With `drag` the reader can take hold of it: `x`, `y` or both are then symbols of sliders, or multiples of them.
    """

    x: Any
    y: Any
    text: str | None = None
    color: str = "real"
    marker: str = "o"
    offset: tuple[float, float] = (7, 5)
    anchor: str = "start"
    open: bool = False
    drag: bool = False


@dataclass(frozen=True)
class Line:
    """A straight marker across the axes at ``x`` or at ``y``, with an optional name at its end, on either side of it."""

    x: Any = None
    y: Any = None
    text: str | None = None
    color: str = "muted"
    dash: str = "dotted"
    other_side: bool = False

    def __post_init__(self) -> None:
        if (self.x is None) == (self.y is None):
            raise ValueError(f"x or y of a line must be given, one of the two; got x={self.x!r}, y={self.y!r}")

    @property
    def text_offset(self) -> tuple[float, float]:
        """From the line's top or right end to its name: left of a vertical line and above a level one, or else the other side."""
        if self.x is not None:
            return (11, -4) if self.other_side else (-4, -4)
        return (-4, -11) if self.other_side else (-4, 4)


@dataclass(frozen=True)
class Label:
    """Words at (`x`, `y`); they follow the sliders and may hold slots."""

    x: Any
    y: Any
    text: str
    color: str = "real"
    offset: tuple[float, float] = (0, 0)
    anchor: str = "middle"


@dataclass(frozen=True)
class Readout:
    """A number beside the figure, with its unit."""

    value: Any
    unit: str = ""
    digits: int = 3


@dataclass(frozen=True)
class Data:
    """Published values, which no slider moves: open markers with a short name at each."""

    x: Sequence[float]
    y: Sequence[float]
    texts: Sequence[str]
    label: str | None = None
    color: str = "real"
    marker: str = "o"
    offsets: Sequence[tuple[float, float]] | None = None
    anchors: Sequence[str] | None = None

    def __post_init__(self) -> None:
        if not len(self.x) == len(self.y) == len(self.texts):
            raise ValueError(f"x, y and texts of data must be of one length; got {len(self.x)}, {len(self.y)}, {len(self.texts)}")
