"""All that the browser needs beside the drawing: sliders, tape, movers' coordinates, texts, tables, as JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import sympy as sp

from livefigure.artists import Data
from livefigure.guess import guess_specification
from livefigure.play import Play
from livefigure.scene import scene_state
from livefigure.slots import slot_text
from livefigure.snippet import snippet

if TYPE_CHECKING:
    from livefigure.protocol import FigureLike, Slot


def specification(figure: FigureLike) -> dict[str, Any]:
    """A figure as `js/host.js` reads it."""
    sentences = [[None if condition is None else figure.tape.add(condition), text] for condition, text in figure.status]
    artists = [
        {"id": placed.id, "panel": placed.panel, "kind": placed.kind, **placed.steps, **placed.artist.browser(placed, figure)}
        for placed in figure.artists
        if placed.kind
    ]
    return {
        "name": figure.name,
        "sliders": [_slider(figure, symbol) for symbol in figure.sliders],
        "grids": [figure.grids[symbol] for symbol in figure.tape.grids],
        "artists": artists,
        "readouts": list(figure.readouts),
        "scenes": [[name, list(scene_state(figure, scene).values())] for name, scene in figure.scenes.items()],
        "slots": {name: _slot(figure, name, slot) for name, slot in figure.slots.items()},
        "status": sentences,
        "axes": [[panel.xlabel, panel.ylabel] if panel.axes else None for panel in figure.panels],
        "data": [{"panel": placed.panel, **placed.artist.readings()} for placed in figure.artists if isinstance(placed.artist, Data)],
        "guess": guess_specification(figure),
        "columns": _columns(figure),
        "snippet": snippet(figure),
        "tape": figure.tape.steps,
        "tables": [table.specification for table in figure.tape.tables],
        "note": " ".join(table.note for table in figure.tape.tables),
    }


def _slot(figure: FigureLike, name: str, slot: Slot) -> dict[str, Any]:
    """`shown` is its text at the start, for a page that has it in a sentence."""
    state = figure.state()
    values = {"step": figure.tape.add(slot.value), "unit": slot.unit, "digits": slot.digits, "trim": name in state}
    words = [[figure.tape.add(condition), text] for condition, text in slot.words]
    instead = {"one": slot.one, "words": words, "absent": slot.absent}
    return values | {part: value for part, value in instead.items() if value} | {"shown": slot_text(figure, name, state)}


def _slider(figure: FigureLike, symbol: sp.Symbol) -> dict[str, Any]:
    slider = figure.sliders[symbol]
    return {
        "name": symbol.name,
        "label": figure.label(symbol),
        "latex": sp.latex(symbol),
        "unit": figure.unit(symbol),
        **({"one": one} if (one := figure.slots[symbol.name].one) else {}),
        **{part: getattr(slider, part) for part in ("start", "low", "high", "log")},
        "play": asdict(slider.play) if isinstance(slider.play, Play) else None,
        **({"stops": slider.stops} if slider.log else {"step": slider.resolution}),
    }


def _columns(figure: FigureLike) -> list[dict[str, Any]]:
    """The columns of the CSV: what the curves run along once, then each curve; both coordinates of a parametric one."""
    columns = []
    for panel in figure.panels:
        along = panel.x[0] if panel.x is not None else None
        if along is not None:
            columns.append({"title": panel.xlabel, "step": figure.tape.add(along)})
        for label, curve in panel.curves.items():
            if curve.x != along:
                columns.append({"title": f"{label}: {panel.xlabel}", "step": figure.tape.add(curve.x)})
            columns.append({"title": f"{label}: {panel.ylabel}" if panel.ylabel else label, "step": figure.tape.add(curve.y)})
    return columns
