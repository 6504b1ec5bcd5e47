"""How far grading is: a bar in a terminal, a few lines in a file."""

from __future__ import annotations

import sys
from typing import Self

from tqdm import tqdm

__all__ = ["Progress"]

LINES = 10  # without a terminal


class Progress:
    """Counts submissions, and shows it on stderr.

    Parameters
    ----------
    name : str
        What is graded.
    total : int
        How many submissions.
    unchanged, earlier : int
        How many had their marks before, and how many an earlier run has graded.
    where : str
        Who grades.
    """

    def __init__(self, name: str, total: int, unchanged: int, earlier: int, where: str) -> None:
        self._total, self._graded, self._missing = total, 0, 0
        terminal = sys.stderr.isatty()
        self._said = None if terminal else 0
        before = f"{name}: {unchanged} unchanged, {earlier} graded by an earlier run, {total} to grade {where}"
        print(before, file=sys.stderr, flush=True)
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
        if self._said is not None and (done * LINES // self._total > self._said):
            self._said = done * LINES // self._total
            print(f"{done} of {self._total}: {self._graded} graded, {self._missing} not graded", file=sys.stderr, flush=True)
