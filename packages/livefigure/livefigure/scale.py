"""A scale of colours for a quantity such as a temperature: from blue over grey and orange to red."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from livefigure.number import format_number

LEVELS = 25
# Lightness and the two axes of colour in Oklab, from the low end to the high one. Blue and orange differ for all common
# kinds of colour blindness, and the middle is paler on a light page and darker on a dark one.
_STOPS = {
    "light": ((0.50, -0.03, -0.17), (0.76, 0.0, 0.0), (0.64, 0.125, 0.125), (0.51, 0.18, 0.09)),
    "dark": ((0.70, -0.05, -0.13), (0.50, 0.0, 0.0), (0.74, 0.10, 0.13), (0.66, 0.20, 0.10)),
}
# From Oklab to linear sRGB: B. Ottosson, "A perceptual color space for image processing" (2020).
_TO_CONES = np.array([[1, 0.3963377774, 0.2158037573], [1, -0.1055613458, -0.0638541728], [1, -0.0894841775, -1.2914855480]])
_TO_RGB = np.array(
    [
        [4.0767416621, -3.3077115913, 0.2309699292],
        [-1.2684380046, 2.6097574011, -0.3413193965],
        [-0.0041960863, -0.7034186147, 1.7076147010],
    ]
)


def _even(stops: Sequence[Sequence[float]]) -> NDArray[np.float64]:
    """Colours along the way through the stops [Oklab], each as far from the next as from the one before."""
    corners = np.array(stops)
    lengths = np.linalg.norm(np.diff(corners, axis=0), axis=1)
    at = np.concatenate([[0], np.cumsum(lengths)])
    along = np.linspace(0, at[-1], LEVELS)
    return np.column_stack([np.interp(along, at, corner) for corner in corners.T])


def _hex(oklab: NDArray[np.float64]) -> str:
    linear = _TO_RGB @ (_TO_CONES @ oklab) ** 3
    encoded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * np.maximum(linear, 0) ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{round(255 * part):02x}" for part in encoded)


# The colour of each level on a light page and on a dark one. The stylesheet calls them --lf-s0 to --lf-s24.
SHADES = tuple(zip(*([_hex(color) for color in _even(_STOPS[theme])] for theme in ("light", "dark")), strict=True))


@dataclass(frozen=True)
class ColorScale:
    """Colours for the values of one quantity, from `low` to `high`; what lies beyond an end has the colour of that end.

    Call it with an expression to give that colour to an artist: ``Shape(corners, color=temperature(T_gas))``.

    Parameters
    ----------
    low, high : float
        The values at the two ends [`unit`].
    name : str
        What the colours stand for; it stands at the key under the figure.
    unit : str
    marks : sequence of float
        Values that the key names, besides its ends [`unit`].

    Raises
    ------
    ValueError
        If low is not below high, or a mark does not lie between them.
    """

    low: float
    high: float
    name: str
    unit: str = ""
    marks: Sequence[float] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "marks", tuple(self.marks))  # figures keep scales in a set
        if not (math.isfinite(self.low) and math.isfinite(self.high) and self.low < self.high):
            raise ValueError(f"low of a colour scale must lie below high; got {self.low!r} and {self.high!r}")
        for mark in self.marks:
            if not self.low < mark < self.high:
                raise ValueError(f"marks of a colour scale must lie between {self.low!r} and {self.high!r}; got {mark!r}")

    def __call__(self, value: Any) -> Shade:
        """The colour of an expression's value."""
        return Shade(value, self)

    def level(self, value: Any) -> NDArray[np.int64]:
        """The number of the colour for each value, an integer array; as ``levelOf`` in js/shades.js."""
        share = (np.asarray(value, float) - self.low) / (self.high - self.low)
        return np.floor((LEVELS - 1) * np.clip(np.nan_to_num(share), 0, 1) + 0.5).astype(int)

    def colors(self, value: Any) -> list[str]:
        """The colour for each value, on a light page."""
        return [SHADES[level][0] for level in np.atleast_1d(self.level(value))]


@dataclass(frozen=True)
class Shade:
    """The colour of a value on a scale."""

    value: Any
    scale: ColorScale


def color_key(scale: ColorScale) -> str:
    """The key of a scale as HTML: its name, its colours in a bar, and the values at the ends and at the marks."""
    width, height = 168, 10
    cell = width / LEVELS
    bar = "".join(
        f'<rect x="{k * cell:.2f}" width="{cell + 0.3:.2f}" height="{height}" style="fill:var(--lf-s{k})"/>' for k in range(LEVELS)
    )
    ticks = ""
    for value in (scale.low, *scale.marks, scale.high):
        x = width * (value - scale.low) / (scale.high - scale.low)
        ticks += f'<path d="M{x:.1f} {height}v3"/><text x="{x:.1f}" y="{height + 15}">{format_number(value, 4, trim=True)}</text>'
    name = html.escape(f"{scale.name} ({scale.unit})" if scale.unit else scale.name)
    return f'{name} <svg width="{width + 24}" height="{height + 18}" viewBox="-12 0 {width + 24} {height + 18}">{bar}{ticks}</svg>'
