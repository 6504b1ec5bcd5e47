"""`Slider`: what a reader moves; `Readout`: a number beside the figure."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from livefigure.number import check_digits
from livefigure.play import Play


@dataclass(frozen=True)
class Slider:
    """What the reader moves: its first value, its limits [the symbol's unit], and a step.

    `log` spreads the slider evenly over orders of magnitude, and takes no step. Name and unit come from the symbol unless given; a pair such as
    ``("stage", "stages")`` has a form of its own for exactly 1. Without `log`, start and
    high are a whole number of steps above low.
    `rests` are values at which it can stand besides its steps, such as a boiling point that the text names.
    `play` adds a button that runs it from low to high again and again, in so many seconds each time; a `Play` says more.
    """

    start: float
    low: float
    high: float
    step: float | None = None
    log: bool = False
    label: str | None = None
    unit: str | tuple[str, str] | None = None
    play: Play | float | None = None
    rests: Sequence[float] = ()
    resolution: float = field(init=False, repr=False, compare=False)  # the step [the symbol's unit; decades if `log`]

    def __post_init__(self) -> None:
        if self.play is not None and not isinstance(self.play, Play):
            object.__setattr__(self, "play", Play(self.play))
        for name in ("start", "low", "high"):
            value = getattr(self, name)
            if not math.isfinite(value):
                raise ValueError(f"{name} of a slider must be a finite number; got {value!r}")
        if not self.low <= self.start <= self.high or self.low == self.high:
            raise ValueError(f"start of a slider must lie between low and high; got {self.start!r} in [{self.low!r}, {self.high!r}]")
        if self.log and self.low <= 0:
            raise ValueError(f"low of a logarithmic slider must be positive; got {self.low!r}")
        if self.log and self.step is not None:
            raise ValueError(
                f"step of a logarithmic slider must be left out, for it stands on round numbers and `rests`; got {self.step!r}"
            )
        if self.step is not None and not 0 < self.step <= self.high - self.low:
            raise ValueError(f"step of a slider must be positive and fit between its ends; got {self.step!r}")
        object.__setattr__(self, "resolution", self._resolution())
        for name, part in self.play.steps.items() if isinstance(self.play, Play) else ():
            if not self.low <= part[0] < part[1] <= self.high:
                raise ValueError(
                    f"step {name!r} of a play must lie between the slider's ends; got {part!r} in [{self.low!r}, {self.high!r}]"
                )
        for rest in self.rests:
            if not self.low <= rest <= self.high or not (self.log or self.holds(rest)):
                raise ValueError(
                    f"rests of a slider must lie between its ends, and on a step if it is not logarithmic; got {rest!r} "
                    f"in [{self.low!r}, {self.high!r}], step {self.resolution!r}"
                )

    def holds(self, value: float) -> bool:
        """Whether the slider can stand on a value."""
        if self.log:
            return value in self.stops
        return self.low <= value <= self.high and _is_whole((value - self.low) / self.resolution)

    @functools.cached_property
    def stops(self) -> list[float]:
        """All values of a logarithmic slider: numbers of two digits, its ends, start and rests, and where these are far apart, more.

        So a reader reaches 4.2 and 77, and comes back to the start, where even steps in the logarithm would lead past them.
        """
        decades = math.log10(self.high / self.low)
        given = {self.low, self.start, self.high, *self.rests, *_two_digits(self.low, self.high)}
        count = min(max(math.ceil(100 * decades), 200), 400)
        taken = {round(count * math.log10(value / self.low) / decades) for value in given}
        edges = [self.low * 10 ** (decades * (k - 0.5) / count) for k in range(count + 2)]
        return sorted(given | {_roundest(edges[k], edges[k + 1]) for k in range(count + 1) if k not in taken})

    def _resolution(self) -> float:
        """The step as given, else of a size that a person would choose: 100 to 250 steps, and more where `start` or `high` asks for it.

        A slider can only stand on a step: a host would move a start that is not on one.
        """
        if self.log:
            return math.log10(self.high / self.low) / 200
        for step in [self.step] if self.step is not None else self._round_steps():
            if all(_is_whole((value - self.low) / step) for value in (self.start, self.high)):
                return step
        raise ValueError(
            f"start and high of a slider must be a whole number of steps above low; got start {self.start!r} and high {self.high!r} "
            f"above {self.low!r}, step {self.step!r}"
        )

    def _round_steps(self) -> Iterator[float]:
        """Steps that begin with 1, 2 or 5, from a hundredth of the range down to a millionth."""
        rough = (self.high - self.low) / 100
        decade = math.floor(math.log10(rough))
        for exponent in range(decade, decade - 5, -1):
            yield from (size * 10.0**exponent for size in (5, 2, 1) if size * 10.0**exponent <= rough * (1 + 1e-9))


def _two_digits(low: float, high: float) -> Iterator[float]:
    """The numbers between two others that are written with two digits."""
    for exponent in range(math.floor(math.log10(low)) - 1, math.floor(math.log10(high))):
        yield from (value for digits in range(10, 100) if low < (value := float(f"{digits}e{exponent}")) < high)


def _roundest(low: float, high: float) -> float:
    """The number between two others that is written with the fewest digits, the last of them a 5 or even if possible."""
    exponent = math.floor(math.log10(high))
    while True:
        unit = 10.0**exponent
        whole = range(math.ceil(low / unit), math.floor(high / unit) + 1)
        if whole:
            best = min(whole, key=lambda n: (n % 5 > 0, n % 2, abs(2 * n * unit - low - high)))
            return float(f"{best}e{exponent}")
        exponent -= 1


def _is_whole(steps: float) -> bool:
    return abs(steps - round(steps)) < 1e-6


@dataclass(frozen=True)
class Readout:
    """A number beside the figure, with its unit, and what is said where a number would mislead.

    Parameters
    ----------
    value : expression
        Of the sliders.
    unit : str or (str, str)
        Beside the number; a pair such as ``("stage", "stages")`` has a form of its own for exactly 1.
    digits : int
        How many digits count, 1 to 15.
    words : sequence of (condition, str)
        In place of number and unit, the words of the first condition that holds: ``[(saved <= 0, "nothing")]``.
    absent : str
        In place of number and unit where the value does not exist: ``"never"``.

    Raises
    ------
    ValueError
        For words that are empty, or hold a straight double quote, and for digits that are no such number.

    Examples
    --------
    >>> from sympy import symbols
    >>> saved = symbols("saved", real=True)
    >>> Readout(saved, "%", words=[(saved <= 0, "nothing")]).digits
    3
    """

    value: Any
    unit: str | tuple[str, str] = ""
    digits: int = 3
    words: Sequence[tuple[Any, str]] = ()
    absent: str = ""

    def __post_init__(self) -> None:
        check_digits(self.digits, "a readout")
        for condition, text in self.words:
            if not text.strip() or '"' in text:  # they stand between double quotes in the Python that a reader takes away
                raise ValueError(f'words of a readout must not be empty or hold "; got {text!r} for {condition}')
        if '"' in self.absent:
            raise ValueError(f'absent of a readout must not hold "; got {self.absent!r}')
