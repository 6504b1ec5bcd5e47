"""Runs students' notebooks one after another, each in a confined process of its own, and reads plain values out of them.

>>> with Nursery() as nursery:  # doctest: +SKIP
...     nursery.run([Cell("cop = 77 / (300 - 77)", asks=("cop",))]).answers
{'cop': 0.3452914798206278}
"""

from __future__ import annotations

import base64
import os
import select
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Any, Self

from coursework.confined.confinement import ConfinementError, identities, namespaces
from coursework.confined.messages import Garbled, Unpacker, pack
from coursework.confined.runs import Cell, Collected, Execution, Limits

__all__ = ["Cell", "ConfinementError", "Execution", "Limits", "Nursery"]

_LONGEST_FRAME = 1 << 18
_PATIENCE = 120.0  # s for the warm process to start, or to answer after the last moment that it has to
_ADVICE = """notebooks cannot be confined on this system ({}).
Grade on Linux, as root or where users may make namespaces (user.max_user_namespaces above 0; on Ubuntu also
kernel.apparmor_restrict_unprivileged_userns=0), or give `prefix` the command that starts a container, as ["podman", "run", "--rm", "-i",
"--network=none", "your-image", "python3"]"""


class _Lost(Exception):
    """The warm process ended, or does not answer."""


def _ending(content: bytes) -> dict[str, Any]:
    """Read the last message about a notebook. In a container a student's code may get at this pipe, and end up here."""
    try:
        ending = next(iter(Unpacker(10_000).feed(content)))
        return {"reason": str(ending["reason"])[:200], "cpu": max(0.0, float(ending["cpu"]))}
    except (Garbled, StopIteration, TypeError, KeyError, ValueError):
        raise _Lost("it says what it never says") from None


class Nursery:
    """A warm process that forks a confined child for each notebook.

    Use it as a context manager; it takes one notebook at a time. It survives the death of its children; if it dies itself, that
    notebook is reported as not finished, and the next one gets a new warm process.

    Parameters
    ----------
    limits : Limits
        Of each notebook.
    packages : sequence of str
        Packages that notebooks may import though they are not installed with Python's own, as from a checkout.
    prefix : sequence of str
        Command that starts it inside a container, with Python and `cryolib` there. If it ends with a path whose name begins with
        "python", that is the interpreter; else this one's path is added. Where the container allows no namespaces, it is started anew for
        each notebook, and files and processes are as separate as the container makes them.
    hidden : sequence of paths
        What notebooks must not see, as the course's folder. They never do; but this is verified, as it is for the folder where
        this process is, its home and its temporary files.

    Raises
    ------
    ConfinementError
        On entering, if the system refuses to wall off a student's code, saying what to do.

    Attributes
    ----------
    mode : str
        How notebooks are confined: "root", "user" or "container"; "" before the start.
    cpu : float
        CPU time that notebooks took so far [s].
    """

    def __init__(
        self, limits: Limits | None = None, packages: Sequence[str] = (), prefix: Sequence[str] = (), hidden: Sequence[str | Path] = ()
    ) -> None:
        self.limits, self.packages, self.prefix, self.hidden = limits or Limits(), tuple(packages), tuple(prefix), tuple(hidden)
        self.mode, self.cpu = "", 0.0
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the warm process and all that it started."""
        process, self._process = self._process, None
        if process is not None:
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()
            with suppress(subprocess.TimeoutExpired):  # it ends when its input does; a container is told to by its own means
                process.wait(2 if self.prefix else 0.2)
            process.kill()
            process.wait()
        if self._errors is not None:
            self._errors.close()
            self._errors = None

    def run(self, cells: Sequence[Cell], files: Mapping[str, bytes] | None = None) -> Execution:
        """Run a notebook's cells, with these files in its working folder.

        Raises
        ------
        ValueError
            If a file's name leads out of the folder.
        ConfinementError
            If the system refuses to confine it.
        """
        notebook = {
            "cells": [{"source": cell.source, "asks": list(cell.asks)} for cell in cells],
            "files": {_inside(name): base64.b64encode(content).decode("ascii") for name, content in (files or {}).items()},
        }
        limits = asdict(self.limits) | {"files": self.limits.files + sum(map(len, (files or {}).values()))}
        with self._lock:
            try:
                for last in (False, True):
                    reading = Collected(cells, self.limits)
                    try:
                        self._start()
                        self._send(limits)
                        self._send(notebook)
                        ending = self._receive(reading)
                        break
                    except _Lost as trouble:
                        self.close()
                        if last or reading.began:  # else it was lost before, which is not for this notebook to pay
                            return reading.execution(f"the process that watched over it was lost ({trouble})")
            except BaseException:
                self.close()
                raise
            self.cpu += ending["cpu"]
            if self.mode == "container" or reading.refused:
                self.close()
            if reading.refused:
                raise ConfinementError(_ADVICE.format(reading.refused))
            return reading.execution(ending["reason"])

    def _start(self) -> None:
        if self._process is not None and self._process.poll() is None:
            return
        self.close()
        if not sys.platform.startswith("linux"):
            raise ConfinementError(_ADVICE.format(f"{sys.platform} is not Linux"))
        refused = []
        modes = (self.mode,) if self.mode else ("root", "user", "container") if self.prefix else ("root", "user")
        for mode in modes:
            answer = self._launch(mode)
            if "ready" in answer:
                self.mode = mode
                return
            self.close()
            refused.append(answer["refused"])
        raise ConfinementError(_ADVICE.format("; ".join(refused)))

    def _launch(self, mode: str) -> dict[str, Any]:
        python = () if self.prefix and Path(self.prefix[-1]).name.startswith("python") else (sys.executable,)
        home = str(Path(__file__).parents[3])
        told = ("HOME", "USER", "PATH", "XDG_RUNTIME_DIR", "LD_LIBRARY_PATH") if self.prefix else ("LD_LIBRARY_PATH",)  # and no secrets
        environment = {"PATH": os.defpath} | {name: os.environ[name] for name in told if name in os.environ}
        environment |= {"LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
        if Path(home).name not in ("site-packages", "dist-packages"):
            environment["PYTHONPATH"] = home
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the process lives
        command = [*self.prefix, *python, "-P", "-m", "coursework.confined.nursery"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": self._errors, "bufsize": 0}
        self._process = subprocess.Popen(command, cwd="/", env=environment, start_new_session=True, **pipes)
        try:
            hidden = identities([*_private(), *self.hidden])
            self._send({"mode": mode, "packages": self.packages, "outside": namespaces(), "hidden": hidden, "limits": asdict(self.limits)})
            answer = next(self._messages(_PATIENCE, Unpacker(1 << 20)))
        except _Lost as trouble:
            self._errors.seek(0)
            told = self._errors.read().decode("utf-8", "replace").strip().splitlines()
            return {"refused": f"{mode}: {told[-1] if told else trouble}"}
        return dict(answer)

    # Pipes. The warm process runs no student's code: its own messages are trusted, what it forwards is not.

    def _send(self, message: Any) -> None:
        try:
            assert self._process and self._process.stdin
            data = memoryview(pack(message))
            while data:
                data = data[self._process.stdin.write(data) :]
        except OSError as trouble:
            raise _Lost(str(trouble)) from None

    def _read(self, until: float) -> bytes:
        assert self._process and self._process.stdout
        poll = select.poll()
        poll.register(self._process.stdout, select.POLLIN)
        if not poll.poll(max(0.0, until - time.monotonic()) * 1000):
            raise _Lost("it does not answer")
        if not (data := self._process.stdout.read(1 << 16)):
            raise _Lost("it ended")
        return data

    def _messages(self, seconds: float, unpacker: Unpacker) -> Any:
        until = time.monotonic() + seconds
        while True:
            yield from unpacker.feed(self._read(until))

    def _receive(self, reading: Collected) -> dict[str, Any]:
        """Read frames to the end of the notebook: b"D", length, data of the notebook; b"E", message of the warm process."""
        until = time.monotonic() + self.limits.seconds + _PATIENCE
        data = bytearray()
        while True:
            data += self._read(until)
            while len(data) >= 5 and len(data) >= (end := 5 + int.from_bytes(data[1:5], "big")):
                kind, content = data[:1], bytes(data[1:end])
                del data[:end]
                if kind == b"E":
                    return _ending(content)
                reading.feed(content[4:])
            if len(data) > _LONGEST_FRAME:
                raise _Lost("it says what it never says")


def _private() -> list[str]:
    """Folders of this process that a notebook has no business with, unless Python or cryolib are in there."""
    python = [Path(prefix, name) for prefix in (sys.prefix, sys.base_prefix) for name in ("bin", "lib", "lib64")]
    shown = [path.resolve() for path in (Path(__file__).parents[2], Path("/usr"), *python)]
    wanted = {Path(tempfile.gettempdir()), Path(os.path.expanduser("~")), Path("/")}
    with suppress(OSError):  # it may have been removed
        wanted.add(Path.cwd())
    return [str(path) for path in wanted if not any(path.resolve().is_relative_to(other) for other in shown)]


def _inside(name: str) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts or "\0" in name:
        raise ValueError(f"files go into the working folder; got the name {name!r}")
    return str(path)


if __name__ == "__main__":
    from coursework.confined.warm import main

    main()
