"""One run of a student's notebook: its cells, its limits and its results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from coursework.marking.answers import Unanswered
from coursework.sandbox.messages import Budget, ProtocolError, Unpacker, read_record

__all__ = ["Cell", "Execution", "Limits", "RecordCollector"]


@dataclass(frozen=True)
class Limits:
    """Limits on what one submission may use.

    Attributes
    ----------
    seconds : float
        Time of the whole notebook, after which it is killed [s].
    cell_seconds : float
        Time of one cell, after which it is interrupted; the next one runs if it obeys [s].
    memory : int
        Memory of all its processes together, with what the kernel may hold for their sockets and pipes [B].
    processes : int
        Number of processes and threads.
    output : int
        Size of the outputs kept of the whole notebook; the rest is cut, with a note [B].
    files : int
        Total size of the files that it may write [B].
    """

    seconds: float = 120
    cell_seconds: float = 30
    memory: int = 2 * 1024**3
    processes: int = 64
    output: int = 1_000_000
    files: int = 100_000_000

    def __post_init__(self) -> None:
        for name, value in asdict(self).items():
            if not 0 < value < float("inf"):
                raise ValueError(f"{name} must be positive and finite; got {value}")


@dataclass(frozen=True)
class Cell:
    """A code cell, in which IPython's syntax is allowed, and the variables whose values are read after it."""

    source: str
    asks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Execution:
    """The results of running a notebook.

    Attributes
    ----------
    outputs : tuple of tuple of dict
        The nbformat outputs of each cell: stream, error, display_data and execute_result, with plain text, LaTeX and PNG only.
    answers : dict
        The values that were read; `Unanswered` where a cell ran, but its variable is missing or not a plain value.
    finished : bool
        Whether the notebook ran to its end.
    reason : str
        Why it did not.
    reached : int
        How many cells were completed.
    interrupted : tuple of int
        Indices of the cells that were interrupted after `Limits.cell_seconds`.
    protection : tuple of str
        The protections that the process verified before it ran the first cell.
    """

    outputs: tuple[tuple[dict[str, Any], ...], ...]
    answers: dict[str, float | int | str | Unanswered]
    finished: bool
    reason: str
    reached: int
    interrupted: tuple[int, ...]
    protection: tuple[str, ...]


class RecordCollector:
    """Collects what a running notebook sends, record by record."""

    def __init__(self, cells: Sequence[Cell], limits: Limits) -> None:
        self._cells, self._limits = cells, limits
        self._unpacker = Unpacker(8 * limits.output + 4_000_000)
        self._budget = Budget(limits.output + 500)
        self._outputs: list[tuple[dict[str, Any], ...]] = []
        self._answers: dict[str, float | int | str | Unanswered] = {}
        self._interrupted: list[int] = []
        self._protection: tuple[str, ...] | None = None
        self._ended = self._malformed = self.began = False
        self.refused = ""

    def feed(self, data: bytes) -> None:
        """Take the next bytes that the notebook sent."""
        self.began = True
        if self._malformed:
            return
        try:
            for message in self._unpacker.feed(data):
                self._take(message)
        except ProtocolError:
            self._malformed = True

    def _take(self, message: Any) -> None:
        if self._protection is None:  # sent before the student's code runs
            if type(message) is not dict:
                raise ProtocolError("not the first message")
            if "refused" in message:
                self.refused = message["refused"]
            self._protection = tuple(message.get("protection", ()))
            return
        if self._ended:
            raise ProtocolError("a message after the end")
        if message == {"end": True} and len(self._outputs) == len(self._cells):
            self._ended = True
            return
        cell = len(self._outputs)
        if cell == len(self._cells):
            raise ProtocolError("one cell too many")
        outputs, answers, interrupted = read_record(message, cell, self._cells[cell].asks, self._budget)
        self._outputs.append(outputs)
        self._answers |= answers
        self._interrupted += [cell] * interrupted

    def execution(self, reason: str) -> Execution:
        """The results; `reason` is why the fork server or the grader ended the notebook, if they did."""
        reached = len(self._outputs)
        finished = self._ended and not self._malformed and not reason
        if self._malformed and not reason:
            reason = f"its results after {reached} cells could not be read: something other than the notebook's cells wrote there"
        elif not finished and not reason:
            moment = f"while cell {reached + 1} ran" if reached < len(self._cells) else "after its last cell"
            reason = f"its process ended {moment} (os._exit, or a crash)"
        return Execution(
            tuple(self._outputs),
            dict(self._answers),
            finished,
            "" if finished else reason,
            reached,
            tuple(self._interrupted),
            self._protection or (),
        )
