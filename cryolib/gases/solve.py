"""Roots of increasing functions, for whole arrays at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from cryolib.readers import Array, Mask

__all__ = ["bracketed_root", "widened"]

_STEPS = 200


def widened(function: Callable[[Array], Array], low: Array, high: Array, *, down: Mask, up: Mask) -> tuple[Array, Array]:
    """Move the ends of an interval until an increasing function has its zero between them; `down` and `up`: which ends may move."""
    low, high, step = np.array(low, float), np.array(high, float), 1.0
    for _ in range(_STEPS):
        below, above = down & (function(low) > 0), up & (function(high) < 0)
        if not (np.any(below) or np.any(above)):
            return low, high
        low, high, step = np.where(below, low - step, low), np.where(above, high + step, high), 1.2 * step
    raise ValueError("the state lies outside what the model can reach")


def bracketed_root(function: Callable[[Array], Array], low: Array, high: Array, tolerance: float = 1e-15) -> Array:
    """Find where a function changes its sign between two arrays, to a relative tolerance, by Chandrupatla's method.

    T. R. Chandrupatla, Adv. Eng. Softw. 28, 145 (1997). The function takes an array and returns one of the same shape.
    """
    a, b = np.array(high, float), np.array(low, float)
    value_a, value_b = function(a), function(b)
    if np.any(np.sign(value_a) * np.sign(value_b) > 0):
        raise ValueError("the function does not change its sign between the two ends")
    c, value_c = a, value_a
    share = np.full(a.shape, 0.5)
    for _ in range(_STEPS):
        x = a + share * (b - a)
        value = function(x)
        same = np.sign(value) == np.sign(value_a)
        c, value_c = np.where(same, a, b), np.where(same, value_a, value_b)
        b, value_b = np.where(same, b, a), np.where(same, value_b, value_a)
        a, value_a = x, value
        closer = np.abs(value_a) < np.abs(value_b)
        best = np.where(closer, a, b)
        width = np.abs(b - a)
        least = 2 * tolerance * np.maximum(np.abs(best), 1e-300)
        if np.all((width <= least) | (np.where(closer, value_a, value_b) == 0)):
            return best
        with np.errstate(divide="ignore", invalid="ignore"):  # where the three points do not allow it, it is not used
            xi, phi = (a - b) / (c - b), (value_a - value_b) / (value_c - value_b)
            inverse = value_a / (value_b - value_a) * value_c / (value_b - value_c)
            inverse = inverse + (c - a) / (b - a) * value_a / (value_c - value_a) * value_b / (value_c - value_b)
            use = (phi**2 < xi) & ((1 - phi) ** 2 < 1 - xi) & np.isfinite(inverse)
            margin = np.minimum(0.5, least / np.where(width > 0, width, 1.0))
        share = np.clip(np.where(use, inverse, 0.5), margin, 1 - margin)
    return best
