"""Limits the memory and the number of processes of a notebook by a control group (version 2), where the system lets the grader do so.

That is a group that the system has delegated: it belongs to the grader and is marked so, as systemd does for
`systemd-run --user --scope --property=Delegate=yes`. Its processes move into a group `grader` below it, since only groups without
processes can pass limits on.
"""

from __future__ import annotations

import os
import secrets
import time
from contextlib import suppress
from pathlib import Path

__all__ = ["NotebookGroup", "delegated_group"]

_MARKS = ("user.delegate", "trusted.delegate")
_TRIES = 100


def delegated_group() -> int:
    """A descriptor of the folder of the delegated group that this process is in; -1 if there is none in which limits can be set."""
    own = _own_group()
    for group in (own, *own.parents) if own else ():
        if _is_delegated(group):
            return os.open(group, os.O_RDONLY | os.O_DIRECTORY) if _pass_limits_on(group) else -1
    return -1


def _own_group() -> Path | None:
    """The folder of this process's group."""
    groups = dict(line.partition("::")[::2] for line in Path("/proc/self/cgroup").read_text(encoding="utf-8").splitlines())
    for line in Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines():
        mount, _, kind = line.partition(" - ")
        root, folder = mount.split()[3:5]
        if kind.startswith("cgroup2 ") and "0" in groups:
            with suppress(ValueError):  # outside of what is mounted
                return Path(folder, Path(groups["0"]).relative_to(root))
    return None


def _is_delegated(group: Path) -> bool:
    for mark in _MARKS:
        with suppress(OSError):
            return os.getxattr(group, mark) == b"1"
    return False


def _pass_limits_on(group: Path) -> bool:
    """Let groups below this one have limits of memory and processes; whether that is possible."""
    try:
        (group / "grader").mkdir(exist_ok=True)
        for _ in range(_TRIES):  # meanwhile, other processes of the grader may start
            for process in (group / "cgroup.procs").read_text(encoding="utf-8").split():
                with suppress(ProcessLookupError):
                    (group / "grader/cgroup.procs").write_text(process, encoding="utf-8")
            with suppress(OSError):  # busy: it has processes again
                (group / "cgroup.subtree_control").write_text("+memory +pids", encoding="utf-8")
            if {"memory", "pids"} <= set((group / "cgroup.subtree_control").read_text(encoding="utf-8").split()):
                return True
    except OSError:  # it belongs to somebody else
        pass
    return False


class NotebookGroup:
    """A group for one notebook.

    Parameters
    ----------
    delegated : int
        Descriptor of the folder of the delegated group.
    memory : int
        Most memory of all its processes, with what the kernel holds for them [B].
    processes : int
        Most processes and threads.
    """

    def __init__(self, delegated: int, memory: int, processes: int) -> None:
        self._delegated, self._name = delegated, f"notebook-{secrets.token_hex(8)}"
        os.mkdir(self._name, dir_fd=delegated)
        # When it needs more, all its processes are killed at once.
        for name, value in (("memory.max", memory), ("memory.oom.group", 1), ("pids.max", processes)):
            self._write(name, value)
        with suppress(OSError):  # there may be no swap
            self._write("memory.swap.max", 0)

    def _open(self, name: str, flags: int) -> int:
        return os.open(f"{self._name}/{name}", flags, dir_fd=self._delegated)

    def _write(self, name: str, value: int) -> None:
        file = self._open(name, os.O_WRONLY)
        try:
            os.write(file, str(value).encode())
        finally:
            os.close(file)

    def enter(self) -> None:
        """Put this process, and all that it starts, into the group."""
        self._write("cgroup.procs", 0)

    def remove(self) -> bool:
        """Remove the group when its processes have ended; whether they were killed because they needed too much memory."""
        file = self._open("memory.events", os.O_RDONLY)
        try:
            events = dict(line.split() for line in os.read(file, 4096).decode().splitlines())
        finally:
            os.close(file)
        for _ in range(_TRIES):
            try:
                os.rmdir(self._name, dir_fd=self._delegated)
                break
            except OSError:  # the last ones are ending
                time.sleep(0.01)
        return int(events["oom_kill"]) > 0
