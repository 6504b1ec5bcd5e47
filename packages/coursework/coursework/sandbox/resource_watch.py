"""Watches the processes of one notebook: their time, their memory, and how much they send."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

__all__ = ["ResourceWatch", "memory_of", "processes"]

_INTERVAL = 0.05  # s between two checks of memory and processes
_BUFFER = 1 << 16  # B
# What the kernel holds at most for one end of a pair of sockets, and for a pipe, whose sizes a notebook cannot change [B].
_HELD = {"socket": 1 << 18, "pipe": 1 << 16}


def memory_of(process: int | str) -> dict[str, int]:
    """Memory of a process by kind, from /proc [B]; empty if it has ended."""
    sizes = {}
    with suppress(OSError, ValueError), open(f"/proc/{process}/status", "rb") as file:
        for line in file:
            name, _, value = line.partition(b":")
            if name in (b"VmSize", b"RssAnon", b"RssShmem"):
                sizes[name.decode()] = int(value.split()[0]) * 1024
    return sizes


def _share_of(process: int) -> int:
    """Memory of a process, in which a page shared by n processes counts as 1/n [B]."""
    total = 0
    with suppress(OSError, ValueError), open(f"/proc/{process}/smaps_rollup", "rb") as file:
        for line in file:
            if line.startswith((b"Pss_Anon:", b"Pss_Shmem:")):
                total += int(line.split()[1]) * 1024
    return total


def _held_for(processes: Iterable[int]) -> int:
    """The most that the kernel may hold in sockets and pipes for some processes [B]. It is in no process's own memory."""
    opened = set()
    for process in processes:
        with suppress(OSError):
            for number in os.listdir(f"/proc/{process}/fd"):
                with suppress(OSError):
                    opened.add(os.readlink(f"/proc/{process}/fd/{number}"))
    return sum(_HELD.get(name.partition(":")[0], 0) for name in opened)


def processes() -> set[int]:
    """The ids of all visible processes."""
    return set(map(int, filter(str.isdigit, os.listdir("/proc"))))


class ResourceWatch:
    """Watches one notebook's processes from the start of the first to the end of all.

    Parameters
    ----------
    child : int
        The first process.
    before : set of int
        The processes that existed before it.
    pipe : int
        The pipe through which it sends its results.
    requests : int
        The pipe from the grader; when it closes, everything ends.
    limits : dict
        The fields of `coursework.sandbox.execution.Limits`.
    forward : callable
        Takes what the notebook sends, piece by piece. No copy is kept: the memory of this process is also the memory of the next
        notebook's process.
    """

    def __init__(
        self, child: int, before: set[int], pipe: int, requests: int, limits: dict[str, float], forward: Callable[[memoryview], None]
    ) -> None:
        self._child, self._before, self._pipe, self._requests = child, before, pipe, requests
        self._limits, self._forward = limits, forward
        self._buffer = bytearray(_BUFFER)
        self._left = 8 * int(limits["output"]) + 8_000_000
        self._killed = ""
        self._memory = limits["memory"] + memory_of(child).get("RssAnon", 0)  # beside the preloaded memory that every notebook starts with

    def run(self) -> dict[str, Any]:
        """Wait for the end. Return the first process's status, and the reason if the notebook was killed."""
        started = time.monotonic()
        next_check, alive = started + _INTERVAL, True
        ended = os.pidfd_open(self._child)
        poll = select.poll()
        poll.register(self._pipe, select.POLLIN)
        poll.register(self._requests, 0)
        poll.register(ended, select.POLLIN)
        while alive:
            events = dict(poll.poll(max(0.0, min(next_check, started + self._limits["seconds"]) - time.monotonic()) * 1000 + 1))
            if self._pipe in events and not self._forward_piece():
                poll.unregister(self._pipe)
            alive = ended not in events
            if self._requests in events:
                self._kill("the grader closed its connection")
                poll.unregister(self._requests)
            now = time.monotonic()
            if now > started + self._limits["seconds"]:
                self._kill(f"the notebook ran longer than {self._limits['seconds']:g} s")
            if now >= next_check:
                self._check()
                next_check = time.monotonic() + max(_INTERVAL, 4 * (time.monotonic() - now))
        _, status = os.waitpid(self._child, 0)  # all other processes of a namespace end with its first
        os.close(ended)
        os.set_blocking(self._pipe, False)
        with suppress(BlockingIOError):  # in a container a process may survive and keep the pipe open
            while self._forward_piece():
                pass
        self._buffer[:] = bytes(_BUFFER)
        return {"reason": self._killed, "status": status, "seconds": time.monotonic() - started}

    def _forward_piece(self) -> bool:
        size = os.readv(self._pipe, [self._buffer])
        if size and self._left > 0:
            self._forward(memoryview(self._buffer)[:size])
        self._left -= size
        if self._left <= 0:
            self._kill("it sent more data than its results can have")
        return size > 0

    def _check(self) -> None:
        others = processes() - self._before
        if len(others) > self._limits["processes"] + 8:  # normally the kernel's own limit prevents this
            self._kill(f"it started more than {self._limits['processes']:g} processes")
        sizes = [memory_of(process) for process in others]
        at_most = sum(size.get("RssAnon", 0) + size.get("RssShmem", 0) for size in sizes)
        held = _held_for(others)
        if at_most + held > self._memory and sum(map(_share_of, others)) + held > self._memory:
            self._kill(f"it used more than {self._limits['memory'] / 1024**3:.1f} GB of memory")

    def _kill(self, reason: str) -> None:
        if not self._killed:
            self._killed = reason
            with suppress(ProcessLookupError):
                os.kill(self._child, signal.SIGKILL)
