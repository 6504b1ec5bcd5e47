"""The rooms in which notebooks are graded: as root, as an ordinary user, in bubblewrap, in gVisor; and which of them this machine has."""

import functools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import coursework

import cryolib

PACKAGES = [Path(package.__file__).parent for package in (coursework, cryolib)]
NOBODY = 65534
BECOME_NOBODY = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
# A notebook in a container needs these, and the packages.
SHOWN = [path for path in ("/usr", "/etc/fonts", sys.base_prefix, sys.prefix, *map(str, PACKAGES)) if os.path.exists(path)]
LINKS = [name for name in ("lib", "lib64", "bin") if Path("/", name).is_symlink()]


def lacks(*programs):
    """Which of some programs are not installed, as a sentence; empty if all are."""
    missing = [name for name in programs if shutil.which(name) is None]
    return f"{' and '.join(missing)} not installed" if missing else ""


def fails(*command):
    """Why a command fails, as a sentence; empty if it does not."""
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60)
    except subprocess.TimeoutExpired:
        return f"{command[0]} does not end"
    return f"it cannot run here: {(done.stderr.strip().splitlines() or ['no reason'])[-1]}" if done.returncode else ""


def is_root():
    return sys.platform.startswith("linux") and os.geteuid() == 0


# As an ordinary user


def as_nobody(command):
    """A command that runs another one as nobody.

    Folders with Python in them that only root can enter are opened in a mount namespace of the command's own.
    """
    needed = [Path(path).resolve() for path in (sys.base_prefix, sys.prefix, *PACKAGES)]
    closed = {parent for path in needed for parent in path.parents if not parent.stat().st_mode & 1}
    closed = {path for path in closed if not closed & set(path.parents)}
    moved = [path for path in needed if closed & set(path.parents)]
    steps = ["mount -t tmpfs -o mode=755 tmpfs /mnt"]
    for number, path in enumerate(moved):
        steps += [f"mkdir /mnt/{number}", f"mount --rbind '{path}' /mnt/{number}"]
    steps += [f"mount -t tmpfs -o mode=755 tmpfs '{path}'" for path in closed]
    for number, path in enumerate(moved):
        steps += [f"mkdir -p '{path}'", f"mount --rbind /mnt/{number} '{path}'"]
    paths = os.pathsep.join(str(package.parent) for package in PACKAGES)
    become = f'exec {" ".join(BECOME_NOBODY)} env HOME=/nonexistent PYTHONPATH="{paths}" "$@"'
    shell = " && ".join([*(steps if moved else ()), become])
    return ["unshare", "-m", "--propagation", "private", "sh", "-c", shell, "sh", *command]


def give_to_nobody(folder):
    """Let nobody own a folder of a test, with all that is in it, and reach it."""
    for path in (folder, *folder.rglob("*")):
        os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    open_to_all(folder)


def open_to_all(folder):
    """Let everybody reach a folder of a test."""
    for path in (folder, *folder.parents):
        if path.is_relative_to(tempfile.gettempdir()) and path != Path(tempfile.gettempdir()):
            path.chmod(0o755)


@functools.cache
def missing_user():
    if not is_root():
        return ""  # grading as this user is the room
    return lacks("unshare", "setpriv", "mount") or fails(*BECOME_NOBODY, "unshare", "--user", "--mount", "true")


# In a container


def bubblewrap(*more):
    """The command for a container that allows no namespaces inside, with Python, coursework and cryolib. An ordinary user starts it."""
    options = ["--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent", "--cap-drop", "ALL", "--tmpfs", "/tmp"]
    options += [part for path in SHOWN for part in ("--ro-bind", path, path)]
    options += [part for name in LINKS for part in ("--symlink", f"usr/{name}", f"/{name}")]
    command = ["bwrap", *options, "--proc", "/proc", "--dev", "/dev", *more, "--remount-ro", "/"]
    return as_nobody(command) if is_root() else command


@functools.cache
def missing_bubblewrap():
    return lacks("bwrap") or (is_root() and missing_user()) or fails(*bubblewrap(), "true")


def gvisor(*more):
    """The same in gVisor, whose kernel runs as an ordinary program. It needs no root, and ends with the command that started it."""
    root = "/mnt/root"
    steps = ["mount -t tmpfs -o mode=755 tmpfs /mnt", f"mkdir -p /mnt/state {root}/tmp {root}/proc {root}/dev", f"chmod 1777 {root}/tmp"]
    for path in (*SHOWN, *map(str, more)):
        steps += [f"mkdir -p '{root}{path}'", f"mount --rbind '{path}' '{root}{path}'"]
    steps += [f"ln -s usr/{name} {root}/{name}" for name in LINKS]
    run = f'exec runsc --rootless --ignore-cgroups --root=/mnt/state --network=none --platform=ptrace do -root {root} -cwd / "$@"'
    alone = ["unshare", "--user", "--map-root-user", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
    return [*alone, "sh", "-c", " && ".join([*steps, run]), "sh"]


@functools.cache
def missing_gvisor():
    return lacks("runsc", "unshare", "mount") or fails(*gvisor(), "true")


@dataclass(frozen=True)
class Room:
    """Where a course is graded.

    Attributes
    ----------
    name : str
        As in SECURITY.md.
    mode : str
        The sandbox's `mode` there.
    missing : callable
        Why this machine does not have it, or "".
    prefix : callable
        The course's setting `prefix`.
    """

    name: str
    mode: str
    missing: Callable[[], str]
    prefix: Callable[..., list[str]] = lambda: []

    def command(self, command, folder):
        """The command that runs another one in this room; `folder` has what it reads and writes."""
        if self.mode == "user" and is_root():
            give_to_nobody(folder)
            return as_nobody(command)
        return command


ROOMS = {
    room.name: room
    for room in (
        Room("root", "root", lambda: "" if is_root() else "it needs root"),
        Room("user", "user", missing_user),
        Room("bubblewrap", "container", missing_bubblewrap, bubblewrap),
        Room("gVisor", "container", missing_gvisor, gvisor),
    )
}
#: The room in which the command for grading runs as it is.
HERE = ROOMS["root" if is_root() else "user"]


def report():
    """A line for the head of a test run: in which rooms notebooks are graded, and why not in the others."""
    absent = {name: room.missing() for name, room in ROOMS.items()}
    there = ", ".join(name for name, missing in absent.items() if not missing)
    return "; not ".join([f"rooms of the sandbox: {there}", *(f"{name}: {missing}" for name, missing in absent.items() if missing)])
