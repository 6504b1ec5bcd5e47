"""A sketch as an answer: lines that a reader drags into place on the page to practise on, and the rules that mark them.

A notebook does not ask for one: there a plot is computed, and a person marks it together with the words beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sympy import sympify

__all__ = ["Axis", "Crossing", "Line", "Near", "Sketch", "Slope"]


@dataclass(frozen=True)
class Axis:
    """An axis of a sketch: its label, its ends and its ticks, and whether it is logarithmic."""

    label: str
    low: float
    high: float
    ticks: tuple[float, ...]
    log: bool = False

    def __post_init__(self) -> None:
        if not self.low < self.high or (self.log and self.low <= 0):
            raise ValueError(f"low and high of the axis {self.label!r} must be in order, and positive if it is logarithmic; got {self}")


@dataclass(frozen=True)
class Line:
    """A line to draw: its name, the places of its dots, and the right height at a place, in the symbols of the sheet."""

    name: str
    at: tuple[float, ...]
    value: Callable[[float], Any]


@dataclass(frozen=True)
class Near:
    """A line is right to within a distance; `low` and `high` say what is wrong, and may have ``{at}`` for the place."""

    line: str
    within: float
    points: float
    low: str
    high: str


@dataclass(frozen=True)
class Slope:
    """A line rises all the way (`sign` 1), or falls (-1)."""

    line: str
    sign: int
    points: float
    message: str


@dataclass(frozen=True)
class Crossing:
    """Two lines cross once, at a place that is right to within a factor."""

    lines: tuple[str, str]
    at: Any
    factor: float
    points: float
    low: str
    high: str
    never: str
    often: str


@dataclass(frozen=True)
class Sketch:
    """Lines, their axes, and the rules of marking.

    Parameters
    ----------
    ask : str
        What to do, for the reader.
    x, y : Axis
        The axes.
    lines : tuple of Line
        The lines; their dots begin at the height `start`.
    rules : tuple
        `Near`, `Slope` and `Crossing`, each with its points.

    Raises
    ------
    ValueError
        If a rule names no line of the sketch, or a line has no dots in order within the axis.
    """

    ask: str
    x: Axis
    y: Axis
    lines: tuple[Line, ...]
    rules: tuple[Near | Slope | Crossing, ...]
    start: float

    def __post_init__(self) -> None:
        names = [line.name for line in self.lines]
        for line in self.lines:
            if len(line.at) < 2 or list(line.at) != sorted(set(line.at)) or not self.x.low <= line.at[0] < line.at[-1] <= self.x.high:
                raise ValueError(f"the places of {line.name!r} must be two or more, in order, within the axis; got {line.at}")
        for rule in self.rules:
            for name in rule.lines if isinstance(rule, Crossing) else (rule.line,):
                if name not in names:
                    raise ValueError(f"line of a rule must be one of {', '.join(names)}; got {name!r}")

    @property
    def points(self) -> float:
        """The points of all rules together."""
        return sum(rule.points for rule in self.rules)

    def entry(self, numbers: Mapping[str, float] | None = None) -> dict[str, Any]:
        """Everything that marking and drawing need, with expressions, or with values for a student's numbers."""

        def valued(value: Any) -> Any:
            value = sympify(value)
            return value if numbers is None else float(value.subs({symbol: numbers[str(symbol)] for symbol in value.free_symbols}))

        names = [line.name for line in self.lines]
        rules = [_rule(rule, names) for rule in self.rules]
        for rule in rules:
            if "at" in rule:
                rule["at"] = valued(rule["at"])
        lines = [{"name": line.name, "at": list(line.at), "right": [valued(line.value(place)) for place in line.at]} for line in self.lines]
        axes = {"x": asdict(self.x), "y": asdict(self.y), "log": self.x.log, "start": self.start}
        return {"ask": self.ask, "points": self.points, **axes, "lines": lines, "rules": rules}


def _rule(rule: Near | Slope | Crossing, names: list[str]) -> dict[str, Any]:
    """A rule as plain data, with lines by number."""
    entry = {"kind": type(rule).__name__.lower()} | {key: getattr(rule, key) for key in rule.__dataclass_fields__}
    if isinstance(rule, Crossing):
        return entry | {"lines": [names.index(name) for name in rule.lines]}
    return entry | {"line": names.index(rule.line)}
