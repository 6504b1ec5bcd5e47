"""Linux system calls that Python has no function for."""

from __future__ import annotations

import ctypes
import os
import platform
import struct

__all__ = [
    "CLONE",
    "MOUNT",
    "call",
    "drop_capabilities",
    "is_supported_machine",
    "mount",
    "process_control",
    "protect_mounts",
]

#: Flags of unshare, setns and clone.
CLONE = {"mount": 0x20000, "uts": 0x4000000, "ipc": 0x8000000, "user": 0x10000000, "pid": 0x20000000, "net": 0x40000000}
#: Flags of mount.
MOUNT = {"nosuid": 2, "nodev": 4, "noexec": 8, "bind": 4096, "recursive": 16384, "private": 1 << 18}

_NUMBERS = {
    "x86_64": {"pivot_root": 155, "mount_setattr": 442, "capset": 126, "seccomp": 317},
    "aarch64": {"pivot_root": 41, "mount_setattr": 442, "capset": 91, "seccomp": 277},
}

_machine = platform.machine()
_libc: ctypes.CDLL | None = None


def is_supported_machine() -> bool:
    """Whether the system call numbers of this processor are known."""
    return _machine in _NUMBERS


def call(name: str, *arguments: int | bytes | ctypes.Array[ctypes.c_char] | None) -> int:
    """Call a function of the C library, or the kernel directly where the library has no such function.

    Raises
    ------
    OSError
        If it fails.
    """
    global _libc
    if _libc is None:
        _libc = ctypes.CDLL(None, use_errno=True)
    plain = [ctypes.c_ulong(value) if isinstance(value, int) else value for value in arguments]
    number = _NUMBERS.get(_machine, {}).get(name)
    result = getattr(_libc, name)(*plain) if number is None else _libc.syscall(ctypes.c_long(number), *plain)
    if result == -1:
        error = ctypes.get_errno()
        raise OSError(error, f"{name}: {os.strerror(error)}")
    return int(result)


def mount(source: str, target: str, kind: str = "", flags: int = 0, options: str = "") -> None:
    """Mount a file system, or bind a path to another one."""
    call("mount", os.fsencode(source), os.fsencode(target), kind.encode() or None, flags, options.encode() or None)


def protect_mounts(path: str) -> None:
    """Make a path and all mounts below it read-only, and ignore set-user-ID bits there."""
    attributes = struct.pack("=4Q", 1 | 2, 0, 0, 0)  # MOUNT_ATTR_RDONLY, MOUNT_ATTR_NOSUID
    call(
        "mount_setattr", -100 % 2**64, os.fsencode(path), 0x8000, ctypes.create_string_buffer(attributes, 32), 32
    )  # AT_FDCWD, AT_RECURSIVE


def process_control(option: int, argument: int = 0) -> int:
    """Call prctl."""
    return call("prctl", option, argument, 0, 0, 0)


def drop_capabilities() -> None:
    """Give up all capabilities for good, and every way to gain new ones."""
    for capability in range(64):
        try:
            process_control(24, capability)  # PR_CAPBSET_DROP
        except OSError:  # unknown to this kernel, or not allowed (then no_new_privs protects)
            break
    header = ctypes.create_string_buffer(struct.pack("=Ii", 0x20080522, 0), 8)  # _LINUX_CAPABILITY_VERSION_3, this process
    call("capset", header, ctypes.create_string_buffer(24))
    process_control(38, 1)  # PR_SET_NO_NEW_PRIVS
