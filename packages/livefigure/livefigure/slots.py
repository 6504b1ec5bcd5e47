"""What stands for ``{a slider}`` or ``{a readout}`` in a text: a number and its unit, or words where a number would mislead.

`js/slots.js` writes the same in the browser.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from livefigure.artists.words import SLOT
from livefigure.compile import as_expression
from livefigure.number import format_number, raised
from livefigure.protocol import Slot
from livefigure.slider import Readout
from livefigure.states import sampled_states, state_in_words

if TYPE_CHECKING:
    from livefigure.protocol import FigureLike


def as_readouts(given: Mapping[str, Any] | None) -> dict[str, Readout]:
    """A `Readout` for each name from what a figure takes for one: itself, ``(expression, unit)``, or an expression."""
    return {
        label: one if isinstance(one, Readout) else Readout(*one) if isinstance(one, tuple) else Readout(one)
        for label, one in (given or {}).items()
    }


def slots_of(figure: FigureLike) -> dict[str, Slot]:
    """The slots of a figure by name: its sliders, its readouts, and the numbers that only sentences hold."""
    if twice := figure.readouts.keys() & figure.numbers.keys():
        raise ValueError(f"numbers of {figure.name} must have names that differ from those of its readouts; got {twice.pop()!r} twice")
    slots = {symbol.name: Slot(symbol, figure.unit(symbol), 4, one=_units(slider.unit)[0]) for symbol, slider in figure.sliders.items()}
    for label, readout in (figure.readouts | figure.numbers).items():
        one, unit = _units(readout.unit)
        words = tuple((as_expression(condition), text) for condition, text in readout.words)
        slots[label] = Slot(as_expression(readout.value), unit, readout.digits, one, words, readout.absent)
    return slots


def _units(unit: str | tuple[str, str] | None) -> tuple[str, str]:
    """The unit of exactly one, if it has a form of its own, and that of all other numbers."""
    one, many = unit if isinstance(unit, tuple) else ("", unit or "")
    return raised(one), raised(many)


def slot_text(figure: FigureLike, name: str, state: Mapping[str, float]) -> str:
    """What stands for a slot with the sliders as given."""
    slot = figure.slots[name]
    for condition, words in slot.words:
        if bool(figure.evaluate(condition, state)):
            return words
    value = float(figure.evaluate(slot.value, state))
    if np.isnan(value) and slot.absent:
        return slot.absent
    number = format_number(value, slot.digits, name in state)
    unit = slot.one if number == "1" and slot.one else slot.unit
    return f"{number}\u00a0{unit}" if unit else number


def filled(figure: FigureLike, text: str, state: Mapping[str, float]) -> str:
    """`text` with its slots replaced."""

    def words(match: re.Match[str]) -> str:
        return slot_text(figure, match.group(1), state)

    return SLOT.sub(words, text)


def check_readouts(figure: FigureLike) -> None:
    """Refuse a readout that has neither a number nor words somewhere in the sliders' ranges."""
    states = sampled_states(figure)
    count = len(next(iter(states.values())))
    for label in figure.readouts | figure.numbers:
        slot = figure.slots[label]
        if slot.absent:
            continue
        silent = np.isnan(np.broadcast_to(figure.evaluate(slot.value, states), (count, 1)))
        for condition, _ in slot.words:
            silent = silent & (figure.evaluate(condition, states) == 0)
        if silent.any():
            at = state_in_words(states, int(silent.argmax()))
            raise ValueError(f"{label!r} of {figure.name} has no value at {at}: say so in words, Readout(..., absent='none')")
