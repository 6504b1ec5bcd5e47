"""Runs students' notebooks one after another, each in its own isolated process, and reads plain values from them.

>>> with Sandbox() as sandbox:  # doctest: +SKIP
...     sandbox.run([Cell("cop = 77 / (300 - 77)", asks=("cop",))]).answers
{'cop': 0.3452914798206278}
"""

from __future__ import annotations

import base64
import os
import secrets
import select
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Any, Self

from coursework.sandbox import SandboxError, require_linux
from coursework.sandbox.execution import Cell, Execution, Limits, RecordCollector
from coursework.sandbox.messages import ProtocolError, Unpacker, pack
from coursework.sandbox.protections import file_ids, namespaces, required_protections

__all__ = ["Cell", "Execution", "Limits", "Sandbox", "SandboxError"]

_LONGEST_FRAME = 1 << 18
_PATIENCE = 120.0  # s for the fork server to start, or to answer after a notebook's time limit


class _ServerLost(Exception):
    """The fork server ended, or does not answer."""


def _ending(content: bytes) -> dict[str, Any]:
    """Read the last message about a notebook. In a container, a student's code may reach this pipe and write to it."""
    try:
        ending = next(iter(Unpacker(10_000).feed(content)))
        return {"reason": str(ending["reason"])[:200], "cpu": max(0.0, float(ending["cpu"]))}
    except (ProtocolError, StopIteration, TypeError, KeyError, ValueError):
        raise _ServerLost("unexpected message from the fork server") from None


class Sandbox:
    """A fork server that forks an isolated child process for each notebook.

    Use it as a context manager; it runs one notebook at a time. The server survives the death of its children. If it dies itself,
    that notebook is reported as not finished, and the next one gets a new server.

    Parameters
    ----------
    limits : Limits
        Of each notebook.
    packages : sequence of str
        Packages outside of Python's own folders that notebooks may import, from a checkout for instance.
    prefix : sequence of str
        Command that starts the server inside a container that has Python and `coursework`. If its last word is a path whose name
        begins with "python", that is the interpreter; otherwise the path of this one is added. Where the container allows no
        namespaces, it is started anew for each notebook, and files and processes are as separate as the container makes them.
    hidden : sequence of paths
        Paths that notebooks must not see, such as the course's folder. They never do, and this is verified: for these paths, and for
        the grader's working, home and temporary folders.

    Raises
    ------
    SandboxError
        On entering, if the system cannot isolate a student's code. The message says what to do.

    Attributes
    ----------
    mode : str
        How notebooks are isolated: "root", "user" or "container"; "" before the start.
    lacks : tuple of str
        The protections of "root" that this mode does not have here.
    control_group : bool
        Whether a control group limits the memory of each notebook. Otherwise it is looked at twenty times a second.
    cpu : float
        CPU time that notebooks have used so far [s].
    """

    def __init__(
        self, limits: Limits | None = None, packages: Sequence[str] = (), prefix: Sequence[str] = (), hidden: Sequence[str | Path] = ()
    ) -> None:
        self.limits, self.packages, self.prefix, self.hidden = limits or Limits(), tuple(packages), tuple(prefix), tuple(hidden)
        self.mode, self.cpu = "", 0.0
        self.lacks: tuple[str, ...] = ()
        self.control_group = False
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: IO[bytes] | None = None

    def __enter__(self) -> Self:
        self._start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the fork server and everything that it started."""
        process, self._process = self._process, None
        if process is not None:
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()
            with suppress(subprocess.TimeoutExpired):  # it ends when its input does; a container needs longer
                process.wait(2 if self.prefix else 0.2)
            process.kill()
            process.wait()
        if self._errors is not None:
            self._errors.close()
            self._errors = None

    def run(self, cells: Sequence[Cell], files: Mapping[str, bytes] | None = None) -> Execution:
        """Run a notebook's cells with these files in its working folder.

        Raises
        ------
        ValueError
            If a file's name leads out of the folder.
        SandboxError
            If the system cannot isolate it.
        """
        notebook = {
            "cells": [{"source": cell.source, "asks": list(cell.asks)} for cell in cells],
            "files": {_relative_name(name): base64.b64encode(content).decode("ascii") for name, content in (files or {}).items()},
        }
        limits = asdict(self.limits) | {"files": self.limits.files + sum(map(len, (files or {}).values()))}
        with self._lock:
            try:
                for last in (False, True):
                    records = RecordCollector(cells, self.limits)
                    try:
                        self._start()
                        self._send(limits)
                        self._send(notebook)
                        ending = self._receive(records)
                        break
                    except _ServerLost as error:
                        self.close()
                        if last or records.began:  # a server lost before the notebook began is not the notebook's fault
                            return records.execution(f"the process that watched it was lost ({error})")
            except BaseException:
                self.close()
                raise
            self.cpu += ending["cpu"]
            if self.mode == "container" or records.refused:
                self.close()
            if records.refused:
                raise SandboxError.because(records.refused)
            return records.execution(ending["reason"])

    def _start(self) -> None:
        if self._process is not None and self._process.poll() is None:
            return
        self.close()
        require_linux()
        refused = []
        modes = (self.mode,) if self.mode else ("root", "user", "container") if self.prefix else ("root", "user")
        for mode in modes:
            answer = self._launch(mode)
            if "ready" in answer:
                self.mode, self.lacks = mode, tuple(sorted(required_protections("root") - set(answer["protection"])))
                self.control_group = answer["group"]
                return
            self.close()
            refused.append(answer["refused"])
        raise SandboxError.because("; ".join(refused))

    def _launch(self, mode: str) -> dict[str, Any]:
        python = () if self.prefix and Path(self.prefix[-1]).name.startswith("python") else (sys.executable,)
        passed = ("HOME", "USER", "PATH", "XDG_RUNTIME_DIR", "LD_LIBRARY_PATH") if self.prefix else ("LD_LIBRARY_PATH",)  # no secrets
        environment = {"PATH": os.defpath} | {name: os.environ[name] for name in passed if name in os.environ}
        environment |= {"LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
        # From a checkout, the packages are not in Python's own folders.
        parents = dict.fromkeys(folder.parent for folder in _package_folders())
        if checkouts := [str(parent) for parent in parents if parent.name not in ("site-packages", "dist-packages")]:
            environment["PYTHONPATH"] = os.pathsep.join(checkouts)
        self._errors = os.fdopen(os.memfd_create("errors"), "w+b")  # a container's first process has it open: its path would be seen
        command = [*self.prefix, *python, "-P", "-m", "coursework.sandbox.fork_server"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": self._errors, "bufsize": 0}
        self._process = subprocess.Popen(command, cwd="/", env=environment, start_new_session=True, **pipes)
        private = [*_private_folders(), *self.hidden]
        try:
            with _marks(private if self.prefix else ()) as marks:
                known = {"packages": self.packages, "outside": namespaces(), "hidden": file_ids(private), "marks": marks}
                self._send({"mode": mode, **known, "limits": asdict(self.limits)})
                answer = next(self._messages(_PATIENCE, Unpacker(1 << 20)))
        except _ServerLost as error:
            self._errors.seek(0)
            messages = self._errors.read().decode("utf-8", "replace").strip().splitlines()
            return {"refused": f"{mode}: {messages[-1] if messages else error}"}
        return dict(answer)

    # The fork server runs no student's code: its own messages are trusted, those that it forwards are not.

    def _send(self, message: Any) -> None:
        try:
            assert self._process and self._process.stdin
            data = memoryview(pack(message))
            while data:
                data = data[self._process.stdin.write(data) :]
        except OSError as error:
            raise _ServerLost(str(error)) from None

    def _read(self, until: float) -> bytes:
        assert self._process and self._process.stdout
        poll = select.poll()
        poll.register(self._process.stdout, select.POLLIN)
        if not poll.poll(max(0.0, until - time.monotonic()) * 1000):
            raise _ServerLost("it does not answer")
        if not (data := self._process.stdout.read(1 << 16)):
            raise _ServerLost("it ended")
        return data

    def _messages(self, seconds: float, unpacker: Unpacker) -> Iterator[Any]:
        until = time.monotonic() + seconds
        while True:
            yield from unpacker.feed(self._read(until))

    def _receive(self, records: RecordCollector) -> dict[str, Any]:
        """Read frames to the end of the notebook: b"D", length, data from the notebook; b"E", a message of the fork server."""
        until = time.monotonic() + self.limits.seconds + _PATIENCE
        data = bytearray()
        while True:
            data += self._read(until)
            while len(data) >= 5 and len(data) >= (end := 5 + int.from_bytes(data[1:5], "big")):
                kind, content = data[:1], bytes(data[1:end])
                del data[:end]
                if kind == b"E":
                    return _ending(content)
                records.feed(content[4:])
            if len(data) > _LONGEST_FRAME:
                raise _ServerLost("unexpected message from the fork server")


def _package_folders() -> list[Path]:
    """Folders of the packages that the fork server imports."""
    specs = map(find_spec, ("coursework", "cryolib"))
    return [Path(folder).resolve() for spec in specs if spec for folder in spec.submodule_search_locations or ()]


def _private_folders() -> list[str]:
    """Folders of this process that a notebook must not see, unless they are within those of Python or the packages."""
    python = [Path(prefix, name) for prefix in (sys.prefix, sys.base_prefix) for name in ("bin", "lib", "lib64")]
    readable = [path.resolve() for path in (*_package_folders(), Path("/usr"), *python)]
    private = {Path(tempfile.gettempdir()), Path(os.path.expanduser("~")), Path("/")}
    with suppress(OSError):  # the working folder may have been removed
        private.add(Path.cwd())
    return [str(path) for path in private if not any(path.resolve().is_relative_to(other) for other in readable)]


@contextmanager
def _marks(folders: Iterable[str | Path]) -> Iterator[list[str]]:
    """New empty files in those of some folders in which we may write, for as long as this lasts. They show whether a container sees them."""
    name, made = f".coursework-{secrets.token_hex(16)}", []
    try:
        for folder in folders:
            path = Path(folder, name)
            if path.parent != Path("/"):  # what shows all of it shows the others, too
                with suppress(OSError):
                    path.touch(0o600, exist_ok=False)
                    made.append(str(path))
        yield made
    finally:
        for path in map(Path, made):
            path.unlink(missing_ok=True)


def _relative_name(name: str) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts or "\0" in name:
        raise ValueError(f"a file's name must stay in the working folder; got {name!r}")
    return str(path)
