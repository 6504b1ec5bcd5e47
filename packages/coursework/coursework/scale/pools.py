"""Grades shards on this machine, in processes that are kept between shards."""

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

# How often a submission may kill the process that grades it before it is left ungraded.
ATTEMPTS = 3
# s that a process may take to import its libraries.
START = 120
# Without this, jsonschema builds a grammar for internationalized addresses, which takes longer than importing nbgrader.
PROGRAM = """
import sys
sys.modules["rfc3987_syntax"] = None
from coursework.scale.shards import serve
serve(int(sys.argv[1]), sys.argv[2], sys.argv[3])
"""


class GradingError(Exception):
    """Grading cannot continue, through no fault of a submission."""


class Grader:
    """A process that grades shards (`coursework.scale.shards`) and is kept between them. For one thread at a time.

    Parameters
    ----------
    log : Path, optional
        File to which the process's messages are appended; by default they go where ours go.
    modules : Path, optional
        Folder that may have a plugin of the course, as nbgrader allows.
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
        """The id of the process, while there is one."""
        return self._process and self._process.pid

    def outcomes(self, task: ShardTask) -> Iterator[Outcome]:
        """Grade a shard, and yield each outcome as soon as it is ready.

        When the process dies, another one continues with the submission at which it died. A submission at which three processes died
        is not graded.

        Raises
        ------
        GradingError
            If processes do not start, or cannot grade anything.
        """
        left, deaths, finished = list(task.submissions), 0, False
        try:
            while left:
                try:
                    self._start()
                    self._pipe.send(replace(task, submissions=tuple(left)))
                    while (outcome := self._receive(task.patience)) is not None:
                        left.pop(0)
                        deaths = 0
                        yield outcome
                except (EOFError, OSError):
                    self.close()
                    deaths += 1
                    if deaths > ATTEMPTS or self._stopped:
                        raise GradingError(f"the process that grades {left[0].student} ended {deaths} times{self._log_note()}") from None
                    if deaths == ATTEMPTS:
                        left[0] = replace(left[0], refused=f"the process that graded it ended, {deaths} times out of {deaths}")
            finished = True
        finally:
            if not finished:  # the process may still be grading
                self.close()

    def _log_note(self) -> str:
        return f"; its messages are in {self._log}" if self._log else ""

    def _start(self) -> None:
        if self._process is not None and self._process.poll() is None:
            return
        self.close()
        self._pipe, theirs = Pipe()
        # -P: do not import modules from the working directory.
        self._folder = tempfile.mkdtemp(prefix="coursework-shard-")
        command = [sys.executable, "-P", "-c", PROGRAM, str(theirs.fileno()), self._folder, str(self._modules or "")]
        with open(self._log, "ab") if self._log else contextlib.nullcontext() as log, theirs:
            # In its own process group, so that Ctrl-C reaches only this process, which then ends it.
            self._process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=log, stderr=log, process_group=0
            )
        if self._stopped:
            self._process.kill()
        try:
            self._receive(START)
        except (EOFError, OSError):
            self.close()
            raise GradingError(f"a grading process does not start{self._log_note()}") from None

    def _receive(self, patience: float) -> Outcome | None:
        if not self._pipe.poll(patience):
            raise TimeoutError
        kind, content = self._pipe.recv()
        if kind == "error":
            raise GradingError(content)
        return content

    def kill(self) -> None:
        """End the process from another thread; `outcomes` then raises `GradingError`."""
        self._stopped = True
        if (process := self._process) is not None:
            process.kill()

    def close(self) -> None:
        """End the process; the next shard starts another one."""
        if self._process is not None:
            self._pipe.close()
            # It ends by itself when the pipe closes, with its children, and deletes its files.
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None
            shutil.rmtree(self._folder, ignore_errors=True)  # in case it was killed


def on_this_machine(tasks: Iterable[ShardTask], workers: int, log: Path | None = None, modules: Path | None = None) -> Iterator[Outcome]:
    """Grade shards in processes on this machine, and yield each outcome as soon as it is ready.

    Parameters
    ----------
    tasks : iterable of ShardTask
        Taken one by one as processes become free.
    workers : int
        Number of processes.
    log : Path, optional
        File for the messages of the processes.
    modules : Path, optional
        Folder that may have a plugin of the course.

    Raises
    ------
    GradingError
        As `Grader.outcomes`.
    """
    tasks, lock, results = iter(tasks), threading.Lock(), queue.SimpleQueue()
    graders = [Grader(log, modules) for _ in range(workers)]

    def work(grader: Grader) -> None:
        try:
            with grader:
                while True:
                    with lock:
                        task = next(tasks, None)
                    if task is None:
                        break
                    for outcome in grader.outcomes(task):
                        results.put(outcome)
            results.put(None)
        except BaseException as error:
            results.put(error)

    threads = [threading.Thread(target=work, args=(grader,), daemon=True) for grader in graders]
    for thread in threads:
        thread.start()
    try:
        busy = workers
        while busy:
            result = results.get()
            if isinstance(result, BaseException):
                raise result
            if result is None:
                busy -= 1
            else:
                yield result
    finally:
        with lock:
            tasks = iter(())
        for grader in graders:
            grader.kill()
        for thread in threads:
            thread.join()
