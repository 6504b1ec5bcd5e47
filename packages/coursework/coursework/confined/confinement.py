"""Walls around the process that runs a student's notebook: what it sees, what it may call, how much it may use.

The warm process (`coursework.confined.warm`) walls itself in first (`enter`), before it imports anything of use to a student; then each
child of it, which runs one notebook, goes into a smaller room for good (`confine`).
"""

from __future__ import annotations

import os
import resource
import signal
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from coursework.confined.kernel import CLONE, MOUNT, call, capabilities_gone, filter_calls, knows_this_machine, mount, process_control
from coursework.confined.rooms import HOME, PLACE, ConfinementError, move_in, show_processes

__all__ = ["ConfinementError", "Room", "confine", "enter", "identities", "in_force", "in_sight", "namespaces", "necessary"]

_FIRST_USER = 2_100_000_000  # above what distributions, directories of users and containers hand out
_NOBODY = 65534


@dataclass(frozen=True)
class Room:
    """Where and as whom notebooks run.

    Attributes
    ----------
    mode : str
        "root": namespaces of our own, and an own user; "user": a user namespace, where the user stays the same;
        "container": what a container gives us.
    user : int
        User that runs the notebooks.
    namespace : int
        Descriptor of the process namespace of the warm process, -1 in a container.
    free_tmp : bool
        Whether /tmp has nothing of Python's, so that the notebook can have it.
    """

    mode: str
    user: int
    namespace: int = -1
    free_tmp: bool = True


def namespaces() -> dict[str, str]:
    """Which namespaces this process is in."""
    return {name: os.readlink(f"/proc/self/ns/{name}") for name in ("mnt", "net", "pid", "user")}


def enter(mode: str, packages: tuple[str, ...], outside: dict[str, str], hidden: list[tuple[str, int, int]]) -> Room:
    """Wall this process in; what returns is a child of it, and the process itself only waits for that.

    Parameters
    ----------
    mode : {"root", "user", "container"}
        See `Room`.
    packages : tuple of str
        Packages that notebooks may import though they lie outside of Python's own folders. `cryolib` always is one.
    outside : dict
        `namespaces` of the process that grades.
    hidden : list
        `identities` of what it has, and a notebook must not see.

    Raises
    ------
    ConfinementError
        If the system refuses.
    """
    if not knows_this_machine():
        raise ConfinementError("notebooks can be confined on x86-64 and ARM 64 only")
    process_control(4, 1)  # PR_SET_DUMPABLE, which user namespaces need
    try:
        if mode == "container":
            return _enter_container(outside, hidden)
        return _enter_namespaces(mode, packages)
    except OSError as trouble:
        raise ConfinementError(f"{mode}: {trouble.strerror or trouble}") from trouble


def _enter_container(outside: dict[str, str], hidden: list[tuple[str, int, int]]) -> Room:
    here = namespaces()
    if same := [name for name in ("mnt", "pid") if here[name] == outside.get(name)]:
        what = {"mnt": "files", "pid": "processes"}
        raise ConfinementError(f"container: the command in `prefix` does not separate {' and '.join(what[name] for name in same)}")
    if seen := in_sight(hidden):
        raise ConfinementError(f"container: the command in `prefix` shows {', '.join(seen)} inside")
    process_control(4, 0)  # same user as the student's code perhaps: no look at our memory
    return Room("container", _NOBODY if os.geteuid() == 0 else os.getuid())


def _enter_namespaces(mode: str, packages: tuple[str, ...]) -> Room:
    user, group = os.geteuid(), os.getegid()
    flags = CLONE["mount"] | CLONE["uts"] | CLONE["ipc"] | CLONE["pid"] | CLONE["net"]
    if mode == "root":
        if user != 0:
            raise PermissionError(1, "not root")
        own = _unused_user()
        call("unshare", flags)
    else:
        own = user
        call("unshare", flags | CLONE["user"])
        for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
            with open(f"/proc/self/{name}", "w") as file:
                file.write(text)
    child = os.fork()  # the first in the new process namespace: when it ends, all in there do
    if child:
        for number in (0, 1):
            os.close(number)
        os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 0xFF)
    process_control(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    with suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("800")  # when memory runs out, ours goes before the grader's
    free = move_in(own, packages)
    process_control(4, 0)
    return Room(mode, own, os.open("/proc/self/ns/pid", os.O_RDONLY), free)


def _unused_user() -> int:
    """Find a user that nobody else is, and that this user namespace has: a nursery's own, so that limits are not shared."""
    wanted = _FIRST_USER + os.getpid()
    for line in Path("/proc/self/uid_map").read_text().splitlines():
        first, _, count = map(int, line.split())
        if first <= wanted < first + count:
            return wanted
        if first <= 60_000 and first + count > _NOBODY:
            return 60_000 + os.getpid() % 5000
    raise PermissionError(1, "no second user in this user namespace")


def confine(room: Room, limits: dict[str, float], address_space: int, keep: int) -> str:
    """Confine this process, a fresh child of the warm one, for good.

    Parameters
    ----------
    room : Room
        What `enter` gave.
    limits : dict
        The fields of `coursework.confined.nursery.Limits`.
    address_space : int
        Address space that the process has now [B]; it may use `limits["memory"]` more.
    keep : int
        The one descriptor that stays open, besides /dev/null as 0, 1 and 2.

    Returns
    -------
    str
        The working folder.
    """
    os.setsid()
    nothing = os.open("/dev/null", os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number, inheritable=True)
    os.closerange(3, keep)
    os.closerange(keep + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    home = HOME
    if room.mode == "container":
        home = tempfile.mkdtemp(prefix="student-")
        if os.geteuid() == 0:
            with suppress(OSError):  # a container may have no second user
                os.chown(home, room.user, room.user)
                _become(room.user)
    else:
        _furnish(room, int(limits["files"]))
        if room.mode == "root":
            for capability in range(64):
                with suppress(OSError):
                    process_control(24, capability)  # PR_CAPBSET_DROP, while we still may
            _become(room.user)
    capabilities_gone()
    process_control(4, 1)  # PR_SET_DUMPABLE: /proc/self belongs to the student; nobody else's is in sight
    _limit(limits, address_space)
    os.umask(0o077)
    os.chdir(home)
    os.environ.update(HOME=home, PWD=home, TMPDIR=f"{PLACE}/tmp" if home == HOME else home, CRYOLIB_CONFINED="1")
    tempfile.tempdir = None
    filter_calls()
    return home


def _become(user: int) -> None:
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def _furnish(room: Room, size: int) -> None:
    """Give the process its own processes in /proc, and one small file system for its home, temporary files and shared memory."""
    call("unshare", CLONE["mount"])
    flags = MOUNT["nosuid"] | MOUNT["nodev"] | MOUNT["noexec"]
    mount("tmpfs", PLACE, "tmpfs", flags, f"size={size},nr_inodes=20k,mode=755")
    for name, target in (("home", ""), ("tmp", "/tmp" if room.free_tmp else ""), ("shm", "/dev/shm")):
        path = f"{PLACE}/{name}"
        os.mkdir(path, 0o700)
        os.chown(path, room.user, -1)
        if target:
            mount(path, target, flags=MOUNT["bind"])
    show_processes("/proc", 1)  # MS_RDONLY: what the kernel lets root change there is not to be changed


def _limit(limits: dict[str, float], address_space: int) -> None:
    seconds, files = int(limits["seconds"]) + 5, int(limits["files"])
    wanted = {
        resource.RLIMIT_AS: address_space + int(limits["memory"]),
        resource.RLIMIT_NPROC: int(limits["processes"]) + 2,
        resource.RLIMIT_FSIZE: files,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_NOFILE: 256,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 1 << 20,
    }
    for name, value in wanted.items():
        _, hard = resource.getrlimit(name)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (value, value))


def identities(paths: Iterable[str | Path]) -> list[tuple[str, int, int]]:
    """Files and folders with what tells them from others of the same name."""
    found = [(os.path.abspath(path), os.stat(path)) for path in paths if os.path.exists(path)]
    return [(path, status.st_dev, status.st_ino) for path, status in found]


def in_sight(hidden: list[tuple[str, int, int]]) -> list[str]:
    """Which of them this process sees."""
    here = {path: (device, number) for path, device, number in identities(path for path, *_ in hidden)}
    return [path for path, device, number in hidden if here.get(path) == (device, number)]


def in_force(room: Room, outside: dict[str, str], hidden: list[tuple[str, int, int]]) -> tuple[str, ...]:
    """What protects others from this process, as far as it can see for itself: asked after `confine`, before a student's code runs.

    `hidden` are `identities` of what the process that grades has, and this one must not see.
    """
    status = dict(line.split(":\t", 1) for line in Path("/proc/self/status").read_text().splitlines() if ":\t" in line)
    here = namespaces()
    powerless = all(int(status[f"Cap{kind}"], 16) == 0 for kind in ("Inh", "Prm", "Eff", "Amb")) and status["NoNewPrivs"] == "1"
    filtered = status["Seccomp"] == "2"
    facts = {
        "own user": room.mode == "root" and os.getresuid() == (room.user,) * 3 and 0 not in os.getresuid(),
        "own files": here["mnt"] != outside["mnt"] and not in_sight(hidden),
        "own processes": here["pid"] != outside["pid"] and (room.mode == "container" or os.getpid() == 1),
        "no network": filtered and (room.mode == "container" or here["net"] != outside["net"]),
        "no privileges": powerless,
        "system calls": filtered,
        "memory": resource.getrlimit(resource.RLIMIT_AS)[0] != resource.RLIM_INFINITY,
        "time": resource.getrlimit(resource.RLIMIT_CPU)[0] != resource.RLIM_INFINITY,
        "number of processes": resource.getrlimit(resource.RLIMIT_NPROC)[0] != resource.RLIM_INFINITY,
        "size of files": room.mode != "container" and os.statvfs(HOME).f_blocks * os.statvfs(HOME).f_frsize < 1 << 40,
    }
    return tuple(name for name, holds in facts.items() if holds)


def necessary(mode: str) -> frozenset[str]:
    """What must be in force, or no student's code runs."""
    always = {"own files", "own processes", "no network", "no privileges", "system calls", "memory", "time", "number of processes"}
    return frozenset(always | {"root": {"own user", "size of files"}, "user": {"size of files"}, "container": set()}[mode])
