"""The progress of a run of `grade`, kept in the course folder so that the next run can continue.

``.grading/<assignment>/`` holds

- ``results/<student>.zip``: an outcome that is not yet in the gradebook, or whose folder is not yet in ``autograded``;
- ``gradebook.json``: for each student whose marks are in the gradebook, the fingerprint of the submission and the run that graded it;
- ``log.txt``: messages of the processes that grade;
- ``lock``: the process that grades now.

Each file is written under a temporary name and then renamed, so that it is complete or absent even after a power failure.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from coursework.scale.results import Outcome, write_below

__all__ = ["AlreadyRunning", "Journal", "write_atomically"]


class AlreadyRunning(Exception):
    """Another process is grading this assignment."""


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that it is complete or unchanged, even after a power failure."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
    _sync(path.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Journal:
    """The journal of one assignment of a course.

    Parameters
    ----------
    root : Path
        The course folder.
    assignment : str
        Name of the assignment.
    """

    def __init__(self, root: Path, assignment: str):
        self.folder = root / ".grading" / assignment
        self.log = self.folder / "log.txt"
        self._results, self._gradebook = self.folder / "results", self.folder / "gradebook.json"

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Exclude other runs. The lock is released when the process ends, in whatever way.

        Raises
        ------
        AlreadyRunning
            If another run has the lock.
        """
        self._results.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(self.folder / "lock", "a+", encoding="ascii") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                lock.seek(0)
                raise AlreadyRunning(f"{self.folder.name} is being graded already, by process {lock.read().strip() or '?'}") from None
            lock.truncate(0)
            lock.write(f"{os.getpid()}\n")
            lock.flush()
            for path in (*self.folder.glob(".*.part"), *self._results.glob(".*.part")):
                path.unlink()
            yield

    def keep(self, outcome: Outcome) -> None:
        """Store an outcome."""
        write_atomically(self._path(outcome.student), outcome.to_bytes())

    def waiting(self) -> dict[str, Outcome]:
        """All stored outcomes that are not yet in the gradebook and in `autograded`, without their files."""
        outcomes = {}
        for path in self._results.glob("*.zip"):
            try:
                outcome = Outcome.read(path, files=False)
            except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
                path.unlink()  # written by another version: the submission is graded again
                continue
            outcomes[outcome.student] = outcome
        return outcomes

    def merged(self) -> dict[str, list[str]]:
        """The outcomes whose marks are in the gradebook: [fingerprint, run] by student."""
        return json.loads(self._gradebook.read_bytes()) if self._gradebook.exists() else {}

    def note_merged(self, outcomes: Iterable[Outcome]) -> None:
        """Note that these outcomes are in the gradebook."""
        news = {outcome.student: [outcome.fingerprint, outcome.run] for outcome in outcomes}
        write_atomically(self._gradebook, json.dumps(self.merged() | news, indent=1, sort_keys=True).encode())

    def settle(self, student: str, target: Path) -> None:
        """Move a student's files to their folder, replacing those that are there, and delete the outcome."""
        files = Outcome.read(self._path(student)).files
        fresh, old = (self.folder / f"{kind}-folder" for kind in ("new", "old"))
        for folder in (fresh, old):
            shutil.rmtree(folder, ignore_errors=True)
        fresh.mkdir()
        write_below(fresh, files)
        for path in fresh.rglob("*"):
            if path.is_file():
                path.chmod(0o444)  # as nbgrader leaves them
        target.parent.mkdir(parents=True, exist_ok=True)
        # A folder cannot be renamed onto one that is not empty. If a crash between the two leaves none, the next run restores it.
        if target.exists():
            target.rename(old)
        if files:
            fresh.rename(target)
        shutil.rmtree(old, ignore_errors=True)
        self._path(student).unlink()

    def _path(self, student: str) -> Path:
        return self._results / f"{student}.zip"
