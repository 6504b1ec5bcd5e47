"""A control group holds what a look at processes cannot see: memory that the kernel keeps for a notebook.

Where no group is delegated to this test run, it happens in a machine within this one (user-mode Linux, `linux.uml`), which takes its files
from this one and writes none.
"""

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from coursework.sandbox.control_groups import delegated_group
from rooms import NOBODY, PACKAGES, as_nobody, open_to_all

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the sandbox needs Linux")

#: Fills the buffers of sockets, both ways, until it has 110 pairs, and says how much they hold.
FILL = """
import os, socket
def fill(pipe):
    held, kept = 0, []
    for _ in range(110):
        pair = socket.socketpair()
        kept.append(pair)
        for end in pair:
            end.setblocking(False)
            end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
            try:
                while True: held += end.send(bytes(50_000))
            except BlockingIOError: pass
    os.write(pipe, held.to_bytes(8, "big"))
"""
EXPERIMENT = f"""
import json, os
from coursework.sandbox.control_groups import NotebookGroup, delegated_group
from coursework.sandbox.sandbox import Cell, Limits, Sandbox
exec({FILL!r})

def hold(group):
    reading, writing = os.pipe()
    children = []
    for _ in range(2):
        if (child := os.fork()) == 0:
            try:
                if group: group.enter()
                fill(writing)
            finally:
                os._exit(0)
        children.append(child)
    os.close(writing)
    ends = [os.waitpid(child, 0)[1] for child in children]
    with open(reading, "rb") as told: data = told.read()
    return sum(int.from_bytes(data[at : at + 8], "big") for at in range(0, len(data), 8)), ends

found, delegated = {{}}, delegated_group()
found["alone"] = hold(None)
group = NotebookGroup(delegated, 256_000_000, 16)
found["grouped"] = hold(group)
found["peak"] = int(os.read(group._open("memory.peak", os.O_RDONLY), 100))
found["killed"] = group.remove()
takes = "import os, time\\nfor _ in range(4):\\n  if os.fork() == 0: a = bytearray(b'a') * 250_000_000; time.sleep(60)\\ntime.sleep(60)"
forks = "import os, time\\nx = 0\\ntry:\\n  while True:\\n    if os.fork() == 0: time.sleep(60)\\n    x += 1\\nexcept OSError: pass"
with Sandbox(Limits(seconds=100, cell_seconds=50, memory=256_000_000, files=1_000_000, processes=12)) as sandbox:
    found["group"] = sandbox.control_group, sandbox.mode
    done = sandbox.run([Cell("x = 1", ("x",)), Cell(takes)])
    found["takes"] = done.finished, done.reason, done.answers
    done = sandbox.run([Cell(forks, ("x",))])
    found["forks"] = done.finished, done.answers
    found["memory"] = sandbox.run([Cell("x = 2", ("x",))]).answers
found["left"] = [name for name in os.listdir(delegated) if name.startswith("notebook")]
print("FOUND", json.dumps(found), flush=True)
"""
# The first process of the machine: it mounts what a system has, and delegates a group to nobody as systemd does.
START = """#!/bin/sh
export PATH=/usr/bin:/bin:/usr/sbin:/sbin TMPDIR=/run
mount -t proc proc /proc && mount -t sysfs sys /sys && mount -t tmpfs -o mode=1777 tmpfs /run && mount -t cgroup2 none /sys/fs/cgroup
echo 4194304 > /proc/sys/net/core/wmem_max
cd /sys/fs/cgroup && mkdir course && echo '+memory +pids' > cgroup.subtree_control && echo $$ > course/cgroup.procs
'{python}' -c "import os; os.setxattr('course', 'user.delegate', b'1')"
chown {nobody} course course/cgroup.procs course/cgroup.subtree_control
{command} 2>&1
'{python}' -c "import ctypes; ctypes.CDLL(None).reboot(0x4321fedc)"
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    folder = tmp_path_factory.mktemp("groups")
    script, start = folder / "experiment.py", folder / "start"
    script.write_text(EXPERIMENT, encoding="utf-8")
    paths = os.pathsep.join(str(package.parent) for package in PACKAGES)
    if (group := delegated_group()) >= 0:
        os.close(group)
        command = [sys.executable, "-P", str(script)]
    elif shutil.which("linux.uml"):
        open_to_all(folder)
        run = shlex.join(as_nobody([sys.executable, "-P", str(script)]))
        start.write_text(START.format(python=sys.executable, nobody=NOBODY, command=run), encoding="utf-8")
        start.chmod(0o755)
        command = ["linux.uml", "mem=2000M", "root=/dev/root", "rootfstype=hostfs", "rootflags=/", "ro", f"init={start}"]
        command += ["con0=fd:0,fd:1", "con=null", "quiet"]
    else:
        pytest.skip("no control group is delegated to this run, and user-mode Linux is not installed")
    environment = os.environ | {"PYTHONPATH": paths}
    done = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", errors="replace", timeout=500
    )
    found = [line.removeprefix("FOUND ") for line in done.stdout.splitlines() if line.startswith("FOUND ")]
    assert found, done.stdout[-3000:] + done.stderr[-3000:]
    return json.loads(found[0])


@pytest.mark.weekly  # with the next: they start a Linux of their own, which takes a minute
def test_memory_that_the_kernel_holds_is_limited(seen):
    """Two processes hold 900 MB in sockets, of which their own memory shows nothing; in a group of 256 MB they are killed."""
    held, ends = seen["alone"]
    assert held > 400_000_000 and ends == [0, 0]
    held, ends = seen["grouped"]
    assert ends == [9, 9] and held == 0
    assert seen["killed"] and 200_000_000 < seen["peak"] <= 256_000_000


@pytest.mark.weekly
def test_a_notebook_has_a_group_of_its_own(seen):
    assert seen["group"] in ([True, "user"], [True, "root"])
    assert seen["takes"] == [False, "it used more than 0.2 GB of memory", {"x": 1}]
    assert seen["memory"] == {"x": 2}
    finished, answers = seen["forks"]
    assert finished and 5 < answers["x"] <= 13
    assert seen["left"] == []


def test_here_nothing_is_delegated_without_a_mark(tmp_path):
    """A group that others use, such as that of a login, is left alone."""
    from coursework.sandbox import control_groups

    (tmp_path / "cgroup.procs").write_text("1\n", encoding="utf-8")
    assert not control_groups._is_delegated(tmp_path)
    assert not Path(tmp_path, "grader").exists()
