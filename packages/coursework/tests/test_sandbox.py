"""A notebook in the sandbox returns plain values and pictures and reaches nothing else: every attack here really runs."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from coursework.marking.answers import Unanswered
from coursework.sandbox.messages import Budget, ProtocolError, Unpacker, pack, read_record
from coursework.sandbox.sandbox import Cell, Limits, Sandbox, SandboxError
from rooms import NOBODY, PACKAGES, ROOMS, as_nobody, give_to_nobody, open_to_all

ROOT = Path(__file__).parents[3]
CONTAINERS = [room.name for room in ROOMS.values() if room.mode == "container"]
LIMITS = Limits(seconds=12, cell_seconds=2, memory=800_000_000, processes=24, output=200_000, files=20_000_000)

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the sandbox needs Linux")


@pytest.fixture(scope="module")
def sandbox():
    os.environ["SECRET_OF_THE_GRADER"] = "4711"
    try:
        with Sandbox(LIMITS) as sandbox:
            yield sandbox
    finally:
        del os.environ["SECRET_OF_THE_GRADER"]


@pytest.fixture
def run(sandbox):
    """Run sources as cells; every one asks for `asks`."""

    def run(*sources, asks=(), files=None):
        return sandbox.run([Cell(source, tuple(asks)) for source in sources], files)

    return run


@pytest.fixture
def value_of(run):
    """The value of the expression in a notebook that has run this code before."""

    def value_of(expression, code=""):
        done = run(f"{code}\nx = {expression}", asks=["x"])
        assert done.finished, done.reason
        return done.answers["x"]

    return value_of


def texts(outputs):
    return "".join(output.get("text", "") for output in outputs)


def descendants(process):
    """The processes that a process started, and theirs."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":\t", 1) for line in path.read_text(encoding="utf-8").splitlines() if ":\t" in line)
        except OSError:
            continue
        if not fields["State"].startswith("Z"):
            parents[int(path.parent.name)] = int(fields["PPid"])
    family, new = set(), {process}
    while new := {child for child, parent in parents.items() if parent in new}:
        family |= new
    return family


# What an honest notebook needs


def test_a_right_notebook(run):
    done = run(
        "from cryolib.limits import carnot_cop\nfrom cryolib.symbols import T_cold, T_hot\ncop = carnot_cop(77, 300)\nprint('found')\ncop",
        "carnot_cop(T_cold, T_hot)",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nprint('after')",
        "%matplotlib inline\nfig, ax = plt.subplots()",
        "import asyncio\nawait asyncio.sleep(0)\n!echo $HOME\ndisplay({'a': 1})",
        "from IPython.display import HTML, SVG, Math\ndisplay(HTML('<script>alert(1)</script>'), Math('x^2'))",
        "open('data.txt').read()",
        asks=["cop"],
        files={"data.txt": b"1 2 3"},
    )
    assert done.finished and done.reason == "" and done.reached == 7 and done.interrupted == ()
    assert done.answers == {"cop": pytest.approx(77 / 223)}
    stream, result = done.outputs[0]
    assert stream == {"output_type": "stream", "name": "stdout", "text": "found\n"}
    assert result["output_type"] == "execute_result" and result["data"] == {"text/plain": repr(77 / 223)}
    assert "frac" in done.outputs[1][0]["data"]["text/latex"]
    assert done.outputs[2][0]["data"]["image/png"].startswith("iVBOR") and texts(done.outputs[2]) == "after\n"
    assert "image/png" in done.outputs[3][0]["data"]
    assert "student" in texts(done.outputs[4]) and done.outputs[4][1]["data"] == {"text/plain": "{'a': 1}"}
    html, formula = done.outputs[5]
    assert set(html["data"]) == {"text/plain"} and formula["data"]["text/latex"] == "$\\displaystyle x^2$"
    assert done.outputs[6][0]["data"]["text/plain"] == "'1 2 3'"


def test_every_notebook_opens_its_own_fonts(run, sandbox):
    text = "import matplotlib.pyplot as plt\nplt.title('η ≤ 1', weight='bold'); plt.xlabel('$\\\\eta_\\\\mathrm{hot}$'); plt.show()"
    for _ in range(2):
        assert [output["output_type"] for output in run(text).outputs[0]] == ["display_data"]
    if sandbox.mode == "root":
        (warm,) = descendants(sandbox._process.pid)
        opened = [os.readlink(path) for path in Path(f"/proc/{warm}/fd").iterdir()]
        assert [path for path in opened if path.startswith("/") and path != "/dev/null" and "(deleted)" not in path] == []


def test_outputs_make_a_valid_notebook(run):
    import nbformat
    from nbformat.v4 import new_code_cell, new_notebook

    done = run("print(1)\ndisplay(2)\n3", "1 / 0")
    cells = [new_code_cell("", outputs=[nbformat.from_dict(output) for output in outputs]) for outputs in done.outputs]
    nbformat.validate(new_notebook(cells=cells))


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("0.5", 0.5),
        ("7", 7),
        ("'0.348 kW'", "0.348 kW"),
        ("__import__('numpy').float32(0.5)", 0.5),
        ("__import__('numpy').array(2.5)", 2.5),
        ("__import__('sympy').Rational(1, 4)", 0.25),
        ("__import__('sympy').sqrt(4)", 2.0),
        ("__import__('sympy').Symbol('T') ** 2", "T**2"),
    ],
)
def test_plain_values(value_of, expression, value):
    answer = value_of(expression)
    assert answer == value and type(answer) is type(value)


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("...", "is still `...`"),
        ("None", "None"),
        ("[1.0]", "list"),
        ("True", "is True"),
        ("float('nan')", "is nan"),
        ("float('inf')", "is inf"),
        ("__import__('sympy').nan", "is nan"),
        ("1j", "complex"),
        ("10 ** 5000", "digits"),
        ("'a' * 5000", "5000 characters"),
        ("print", "is a"),
    ],
)
def test_no_plain_values(value_of, expression, reason):
    answer = value_of(expression)
    assert isinstance(answer, Unanswered) and reason in answer.reason


def test_what_is_not_there_is_missing(run):
    done = run("y = 1", asks=["x", "y"])
    assert done.answers == {"x": Unanswered("is not there: was its cell run, or did it fail?"), "y": 1}


@pytest.mark.parametrize(
    "code",
    [
        "class A:\n  def __eq__(self, other): return True\n  def __float__(self): return 1.0\nx = A()",
        "class A:\n  __class__ = float\n  def __float__(self): return 1.0\nx = A()",
        "class A:\n  @property\n  def __class__(self): raise SystemExit\nx = A()",
        "class A:\n  def __getattr__(self, name): return True\n  def __float__(self): return float('nan')\nx = A()",
        "class A(float):\n  def __float__(self):\n    while True: pass\nx = A()",
        "class A(str):\n  def __len__(self): return 1\n  def __str__(self): return 'a' * 10**6\nx = A()",
        "class A:\n  size, __module__ = 1, 'numpy'\n  def item(self): return self\nx = A()",
    ],
    ids=["equal to everything", "false class", "class raises", "any attribute", "endless float", "long text", "endless item"],
)
def test_objects_that_pretend(run, code):
    done = run(f"{code}\ny = 2", asks=["x", "y"])
    assert done.finished and isinstance(done.answers["x"], Unanswered | str) and done.answers["y"] == 2


# Errors and ends


def test_errors_do_not_stop_a_notebook(run):
    done = run(
        "x = (", "x = 1 / 0", "x = input()", "raise SyntaxError", "raise ExceptionGroup('g', [ValueError('v')])", "x = 1", asks=["x"]
    )
    assert done.finished and done.answers == {"x": 1}
    kinds = [[output.get("ename") for output in outputs] for outputs in done.outputs]
    assert kinds[:3] == [["SyntaxError"], ["ZeroDivisionError"], ["RuntimeError"]]
    assert any("1 / 0" in line for line in done.outputs[1][0]["traceback"])
    assert "coursework" not in "".join(done.outputs[2][0]["traceback"])


def test_leaving_is_ignored(run):
    done = run("exit()", "quit", "import sys; sys.exit(3)", "raise SystemExit", "x = 1", asks=["x"])
    assert done.finished and done.answers == {"x": 1}
    assert all("ignored" in outputs[0]["evalue"] for outputs in done.outputs[:4])


def test_a_long_cell_is_interrupted(run):
    done = run("x = 1\nwhile True: pass", "import time; time.sleep(60)", "y = 2", asks=["x", "y"])
    assert done.finished and done.interrupted == (0, 1) and done.answers == {"x": 1, "y": 2}
    assert done.outputs[0][0]["ename"] == "CellTimeout" and "2 s" in done.outputs[0][0]["evalue"]
    assert "coursework" not in "".join(done.outputs[0][0]["traceback"])


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("import os; os._exit(0)", "its process ended while cell 2 ran (os._exit, or a crash)"),
        ("import os; os.abort()", "its process ended while cell 2 ran (os._exit, or a crash)"),
        ("import ctypes; ctypes.string_at(0)", "its process ended while cell 2 ran (os._exit, or a crash)"),
        (
            "import os, signal; os.kill(0, signal.SIGKILL); os.kill(1, 9); os._exit(0)",
            "its process ended while cell 2 ran (os._exit, or a crash)",
        ),
    ],
    ids=["_exit", "abort", "segmentation fault", "kill"],
)
def test_a_dead_process_keeps_what_it_gave(run, code, reason):
    done = run("x = 0.5; print('here')", code, "x = 1", asks=["x"])
    assert not done.finished and done.reached == 1 and done.reason == reason
    assert done.answers == {"x": 0.5} and texts(done.outputs[0]) == "here\n"
    assert run("x = 3", asks=["x"]).answers == {"x": 3}


def test_a_loop_that_ignores_interrupts_is_killed():
    with Sandbox(Limits(seconds=2, cell_seconds=0.5)) as sandbox:
        done = sandbox.run(
            [
                Cell("x = 1", ("x",)),
                Cell("import time\nwhile True:\n  try:\n    while True: time.sleep(0.01)\n  except BaseException: pass", ("y",)),
            ]
        )
        assert not done.finished and done.reason == "the notebook ran longer than 2 s"
        assert done.answers == {"x": 1} and done.reached == 1
        # A fork server that is lost in the middle of a notebook is replaced by a new one.
        threading.Timer(0.5, lambda: os.killpg(sandbox._process.pid, signal.SIGKILL)).start()
        done = sandbox.run([Cell("x = 1", ("x",)), Cell("import time; time.sleep(1.5)")])
        assert not done.finished and "was lost" in done.reason
        assert sandbox.run([Cell("x = 2", ("x",))]).answers == {"x": 2}


# Attacks


def test_active_protections(run, sandbox):
    protection = set(run("1").protection)
    assert {"own files", "own processes", "no network", "no privileges", "memory", "time"} <= protection
    assert ("own user" in protection) == (sandbox.mode == "root")


def test_nothing_of_the_grader_is_in_sight(run, tmp_path, monkeypatch):
    (tmp_path / "course.key").write_text("0123456789abcdef", encoding="utf-8")
    (tmp_path / "gradebook.db").write_bytes(b"SQLite format 3")
    with open(tmp_path / "course.key", encoding="utf-8") as inherited:
        os.set_inheritable(inherited.fileno(), True)
        code = f"""
import glob, os, socket
read = []
for path in [{str(tmp_path / "course.key")!r}, {str(tmp_path / "gradebook.db")!r}, {str(ROOT / "pyproject.toml")!r},
             {str(ROOT / "assignments")!r}, "/etc/shadow", "/etc/hostname", "/proc/1/root/etc/shadow", "/proc/{os.getpid()}/environ",
             "/proc/{os.getppid()}/environ", "/proc/{os.getpid()}/mem", "/proc/kcore", "/sys/kernel", "/dev/mem", "/dev/vda", "/dev/kmsg",
             *glob.glob("/root/.[a-oq-z]*"),
             *glob.glob("/home/*/.ssh"), *glob.glob("/run/*"), *glob.glob("/var/*"), *glob.glob("/tmp/pytest*")]:
    if os.path.exists(path): read.append(path)
open_ones = [os.readlink(f"/proc/self/fd/{{n}}") for n in os.listdir("/proc/self/fd") if os.path.lexists(f"/proc/self/fd/{{n}}")]
open_ones = [name for name in open_ones if not name.startswith("/dev/null") and not name.startswith("/proc/")]
everything = "".join(os.environ) + "".join(open(f"/proc/{{n}}/environ").read() for n in os.listdir("/proc") if n.isdigit())
processes = sorted(n for n in os.listdir("/proc") if n.isdigit())
try: os.kill({os.getpid()}, 0); killed = True
except OSError: killed = False
files, descriptors, secret = repr(read), repr(open_ones), "SECRET" in everything
who, processes, parent = repr((os.getuid(), os.getgroups())), repr(processes), os.getppid()
written = []
for place in ("/", "/usr", "/usr/lib", {str(ROOT)!r}, *{list(map(str, PACKAGES))!r}, os.path.dirname(os.__file__), "/dev", "/etc", "/home"):
    try:
        open(place + "/written", "w")
        written.append(place)
    except OSError: pass
written, killed, secret = repr(written), str(killed), str(secret)
"""
        done = run(code, asks=["files", "descriptors", "secret", "processes", "parent", "killed", "written"])
    descriptors = eval(done.answers.pop("descriptors"))
    assert done.answers == {"files": "[]", "secret": "False", "processes": "['1']", "parent": 0, "killed": "False", "written": "[]"}
    assert len(descriptors) == 1 and descriptors[0].startswith("pipe:")


def test_calls_that_are_refused(value_of):
    code = """
import ctypes, os, socket
libc = ctypes.CDLL(None, use_errno=True)
def refused(call, *arguments):
    return getattr(libc, call)(*arguments) == -1 and ctypes.get_errno()
found = [refused("unshare", 0x10000000), refused("mount", b"a", b"/tmp", b"tmpfs", 0, None), refused("ptrace", 16, 1, 0, 0),
         refused("chroot", b"/"), refused("memfd_create", b"a", 0), refused("shmget", 0, 4096, 0o1000), refused("setuid", 0) and 1,
         refused("umount2", b"/proc", 2), refused("syscall", 56, 0x10000011, 0, 0, 0, 0) if os.uname().machine == "x86_64" else 1]
"""
    assert value_of("repr(found)", code) == repr([1] * 9)


def test_no_network(value_of):
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        code = f"""
import socket
found = []
for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_PACKET, getattr(socket, "AF_VSOCK", 40)):
    try: socket.socket(family, socket.SOCK_STREAM); found.append(int(family))
    except OSError: pass
try:
    socket.create_connection(("127.0.0.1", {server.getsockname()[1]}), timeout=1); found.append("connected")
except OSError: pass
"""
        assert value_of("repr(found)", code) == "[]"
        with pytest.raises(TimeoutError):
            server.accept()


def test_nothing_is_left_for_the_next_student(run, sandbox):
    spoil = """
import builtins, json, os, subprocess, sys, time
import IPython.core.interactiveshell, cryolib.limits, numpy
from coursework.sandbox import cell_runner, messages
from coursework.marking import answers
answers.plain = cell_runner.plain = lambda value: 42
json.dumps = messages.pack = None
cryolib.limits.carnot_cop = lambda *_: 42
IPython.core.interactiveshell.InteractiveShell.run_cell = None
builtins.print = numpy.sqrt = None
for place in (".", "/tmp", "/dev/shm", os.environ["HOME"]):
    open(place + "/left", "w").write("answer")
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(100)
    os._exit(0)
subprocess.Popen(["sleep", "100"], start_new_session=True)
"""
    run(spoil)
    assert len(descendants(sandbox._process.pid)) == 1  # the fork server
    done = run(
        "import glob, os\nx = repr([p for d in ('.', '/tmp', '/dev/shm', '/home') for p in glob.glob(d + '/**/left', recursive=True)])",
        "from cryolib.limits import carnot_cop\nimport numpy\ny = carnot_cop(100, 300); z = numpy.sqrt(4.0)\nprint('fine')",
        asks=["x", "y", "z"],
    )
    assert done.answers == {"x": "[]", "y": 0.5, "z": 2.0} and texts(done.outputs[1]) == "fine\n"


def test_the_memory_has_nothing_of_other_students(run):
    for _ in range(3):
        run("x = 'students_own_formula_' + '4711'\nprint(x)\nx", asks=["x"], files={"file.txt": b"students_own_formula_4711" * 10_000})
    look = r"""
import re
found = set()
with open("/proc/self/mem", "rb", 0) as memory:
    for line in filter(lambda line: " rw" in line, open("/proc/self/maps")):
        start, end = (int(number, 16) for number in line.split()[0].split("-"))
        try: memory.seek(start); data = memory.read(end - start)
        except (OSError, OverflowError, ValueError): continue
        found |= set(re.findall(rb"students_[o]wn_formula_[0-9]{2}", data))
x = repr(found)
"""
    assert run(look, asks=["x"]).answers == {"x": "set()"}
    assert run("a = 'students_own_' + f'formula_{11 * 4}'\n" + look, asks=["x"]).answers != {"x": "set()"}  # it does look


def test_asserts_are_not_what_counts(run):
    hook = """
import ast
class Drop(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
get_ipython().ast_transformers.append(Drop())
get_ipython().input_transformers_cleanup.append(lambda lines: [line.replace("check", "print") for line in lines])
"""
    done = run(hook, "x = 2\nassert x == 3", asks=["x"])
    assert done.answers == {"x": 2} and done.outputs[1] == ()


def test_memory_is_bounded(run):
    done = run("x = 1", "a = bytearray(4 * 1024**3)", "x = 2", asks=["x"])
    assert done.finished and done.answers == {"x": 2} and done.outputs[1][0]["ename"] == "MemoryError"
    together = "import os, time\nfor i in range(6):\n  if os.fork() == 0:\n    a = bytearray(b'a') * 300_000_000; time.sleep(60)\n"
    together += "while True:\n  try: time.sleep(60)\n  except BaseException: pass"
    done = run("x = 1", together, asks=["x"])
    assert not done.finished and done.reason == "it used more than 0.7 GB of memory" and done.answers == {"x": 1}


def test_memory_that_the_kernel_holds_counts():
    """It is in no process's own memory: buffers of sockets, which a notebook can neither enlarge nor pass on."""
    hold = """
import os, socket, time
def fill():
    kept = []
    try:
        while True:
            kept.append(socket.socketpair())
            kept[-1][0].setblocking(False)
            try:
                while True: kept[-1][0].send(bytes(50_000))
            except BlockingIOError: pass
    except OSError: pass
    return kept
"""
    with Sandbox(Limits(seconds=20, memory=100_000_000, processes=16)) as sandbox:
        done = sandbox.run([Cell(f"{hold}\nx = 2 * len(fill())", ("x",))])
        assert done.finished and 10 < done.answers["x"] < 128
        done = sandbox.run(
            [
                Cell("x = 1", ("x",)),
                Cell(f"{hold}\nfor i in range(6):\n  if os.fork() == 0:\n    a = fill(); time.sleep(15)\ntime.sleep(10)"),
            ]
        )
        assert not done.finished and done.reason == "it used more than 0.1 GB of memory" and done.answers == {"x": 1}


def test_processes_that_share_memory_count_once(run):
    share = "import os, time\na = bytearray(b'a') * 200_000_000\nfor i in range(10):\n  if os.fork() == 0: time.sleep(60)\n"
    share += "time.sleep(0.5)\nx = 1"
    assert run(share, asks=["x"]).answers == {"x": 1}


def test_a_fork_bomb_is_bounded(run, sandbox):
    most, over = [0], threading.Event()

    def count():
        while not over.is_set():
            most[0] = max(most[0], len(descendants(sandbox._process.pid)))
            time.sleep(0.02)

    counting = threading.Thread(target=count)
    counting.start()
    try:
        run("x = 1", "import os, time\nwhile True:\n  try: os.fork()\n  except BaseException: time.sleep(0.01)", asks=["x"])
    finally:
        over.set()
        counting.join()
    assert 5 < most[0] <= LIMITS.processes + 5
    assert run("x = 2", asks=["x"]).answers == {"x": 2}


def test_output_is_cut(run):
    done = run("print('x' * 100_000_000)", "for i in range(300_000): print(i)", "'y' * 10**7", "x = 1\n1 / 0", asks=["x"])
    assert done.finished and done.answers == {"x": 1}
    assert 0 < len(json.dumps(done.outputs)) < LIMITS.output + 5000
    assert texts(done.outputs[0]).endswith("[The outputs of this notebook take more than 0.2 MB; the rest is cut.]\n")
    assert done.outputs[3][0]["ename"] == "ZeroDivisionError"


def test_files_are_bounded(value_of):
    code = """
import tempfile

written = 0
try:
    for i in range(10):
        with open(f"{tempfile.gettempdir()}/{i}", "wb") as file:
            for _ in range(10): written += file.write(bytes(1_000_000)); file.flush()
except OSError: pass
"""
    assert 5_000_000 < value_of("written", code) <= LIMITS.files


WRITE = """
import os, stat
pipes = [n for n in range(3, 256) if os.path.exists(f"/proc/self/fd/{n}") and stat.S_ISFIFO(os.fstat(n).st_mode)]
def tell(data):
    for n in pipes: os.write(n, data)
import json, struct
def message(data):
    data = json.dumps(data).encode()
    return struct.pack(">I", len(data)) + data
"""


@pytest.mark.parametrize(
    "code",
    [
        "tell(b'E' + b'garbage' * 1000)",
        "tell(b'\\xff\\xff\\xff\\xff')",
        "tell(message({'cell': 0, 'outputs': [], 'answers': {'x': 42}, 'interrupted': False}))",
        "tell(message({'cell': 2, 'outputs': [], 'answers': {'x': 42}, 'interrupted': False}))",
        "tell(message({'cell': 1, 'outputs': [], 'answers': {'x': 42, 'z': 1}, 'interrupted': False}))",
        "tell(message({'end': True}))",
        "tell(struct.pack('>I', 20001) + b'[' * 20000 + b'1')",
        "tell(struct.pack('>I', 9999) + b'1' * 9999)",
        "while True: tell(bytes(1000))",
    ],
    ids=["noise", "length", "earlier", "later", "more", "end", "deep", "digits", "flood"],
)
def test_what_is_written_to_the_grader_forges_nothing(run, code):
    done = run("x = 1", f"{WRITE}\n{code}", "x = 3", asks=["x"])
    assert not done.finished and done.reason and done.reached == 1 and done.answers == {"x": 1}
    assert run("x = 2", asks=["x"]).answers == {"x": 2}


RECORD = {"cell": 0, "outputs": [], "answers": {"x": 1.0}, "interrupted": False}


@pytest.mark.parametrize(
    "change",
    [
        {"answers": {"x": [1]}},
        {"answers": {"x": True}},
        {"answers": {"x": {"unanswered": 3}}},
        {"answers": {}},
        {"outputs": [{"output_type": "display_data", "data": {"text/html": "<script>"}}]},
        {"outputs": [{"output_type": "display_data", "data": {"image/png": "PHN2Zz4="}}]},
        {"outputs": [{"output_type": "display_data", "data": {"image/png": '"><script>'}}]},
        {"outputs": [{"output_type": "stream", "name": "html", "text": ""}]},
        {"outputs": [{"output_type": "update_display_data"}]},
        {"outputs": [[]]},
        {"cell": 0.0},
        {"extra": 1},
    ],
)
def test_records_are_not_believed(change):
    assert read_record(RECORD, 0, ("x",), Budget(1000)) == ((), {"x": 1.0}, False)
    with pytest.raises(ProtocolError):
        read_record(RECORD | change, 0, ("x",), Budget(1000))


def test_texts_without_half_characters():
    output = {"output_type": "stream", "name": "stdout", "text": "a\ud800b"}
    (kept,), _, _ = read_record(RECORD | {"outputs": [output]}, 0, ("x",), Budget(1000))
    assert kept["text"] == "a?b"


@pytest.mark.parametrize("text", [b"NaN", b'{"a": 1, "a": 2}', b"\xff", b"{", b"1e400e"])
def test_messages_are_not_believed(text):
    with pytest.raises(ProtocolError):
        list(Unpacker(100).feed(len(text).to_bytes(4, "big") + text))
    with pytest.raises(ProtocolError):
        list(Unpacker(10).feed(pack("x" * 20)))


# Other modes


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="the other tests run as an ordinary user already")
def test_as_an_ordinary_user(tmp_path):
    if missing := ROOMS["user"].missing():
        pytest.skip(missing)
    script = tmp_path / "as_user.py"
    script.write_text(
        "import json, os\n"
        "from coursework.sandbox.sandbox import *\n"
        "forks = 'import os, time\\nfor i in range(6):\\n  if os.fork() == 0:\\n    a = bytearray(b\"a\") * 300_000_000\\n'\n"
        "forks += '    time.sleep(60)\\ntime.sleep(60)'\n"
        "look = 'import os, glob\\nx = str(os.path.exists(%r)); y = len([n for n in os.listdir(\"/proc\") if n.isdigit()])' % __file__\n"
        "with Sandbox(Limits(seconds=10, memory=600_000_000)) as sandbox:\n"
        "    first = sandbox.run([Cell(look, ('x', 'y')), Cell('1 / 0')])\n"
        "    second = sandbox.run([Cell(forks)])\n"
        "    print(json.dumps([os.getuid(), sandbox.mode, first.answers, first.finished, second.reason, first.protection]))\n",
        encoding="utf-8",
    )
    give_to_nobody(tmp_path)
    done = subprocess.run(as_nobody([sys.executable, "-P", str(script)]), capture_output=True, encoding="utf-8", timeout=100)
    assert done.returncode == 0, done.stderr
    user, mode, answers, finished, reason, protection = json.loads(done.stdout)
    assert (user, mode, answers, finished) == (NOBODY, "user", {"x": "False", "y": 1}, True)
    assert reason == "it used more than 0.6 GB of memory" and "own user" not in protection and "own files" in protection


def prefix_of(room, *more):
    if missing := ROOMS[room].missing():
        pytest.skip(f"no room {room}: {missing}")
    return ROOMS[room].prefix(*more)


@pytest.mark.parametrize("room", CONTAINERS)
def test_in_a_container(room):
    with Sandbox(replace(LIMITS, seconds=60, cell_seconds=20), prefix=prefix_of(room)) as sandbox:
        assert (sandbox.mode, sandbox.lacks) == ("container", ("own user", "size of files"))
        done = sandbox.run([Cell("open('/tmp/left', 'w').write('a'); x = 1", ("x",)), Cell("import socket; socket.socket()")])
        assert done.finished and done.answers == {"x": 1} and done.outputs[1][0]["ename"] == "PermissionError"
        assert "own files" in done.protection and "size of files" not in done.protection
        done = sandbox.run([Cell("import os; x = str(os.path.exists('/tmp/left'))", ("x",)), Cell("os._exit(1)")])
        assert done.answers == {"x": "False"} and not done.finished


@pytest.mark.parametrize(("room", "shows"), [("bubblewrap", ["--bind", "{0}", "{0}"]), ("gVisor", ["{0}"])])
def test_a_container_that_shows_what_it_must_not(tmp_path, room, shows):
    """In gVisor a file has other numbers than outside, but the same name."""
    open_to_all(tmp_path)
    with (
        pytest.raises(SandboxError, match=rf"shows {tmp_path} inside"),
        Sandbox(LIMITS, prefix=prefix_of(room, *(part.format(tmp_path) for part in shows)), hidden=[tmp_path]),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_container_that_root_starts_limits_no_processes():
    """Whatever root is called inside: the kernel counts the processes of every user but root."""
    prefix = prefix_of("bubblewrap")
    with (
        pytest.raises(SandboxError, match="not in force: number of processes; start the container as another user than root"),
        Sandbox(LIMITS, prefix=prefix[prefix.index("bwrap") :] if os.geteuid() == 0 else pytest.skip("needs root")),
    ):
        pass


@pytest.mark.parametrize("room", CONTAINERS)
def test_grading_inside_a_container_is_refused(room):
    """There, notebooks could not be separated from what grades them."""
    code = "from coursework.sandbox.sandbox import Sandbox\nwith Sandbox(): pass"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(str(package.parent) for package in PACKAGES)}
    done = subprocess.run([*prefix_of(room), sys.executable, "-P", "-c", code], capture_output=True, encoding="utf-8", env=environment)
    assert done.returncode and re.search(r"notebooks cannot be sandboxed on this system \(root: .*; user: ", done.stderr), done.stderr


def test_refused_with_advice(monkeypatch):
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(SandboxError, match=r"win32 is not Linux(.|\n)*podman"), Sandbox():
        pass


def test_bad_arguments(sandbox):
    with pytest.raises(ValueError, match="memory must be positive and finite; got 0"):
        Limits(memory=0)
    for name in ("../a", "/etc/a", ""):
        with pytest.raises(ValueError, match="working folder"):
            sandbox.run([], {name: b""})
    with pytest.raises(SandboxError, match="no package 'not_there_at_all'"), Sandbox(packages=["not_there_at_all"]):
        pass


def test_cost_per_notebook(sandbox):
    """Printed and not judged; run with -s to see it."""
    used, started = sandbox.cpu, time.perf_counter()
    for _ in range(20):
        assert sandbox.run([Cell("x = 1", ("x",))]).finished
    print(f"{(time.perf_counter() - started) / 20 * 1000:.0f} ms, {(sandbox.cpu - used) / 20 * 1000:.0f} ms of CPU for a notebook")
