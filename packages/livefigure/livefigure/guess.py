"""`Guess`: a number that the reader guesses before the figure shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import sympy as sp

from livefigure.artists import Artist, Band, Curve, Fill, Point
from livefigure.artists.lines import LineName
from livefigure.artists.words import Words
from livefigure.compile import as_expression
from livefigure.number import check_digits, raised
from livefigure.own_symbol import own_symbol
from livefigure.scene import scene_state
from livefigure.slider import Slider

if TYPE_CHECKING:
    from livefigure.artists import Placed
    from livefigure.protocol import FigureLike

#: The guessed number in the place of a mark: ``at=(T_cold, GUESSED)``.
GUESSED = own_symbol("guessed", real=True)
GRAPH = (Curve, Band, Fill, Point, Words)  # what a guess hides if its author does not say, but for the names of lines


@dataclass(frozen=True)
class Guess:
    """A question that is asked before the figure shows the answer; then guess and answer stand side by side.

    Until the reader has answered, or wants to see, the curves and numbers are hidden, also from screen readers. Print, and pages and notebooks
    without scripts, show the figure as it is.

    Parameters
    ----------
    value : expression or str
        What is asked for: an expression of the sliders, or a readout's name.
    question : str
        Ends with a question mark.
    low, high : float
        What the reader can choose between [`unit`]; the right value lies there, too.
    answer : str
        The sentence with the right value, with the slot ``{answer}`` and without a full stop: ``"Nature asks for at least {answer}"``.
    unit : str, optional
        Without one, that of the readout.
    digits : int, optional
        Of the right value, 1 to 15; without it, those of the readout, or 3.
    log : bool
        Spreads the choice evenly over orders of magnitude.
    step : float, optional
        Between the values of a choice that is not logarithmic.
    start : float, optional
        Where the choice begins; without it, in the middle. It should not give the answer away.
    at : (x, y), optional
        Where the mark stands in a panel. One of the two holds `GUESSED`, alone or in ``100 - GUESSED`` and the like; the other is an expression
        of the sliders or None, the middle of the axis. Without a place, the guess is shown on a line of its own.
    panel : int
        The number of the panel for `at`, from 0.
    scene : str, optional
        The scene that the question is about, to which the answer leads; without one, the start.
    hides : sequence of str and Artist, optional
        What is hidden: names of curves, and artists. Without it, all curves, bands, fills, points and labels in panels with axes. Numbers and
        sentence always are.
    compare : {"times", "difference"}, optional
        How guess and answer are compared; times on a logarithmic choice unless given.

    Raises
    ------
    ValueError
        For a question without a question mark, an answer without its slot, limits that do not enclose the right value, a mark that leaves the
        axes: the message names the argument.

    Examples
    --------
    >>> from sympy import symbols
    >>> T_cold = symbols("T_cold", positive=True)
    >>> guess = Guess(300 / T_cold - 1, "How many watts?", 0.1, 1e5, "At least {answer}", "W", log=True, at=(T_cold, GUESSED))
    >>> guess.choice.start
    100.0
    """

    value: Any
    question: str
    low: float
    high: float
    answer: str
    unit: str | None = None
    digits: int | None = None
    log: bool = False
    step: float | None = None
    start: float | None = None
    at: tuple[Any, Any] | None = None
    panel: int = 0
    scene: str | None = None
    hides: Sequence[str | Artist] | None = None
    compare: str | None = None

    def __post_init__(self) -> None:
        if not self.question.rstrip().endswith("?"):
            raise ValueError(f"question of a guess must end with a question mark; got {self.question!r}")
        if self.answer.count("{answer}") != 1 or self.answer.rstrip().endswith("."):
            raise ValueError(f"answer of a guess must hold {{answer}} once and no full stop at its end; got {self.answer!r}")
        if self.compare not in (None, "times", "difference"):
            raise ValueError(f"compare of a guess must be times or difference; got {self.compare!r}")
        if self.times and self.low <= 0:
            raise ValueError(f"low of a guess that is compared by times must be positive; got {self.low!r}")
        if self.log and self.step is not None:
            raise ValueError(f"step of a guess must be left out where it is logarithmic; got {self.step!r}")
        if self.digits is not None:
            check_digits(self.digits, "a guess")
        if self.at is not None and sum(axis is not None and GUESSED in as_expression(axis).free_symbols for axis in self.at) != 1:
            raise ValueError(f"x or y of at must hold GUESSED, one of the two; got {self.at}")
        _ = self.choice  # refuses limits that are none

    @property
    def times(self) -> bool:
        """Whether guess and answer are compared by their ratio."""
        return self.log if self.compare is None else self.compare == "times"

    @property
    def choice(self) -> Slider:
        """The slider with which the reader chooses."""
        if self.start is not None:
            return Slider(self.start, self.low, self.high, self.step, self.log)
        if self.log:
            stops = Slider(self.low, self.low, self.high, log=True).stops
            middle = (self.low * self.high) ** 0.5
            return Slider(min(stops, key=lambda stop: abs(np.log(stop / middle))), self.low, self.high, log=True)
        step = Slider(self.low, self.low, self.high, self.step).resolution
        return Slider(self.low + round((self.high - self.low) / step / 2) * step, self.low, self.high, step)


def _state(figure: FigureLike, guess: Guess) -> dict[str, float]:
    """The sliders' values that the question is about."""
    return figure.state() if guess.scene is None else scene_state(figure, figure.scenes[guess.scene])


def _truth(figure: FigureLike, guess: Guess) -> float:
    value = figure.readouts[guess.value].value if isinstance(guess.value, str) else guess.value
    return float(figure.evaluate(value, _state(figure, guess)))


def check_guess(figure: FigureLike) -> None:
    """Refuse a guess that the figure cannot show, or whose right value cannot be chosen."""
    guess = figure.predict
    if guess is None:
        return
    where = f"the guess of {figure.name}"
    if isinstance(guess.value, str) and guess.value not in figure.readouts:
        raise ValueError(f"value of {where} must be an expression or the name of a readout; got {guess.value!r}")
    if not isinstance(guess.value, str) and (strangers := as_expression(guess.value).free_symbols - set(figure.sliders)):
        raise ValueError(f"value of {where} must depend on the sliders alone; got {strangers.pop()} in {guess.value}")
    if guess.scene is not None and guess.scene not in figure.scenes:
        raise ValueError(f"scene of {where} must be the name of a scene; got {guess.scene!r}")
    truth = _truth(figure, guess)
    if not guess.low <= truth <= guess.high:
        raise ValueError(f"low and high of {where} must enclose the right value; got {truth:.4g} in [{guess.low!r}, {guess.high!r}]")
    if any(getattr(slider.play, "by_itself", False) for slider in figure.sliders.values()):
        raise ValueError(f"predict cannot be given to {figure.name}, which plays by itself and so would answer")
    for name in guess.hides or ():
        if not _matches(figure, name):
            raise ValueError(f"hides of {where} must name curves or hold artists of the figure; got {name!r}")
    if guess.at is not None:
        _check_place(figure, guess, where)


def _check_place(figure: FigureLike, guess: Guess, where: str) -> None:
    if guess.panel not in range(len(figure.panels)) or not figure.panels[guess.panel].axes:
        raise ValueError(f"panel of {where} must be the number of a panel with axes; got {guess.panel!r}")
    panel, place = figure.panels[guess.panel], _place(figure, guess)
    axes = {"x": panel.xlim, "y": panel.ends}
    coordinates = [(place["axis"], place["factor"] * value + place["shift"]) for value in (guess.low, guess.high)]
    if place["other"] is not None:
        coordinates.append(("y" if place["axis"] == "x" else "x", place["other"]))
    for axis, value in coordinates:
        if not min(axes[axis]) <= value <= max(axes[axis]):
            raise ValueError(f"at of {where} must stay in the axes from low to high; got {axis} = {value:.4g} in {axes[axis]}")


def _place(figure: FigureLike, guess: Guess) -> dict[str, Any]:
    """How a guess becomes a coordinate on one axis, and the coordinate on the other."""
    state = _state(figure, guess)
    values = {symbol: state[symbol.name] for symbol in figure.sliders}
    x, y = (None if axis is None else as_expression(axis).subs(values) for axis in guess.at or ())
    axis, along, other = ("x", x, y) if x is not None and GUESSED in x.free_symbols else ("y", y, x)
    assert along is not None  # `Guess` has refused it
    factor = sp.diff(along, GUESSED)
    if not factor.is_number:
        raise ValueError(f"at of the guess of {figure.name} must hold GUESSED times a number, plus a number; got {guess.at}")
    at = None if other is None else float(figure.evaluate(other, state))
    return {"axis": axis, "factor": float(factor), "shift": float(along.subs(GUESSED, 0)), "other": at, "panel": guess.panel}


def _matches(figure: FigureLike, hidden: str | Artist) -> list[Placed]:
    """The placed artists of a curve's name or of an artist, with what belongs to them."""
    of = [
        placed.artist
        for placed in figure.artists
        if placed.artist is hidden or (isinstance(hidden, str) and _is_curve(placed.artist, hidden))
    ]
    family = [one for artist in of for one in (artist, *artist.companions())]
    return [placed for placed in figure.artists if any(type(placed.artist) is type(one) and placed.artist == one for one in family)]


def _is_curve(artist: Artist, name: str) -> bool:
    return isinstance(artist, Curve) and artist.name == name


def guess_specification(figure: FigureLike) -> dict[str, Any] | None:
    """The guess as `js/guess.js` reads it."""
    guess = figure.predict
    if guess is None:
        return None
    readout = figure.readouts.get(guess.value) if isinstance(guess.value, str) else None
    unit = guess.unit if guess.unit is not None else readout.unit if readout else ""
    if guess.hides is None:
        graphs = [placed for placed in figure.artists if figure.panels[placed.panel].axes and not isinstance(placed.artist, LineName)]
        hidden = [placed for placed in graphs if isinstance(placed.artist, GRAPH)]
    else:
        hidden = [placed for name in guess.hides for placed in _matches(figure, name)]
    choice = guess.choice
    return {
        "question": guess.question,
        "answer": guess.answer,
        "truth": _truth(figure, guess),
        "unit": raised(unit if isinstance(unit, str) else unit[1]),
        "digits": guess.digits or (readout.digits if readout else 3),
        "times": guess.times,
        "hides": [placed.id for placed in hidden],
        "state": list(_state(figure, guess).values()),
        "place": None if guess.at is None else _place(figure, guess),
        "slider": {part: getattr(choice, part) for part in ("start", "low", "high", "log")}
        | ({"stops": choice.stops} if guess.log else {"step": choice.resolution}),
    }
