"""Where shards are graded on this machine: in processes that stay warm between them."""

from __future__ import annotations

import contextlib
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from dataclasses import replace
from multiprocessing import Pipe
from pathlib import Path
from typing import Self

from coursework.scale.results import Outcome, ShardTask

__all__ = ["Grader", "GradingError", "on_this_machine"]

# How often a submission may end the process that grades it before it is left ungraded.
ATTEMPTS = 3
# s that a process may take to import what it needs.
START = 120
# jsonschema takes longer to make a grammar of internationalized addresses, which nothing here has, than nbgrader takes to import.
PROGRAM = """
import sys
sys.modules["rfc3987_syntax"] = None
from coursework.scale.shards import serve
serve(int(sys.argv[1]), sys.argv[2], sys.argv[3])
"""


class GradingError(Exception):
    """Grading cannot go on, for a reason that is no submission's."""


class Grader:
    """A process that grades shards (`coursework.scale.shards`), kept warm between them. For one thread at a time.

    Parameters
    ----------
    log : Path, optional
        File to which the process's messages are added; without it they go where ours go.
    modules : Path, optional
        Folder where a plugin of the course may lie, as nbgrader allows.
    """

    def __init__(self, log: Path | None = None, modules: Path | None = None):
        self._log, self._modules, self._stopped = log, modules, False
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def process(self) -> int | None:
        """The number of the process, while there is one."""
        return self._process and self._process.pid

    def outcomes(self, task: ShardTask) -> Iterator[Outcome]:
        """Grade a shard, and give each outcome as soon as it is there.

        When the process dies, another one goes on with the submission that it died of. One that three processes died of is not graded.

        Raises
        ------
        GradingError
            If processes do not start, or cannot grade anything.
        """
        left, deaths, whole = list(task.submissions), 0, False
        try:
            while left:
                try:
                    self._start()
                    self._wire.send(replace(task, submissions=tuple(left)))
                    while (outcome := self._hear(task.patience)) is not None:
                        left.pop(0)
                        deaths = 0
                        yield outcome
                except (EOFError, OSError):
                    self.close()
                    deaths += 1
                    if deaths > ATTEMPTS or self._stopped:
                        raise GradingError(f"the process that grades {left[0].student} ended {deaths} times{self._where()}") from None
                    if deaths == ATTEMPTS:
                        left[0] = replace(left[0], refused=f"the process that graded it ended, {deaths} times out of {deaths}")
            whole = True
        finally:
            if not whole:  # it may still be at work
                self.close()

    def _where(self) -> str:
        return f"; its messages are in {self._log}" if self._log else ""

    def _start(self) -> None:
        if self._process is not None and self._process.poll() is None:
            return
        self.close()
        self._wire, theirs = Pipe()
        # -P: what lies in the folder where we happen to be is not imported.
        self._folder = tempfile.mkdtemp(prefix="cryolib-shard-")
        command = [sys.executable, "-P", "-c", PROGRAM, str(theirs.fileno()), self._folder, str(self._modules or "")]
        with open(self._log, "ab") if self._log else contextlib.nullcontext() as log, theirs:
            # In a process group of its own: Ctrl-C is for us, and we end it.
            self._process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=log, stderr=log, process_group=0
            )
        if self._stopped:
            self._process.kill()
        try:
            self._hear(START)
        except (EOFError, OSError):
            self.close()
            raise GradingError(f"a process that grades does not start{self._where()}") from None

    def _hear(self, patience: float) -> Outcome | None:
        if not self._wire.poll(patience):
            raise TimeoutError
        kind, said = self._wire.recv()
        if kind == "error":
            raise GradingError(said)
        return said

    def kill(self) -> None:
        """End the process from another thread; `outcomes` then raises `GradingError`."""
        self._stopped = True
        if (process := self._process) is not None:
            process.kill()

    def close(self) -> None:
        """End the process; the next shard starts another."""
        if self._process is not None:
            self._wire.close()
            # It ends by itself when the pipe closes, and takes its own children and files with it.
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
            shutil.rmtree(self._folder, ignore_errors=True)  # it does that itself, unless it was killed


def on_this_machine(tasks: Iterable[ShardTask], workers: int, log: Path | None = None, modules: Path | None = None) -> Iterator[Outcome]:
    """Grade shards in processes on this machine, and give each outcome as soon as it is there.

    Parameters
    ----------
    tasks : iterable of ShardTask
        Taken one by one as processes become free.
    workers : int
        Number of processes.
    log : Path, optional
        Where the messages of the processes go.
    modules : Path, optional
        Folder where a plugin of the course may lie.

    Raises
    ------
    GradingError
        As `Grader.outcomes`.
    """
    tasks, turn, news = iter(tasks), threading.Lock(), queue.SimpleQueue()
    graders = [Grader(log, modules) for _ in range(workers)]

    def work(grader: Grader):
        try:
            with grader:
                while True:
                    with turn:
                        task = next(tasks, None)
                    if task is None:
                        break
                    for outcome in grader.outcomes(task):
                        news.put(outcome)
            news.put(None)
        except BaseException as error:
            news.put(error)

    threads = [threading.Thread(target=work, args=(grader,), daemon=True) for grader in graders]
    for thread in threads:
        thread.start()
    try:
        busy = workers
        while busy:
            said = news.get()
            if isinstance(said, BaseException):
                raise said
            if said is None:
                busy -= 1
            else:
                yield said
    finally:
        with turn:
            tasks = iter(())
        for grader in graders:
            grader.kill()
        for thread in threads:
            thread.join()
