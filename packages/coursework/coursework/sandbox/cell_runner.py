"""Runs the cells of a notebook inside the sandbox, and sends out their outputs and the values of the answers."""

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

from coursework.marking.answers import Unanswered, plain
from coursework.sandbox.ipython_shell import message_of, replace_streams
from coursework.sandbox.messages import Budget

__all__ = ["CellTimeout", "put_files", "run_notebook"]

_READ_SECONDS = 5.0  # to read the value of one answer


class CellTimeout(KeyboardInterrupt):
    """Raised in a cell that exceeds its time limit."""


class _Stopwatch:
    """Interrupts a block of code after its time limit, by a signal."""

    def __init__(self) -> None:
        self.stopped = False
        self._running = False
        self._message = ""

    def install(self) -> None:
        signal.signal(signal.SIGALRM, self._stop)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if self._running:
            self.stopped = True
            raise CellTimeout(self._message)

    @contextmanager
    def __call__(self, seconds: float, message: str) -> Iterator[None]:
        self.stopped, self._running, self._message = False, True, message
        signal.setitimer(signal.ITIMER_REAL, seconds, 5.0)  # repeated, in case a library swallows the exception
        try:
            yield
        finally:
            self._running = False
            signal.setitimer(signal.ITIMER_REAL, 0)


def _no_input(prompt: object = "", /) -> str:
    raise RuntimeError("input() cannot be answered while a notebook is graded; write the value in the cell instead")


def run_notebook(shell: Any, cells: list[dict[str, Any]], limits: dict[str, float], send: Callable[[Any], None]) -> None:
    """Run cells in order, each of the form `{"source": ..., "asks": [...]}`, and send a record of each when it ends."""
    process, outputs, stopwatch = getpid(), shell.outputs, _Stopwatch()
    outputs.budget = Budget(int(limits["output"]))
    builtins.input = _no_input
    replace_streams(shell)
    stopwatch.install()
    timeout_message = f"this cell ran longer than {limits['cell_seconds']:g} s, so it was stopped"
    cut_reported = False
    for number, cell in enumerate(cells):
        outputs.begin()
        interrupted = False
        try:
            with stopwatch(limits["cell_seconds"], timeout_message):
                shell.run_cell(cell["source"], store_history=True)
            interrupted = stopwatch.stopped
        except BaseException as error:  # a timeout between two steps of IPython, or a student's event handler
            interrupted = stopwatch.stopped
            outputs.fail(type(error).__name__, message_of(error), [f"{type(error).__name__}: {message_of(error)}"])
        if getpid() != process:  # the cell forked, and this is the child: only the parent goes on
            _exit(0)
        seconds = min(limits["cell_seconds"], _READ_SECONDS)
        answers = {name: _read(shell, name, stopwatch, seconds) for name in cell["asks"]}
        if outputs.budget.cut and not cut_reported:
            text = f"\n[The outputs of this notebook take more than {limits['output'] / 1e6:g} MB; the rest is cut.]\n"
            outputs.add({"output_type": "stream", "name": "stderr", "text": [text]})
            cut_reported = True
        send({"cell": number, "outputs": outputs.finish(), "answers": answers, "interrupted": interrupted})


def _read(shell: Any, name: str, stopwatch: _Stopwatch, seconds: float) -> Any:
    """Read a variable as a plain value that fits into a message."""
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
    if isinstance(value, bool | int | float | str) and not issubclass(kind, bool | int | float | str):  # a false __class__
        return Unanswered(f"is a {kind.__name__}, which is not a number or a text")
    answer = plain(value)
    if type(answer) is float and not math.isfinite(answer):
        return Unanswered(f"is {answer}, which is not a finite number")
    if type(answer) not in (float, int, str, Unanswered):
        return Unanswered(f"is a {kind.__name__}, which is not a number or a text")
    return answer


def put_files(files: dict[str, str], home: str) -> None:
    """Write files, encoded as base64, into the working folder; a file whose name cannot be used is left out."""
    for name, content in files.items():
        path = Path(home) / name
        with suppress(OSError, ValueError):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(base64.b64decode(content))
