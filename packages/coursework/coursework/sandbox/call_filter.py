"""The filter of system calls: a list of those that a notebook may make. All others are refused, also those that are yet to come.

A full set of notebooks, with plots, shells, processes and threads, makes about 80 different calls. The list has these, and what the
C library and Python use in their place on other systems.
"""

from __future__ import annotations

import ctypes
import platform
import struct

from coursework.sandbox.syscalls import call

__all__ = ["filter_calls", "program_for"]

_AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
# Allowed with some arguments only.
_SPECIAL = {
    "x86_64": {"clone": 56, "clone3": 435, "socket": 41, "fcntl": 72},
    "aarch64": {"clone": 220, "clone3": 435, "socket": 198, "fcntl": 25},
}
# Not among them, although Python has functions for them: locks (flock and fcntl's), sizes of buffers (setsockopt), and passing descriptors
# (sendmsg), with which notebooks could signal to each other through files that all can read, or hold the kernel's memory; watching such
# files (inotify) and their pages (mincore); memory that belongs to no process (memfd, System V). (name, number on x86-64, on ARM 64)
_ALLOWED: tuple[tuple[str, int | None, int | None], ...] = (
    # files
    ("read", 0, 63), ("write", 1, 64), ("open", 2, None), ("close", 3, 57), ("stat", 4, None), ("fstat", 5, 80), ("lstat", 6, None),
    ("newfstatat", 262, 79), ("lseek", 8, 62), ("pread64", 17, 67), ("pwrite64", 18, 68), ("readv", 19, 65), ("writev", 20, 66),
    ("preadv", 295, 69), ("pwritev", 296, 70), ("preadv2", 327, 286), ("pwritev2", 328, 287), ("access", 21, None),
    ("faccessat", 269, 48), ("faccessat2", 439, 439), ("sendfile", 40, 71), ("copy_file_range", 326, 285), ("splice", 275, 76),
    ("fsync", 74, 82), ("fdatasync", 75, 83), ("truncate", 76, 45), ("ftruncate", 77, 46), ("fallocate", 285, 47),
    ("fadvise64", 221, 223), ("getdents", 78, None), ("getdents64", 217, 61), ("getcwd", 79, 17), ("chdir", 80, 49), ("fchdir", 81, 50),
    ("rename", 82, None), ("renameat", 264, 38), ("renameat2", 316, 276), ("mkdir", 83, None), ("mkdirat", 258, 34), ("rmdir", 84, None),
    ("creat", 85, None), ("openat", 257, 56), ("openat2", 437, 437), ("link", 86, None), ("linkat", 265, 37), ("unlink", 87, None),
    ("unlinkat", 263, 35), ("symlink", 88, None), ("symlinkat", 266, 36), ("readlink", 89, None), ("readlinkat", 267, 78),
    ("chmod", 90, None), ("fchmod", 91, 52), ("fchmodat", 268, 53), ("fchmodat2", 452, 452), ("umask", 95, 166), ("utime", 132, None),
    ("utimes", 235, None), ("utimensat", 280, 88), ("statfs", 137, 43), ("fstatfs", 138, 44), ("statx", 332, 291), ("getxattr", 191, 8),
    ("lgetxattr", 192, 9), ("fgetxattr", 193, 10), ("listxattr", 194, 11), ("llistxattr", 195, 12), ("flistxattr", 196, 13),
    ("ioctl", 16, 29), ("dup", 32, 23), ("dup2", 33, None), ("dup3", 292, 24), ("pipe", 22, None), ("pipe2", 293, 59),
    ("close_range", 436, 436),
    # waiting and pairs of sockets
    ("poll", 7, None), ("ppoll", 271, 73), ("select", 23, None), ("pselect6", 270, 72), ("epoll_create", 213, None),
    ("epoll_create1", 291, 20), ("epoll_ctl", 233, 21), ("epoll_wait", 232, None), ("epoll_pwait", 281, 22), ("epoll_pwait2", 441, 441),
    ("eventfd", 284, None), ("eventfd2", 290, 19), ("socketpair", 53, 199), ("connect", 42, 203), ("accept", 43, 202),
    ("accept4", 288, 242), ("bind", 49, 200), ("listen", 50, 201), ("sendto", 44, 206), ("recvfrom", 45, 207), ("shutdown", 48, 210),
    ("getsockname", 51, 204), ("getpeername", 52, 205), ("getsockopt", 55, 209),
    # memory
    ("mmap", 9, 222), ("mprotect", 10, 226), ("munmap", 11, 215), ("mremap", 25, 216), ("msync", 26, 227), ("madvise", 28, 233),
    ("brk", 12, 214), ("membarrier", 324, 283),
    # time
    ("nanosleep", 35, 101), ("clock_nanosleep", 230, 115), ("clock_gettime", 228, 113), ("clock_getres", 229, 114),
    ("gettimeofday", 96, 169), ("time", 201, None), ("times", 100, 153), ("getitimer", 36, 102), ("setitimer", 38, 103),
    ("alarm", 37, None), ("pause", 34, None),
    # signals
    ("rt_sigaction", 13, 134), ("rt_sigprocmask", 14, 135), ("rt_sigreturn", 15, 139), ("rt_sigpending", 127, 136),
    ("rt_sigtimedwait", 128, 137), ("rt_sigsuspend", 130, 133), ("sigaltstack", 131, 132), ("kill", 62, 129), ("tkill", 200, 130),
    ("tgkill", 234, 131), ("restart_syscall", 219, 128), ("pidfd_open", 434, 434), ("pidfd_send_signal", 424, 424),
    # own processes
    ("fork", 57, None), ("vfork", 58, None), ("execve", 59, 221), ("exit", 60, 93), ("exit_group", 231, 94), ("wait4", 61, 260),
    ("waitid", 247, 95), ("getpid", 39, 172), ("getppid", 110, 173), ("gettid", 186, 178), ("getpgrp", 111, None), ("getpgid", 121, 155),
    ("setpgid", 109, 154), ("getsid", 124, 156), ("setsid", 112, 157), ("getuid", 102, 174), ("geteuid", 107, 175), ("getgid", 104, 176),
    ("getegid", 108, 177), ("getresuid", 118, 148), ("getresgid", 120, 150), ("getgroups", 115, 158), ("getpriority", 140, 141),
    ("setpriority", 141, 140), ("sched_yield", 24, 124), ("sched_getaffinity", 204, 123), ("sched_setaffinity", 203, 122),
    ("getcpu", 309, 168), ("getrlimit", 97, 163), ("setrlimit", 160, 164), ("prlimit64", 302, 261), ("getrusage", 98, 165),
    ("uname", 63, 160), ("sysinfo", 99, 179), ("prctl", 157, 167), ("arch_prctl", 158, None), ("futex", 202, 98),
    ("futex_waitv", 449, 449), ("set_robust_list", 273, 99), ("get_robust_list", 274, 100), ("set_tid_address", 218, 96),
    ("rseq", 334, 293), ("getrandom", 318, 278),
)  # fmt: skip
# Duplicating and marking descriptors (F_DUPFD to F_SETFL, F_DUPFD_CLOEXEC) and the size of a pipe (F_GETPIPE_SZ); locks are not among them.
_DESCRIPTORS = (0, 1, 2, 3, 4, 1030, 1032)
_UNIX = 1  # AF_UNIX: sockets between processes of this machine; asyncio needs a pair of them
_NEWEST = 462  # the last call that is known here

_EPERM, _EACCES, _ENOSYS = 1, 13, 38
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT, _SECOND_ARGUMENT = 0, 4, 16, 24  # offsets in struct seccomp_data
_X32 = 0x40000000  # call numbers of the x32 ABI start here
_NEW_NAMESPACES = 0x7E020000  # every CLONE_NEW* flag that clone takes


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def _only_for(number: int, *steps: bytes) -> list[bytes]:
    """Steps for one call, skipped for all others."""
    return [_step(_EQUAL, number, 0, len(steps)), *steps]


def program_for(machine: str) -> list[bytes]:
    """The filter's program (classic BPF) for a kind of processor."""
    special, column = _SPECIAL[machine], 1 if machine == "x86_64" else 2
    refuse, unknown, allow = (_step(_RETURN, action) for action in (_ERRNO | _EPERM, _ERRNO | _ENOSYS, _ALLOW))
    program = [_step(_LOAD, _ARCHITECTURE), _step(_EQUAL, _AUDIT[machine], 1, 0), _step(_RETURN, _KILL), _step(_LOAD, _NUMBER)]
    if machine == "x86_64":
        program += [_step(_AT_LEAST, _X32, 0, 1), refuse]
    program += [_step(_AT_LEAST, _NEWEST + 1, 0, 1), unknown]
    for entry in _ALLOWED:
        if (number := entry[column]) is not None:
            program += _only_for(int(number), allow)
    # Its flags cannot be inspected; the C library then uses clone.
    program += _only_for(special["clone3"], unknown)
    program += _only_for(special["clone"], _step(_LOAD, _FIRST_ARGUMENT), _step(_ANY_BIT, _NEW_NAMESPACES, 0, 1), refuse, allow)
    only_unix = [_step(_LOAD, _FIRST_ARGUMENT), _step(_EQUAL, _UNIX, 1, 0), _step(_RETURN, _ERRNO | _EACCES), allow]
    program += _only_for(special["socket"], *only_unix)
    commands = [step for command in _DESCRIPTORS for step in _only_for(command, allow)]
    program += _only_for(special["fcntl"], _step(_LOAD, _SECOND_ARGUMENT), *commands, refuse)
    return [*program, refuse]


def filter_calls() -> None:
    """Refuse, in this process and all that it starts, the system calls that are not in the list."""
    program = program_for(platform.machine())
    code = ctypes.create_string_buffer(b"".join(program))
    header = ctypes.create_string_buffer(struct.pack("@HP", len(program), ctypes.addressof(code)))
    call("seccomp", 1, 0, header)  # SECCOMP_SET_MODE_FILTER: needs no_new_privs
