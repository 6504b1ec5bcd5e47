"""`Scene`: a state of a figure that has a name, and what it shows there; and what a figure shows everywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import sympy as sp

from livefigure.compile import as_expression
from livefigure.states import sampled_states, state_in_words

if TYPE_CHECKING:
    from livefigure.protocol import FigureLike


@dataclass(frozen=True)
class Scene:
    """A state that a button or a sentence leads to, with what the reader is to see there.

    Parameters
    ----------
    moves : mapping
        Slider's symbol -> its value [the symbol's unit]. Sliders that are not named go to their start.
    shows : sequence of relations
        What holds there, such as ``flow > need``.
    raises, lowers : expression or sequence of them
        What is larger, or smaller, there than in the scene `since`.
    since : str, optional
        The name of the scene to compare with; without it, the figure's start.

    Examples
    --------
    >>> from sympy import symbols
    >>> T_cold, power = symbols("T_cold power")
    >>> Scene({T_cold: 4.2}, shows=[power > 70], raises=power, since="liquid nitrogen").moves
    {T_cold: 4.2}
    """

    moves: Mapping[sp.Symbol, float]
    shows: Sequence[Any] = ()
    raises: Any = field(default=())
    lowers: Any = field(default=())
    since: str | None = None

    @property
    def compared(self) -> list[tuple[str, sp.Basic]]:
        """Each expression that is compared with another scene, and the relation in which its values stand."""
        pairs = (("higher", self.raises), ("lower", self.lowers))
        return [(word, as_expression(one)) for word, given in pairs for one in (given if isinstance(given, (list, tuple)) else [given])]


def scene_state(figure: FigureLike, scene: Scene) -> dict[str, float]:
    """The sliders' values in a scene, by name."""
    return figure.state(**{symbol.name: value for symbol, value in scene.moves.items()})


def check_scenes(figure: FigureLike) -> None:
    """Refuse a scene that a slider cannot hold, that does not show what it says, or whose points leave the axes."""
    for name, scene in figure.scenes.items():
        where = f"scene {name!r} of {figure.name}"
        for symbol, value in scene.moves.items():
            if symbol not in figure.sliders:
                raise ValueError(f"{where} moves {symbol}, which is not one of its sliders")
            if not figure.sliders[symbol].holds(value):
                raise ValueError(f"{where} asks for {symbol} = {value!r}, where its slider cannot stand")
        state = scene_state(figure, scene)
        for relation in scene.shows:
            if not _is_true(figure, relation, state):
                raise ValueError(f"{where} must show {relation}, and does not")
        _check_comparison(figure, where, scene, state)
        _check_points(figure, where, state)


def _is_true(figure: FigureLike, relation: Any, state: Mapping[str, float]) -> bool:
    return bool(np.all(figure.evaluate(relation, state)))


def _check_comparison(figure: FigureLike, where: str, scene: Scene, state: Mapping[str, float]) -> None:
    if scene.since is not None and scene.since not in figure.scenes:
        raise ValueError(f"since of {where} must be the name of a scene; got {scene.since!r}")
    before = figure.state() if scene.since is None else scene_state(figure, figure.scenes[scene.since])
    for word, expression in scene.compared:
        then, now = (float(figure.evaluate(expression, one)) for one in (before, state))
        if not (now > then if word == "higher" else now < then):
            raise ValueError(
                f"{where} must give a {word} value of {expression} than {scene.since or 'the start'}; got {then:.4g}, then {now:.4g}"
            )


def _check_points(figure: FigureLike, where: str, state: Mapping[str, float]) -> None:
    """A point that the reader sees at the start is also seen in the scene."""
    from livefigure.artists import Point

    for placed in figure.artists:
        if not isinstance(placed.artist, Point):
            continue
        panel = figure.panels[placed.panel]
        here, start = ([float(figure.evaluate(placed.expressions[axis], one)) for axis in "xy"] for one in (state, figure.state()))
        if panel.contains(*start) and not panel.contains(*here):
            raise ValueError(f"a point of {where} leaves the axes: it is at ({here[0]:.4g}, {here[1]:.4g})")


def check_always(figure: FigureLike) -> None:
    """Refuse a statement that fails at a corner of the sliders' ranges or at one of 2,000 states between them."""
    if not figure.always:
        return
    states = sampled_states(figure)
    for relation in figure.always:
        holds = np.atleast_2d(figure.evaluate(relation, states) != 0).all(axis=1)
        if not holds.all():
            raise ValueError(f"{figure.name} must always show {relation}, and does not at {state_in_words(states, int(holds.argmin()))}")
