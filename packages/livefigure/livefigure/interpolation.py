"""Interpolation between the nodes of a grid: in NumPy here, and in the browser by the same operations in ``js/table.js``.

Each cell has a cubic Hermite polynomial whose slopes come from five nodes each. It passes through every node, has no kinks, and misses a
smooth function by ``h**4 f''''/384``, as little as a spline would (a little more in the last cells); a cubic through the four nearest
nodes misses by nine times that. A slope is never taken across a missing node, so a gap in a table does not spread.

Only arithmetic that IEEE 754 rounds in one way is used, so that both sides give the same bits. The logarithm is our own for that reason:
those of NumPy and of browsers differ in the last digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]

STENCIL = 5  # nodes per slope
# A point outside by less than this fraction of the axis is at its end: rounding put it there.
TOLERANCE = 1e-12
SQRT2, LN2 = 1.4142135623730951, 0.6931471805599453
ODD = tuple(1 / (2 * k + 1) for k in range(11))


@dataclass(frozen=True)
class Axis:
    """The nodes of a table along one variable: `count` of them, evenly from `low` to `high`, or evenly in the logarithm."""

    low: float
    high: float
    count: int
    log: bool = False

    @property
    def nodes(self) -> Floats:
        """The values of the variable at the nodes."""
        return (np.geomspace if self.log else np.linspace)(self.low, self.high, self.count)

    def at(self, position: Any) -> Any:
        """The value of the variable at a position counted in nodes from 0."""
        part = np.asarray(position) / (self.count - 1)
        return self.low * (self.high / self.low) ** part if self.log else self.low + (self.high - self.low) * part

    @cached_property
    def _scale(self) -> float:
        return (self.count - 1) / float(log2(self.high / self.low) if self.log else self.high - self.low)

    def inside(self, x: Any) -> Any:
        """Whether a value lies on the axis."""
        low, high = (self.low, self.high) if self.log else (self.high - self.low,) * 2
        return (x >= self.low - low * TOLERANCE) & (x <= self.high + high * TOLERANCE)

    def cell(self, x: Floats) -> tuple[Any, Floats]:
        """The node to the left of `x`, and how far it is from there to the next, from 0 to 1; NaN outside."""
        inside = self.inside(x)
        x = np.minimum(np.maximum(np.where(inside, x, self.low), self.low), self.high)
        position = (log2(x / self.low) if self.log else x - self.low) * self._scale
        left = np.maximum(np.minimum(np.floor(position), self.count - 2), 0)
        return left.astype(int), np.where(inside, position - left, np.nan)


def log2(u: Any) -> Any:
    """The base-2 logarithm of numbers not below 1, by the series of atanh around sqrt(2)."""
    half, exponent = np.frexp(u)
    u, whole = 2 * half, exponent - 1
    s = (u - SQRT2) / (u + SQRT2)
    square, total = s * s, 0.0
    for coefficient in reversed(ODD):
        total = total * square + coefficient
    return whole + (0.5 + total * s * (2 / LN2))


@cache
def slope_weights(size: int, at: int) -> tuple[float, ...]:
    """Weights of `size` neighbouring nodes in the slope at one of them, of the polynomial through all (per step between nodes).

    >>> slope_weights(3, 1)
    (-0.5, 0.0, 0.5)
    """
    weights = []
    for k in range(size):
        others = [m for m in range(size) if m != k]
        if k == at:
            weight = 0.0
            for m in others:
                weight += 1 / (at - m)
        else:
            weight = 1.0
            for m in others:
                weight = weight / (k - m) if m == at else weight * (at - m) / (k - m)
        weights.append(weight)
    return tuple(weights)


def slopes(line: Floats) -> Floats:
    """The slopes at the nodes of one line (per step between nodes), from the nodes around each without a gap; NaN at a gap."""
    result = np.full(len(line), np.nan)
    start = 0
    while start < len(line):
        end = start
        while end < len(line) and line[end] == line[end]:
            end += 1
        size = min(STENCIL, end - start)
        for node in range(start, end):
            first = min(max(node - STENCIL // 2, start), end - size)
            total = 0.0
            for weight, value in zip(slope_weights(size, node - first), line[first : first + size], strict=True):
                total += weight * value
            result[node] = total
        start = end + 1
    return result


def interpolator(axes: Sequence[Axis], values: Floats, linear: bool = False) -> Any:
    """A function of one or two variables, numbers or arrays, that passes through `values`; NaN outside and in a cell with a missing corner."""
    if len(axes) == 1:
        return _along_line(axes[0], values, linear)
    first, second = axes
    return _on_surface(first, second, values, linear)


def _line(p: Any, q: Any, t: Any) -> Any:
    return p + t * (q - p)


def _cubic(p: Any, q: Any, r: Any, s: Any, t: Any) -> Any:
    """From `p` with slope `r` to `q` with slope `s`."""
    return p + t * (r + t * (3 * (q - p) - 2 * r - s + t * (2 * (p - q) + r + s)))


def _along_line(axis: Axis, f: Floats, linear: bool) -> Any:
    d = slopes(f)

    def value(x: Any) -> Any:
        i, t = axis.cell(np.asarray(x, dtype=float))
        return _line(f[i], f[i + 1], t) if linear else _cubic(f[i], f[i + 1], d[i], d[i + 1], t)

    return value


def _on_surface(first: Axis, second: Axis, f: Floats, linear: bool) -> Any:
    if not linear:
        across = np.apply_along_axis(slopes, 0, f)
        along, twist = (np.apply_along_axis(slopes, 1, part) for part in (f, across))

    def value(x: Any, y: Any) -> Any:
        (i, t), (j, w) = first.cell(np.asarray(x, dtype=float)), second.cell(np.asarray(y, dtype=float))
        if linear:
            return _line(_line(f[i, j], f[i, j + 1], w), _line(f[i + 1, j], f[i + 1, j + 1], w), t)

        def cut(part: Floats, slope: Floats, row: Any) -> Any:
            return _cubic(part[row, j], part[row, j + 1], slope[row, j], slope[row, j + 1], w)

        return _cubic(cut(f, along, i), cut(f, along, i + 1), cut(across, twist, i), cut(across, twist, i + 1), t)

    return value
