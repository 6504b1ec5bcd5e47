"""Builds a root file system that holds, read-only, what a notebook needs to run and nothing else of this machine."""

from __future__ import annotations

import os
import socket
import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path

from coursework.sandbox import SandboxError
from coursework.sandbox.syscalls import MOUNT, call, mount

__all__ = ["HOME", "WRITABLE", "change_root", "mount_proc"]

WRITABLE = "/student"  # the only writable folder; holds the working folder and temporary files
HOME = f"{WRITABLE}/home"
# System paths that Python and its libraries need. /usr/local/share is left out (nbgrader's exchange may be there), and most of /etc.
_SYSTEM = ("/usr/bin", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/local/bin", "/usr/local/lib", "/usr/local/lib64")
_SYSTEM += ("/usr/share/fonts", "/usr/share/fontconfig", "/usr/share/zoneinfo", "/usr/local/share/fonts")
_SYSTEM += ("/bin", "/lib", "/lib32", "/lib64")
_SYSTEM += ("/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/fonts", "/etc/alternatives", "/etc/localtime")
_DEVICES = ("null", "zero", "full", "random", "urandom")


def change_root(user: int, packages: tuple[str, ...]) -> bool:
    """Build a root with only what a notebook needs, make it this process's root, and detach the old one.

    Returns
    -------
    bool
        Whether /tmp can be given to notebooks: it cannot if Python or one of the packages is installed below it.
    """
    mount("none", "/", flags=MOUNT["recursive"] | MOUNT["private"])
    sources = {path: os.path.realpath(path) for path in _readable_paths(packages)}  # while links can still be resolved
    mount("tmpfs", "/tmp", "tmpfs", MOUNT["nosuid"] | MOUNT["nodev"], "mode=755,size=1m")
    for path in ("/tmp/old", "/tmp/new"):
        os.mkdir(path)
    call("pivot_root", b"/tmp", b"/tmp/old")
    os.chdir("/")
    mount("tmpfs", "/new", "tmpfs", MOUNT["nosuid"], "mode=755,size=1m")
    for path in ("/new/proc", "/new/tmp", "/new/dev/shm", "/new/etc", "/new" + WRITABLE):
        os.makedirs(path)
    for path, source in sources.items():
        _bind(source, path)
    for name in _DEVICES:
        _bind(f"/dev/{name}", f"/dev/{name}")
    os.symlink("/proc/self/fd", "/new/dev/fd")
    Path("/new/etc/passwd").write_text(f"student:x:{user}:{user}::{HOME}:/bin/sh\n", encoding="utf-8")
    Path("/new/etc/group").write_text(f"student:x:{user}:\n", encoding="utf-8")
    Path("/new/etc/hosts").write_text("127.0.0.1 localhost\n", encoding="utf-8")
    mount_proc("/new/proc")
    socket.sethostname("sandbox")
    call("pivot_root", b"/new", os.fsencode("/new" + WRITABLE))
    os.chdir("/")
    call("umount2", os.fsencode(WRITABLE), 2)  # MNT_DETACH: from here on the old root is gone
    mount("tmpfs", WRITABLE, "tmpfs", MOUNT["nosuid"] | MOUNT["nodev"], "mode=755,size=64m")
    return not any(path.startswith("/tmp/") for path in sources)


def _readable_paths(packages: tuple[str, ...]) -> list[str]:
    """Paths of the system, of Python and of single packages. A package in a checkout is listed alone, without its parent folder."""
    paths = list(_SYSTEM)
    for prefix in (sys.base_prefix, sys.base_exec_prefix, sys.prefix, sys.exec_prefix):  # not whole: a course may lie in there
        paths += [os.path.join(prefix, name) for name in ("bin", "lib", "lib64", "pyvenv.cfg")]
    paths += [os.path.dirname(os.path.realpath(sys.executable))]
    paths += [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    paths += [path for path in sys.path if os.path.basename(path) in ("site-packages", "dist-packages", "lib-dynload")]
    for name in ("coursework", "cryolib", *packages):
        spec = find_spec(name)
        if spec is None:
            raise SandboxError(f"there is no package {name!r} that notebooks could import")
        paths += list(spec.submodule_search_locations or [str(spec.origin)])
    paths = [os.path.abspath(path) for path in paths if os.path.exists(path)]
    paths = sorted({*paths, *map(os.path.realpath, paths)})
    return [path for path in paths if not any(path.startswith(other + "/") for other in paths)]


def _bind(source: str, path: str) -> None:
    """Mount a path of the old root in the new one."""
    old, new = "/old" + source, "/new" + path
    os.makedirs(os.path.dirname(new), exist_ok=True)
    if os.path.isdir(old):
        os.makedirs(new, exist_ok=True)
    else:
        Path(new).touch()
    mount(old, new, flags=MOUNT["bind"] | MOUNT["recursive"])


def mount_proc(path: str, flags: int = 0) -> None:
    """Mount /proc for the current process namespace."""
    flags |= MOUNT["nosuid"] | MOUNT["nodev"] | MOUNT["noexec"]
    try:
        mount("proc", path, "proc", flags, "subset=pid")  # processes only, nothing about the whole machine
    except OSError:
        mount("proc", path, "proc", flags)
