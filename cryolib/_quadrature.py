"""The one rule by which functions of temperature are integrated, in Python and, with the same numbers, in the browser."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from cryolib.readers import Value, exp, is_symbolic, log, log_ratio

__all__ = ["NODES", "PANELS", "WEIGHTS", "integral"]

PANELS = 8
"""Parts of equal ratio into which a range of temperatures is cut for an integral."""

NODES, WEIGHTS = (tuple(map(float, each)) for each in np.polynomial.legendre.leggauss(10))
"""Points and weights of Gauss's and Legendre's rule in each part, which runs from -1 to 1 in the logarithm of temperature."""


def integral(function: Callable[[Value], Value], low: Value, high: Value, corners: Sequence[float] = ()) -> Value:
    """Integrate over temperature, in `PANELS` parts of equal ratio, or between the corners of a function that has some.

    The limits are positive arrays of one shape, or two SymPy expressions if there are no corners.
    """
    if is_symbolic(low):
        step = (log(high) - log(low)) / PANELS
        terms = []
        for panel in range(PANELS):
            for node, weight in zip(NODES, WEIGHTS, strict=True):
                T = low * exp(step * (panel + (node + 1) / 2))
                terms.append(weight * T * function(T))
        return step / 2 * sum(terms)
    low, high = np.asarray(low)[..., None], np.asarray(high)[..., None]
    span = log_ratio(low, high)
    if corners:
        edges = np.clip(log_ratio(low, np.asarray(corners)), 0.0, span)
        edges = np.concatenate([np.zeros_like(span), edges, span], axis=-1)
    else:
        edges = span * np.linspace(0.0, 1.0, PANELS + 1)
    half = np.diff(edges)[..., None] / 2
    T = low[..., None] * np.exp(edges[..., :-1, None] + half * (1 + np.array(NODES)))
    return np.sum(half * np.array(WEIGHTS) * T * function(T), axis=(-2, -1))
