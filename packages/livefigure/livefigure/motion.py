"""Expressions for things that move: along a path, to and fro, spread over a place. Plain SymPy, so NumPy and the browser agree."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import sympy as sp

from livefigure.compile import as_expression

# Multiples of these, without their whole parts, spread evenly and never repeat: irrational numbers that fractions come near to slowly, the golden
# ratio's first.
_SPREADS = ((5**0.5 - 1) / 2, 2**0.5 - 1, 3**0.5 - 1, (13**0.5 - 3) / 2, 7**0.5 - 2, (21**0.5 - 3) / 2)


def wrapped(turns: Any) -> sp.Expr:
    """`turns` without its whole part: what comes round again, from 0 to 1.

    Examples
    --------
    >>> wrapped(2.25)
    0.250000000000000
    """
    turns = sp.sympify(turns)
    return turns - sp.floor(turns)


def bounced(way: Any) -> sp.Expr:
    """To and fro between 0 and 1, for something that has gone `way` at an even speed.

    Examples
    --------
    >>> [bounced(sp.Rational(way, 4)) for way in (0, 3, 5, 8)]
    [0, 3/4, 3/4, 0]
    """
    return 1 - sp.Abs(1 - 2 * wrapped(sp.sympify(way) / 2))


def scattered(number: Any, sequence: int = 0) -> sp.Expr:
    """A place between 0 and 1 for each whole number: spread evenly, without order, always the same.

    Parameters
    ----------
    number : expression
        Such as the number of a parcel.
    sequence : int
        0 to 5: sequences that do not follow one another, one for each coordinate.

    Raises
    ------
    ValueError
        If there is no such sequence.
    """
    if sequence not in range(len(_SPREADS)):
        raise ValueError(f"sequence must be a whole number from 0 to {len(_SPREADS) - 1}; got {sequence!r}")
    return wrapped(sp.Float(0.5) + sp.Float(_SPREADS[sequence]) * number)


def along(path: Sequence[tuple[float, float]], share: Any) -> tuple[sp.Expr, sp.Expr]:
    """The place on a line of straight pieces at a share of its length.

    Parameters
    ----------
    path : sequence of (x, y)
        Its corners, plain numbers.
    share : expression
        0 at the first corner, 1 at the last.

    Returns
    -------
    (x, y)
        Two expressions of `share`.

    Raises
    ------
    ValueError
        If there are fewer than two corners, or all are the same.
    """
    corners = [(float(x), float(y)) for x, y in path]
    lengths = [sp.Float(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5) for (x0, y0), (x1, y1) in pairwise(corners)]
    whole = sum(lengths)
    if not whole:
        raise ValueError(f"path must have two corners that differ; got {list(path)}")
    share = as_expression(share)
    places = []
    for axis in (0, 1):
        # Each piece adds its own way, as far as one has come on it.
        place, before = sp.Float(corners[0][axis]), sp.Float(0)
        for start, end, length in zip(corners[:-1], corners[1:], lengths, strict=True):
            if length and end[axis] != start[axis]:
                done = sp.Min(1, sp.Max(0, (share * whole - before) / length))
                place += (end[axis] - start[axis]) * done
            before += length
        places.append(place)
    return places[0], places[1]
