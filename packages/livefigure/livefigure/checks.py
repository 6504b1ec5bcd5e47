"""What must hold for a figure before it reaches a reader; a figure that fails here fails the build."""

from __future__ import annotations

import keyword
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import sympy as sp

from livefigure.artists.words import Words, check_slots
from livefigure.snippet import RESERVED
from livefigure.states import sampled_states
from livefigure.table import Tabulated, expressions_of, tables_of

if TYPE_CHECKING:
    from livefigure.panel import Panel
    from livefigure.protocol import FigureLike


def check_names(figure: FigureLike) -> None:
    """The names of sliders and axes can be written as Python, differ, and are none that the figure's program uses itself."""
    for symbol in figure.sliders:
        if not symbol.name.isidentifier() or keyword.iskeyword(symbol.name):
            raise ValueError(f"sliders need symbols whose names Python can write; got {symbol.name!r}")
    names = [symbol.name for symbol in {*figure.sliders, *figure.grids} if not isinstance(symbol, sp.Dummy)]
    for name in names:
        if name in RESERVED:
            raise ValueError(f"{name} cannot be a slider or an axis of {figure.name}: its Python uses {', '.join(sorted(RESERVED))} itself")
        if names.count(name) > 1:
            raise ValueError(f"sliders and axes of {figure.name} must have names that differ; got two symbols called {name}")


def check_artists(figure: FigureLike) -> None:
    """Each artist can be shown, and what has one place does not run along a curve."""
    for placed in figure.artists:
        for name, expression in placed.expressions.items():
            if not placed.artist.runs and (along := expression.free_symbols & set(figure.grids)):
                artist = type(placed.artist).__name__
                raise ValueError(f"{name} of a {artist} must be one number; got {expression}, which runs along {along.pop()}")
        placed.artist.check(placed, figure)


def check_texts(figure: FigureLike) -> None:
    """Every slot of the status has a value, and every value follows the sliders alone."""
    for _, text in figure.status:
        check_slots(text, figure)
    for slot in figure.slots.values():
        for expression in (slot.value, *(condition for condition, _ in slot.words)):
            if expression.free_symbols - set(figure.sliders):
                raise ValueError(f"a readout must depend on the sliders alone; got {expression}")


def check_sliders(figure: FigureLike) -> None:
    """Every slider moves something that is drawn, and at most one plays."""
    drawn = [part for placed in figure.artists if not isinstance(placed.artist, Words) for part in placed.expressions.values()]
    for symbol, slider in figure.sliders.items():
        states = [figure.state(**{symbol.name: value}) for value in (slider.low, slider.start, slider.high)]
        pictures = [np.concatenate([np.atleast_1d(figure.evaluate(part, state)) for part in drawn]) for state in states]
        if all(np.array_equal(pictures[0], other, equal_nan=True) for other in pictures[1:]):
            raise ValueError(f"{symbol.name} is a slider of {figure.name} that moves nothing")
    players = [symbol.name for symbol, slider in figure.sliders.items() if slider.play]
    if len(players) > 1:
        raise ValueError(f"play must be given for one slider of {figure.name} at most; got it for {', '.join(players)}")


def check_tables(figure: FigureLike) -> None:
    """Tables have names of their own, and no slider alone leads out of one, unless a condition guards it."""
    taken = {symbol.name for symbol in (*figure.sliders, *figure.grids)} | RESERVED
    tables = tables_of(figure)
    names = [table.name for table in tables]
    for table in tables:
        if names.count(table.name) > 1:
            raise ValueError(f"tables of {figure.name} must have names that differ; got {table.name} twice")
        if clash := (table.defines & taken) - _imported_alike(table.statements):
            raise ValueError(f"python of table {table.name} defines {', '.join(clash)}, which {figure.name} has already")
    for expression in expressions_of(figure):
        walk = sp.preorder_traversal(expression)
        for node in walk:
            if isinstance(node, sp.Piecewise):
                walk.skip()
            elif isinstance(node, Tabulated):
                _check_reach(figure, node)


def _imported_alike(statements: list[str]) -> set[str]:
    """The reserved names that a table's program binds to the same modules as the figure's own program."""
    alike = {"import numpy as np": "np", "import matplotlib.pyplot as plt": "plt"}
    return {name for statement, name in alike.items() if statement in statements}


def _check_reach(figure: FigureLike, node: Tabulated) -> None:
    for (name, axis), argument in zip(node.func.table.axes.items(), node.args, strict=True):
        movers = argument.free_symbols
        if len(movers) > 1 or not movers <= set(figure.sliders):
            continue
        states = [{mover.name: end} for mover in movers for end in (figure.sliders[mover].low, figure.sliders[mover].high)] or [{}]
        for moved in states:
            value = float(figure.evaluate(argument, figure.state(**moved)))
            if not axis.inside(value):
                cause = ", ".join(f"{mover} = {end:g}" for mover, end in moved.items()) or str(argument)
                raise ValueError(
                    f"{cause} leads out of table {node.func.table.name} in {figure.name}: {name} is {value:g}, "
                    f"and the table goes from {axis.low:g} to {axis.high:g}"
                )


def vertical_reach(figure: FigureLike, panel: Panel) -> tuple[float, float]:
    """The ends of a panel's vertical axis: all that its curves reach while one slider at a time goes to its ends, or all of them do."""
    states: list[Mapping[str, Any]] = [figure.state()]
    states += [figure.state(**{symbol.name: value}) for symbol, slider in figure.sliders.items() for value in (slider.low, slider.high)]
    states.append(sampled_states(figure, samples=0))
    values = np.concatenate([np.ravel(figure.evaluate(curve.y, state)) for state in states for curve in panel.curves.values()])
    values = values[np.isfinite(values) & ((values > 0) | (panel.scales[1] == "linear"))]
    if values.size == 0:
        raise ValueError(f"curves of {figure.name} have no finite value to draw")
    low, high = float(values.min()), float(values.max())
    if panel.scales[1] == "log":
        return low / 1.15, high * 1.15
    margin = 0.05 * (high - low or abs(high) or 1.0)
    return low - margin, high + margin
