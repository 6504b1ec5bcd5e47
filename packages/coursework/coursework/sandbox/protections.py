"""Verifies, in the process that is to run a student's notebook, that it is isolated."""

from __future__ import annotations

import mmap
import os
import resource
from collections.abc import Iterable
from pathlib import Path

from coursework.sandbox.filesystem import HOME
from coursework.sandbox.syscalls import process_control

__all__ = ["active_protections", "file_ids", "namespaces", "required_protections", "shared_with", "visible"]


def namespaces() -> dict[str, str]:
    """The namespaces of this process, and the kernel that made them. gVisor's kernel has none of files."""
    links = {name: f"/proc/self/ns/{name}" for name in ("mnt", "net", "pid", "user")}
    kernel = os.uname()
    return {"kernel": f"{kernel.release} {kernel.version}"} | {
        name: os.readlink(link) for name, link in links.items() if os.path.lexists(link)
    }


def shared_with(outside: dict[str, str]) -> list[str]:
    """What this process shares with the grader: "files", "processes". With a kernel of its own it shares neither."""
    here = namespaces()
    if here["kernel"] != outside["kernel"]:
        return []
    return [kind for name, kind in (("mnt", "files"), ("pid", "processes")) if here.get(name) == outside.get(name)]


def file_ids(paths: Iterable[str | Path]) -> list[tuple[str, int, int]]:
    """The existing ones of some paths, each with device and inode, which tell it from another file under the same path."""
    status_of = {os.path.abspath(path): os.stat(path) for path in paths if os.path.exists(path)}
    return [(path, status.st_dev, status.st_ino) for path, status in status_of.items()]


def visible(hidden: list[tuple[str, int, int]]) -> list[str]:
    """The paths among `hidden` that this process can see."""
    here = {path: (device, number) for path, device, number in file_ids(path for path, *_ in hidden)}
    return [path for path, device, number in hidden if here.get(path) == (device, number)]


def active_protections(mode: str, user: int, outside: dict[str, str], hidden: list[tuple[str, int, int]]) -> tuple[str, ...]:
    """List the protections that this process can verify for itself, after `confine` and before a student's code runs.

    Parameters
    ----------
    mode, user
        As in `coursework.sandbox.isolation.Isolation`.
    outside : dict
        `namespaces` of the grader.
    hidden : list
        `file_ids` of the grader's paths that this process must not see.
    """
    status = dict(line.split(":\t", 1) for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines() if ":\t" in line)
    here, shared = namespaces(), shared_with(outside)
    powerless = all(int(status[f"Cap{kind}"], 16) == 0 for kind in ("Inh", "Prm", "Eff"))  # and so none is ambient
    filtered = status["Seccomp"] == "2"
    holds = {
        "own user": mode == "root" and os.getresuid() == (user,) * 3 and 0 not in os.getresuid(),
        "own files": "files" not in shared and not visible(hidden),
        "own processes": "processes" not in shared and (mode == "container" or os.getpid() == 1),
        "no network": filtered and (mode == "container" or here["net"] != outside["net"]),
        "no privileges": powerless and process_control(39) == 1,  # PR_GET_NO_NEW_PRIVS
        "system calls": filtered,
        "memory": _memory_is_limited(),
        "time": resource.getrlimit(resource.RLIMIT_CPU)[0] != resource.RLIM_INFINITY,
        "number of processes": _processes_are_limited(),
        "size of files": mode != "container" and os.statvfs(HOME).f_blocks * os.statvfs(HOME).f_frsize < 1 << 40,
    }
    return tuple(name for name, active in holds.items() if active)


def _memory_is_limited() -> bool:
    """Whether this process is refused as much memory as its limit: gVisor takes limits that it does not enforce."""
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    try:
        mmap.mmap(-1, limit).close()
    except OSError:
        return limit != resource.RLIM_INFINITY
    except (OverflowError, ValueError):  # no limit, which is not a size
        return False
    return False


def _processes_are_limited() -> bool:
    """Whether this process is refused another one if it may have none."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NPROC)
    resource.setrlimit(resource.RLIMIT_NPROC, (0, hard))
    try:
        child = os.fork()
    except BlockingIOError:
        return soft != resource.RLIM_INFINITY
    finally:
        resource.setrlimit(resource.RLIMIT_NPROC, (soft, hard))
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return False


def required_protections(mode: str) -> frozenset[str]:
    """The protections without which no student's code runs."""
    always = {"own files", "own processes", "no network", "no privileges", "system calls", "memory", "time", "number of processes"}
    return frozenset(always | {"root": {"own user", "size of files"}, "user": {"size of files"}, "container": set()}[mode])
