"""The filter of system calls: what is refused, on both kinds of processors, and in a notebook that really tries."""

import ctypes
import platform
import re
import struct
import sys
from pathlib import Path

import pytest
from coursework.sandbox import call_filter
from coursework.sandbox.sandbox import Cell, Limits, Sandbox
from rooms import ROOMS

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the sandbox needs Linux")

EPERM, EACCES, ENOSYS = 1, 13, 38
ALLOW, KILL = 0x7FFF0000, 0x80000000
#: New namespaces and mounts, other processes, the kernel itself, memory that belongs to no process, and signs between notebooks:
#: (name, number on x86-64, on ARM 64).
REFUSED = (
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
    ("reboot", 169, 142), ("syslog", 103, 116), ("fanotify_init", 300, 262), ("vmsplice", 278, 75), ("flock", 73, 32),
    ("setsockopt", 54, 208), ("sendmsg", 46, 211), ("sendmmsg", 307, 269), ("recvmsg", 47, 212), ("inotify_init1", 294, 26),
    ("inotify_add_watch", 254, 27), ("mincore", 27, 232), ("cachestat", 451, 451), ("sync", 162, 81), ("syncfs", 306, 267),
    ("mlockall", 151, 230), ("io_setup", 206, 0), ("timer_create", 222, 107), ("setuid", 105, 146), ("setgid", 106, 144),
    ("setresuid", 117, 147), ("capset", 126, 91), ("personality", 135, 92), ("sched_setscheduler", 144, 119), ("seccomp", 317, 277),
    ("landlock_restrict_self", 446, 446), ("clock_settime", 227, 112), ("sethostname", 170, 161), ("mknodat", 259, 33), ("fchownat", 260, 54),
)  # fmt: skip
MACHINES = {"x86_64": (1, 0xC000003E), "aarch64": (2, 0xC00000B7)}


def verdict(machine, number, *arguments, architecture=None):
    """What the kernel would do: the filter's program, step by step."""
    data = struct.pack("=iIQ6Q", number, architecture or MACHINES[machine][1], 0, *arguments, *[0] * (6 - len(arguments)))
    program, at, loaded = call_filter.program_for(machine), 0, 0
    while True:
        code, if_true, if_false, value = struct.unpack("=HBBI", program[at])
        at += 1
        if code == 0x20:
            (loaded,) = struct.unpack_from("=I", data, value)
        elif code == 0x06:
            return value & 0xFFFF if value >> 16 == 5 else value
        else:
            holds = {0x15: loaded == value, 0x35: loaded >= value, 0x45: bool(loaded & value)}[code]
            at += if_true if holds else if_false


@pytest.mark.parametrize("machine", MACHINES)
@pytest.mark.parametrize("entry", REFUSED, ids=lambda entry: entry[0])
def test_each_call_that_can_do_harm_is_refused(machine, entry):
    assert verdict(machine, entry[MACHINES[machine][0]]) in (EPERM, ENOSYS)


@pytest.mark.parametrize("machine", MACHINES)
def test_only_the_list_is_allowed(machine):
    listed = {entry[MACHINES[machine][0]] for entry in call_filter._ALLOWED} - {None}
    special = set(call_filter._SPECIAL[machine].values())
    assert {number for number in range(600) if verdict(machine, number) == ALLOW} - special == listed
    assert verdict(machine, 5000) == verdict(machine, 463) == ENOSYS  # what is not known yet does not exist, so that libraries do without
    assert verdict(machine, 1, architecture=0x40000003) == KILL  # 32-bit
    if machine == "x86_64":
        assert verdict(machine, 0x40000000) == EPERM  # x32


@pytest.mark.parametrize("machine", MACHINES)
def test_some_calls_are_allowed_in_part(machine):
    number = call_filter._SPECIAL[machine]
    assert verdict(machine, number["clone3"]) == ENOSYS
    assert verdict(machine, number["clone"], 0x003D0F00) == verdict(machine, number["clone"], 17) == ALLOW  # threads and processes
    for flag in (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000):
        assert verdict(machine, number["clone"], flag | 17) == EPERM
    assert verdict(machine, number["socket"], 1) == ALLOW
    assert {verdict(machine, number["socket"], family) for family in (0, 2, 10, 16, 17, 40)} == {EACCES}
    assert {verdict(machine, number["fcntl"], 3, command) for command in (0, 1, 2, 3, 4, 1030)} == {ALLOW}
    locks, others = (5, 6, 7, 36, 37, 38), (8, 10, 1024, 1026, 1031, 1033)  # and owners, leases, sizes of pipes, seals
    assert {verdict(machine, number["fcntl"], 3, command) for command in (*locks, *others)} == {EPERM}


@pytest.mark.parametrize(("machine", "header"), [("x86_64", "x86_64-linux-gnu/asm/unistd_64.h"), ("aarch64", "asm-generic/unistd.h")])
def test_numbers_are_those_of_the_kernels_own_list(machine, header):
    path = Path("/usr/include", header)
    if not path.exists():
        pytest.skip("the kernel's headers are not installed")
    numbers = {name: int(number) for name, number in re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)\b", path.read_text(encoding="utf-8"))}
    numbers["newfstatat"] = numbers.get("newfstatat", numbers.get("fstatat"))
    for name, number in call_filter._SPECIAL[machine].items():
        assert numbers[name] == number
    for entry in (*call_filter._ALLOWED, *REFUSED):
        if entry[0] in numbers and entry[MACHINES[machine][0]] is not None:
            assert numbers[entry[0]] == entry[MACHINES[machine][0]], entry


# In a notebook

LOCKS = f"""
import ctypes, fcntl, os, socket, struct
libc = ctypes.CDLL(None, use_errno=True)
made = [name for name, *number in {REFUSED!r} if libc.syscall(number[{int(platform.machine() != "x86_64")}], 0, 0, 0, 0, 0, 0) != -1
        or ctypes.get_errno() not in (1, 38)]
file = open(os.__file__)  # all notebooks see it
for name, lock in {{"flock": lambda: fcntl.flock(file, fcntl.LOCK_SH), "lockf": lambda: fcntl.lockf(file, fcntl.LOCK_SH | fcntl.LOCK_NB),
                   "own": lambda: fcntl.lockf(open("own", "w"), fcntl.LOCK_EX), "lease": lambda: fcntl.fcntl(file, 1024, 0),
                   "open file lock": lambda: fcntl.fcntl(file, 37, struct.pack("hhlli", 0, 0, 0, 0, 0)),
                   "size of a pipe": lambda: fcntl.fcntl(os.pipe()[1], 1031, 1 << 20),
                   "buffer": lambda: socket.socketpair()[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20),
                   "descriptor": lambda: socket.send_fds(socket.socketpair()[0], [b"x"], [0])}}.items():
    try:
        lock()
        made.append(name)
    except PermissionError:
        pass
made = repr(made)
"""


@pytest.mark.parametrize("room", ["here", *(room.name for room in ROOMS.values() if room.mode == "container")])
def test_a_notebook_that_tries_all_of_them(room):
    if room != "here" and (missing := ROOMS[room].missing()):
        pytest.skip(f"no room {room}: {missing}")
    with Sandbox(Limits(seconds=30), prefix=ROOMS[room].prefix() if room != "here" else ()) as sandbox:
        done = sandbox.run([Cell(LOCKS, ("made",))])
    assert done.answers == {"made": "[]"}, done


def test_what_an_honest_notebook_does_is_allowed():
    cells = [
        "import asyncio, os, subprocess, threading\nawait asyncio.sleep(0)\n!echo hi > a && cp a b && mv b c && sort c | uniq && rm c",
        "t = threading.Thread(target=print); t.start(); t.join()\nassert subprocess.run('true', shell=True).returncode == 0",
        "from concurrent.futures import ProcessPoolExecutor\nwith ProcessPoolExecutor(2) as pool: x = sum(pool.map(abs, [-1, 2]))",
        "import matplotlib.pyplot as plt\nfig, ax = plt.subplots(); ax.plot([1, 2]); fig.savefig('a.pdf'); fig.savefig('a.png'); plt.show()",
        "import sqlite3, tempfile, shutil, numpy as np\nsqlite3.connect(':memory:').execute('create table t (a)')",
        "shutil.rmtree(tempfile.mkdtemp()); np.save('a.npy', np.ones(10**6)); np.load('a.npy', mmap_mode='r').sum()",
        "proc = await asyncio.create_subprocess_exec('echo', 'x', stdout=-1); y = (await proc.communicate())[0].decode().strip()",
    ]
    with Sandbox(Limits(seconds=60)) as sandbox:
        done = sandbox.run([Cell(cell, ("x", "y") if cell == cells[-1] else ()) for cell in cells])
    assert [output["evalue"] for outputs in done.outputs for output in outputs if output["output_type"] == "error"] == []
    assert done.finished and done.answers == {"x": 3, "y": "x"}
    assert ctypes.CDLL(None).getpid() > 1  # the filter is in the notebook's process, and not in this one
