"""Linux system calls that Python has no function for, and the filter for those that a student's notebook must not make."""

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
    "filter_calls",
    "is_supported_machine",
    "mount",
    "process_control",
    "protect_mounts",
]

#: Flags of unshare, setns and clone.
CLONE = {"mount": 0x20000, "uts": 0x4000000, "ipc": 0x8000000, "user": 0x10000000, "pid": 0x20000000, "net": 0x40000000}
#: Flags of mount.
MOUNT = {"nosuid": 2, "nodev": 4, "noexec": 8, "bind": 4096, "recursive": 16384, "private": 1 << 18}

_AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_NUMBERS = {  # of the calls that are made here, or that the filter treats one by one
    "x86_64": {"pivot_root": 155, "mount_setattr": 442, "capset": 126, "clone": 56, "clone3": 435, "socket": 41, "seccomp": 317},
    "aarch64": {"pivot_root": 41, "mount_setattr": 442, "capset": 91, "clone": 220, "clone3": 435, "socket": 198, "seccomp": 277},
}
# Refused: calls for new namespaces and mounts, other processes, the kernel itself, and memory that belongs to no process and so
# escapes the limit (memfd, System V and POSIX message queues). (name, number on x86-64, on ARM 64)
_REFUSED = (
    ("unshare", 272, 97), ("setns", 308, 268), ("mount", 165, 40), ("umount2", 166, 39), ("pivot_root", 155, 41), ("chroot", 161, 51),
    ("open_tree", 428, 428), ("move_mount", 429, 429), ("fsopen", 430, 430), ("fsconfig", 431, 431), ("fsmount", 432, 432),
    ("fspick", 433, 433), ("mount_setattr", 442, 442), ("open_tree_attr", 467, 467), ("ptrace", 101, 117),
    ("process_vm_readv", 310, 270), ("process_vm_writev", 311, 271), ("pidfd_getfd", 438, 438), ("kcmp", 312, 272),
    ("process_madvise", 440, 440), ("add_key", 248, 217), ("request_key", 249, 218), ("keyctl", 250, 219), ("bpf", 321, 280),
    ("userfaultfd", 323, 282), ("perf_event_open", 298, 241), ("io_uring_setup", 425, 425), ("io_uring_enter", 426, 426),
    ("io_uring_register", 427, 427), ("memfd_create", 319, 279), ("memfd_secret", 447, 447), ("shmget", 29, 194), ("shmat", 30, 196),
    ("msgget", 68, 186), ("semget", 64, 190), ("mq_open", 240, 180), ("kexec_load", 246, 104), ("kexec_file_load", 320, 294),
    ("init_module", 175, 105), ("finit_module", 313, 273), ("delete_module", 176, 106), ("name_to_handle_at", 303, 264),
    ("open_by_handle_at", 304, 265), ("quotactl", 179, 60), ("acct", 163, 89), ("swapon", 167, 224), ("swapoff", 168, 225),
    ("reboot", 169, 142), ("syslog", 103, 116), ("fanotify_init", 300, 262), ("vmsplice", 278, 75),
)  # fmt: skip

_EPERM, _EACCES, _ENOSYS = 1, 13, 38
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data
_X32 = 0x40000000  # call numbers of the x32 ABI start here
_NEW_NAMESPACES = 0x7E020000  # every CLONE_NEW* flag that clone takes

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


def process_control(option: int, argument: int = 0) -> None:
    """Call prctl."""
    call("prctl", option, argument, 0, 0, 0)


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


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def filter_calls() -> None:
    """Refuse, in this process and all that it starts, the system calls that a notebook does not need.

    The only sockets allowed are those between processes of this machine: asyncio needs a pair of them.
    """
    numbers = _NUMBERS[_machine]
    refuse = _step(_RETURN, _ERRNO | _EPERM)
    program = [_step(_LOAD, _ARCHITECTURE), _step(_EQUAL, _AUDIT[_machine], 1, 0), _step(_RETURN, _KILL), _step(_LOAD, _NUMBER)]
    if _machine == "x86_64":
        program += [_step(_AT_LEAST, _X32, 0, 1), refuse]
    for _, on_intel, on_arm in _REFUSED:
        program += [_step(_EQUAL, on_intel if _machine == "x86_64" else on_arm, 0, 1), refuse]
    program += [
        _step(_EQUAL, numbers["clone3"], 0, 1),
        _step(_RETURN, _ERRNO | _ENOSYS),
    ]  # its flags cannot be inspected; libc then uses clone
    program += [_step(_EQUAL, numbers["clone"], 0, 4), _step(_LOAD, _FIRST_ARGUMENT), _step(_ANY_BIT, _NEW_NAMESPACES, 0, 1), refuse]
    program += [_step(_RETURN, _ALLOW)]
    program += [_step(_EQUAL, numbers["socket"], 0, 4), _step(_LOAD, _FIRST_ARGUMENT), _step(_EQUAL, 1, 1, 0)]  # AF_UNIX
    program += [_step(_RETURN, _ERRNO | _EACCES), _step(_RETURN, _ALLOW), _step(_RETURN, _ALLOW)]
    code = ctypes.create_string_buffer(b"".join(program))
    header = ctypes.create_string_buffer(struct.pack("@HP", len(program), ctypes.addressof(code)))
    call("seccomp", 1, 0, header)  # SECCOMP_SET_MODE_FILTER: needs no_new_privs
