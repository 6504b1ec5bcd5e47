"""States of a figure at which it is tried out: the corners of its sliders' ranges, and a sample between them."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from livefigure.protocol import FigureLike

SAMPLES = 2000  # besides the corners
SEED = 20


def sampled_states(figure: FigureLike, samples: int = SAMPLES) -> dict[str, NDArray[np.float64]]:
    """Each slider's values, a column [the slider's unit]: at all corners first, then at random, evenly along the slider's scale."""
    low, high = (np.array([getattr(slider, end) for slider in figure.sliders.values()]) for end in ("low", "high"))
    log = np.array([slider.log for slider in figure.sliders.values()])
    corners = np.array(list(itertools.product((0.0, 1.0), repeat=len(low))))
    shares = np.vstack([corners, np.random.default_rng(SEED).random((samples, len(low)))])
    with np.errstate(all="ignore"):
        values = np.where(log, low * (high / np.where(log, low, 1)) ** shares, low + (high - low) * shares)
    return {name: values[:, [k]] for k, name in enumerate(figure.state())}  # columns, beside the rows that run along a curve


def state_in_words(states: Mapping[str, NDArray[np.float64]], row: int) -> str:
    """One of several states, for a message: ``T = 77, P = 1e+05``."""
    return ", ".join(f"{name} = {column[row, 0]:.4g}" for name, column in states.items())
