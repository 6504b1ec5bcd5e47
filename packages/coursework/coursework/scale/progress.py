"""Shows the progress of grading: a bar in a terminal, a few lines elsewhere."""

from __future__ import annotations

import sys
from typing import Self

from tqdm import tqdm

__all__ = ["Progress"]

LINES = 10  # printed without a terminal


class Progress:
    """Counts submissions and shows the count on stderr.

    Parameters
    ----------
    name : str
        Name of the assignment.
    total : int
        Number of submissions to grade.
    unchanged, earlier : int
        Number of submissions that already have their marks, and that an earlier run graded.
    where : str
        Where they are graded, such as "in 2 processes".
    """

    def __init__(self, name: str, total: int, unchanged: int, earlier: int, where: str) -> None:
        self._total, self._graded, self._missing = total, 0, 0
        terminal = sys.stderr.isatty()
        self._lines = None if terminal else 0  # printed so far
        start = f"{name}: {unchanged} unchanged, {earlier} graded by an earlier run, {total} to grade {where}"
        print(start, file=sys.stderr, flush=True)
        self._bar = tqdm(total=total, unit="submission", disable=not terminal, dynamic_ncols=True, file=sys.stderr)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def count(self, graded: bool) -> None:
        """Count a submission that is finished."""
        self._graded += graded
        self._missing += not graded
        self._bar.set_postfix_str(f"{self._graded} graded, {self._missing} not graded", refresh=False)
        self._bar.update()
        done = self._graded + self._missing
        if self._lines is not None and (done * LINES // self._total > self._lines):
            self._lines = done * LINES // self._total
            print(f"{done} of {self._total}: {self._graded} graded, {self._missing} not graded", file=sys.stderr, flush=True)
