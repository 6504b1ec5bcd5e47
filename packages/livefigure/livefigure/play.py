"""`Play`: how a slider runs by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Play:
    """A slider that runs from low to high again and again.

    Parameters
    ----------
    seconds : float
        How long one run takes.
    steps : mapping of str to (float, float), optional
        Parts of the run that have a button each, such as ``{"1": (0, 1), "2": (1, 2)}``: it runs this part and rests
        one stop of the slider short of its end, where the next part begins.
    by_itself : bool
        Whether it starts when it comes into view. It does not where the reader asks for reduced motion, and not again after the
        reader has taken hold of the figure.

    Raises
    ------
    ValueError
        If seconds is not positive, or a step does not run upward.
    """

    seconds: float
    steps: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    by_itself: bool = False

    def __post_init__(self) -> None:
        if not self.seconds > 0:
            raise ValueError(f"seconds of a play must be positive; got {self.seconds!r}")
        for name, (first, last) in self.steps.items():
            if not first < last:
                raise ValueError(f"step {name!r} of a play must run upward; got {first!r} to {last!r}")
