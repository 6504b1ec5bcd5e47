"""What must hold for a figure before it reaches a reader; a figure that fails here fails the build."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import sympy as sp

from livefigure.table import Tabulated, expressions_of, tables_of

# A place in a sentence for the number of a slider or a readout.
SLOT = re.compile(r"\{([^{}]+)\}")


def check_slots(figure: Any) -> None:
    """Every slot has a value, and every value follows the sliders alone."""
    texts = [text for _, text in figure.status] + [artist["style"].text for artist in figure.artists if artist["kind"] in ("text", "edge")]
    for text in texts:
        for slot in SLOT.findall(text):
            if slot not in figure.slots:
                raise ValueError(f"{{{slot}}} in {text!r} is neither a slider nor a readout of {figure.name}")
    for expression, _, _ in figure.slots.values():
        if expression.free_symbols - set(figure.sliders):
            raise ValueError(f"a readout must depend on the sliders alone; got {expression}")


def check_sliders(figure: Any) -> None:
    """Every slider moves something that is drawn."""
    drawn = [e for artist in figure.artists if artist["kind"] != "text" for e in artist["at"].values()]
    for symbol, slider in figure.sliders.items():
        states = [figure.state(**{symbol.name: value}) for value in (slider.low, slider.start, slider.high)]
        pictures = [np.concatenate([np.atleast_1d(figure.evaluate(e, state)) for e in drawn]) for state in states]
        if all(np.array_equal(pictures[0], other, equal_nan=True) for other in pictures[1:]):
            raise ValueError(f"{symbol.name} is a slider of {figure.name} that moves nothing")


def check_tables(figure: Any) -> None:
    """Tables have names of their own, and no slider alone leads out of one, unless a condition guards it."""
    taken = {"u"} | {symbol.name for symbol in (*figure.sliders, *figure.grids)}
    names = [table.name for table in tables_of(figure)]
    for table in tables_of(figure):
        if names.count(table.name) > 1:
            raise ValueError(f"tables of {figure.name} must have names that differ; got {table.name} twice")
        if table.defines & taken:
            raise ValueError(f"python of table {table.name} defines {', '.join(table.defines & taken)}, which {figure.name} has already")
    for expression in expressions_of(figure):
        walk = sp.preorder_traversal(expression)
        for node in walk:
            if isinstance(node, sp.Piecewise):
                walk.skip()
            elif isinstance(node, Tabulated):
                _check_reach(figure, node)


def _check_reach(figure: Any, node: Tabulated) -> None:
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


def check_handles(figure: Any) -> None:
    """What the reader can drag moves a slider, and at most one slider plays."""
    for artist in figure.artists:
        if artist["kind"] == "point" and artist["style"].drag and not handles(figure, artist):
            raise ValueError(
                f"x or y of a point to drag must be a slider's symbol, or a multiple of one; got {artist['at']} in {figure.name}"
            )
    players = [symbol.name for symbol, slider in figure.sliders.items() if slider.play]
    if len(players) > 1:
        raise ValueError(f"play must be given for one slider of {figure.name} at most; got it for {', '.join(players)}")


def handles(figure: Any, point: Any) -> dict[str, list[Any]]:
    """For each axis along which a point can be dragged, the slider's name and the factor from its value to the coordinate."""
    found = {}
    for axis, expression in point["at"].items():
        factor, rest = expression.as_coeff_Mul()
        if rest in figure.sliders:
            found[axis] = [rest.name, float(factor)]
    return found


def vertical_reach(figure: Any, panel: Any) -> tuple[float, float]:
    """The ends of a panel's vertical axis: all that its curves reach while one slider at a time goes to its ends."""
    states = [figure.state()]
    states += [figure.state(**{symbol.name: value}) for symbol, slider in figure.sliders.items() for value in (slider.low, slider.high)]
    values = np.concatenate([np.ravel(figure.evaluate(curve.y, state)) for state in states for curve in panel.curves.values()])
    values = values[np.isfinite(values) & ((values > 0) | (panel.scales[1] == "linear"))]
    if values.size == 0:
        raise ValueError(f"curves of {figure.name} have no finite value to draw")
    low, high = float(values.min()), float(values.max())
    if panel.scales[1] == "log":
        return low / 1.15, high * 1.15
    margin = 0.05 * (high - low or abs(high) or 1.0)
    return low - margin, high + margin
