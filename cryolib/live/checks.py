"""What must hold for a figure before it reaches a reader; a figure that fails here fails the build."""

from __future__ import annotations

import re
from typing import Any

import numpy as np

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


def vertical_reach(figure: Any) -> tuple[float, float]:
    """The ends of the vertical axis: all that the curves reach while one slider at a time goes to its ends."""
    states = [figure.state()]
    states += [figure.state(**{symbol.name: value}) for symbol, slider in figure.sliders.items() for value in (slider.low, slider.high)]
    values = np.concatenate([np.ravel(figure.evaluate(curve.y, state)) for state in states for curve in figure.curves.values()])
    values = values[np.isfinite(values) & ((values > 0) | (figure.scales[1] == "linear"))]
    if values.size == 0:
        raise ValueError(f"curves of {figure.name} have no finite value to draw")
    low, high = float(values.min()), float(values.max())
    if figure.scales[1] == "log":
        return low / 1.15, high * 1.15
    margin = 0.05 * (high - low or abs(high) or 1.0)
    return low - margin, high + margin
