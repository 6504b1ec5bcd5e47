"""The whole numbers of a table as a short text, which ``js/packing.js`` reads.

The numbers of a smooth table go on from their neighbours almost in a straight line along both axes. So each is written as its difference
from what the earlier ones predict, and that is small. Five bits of it stand in each character; a sixth says whether more follow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
HOLE = "!"  # for a number that is missing
LARGEST = 2**45  # of a number, so that JavaScript predicts without rounding
# What is predicted from the neighbours, each as (rows back, numbers back, weight): straight lines along both axes, or no change.
PREDICTIONS = {
    "lines": [(0, 1, 2), (0, 2, -1), (1, 0, 2), (2, 0, -1), (1, 1, -4), (1, 2, 2), (2, 1, 2), (2, 2, -1)],
    "steps": [(0, 1, 1), (1, 0, 1), (1, 1, -1)],
}


def pack(numbers: NDArray[np.int64], missing: NDArray[np.bool_]) -> tuple[str, str]:
    """A line or a rectangle of numbers as text, and the name of the prediction that makes it shortest.

    >>> pack(np.array([5, 7, 9, 0, 13]), np.array([False, False, False, True, False]))
    ('KFA!A', 'lines')
    """
    numbers, missing = np.atleast_2d(numbers), np.atleast_2d(missing)
    texts = [("".join(_written(numbers.tolist(), missing.tolist(), weights)), name) for name, weights in PREDICTIONS.items()]
    return min(texts, key=lambda pair: len(pair[0]))


def _written(rows: list[list[int]], missing: list[list[bool]], prediction: Sequence[tuple[int, int, int]]) -> Iterator[str]:
    """Each number's characters. A missing number counts as predicted."""
    known: list[list[int]] = []
    for row, holes in zip(rows, missing, strict=True):
        known.append([])
        for at, (number, hole) in enumerate(zip(row, holes, strict=True)):
            near = [(len(known) - 1 - up, at - back, weight) for up, back, weight in prediction]
            guess = sum(weight * known[up][back] for up, back, weight in near if up >= 0 and back >= 0)
            known[-1].append(guess if hole else number)
            yield HOLE if hole else _digits(number - guess)


def _digits(number: int) -> str:
    left, text = 2 * number if number >= 0 else -2 * number - 1, ""
    while left > 31:
        text += DIGITS[32 + left % 32]
        left //= 32
    return text + DIGITS[left]
