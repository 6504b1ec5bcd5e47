"""Runs the cells of a notebook, inside the walls, and hands out what they showed and the values that were asked for."""

from __future__ import annotations

import base64
import builtins
import math
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from os import _exit, getpid
from pathlib import Path
from types import FrameType
from typing import Any

from coursework.confined.messages import Budget
from coursework.confined.shell import replace_streams, words_of
from coursework.marking.answers import Unanswered, plain

__all__ = ["CellTimeout", "put_files", "run_notebook"]

_READING = 5.0  # s for the values that a cell hands out


class CellTimeout(KeyboardInterrupt):
    """A cell ran too long, so it was stopped."""


class _Stopwatch:
    """Stops what runs too long, by a signal."""

    def __init__(self) -> None:
        self.stopped = False
        self._running = False
        self._says = ""

    def listen(self) -> None:
        signal.signal(signal.SIGALRM, self._stop)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if self._running:
            self.stopped = True
            raise CellTimeout(self._says)

    @contextmanager
    def __call__(self, seconds: float, says: str) -> Iterator[None]:
        self.stopped, self._running, self._says = False, True, says
        signal.setitimer(signal.ITIMER_REAL, seconds, 5.0)  # and again, if a library swallowed it
        try:
            yield
        finally:
            self._running = False
            signal.setitimer(signal.ITIMER_REAL, 0)


def _no_input(prompt: object = "", /) -> str:
    raise RuntimeError("input() has nobody to answer it while a notebook is graded: put the value into the cell")


def run_notebook(shell: Any, cells: list[dict[str, Any]], limits: dict[str, float], hand_out: Callable[[Any], None]) -> None:
    """Run cells one after another, each given as `{"source": ..., "asks": [...]}`, and hand out a record of each as it ends."""
    me, outputs, stopwatch = getpid(), shell.outputs, _Stopwatch()
    outputs.budget = Budget(int(limits["output"]))
    builtins.input = _no_input
    replace_streams(shell)
    stopwatch.listen()
    says = f"this cell ran longer than {limits['cell_seconds']:g} s, so it was stopped"
    told = False
    for number, cell in enumerate(cells):
        outputs.begin()
        interrupted = False
        try:
            with stopwatch(limits["cell_seconds"], says):
                shell.run_cell(cell["source"], store_history=True)
            interrupted = stopwatch.stopped
        except BaseException as error:  # by the clock between two steps of IPython, or by a student's event handler
            interrupted = stopwatch.stopped
            outputs.fail(type(error).__name__, words_of(error), [f"{type(error).__name__}: {words_of(error)}"])
        if getpid() != me:  # the cell forked, and this is the child: there is one notebook only
            _exit(0)
        seconds = min(limits["cell_seconds"], _READING)
        answers = {name: _read(shell, name, stopwatch, seconds) for name in cell["asks"]}
        if outputs.budget.cut and not told:
            text = f"\n[The outputs of this notebook take more than {limits['output'] / 1e6:g} MB; the rest is cut.]\n"
            outputs.add({"output_type": "stream", "name": "stderr", "text": [text]})
            told = True
        hand_out({"cell": number, "outputs": outputs.finish(), "answers": answers, "interrupted": interrupted})


def _read(shell: Any, name: str, stopwatch: _Stopwatch, seconds: float) -> Any:
    """Read a variable as a plain value, for a message."""
    try:
        with stopwatch(seconds, "reading it took too long"):
            value = _plain(shell.user_ns, name)
    except BaseException as error:
        value = Unanswered(f"could not be read: {type(error).__name__}")
    return {"unanswered": value.reason[:300]} if type(value) is Unanswered else value


def _plain(variables: dict[str, Any], name: str) -> float | int | str | Unanswered:
    if name not in variables:
        return Unanswered("is not there: was its cell run, or did it fail?")
    value = variables[name]
    kind = type(value)
    if isinstance(value, bool | int | float | str) and not issubclass(kind, bool | int | float | str):  # its __class__ says so
        return Unanswered(f"is a {kind.__name__}, which is not a number or a text")
    found = plain(value)
    if type(found) is float and not math.isfinite(found):
        return Unanswered(f"is {found}, which is not a finite number")
    if type(found) not in (float, int, str, Unanswered):
        return Unanswered(f"is a {kind.__name__}, which is not a number or a text")
    return found


def put_files(files: dict[str, str], home: str) -> None:
    """Put files, given as base64, into the working folder; what cannot be put there, by its name perhaps, is left out."""
    for name, content in files.items():
        path = Path(home) / name
        with suppress(OSError, ValueError):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(base64.b64decode(content))
