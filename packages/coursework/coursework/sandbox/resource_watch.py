"""Watches the processes of one notebook: their time, their memory, and how much they send."""

from __future__ import annotations

import errno
import os
import select
import signal
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

__all__ = ["ResourceWatch", "memory_of", "processes", "too_much_memory"]

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


def _ending_of(process: int) -> int | None:
    """A descriptor that can be read when a process has ended, or None if the kernel has no such thing, as gVisor's."""
    try:
        return os.pidfd_open(process)
    except OSError as error:
        if error.errno == errno.ENOSYS:
            return None
        raise


def _has_ended(process: int) -> bool:
    """Whether a child has ended; it stays a zombie."""
    return os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


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


def _memory_in_use() -> int:
    """Memory in use according to /proc/meminfo [B]."""
    sizes = {}
    with open("/proc/meminfo", "rb") as file:
        for line in file:
            name, _, value = line.partition(b":")
            sizes[name] = int(value.split()[0]) * 1024
    return sizes[b"MemTotal"] - sizes[b"MemFree"]


def too_much_memory(limits: dict[str, float]) -> str:
    """Why a notebook that needs more memory than its limits allow is not finished."""
    return f"it used more than {limits['memory'] / 1024**3:.1f} GB of memory"


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
    looks : bool
        Whether to look at the memory; a control group needs no look.
    """

    def __init__(
        self,
        child: int,
        before: set[int],
        pipe: int,
        requests: int,
        limits: dict[str, float],
        forward: Callable[[memoryview], None],
        looks: bool = True,
    ) -> None:
        self._looks = looks
        self._child, self._before, self._pipe, self._requests = child, before, pipe, requests
        self._limits, self._forward = limits, forward
        self._buffer = bytearray(_BUFFER)
        self._left = 8 * int(limits["output"]) + 8_000_000
        self._killed = ""
        # gVisor does not say how much memory a process has of its own; its /proc/meminfo is about this container, which runs one notebook.
        self._by_process = "RssAnon" in memory_of("self")
        # Not counted is the preloaded memory, which every notebook starts with.
        preloaded = memory_of(child).get("RssAnon", 0) if self._by_process else _memory_in_use()
        self._most = int(limits["memory"]) + preloaded

    def run(self) -> dict[str, Any]:
        """Wait for the end. Return the first process's status, and the reason if the notebook was killed."""
        started = time.monotonic()
        next_check, alive = started + _INTERVAL, True
        ended = _ending_of(self._child)
        poll = select.poll()
        poll.register(self._pipe, select.POLLIN)
        poll.register(self._requests, 0)
        if ended is not None:
            poll.register(ended, select.POLLIN)
        while alive:
            events = dict(poll.poll(max(0.0, min(next_check, started + self._limits["seconds"]) - time.monotonic()) * 1000 + 1))
            if self._pipe in events and not self._forward_piece():
                poll.unregister(self._pipe)
            alive = not _has_ended(self._child) if ended is None else ended not in events
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
        if ended is not None:
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
        if self._looks and self._uses_too_much(others):
            self._kill(too_much_memory(self._limits))

    def _uses_too_much(self, others: set[int]) -> bool:
        left = self._most - _held_for(others)
        if not self._by_process:
            return _memory_in_use() > left
        sizes = [memory_of(process) for process in others]
        at_most = sum(size.get("RssAnon", 0) + size.get("RssShmem", 0) for size in sizes)
        return at_most > left and sum(map(_share_of, others)) > left

    def _kill(self, reason: str) -> None:
        if not self._killed:
            self._killed = reason
            with suppress(ProcessLookupError):
                os.kill(self._child, signal.SIGKILL)
