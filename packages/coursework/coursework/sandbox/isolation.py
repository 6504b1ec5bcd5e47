"""Isolates the process that runs a student's notebook: which files it sees, which calls it may make, how much it may use.

The fork server (`coursework.sandbox.fork_server`) isolates itself first (`isolate`), before it imports any library. Each of its
children, which runs one notebook, is then restricted further and for good (`confine`).
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

from coursework.sandbox import SandboxError
from coursework.sandbox.call_filter import filter_calls
from coursework.sandbox.control_groups import delegated_group
from coursework.sandbox.filesystem import HOME, WRITABLE, change_root, mount_proc
from coursework.sandbox.protections import shared_with, visible
from coursework.sandbox.syscalls import CLONE, MOUNT, call, drop_capabilities, is_supported_machine, mount, process_control

__all__ = ["Isolation", "confine", "isolate"]

_FIRST_USER = 2_100_000_000  # above the ids that distributions, directory services and containers assign
_NOBODY = 65534


@dataclass(frozen=True)
class Isolation:
    """How, and as which user, notebooks run.

    Attributes
    ----------
    mode : str
        "root": new namespaces and a separate user; "user": a user namespace, with the same user;
        "container": the isolation that a container provides, perhaps with a kernel of its own, as gVisor does.
    user : int
        Id of the user that runs the notebooks.
    namespace : int
        Descriptor of the fork server's process namespace, -1 in a container.
    free_tmp : bool
        Whether /tmp can be given to the notebook, since Python is not installed below it.
    group : int
        Descriptor of the control group that is delegated to the grader, -1 if there is none.
    """

    mode: str
    user: int
    namespace: int = -1
    free_tmp: bool = True
    group: int = -1


def isolate(
    mode: str, packages: tuple[str, ...], outside: dict[str, str], hidden: list[tuple[str, int, int]], marks: list[str] | tuple[()] = ()
) -> Isolation:
    """Isolate this process. The function returns in a child process; the process that called it only waits for that child.

    Parameters
    ----------
    mode : {"root", "user", "container"}
        See `Isolation`.
    packages : tuple of str
        Packages outside of Python's own folders that notebooks may import, beside `coursework` and `cryolib`.
    outside : dict
        `namespaces` of the grader.
    hidden : list
        `file_ids` of the grader's paths that a notebook must not see.
    marks : list of str
        Files that the grader has put into some of these. A kernel of its own gives files other numbers, but leaves them their names.

    Raises
    ------
    SandboxError
        If the system refuses.
    """
    if not is_supported_machine():
        raise SandboxError("notebooks can be sandboxed on x86-64 and ARM 64 only")
    process_control(4, 1)  # PR_SET_DUMPABLE, which user namespaces need
    try:
        if mode == "container":
            return _enter_container(outside, hidden, marks)
        return _enter_namespaces(mode, packages)
    except OSError as error:
        raise SandboxError(f"{mode}: {error.strerror or error}") from error


def _enter_container(outside: dict[str, str], hidden: list[tuple[str, int, int]], marks: Iterable[str]) -> Isolation:
    if shared := shared_with(outside):
        raise SandboxError(f"container: the command in `prefix` does not separate {' and '.join(shared)}")
    if exposed := visible(hidden) or [os.path.dirname(mark) for mark in marks if os.path.lexists(mark)]:
        raise SandboxError(f"container: the command in `prefix` shows {', '.join(exposed)} inside")
    process_control(4, 0)  # PR_SET_DUMPABLE: a student's code, perhaps of the same user, must not read our memory
    return Isolation("container", _NOBODY if os.geteuid() == 0 else os.getuid())


def _enter_namespaces(mode: str, packages: tuple[str, ...]) -> Isolation:
    user, group, delegated = os.geteuid(), os.getegid(), delegated_group()
    flags = CLONE["mount"] | CLONE["uts"] | CLONE["ipc"] | CLONE["pid"] | CLONE["net"]
    if mode == "root":
        if user != 0:
            raise PermissionError(1, "not root")
        notebook_user = _unused_user()
        call("unshare", flags)
    else:
        notebook_user = user
        call("unshare", flags | CLONE["user"])
        for name, text in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
            with open(f"/proc/self/{name}", "w", encoding="utf-8") as file:
                file.write(text)
    child = os.fork()  # the first process of the new namespace: when it ends, all others in there end
    if child:
        for number in (0, 1):
            os.close(number)
        os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 0xFF)
    process_control(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    with suppress(OSError), open("/proc/self/oom_score_adj", "w", encoding="utf-8") as file:
        file.write("800")  # when memory runs out, this process is killed before the grader
    free_tmp = change_root(notebook_user, packages)
    process_control(4, 0)
    return Isolation(mode, notebook_user, os.open("/proc/self/ns/pid", os.O_RDONLY), free_tmp, delegated)


def _unused_user() -> int:
    """Find a user id that is unused and exists in this user namespace: one per sandbox, so that limits are not shared."""
    wanted = _FIRST_USER + os.getpid()
    for line in Path("/proc/self/uid_map").read_text(encoding="utf-8").splitlines():
        first, _, count = map(int, line.split())
        if first <= wanted < first + count:
            return wanted
        if first <= 60_000 and first + count > _NOBODY:
            return 60_000 + os.getpid() % 5000
    raise PermissionError(1, "no second user in this user namespace")


def confine(isolation: Isolation, limits: dict[str, float], address_space: int, keep: int) -> str:
    """Restrict this process, a new child of the fork server, for good.

    Parameters
    ----------
    isolation : Isolation
        As `isolate` returned it.
    limits : dict
        The fields of `coursework.sandbox.execution.Limits`.
    address_space : int
        Address space of the process now [B]; it may use `limits["memory"]` more.
    keep : int
        The descriptor that stays open, beside /dev/null as 0, 1 and 2.

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
    if isolation.mode == "container":
        home = tempfile.mkdtemp(prefix="student-")
        if os.geteuid() == 0:
            with suppress(OSError):  # a container may have no second user
                os.chown(home, isolation.user, isolation.user)
                _become(isolation.user)
    else:
        _mount_writable_folders(isolation, int(limits["files"]))
        if isolation.mode == "root":
            for capability in range(64):
                with suppress(OSError):
                    process_control(24, capability)  # PR_CAPBSET_DROP, while this is still allowed
            _become(isolation.user)
    drop_capabilities()
    process_control(4, 1)  # PR_SET_DUMPABLE: the student may read /proc/self; no other process is visible
    _limit(limits, address_space)
    os.umask(0o077)
    os.chdir(home)
    os.environ.update(HOME=home, PWD=home, TMPDIR=f"{WRITABLE}/tmp" if home == HOME else home)
    tempfile.tempdir = None
    filter_calls()
    return home


def _become(user: int) -> None:
    os.setgroups([])
    os.setresgid(user, user, user)
    os.setresuid(user, user, user)


def _mount_writable_folders(isolation: Isolation, size: int) -> None:
    """Mount one small file system for home, temporary files and shared memory, and a /proc with only this process's own processes."""
    call("unshare", CLONE["mount"])
    flags = MOUNT["nosuid"] | MOUNT["nodev"] | MOUNT["noexec"]
    mount("tmpfs", WRITABLE, "tmpfs", flags, f"size={size},nr_inodes=20k,mode=755")
    for name, target in (("home", ""), ("tmp", "/tmp" if isolation.free_tmp else ""), ("shm", "/dev/shm")):
        path = f"{WRITABLE}/{name}"
        os.mkdir(path, 0o700)
        os.chown(path, isolation.user, -1)
        if target:
            mount(path, target, flags=MOUNT["bind"])
    mount_proc("/proc", 1)  # MS_RDONLY: no kernel settings can be changed there


def _limit(limits: dict[str, float], address_space: int) -> None:
    seconds, files = int(limits["seconds"]) + 5, int(limits["files"])
    limit_of = {
        resource.RLIMIT_AS: address_space + int(limits["memory"]),
        resource.RLIMIT_NPROC: int(limits["processes"]) + 2,
        resource.RLIMIT_FSIZE: files,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_NOFILE: 128,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MEMLOCK: 1 << 20,
    }
    for name, value in limit_of.items():
        _, hard = resource.getrlimit(name)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (value, value))
