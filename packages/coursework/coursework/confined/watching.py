"""Watches over the processes of one notebook: time, memory, and how much they hand out."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

__all__ = ["Watch", "processes", "status_of"]

_OFTEN = 0.05  # s between two looks
_PIECE = 1 << 16


def status_of(process: int | str) -> dict[str, int]:
    """Sizes of a process's memory, from /proc [B]; empty if it is gone."""
    found = {}
    with suppress(OSError, ValueError), open(f"/proc/{process}/status", "rb") as file:
        for line in file:
            name, _, value = line.partition(b":")
            if name in (b"VmSize", b"RssAnon", b"RssShmem"):
                found[name.decode()] = int(value.split()[0]) * 1024
    return found


def _share_of(process: int) -> int:
    """Memory of a process, where a page that several of them have counts in parts [B]."""
    total = 0
    with suppress(OSError, ValueError), open(f"/proc/{process}/smaps_rollup", "rb") as file:
        for line in file:
            if line.startswith((b"Pss_Anon:", b"Pss_Shmem:")):
                total += int(line.split()[1]) * 1024
    return total


def processes() -> set[int]:
    """All that are in sight."""
    return set(map(int, filter(str.isdigit, os.listdir("/proc"))))


class Watch:
    """One notebook's processes, from its first one's start to the end of all.

    Parameters
    ----------
    child : int
        The first process.
    before : set of int
        Those that were there before it.
    pipe : int
        Where it hands out its results.
    requests : int
        The pipe from the grader: when that is closed, everything ends.
    limits : dict
        The fields of `coursework.confined.nursery.Limits`.
    forward : callable
        Takes what the notebook hands out, piece by piece. No copy stays: what is in the memory of this process is in the memory of
        the next notebook's as well.
    """

    def __init__(
        self, child: int, before: set[int], pipe: int, requests: int, limits: dict[str, float], forward: Callable[[memoryview], None]
    ) -> None:
        self._child, self._before, self._pipe, self._requests = child, before, pipe, requests
        self._limits, self._forward = limits, forward
        self._piece = bytearray(_PIECE)
        self._left = 8 * int(limits["output"]) + 8_000_000
        self._killed = ""
        self._memory = limits["memory"] + status_of(child).get("RssAnon", 0)  # on top of what every notebook begins with

    def run(self) -> dict[str, Any]:
        """Wait for the end; gives the reason if it was brought about here, and the status of the first process."""
        started = time.monotonic()
        next_look, alive = started + _OFTEN, True
        ended = os.pidfd_open(self._child)
        poll = select.poll()
        poll.register(self._pipe, select.POLLIN)
        poll.register(self._requests, 0)
        poll.register(ended, select.POLLIN)
        while alive:
            events = dict(poll.poll(max(0.0, min(next_look, started + self._limits["seconds"]) - time.monotonic()) * 1000 + 1))
            if self._pipe in events and not self._pass_on():
                poll.unregister(self._pipe)
            alive = ended not in events
            if self._requests in events:
                self._kill("nobody waits for it any more")
                poll.unregister(self._requests)
            now = time.monotonic()
            if now > started + self._limits["seconds"]:
                self._kill(f"the notebook ran longer than {self._limits['seconds']:g} s")
            if now >= next_look:
                self._look()
                next_look = time.monotonic() + max(_OFTEN, 4 * (time.monotonic() - now))
        _, status = os.waitpid(self._child, 0)  # with the first process of a namespace all others end
        os.close(ended)
        os.set_blocking(self._pipe, False)
        with suppress(BlockingIOError):  # a process of a container may live on, and hold the pipe
            while self._pass_on():
                pass
        self._piece[:] = bytes(_PIECE)
        return {"reason": self._killed, "status": status, "seconds": time.monotonic() - started}

    def _pass_on(self) -> bool:
        size = os.readv(self._pipe, [self._piece])
        if size and self._left > 0:
            self._forward(memoryview(self._piece)[:size])
        self._left -= size
        if self._left <= 0:
            self._kill("it handed out more than its results can be")
        return size > 0

    def _look(self) -> None:
        others = processes() - self._before
        if len(others) > self._limits["processes"] + 8:  # the kernel should have seen to that
            self._kill(f"it started more than {self._limits['processes']:g} processes")
        sizes = [status_of(process) for process in others]
        at_most = sum(size.get("RssAnon", 0) + size.get("RssShmem", 0) for size in sizes)
        if at_most > self._memory and sum(map(_share_of, others)) > self._memory:
            self._kill(f"it used more than {self._limits['memory'] / 1024**3:.1f} GB of memory")

    def _kill(self, reason: str) -> None:
        if not self._killed:
            self._killed = reason
            with suppress(ProcessLookupError):
                os.kill(self._child, signal.SIGKILL)
