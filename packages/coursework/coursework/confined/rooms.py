"""A root of the file system with only what a notebook needs to run, read-only, and nothing else of this machine."""

from __future__ import annotations

import os
import socket
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path

from coursework.confined.kernel import MOUNT, call, mount

__all__ = ["HOME", "PLACE", "ConfinementError", "move_in", "show_processes"]

PLACE = "/student"  # the one place to write, with the working folder and others
HOME = f"{PLACE}/home"
# What Python and its libraries need of the system. Neither /usr/local/share (nbgrader's exchange may be there) nor all of /etc.
_SYSTEM = ("/usr/bin", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/bin", "/usr/local/lib", "/usr/local/lib64")
_SYSTEM += ("/usr/share/fonts", "/usr/share/fontconfig", "/usr/share/zoneinfo", "/usr/local/share/fonts")
_SYSTEM += ("/bin", "/lib", "/lib32", "/lib64")
_SYSTEM += ("/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/fonts", "/etc/alternatives", "/etc/localtime")
_DEVICES = ("null", "zero", "full", "random", "urandom")


class ConfinementError(RuntimeError):
    """The system does not let us wall off a student's code; the message says what to do."""


def move_in(user: int, packages: tuple[str, ...]) -> bool:
    """Build a root with only what a notebook needs, go there, and let go of the old one.

    Returns
    -------
    bool
        Whether /tmp is free, for Python or `cryolib` may be below it.
    """
    mount("none", "/", flags=MOUNT["recursive"] | MOUNT["private"])
    sources = {path: os.path.realpath(path) for path in _folders(packages)}  # before links point nowhere
    mount("tmpfs", "/tmp", "tmpfs", MOUNT["nosuid"] | MOUNT["nodev"], "mode=755,size=1m")
    for path in ("/tmp/old", "/tmp/new"):
        os.mkdir(path)
    call("pivot_root", b"/tmp", b"/tmp/old")
    os.chdir("/")
    mount("tmpfs", "/new", "tmpfs", MOUNT["nosuid"], "mode=755,size=1m")
    for path in ("/new/proc", "/new/tmp", "/new/dev/shm", "/new/etc", "/new" + PLACE):
        os.makedirs(path)
    for path, source in sources.items():
        _show(source, path)
    for name in _DEVICES:
        _show(f"/dev/{name}", f"/dev/{name}")
    os.symlink("/proc/self/fd", "/new/dev/fd")
    Path("/new/etc/passwd").write_text(f"student:x:{user}:{user}::{HOME}:/bin/sh\n")
    Path("/new/etc/group").write_text(f"student:x:{user}:\n")
    Path("/new/etc/hosts").write_text("127.0.0.1 localhost\n")
    show_processes("/new/proc")
    socket.sethostname("confined")
    call("pivot_root", b"/new", os.fsencode("/new" + PLACE))
    os.chdir("/")
    call("umount2", os.fsencode(PLACE), 2)  # MNT_DETACH: from here on nothing else is there
    mount("tmpfs", PLACE, "tmpfs", MOUNT["nosuid"] | MOUNT["nodev"], "mode=755,size=64m")
    return not any(path.startswith("/tmp/") for path in sources)


def _folders(packages: tuple[str, ...]) -> list[str]:
    """Paths to show: of the system, of Python, and of single packages. Never a folder that holds a package from a checkout."""
    found = list(_SYSTEM)
    for prefix in (sys.base_prefix, sys.base_exec_prefix, sys.prefix, sys.exec_prefix):  # nor all of these: a course may lie there
        found += [os.path.join(prefix, name) for name in ("bin", "lib", "lib64", "pyvenv.cfg")]
    found += [os.path.dirname(os.path.realpath(sys.executable))]
    found += [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    found += [path for path in sys.path if os.path.basename(path) in ("site-packages", "dist-packages", "lib-dynload")]
    for name in ("cryolib", "coursework", *packages):
        spec = find_spec(name)
        if spec is None:
            raise ConfinementError(f"there is no package {name!r} that notebooks could import")
        found += list(spec.submodule_search_locations or [str(spec.origin)])
    found = [os.path.abspath(path) for path in found if os.path.exists(path)]
    found = sorted({*found, *map(os.path.realpath, found)})
    return [path for path in found if not any(path.startswith(other + "/") for other in found)]


def _show(source: str, path: str) -> None:
    """Show a path of the old root in the new one."""
    old, new = "/old" + source, "/new" + path
    os.makedirs(os.path.dirname(new), exist_ok=True)
    if os.path.isdir(old):
        os.makedirs(new, exist_ok=True)
    else:
        Path(new).touch()
    mount(old, new, flags=MOUNT["bind"] | MOUNT["recursive"])


def show_processes(path: str, flags: int = 0) -> None:
    flags |= MOUNT["nosuid"] | MOUNT["nodev"] | MOUNT["noexec"]
    try:
        mount("proc", path, "proc", flags, "subset=pid")  # without what the kernel says of the whole machine
    except OSError:
        mount("proc", path, "proc", flags)
