"""`Slider`: what a reader moves; `Readout`: a number beside the figure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any


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
class Readout:
    """A number beside the figure, with its unit."""

    value: Any
    unit: str = ""
    digits: int = 3
