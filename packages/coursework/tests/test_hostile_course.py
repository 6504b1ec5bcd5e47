"""One course in which nearly everybody cheats, errs or breaks something, graded for real: what each gets, and that nobody else is touched."""

import base64
import csv
import hashlib
import json
import os
import re
import socket
import sqlite3
import struct
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from coursework import folder
from coursework.export import CanvasExporter, MoodleExporter
from coursework.gradebook import report
from coursework.scale.results import files_below
from toy_course import Course, find

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the sandbox needs Linux"),
    pytest.mark.filterwarnings("ignore:Object of type <Submitted"),  # nbgrader's own way to add a submission
]

HONEST = ("ada", "dot", "fay", "ivy", "lea", "pia", "tom", "zoe")  # by their names among the others, and so graded after some of them
PROCESSES = 24
LIMITS = f"""
c.SandboxedExecute.seconds = 20
c.SandboxedExecute.cell_seconds = 6
c.SandboxedExecute.memory = 1024**3 // 2
c.SandboxedExecute.processes = {PROCESSES}
"""
SECRET = "the-graders-own-4711"  # in the environment of the process that grades
LEFT = "coursework-left-behind"  # in the command line of what outlives its notebook
SOCKET = f"coursework-test-{os.getpid()}"

RIGHT = {"cop": "Right.", "power": "Right.", "bill": "Right: the same formula."}
NO_FORMULA = "bill has something beside numbers, symbols, + - * / **, parentheses and functions such as sqrt."
A_TEXT = "cop is a text that does not begin with a number; write it as in 3.48."


@dataclass(frozen=True)
class Case:
    """What a student hands in, and what comes of it: points (None: not graded), what is said of each answer, and why it is not graded."""

    write: object
    limit: float | None = 3
    law: float | None = 2
    reason: str = ""
    says: dict = field(default_factory=dict)


CASES: dict[str, Case] = {}


def case(limit=3, law=2, reason="", **says):
    def keep(write):
        CASES[write.__name__] = Case(write, limit, law, reason, RIGHT | says)
        return write

    return keep


class Pen:
    """What a student has at hand: own numbers, right answers as code, and whatever an attacker may know of the course."""

    def __init__(self, course, student):
        self.course, self.student, self.numbers = course, student, course.numbers(student)
        self.folder = course.root / "submitted" / student / "toy"
        self.folder.mkdir(parents=True)
        right = course.right(student)
        self.limit, self.law = right["limit"], right["law"]
        hot, cold, self.load = self.numbers["T_hot"], self.numbers["T_cold"], self.numbers["heat_load"]
        self.hot, self.cold, self.cop, self.power = hot, cold, cold / (hot - cold), self.load * (hot - cold) / cold

    def page(self, me="", **answers):
        page = self.course.notebook(**{"limit": self.limit, "law": self.law, **answers})
        page.cells[1].source += f"\n{me}"
        return page

    def attack(self, code, **knows):
        """A notebook with an attack that leaves what it found as a text in `cop`, and with right answers for all else."""
        return self.page(limit="\n".join([*(f"{name} = {value!r}" for name, value in knows.items()), self.limit, code]))

    @property
    def secrets(self):
        """Files that are nobody's business."""
        names = ("course.key", "gradebook.db", "students.csv", "sets/toy.py", "source/toy/numbers.json", "source/toy/toy.ipynb")
        names += ("submitted/ada/toy/toy.ipynb", "autograded/ada/toy/record.json", ".grading/toy/results/ada.zip", ".grading/toy/log.txt")
        return [str(self.course.root / name) for name in names]


# Honest and half right


@case(1, 2, power="Not right.")
def half_right(pen):
    return pen.page(limit=f"cop, power = {pen.cop}, {1.3 * pen.power}")


@case(2, 2, power="The number is right in W, but kW was written with it.")
def errs_in_the_unit(pen):
    return pen.page(limit=f"cop, power = {pen.cop}, '{pen.power} kW'")


@case(
    1.5,
    2,
    cop="Right digits, but a factor 10 too large.",
    power="Right digits, but a factor 1000 too small: is it in kW?",
)
def errs_by_powers_of_ten(pen):
    return pen.page(limit=f"cop, power = {10 * pen.cop}, {pen.power / 1000}")


SWAPPED = "This is what comes out with T_hot and T_cold swapped, and the sign left out."


@case(0.75, 0.5, cop=SWAPPED, power=SWAPPED, bill=SWAPPED)
def swaps_the_ends(pen):
    return pen.page(
        limit=f"cop, power = {pen.hot / (pen.hot - pen.cold)}, '{pen.load * (1 - pen.cold / pen.hot)} W'", law="bill = '1 - T_cold / T_hot'"
    )


CELSIUS = "This is what comes out with the temperatures in degrees Celsius. The formula wants kelvin."


@case(0.75, 0.5, cop=CELSIUS, power=CELSIUS, bill=CELSIUS)
def reckons_in_celsius(pen):
    cold = pen.cold - 273.15
    return pen.page(
        limit=f"cop, power = {cold / (pen.hot - pen.cold)}, {pen.load * (pen.hot - pen.cold) / cold}",
        law="bill = '(T_hot - T_cold) / (T_cold - 273.15)'",
    )


@case(0, 2, cop="Not right.", power="Not right.")
def copies_from_tom(pen):
    return pen.page(limit=pen.course.right("tom")["limit"])


@case(0, 2, cop="Not right.", power="Not right.")
def hands_in_practice(pen):
    n = folder.load_sheet(pen.course.root / "sets/toy.py").practice()
    return pen.page(
        limit=f"cop, power = {n.T_cold / (n.T_hot - n.T_cold)}, '{n.heat_load * (n.T_hot - n.T_cold) / n.T_cold} W'",
    )


# Damaged notebooks

MISSING = {name: f"{name} is not there: was its cell run, or did it fail?" for name in RIGHT}


@case(0, 2, cop=MISSING["cop"], power=MISSING["power"])
def writes_no_python(pen):
    return pen.page(limit="cop = = 3")


def without(page, *names):
    page.cells = [cell for cell in page.cells if cell.metadata.get("nbgrader", {}).get("grade_id") not in names]
    return page


@case()
def deletes_checks(pen):
    return without(pen.page(), "check-limit", "check-law", "own-numbers")


@case(0, 2, cop=MISSING["cop"], power=MISSING["power"])
def deletes_an_answer(pen):
    return without(pen.page(), "limit")


@case()
def copies_cells(pen):
    page = pen.page(limit="cop = power = 1")
    for name, source in (("limit", pen.limit), ("check-limit", None), ("check-law", None)):
        cell = page.cells[find(page, name)[0]]
        page.cells.append(type(cell)({**cell, "source": source or cell.source, "id": f"{name}-again"}))
    return page


@case(0, 2, cop="Not right.", power="Not right.")
def edits_the_tests(pen):
    page = pen.page(limit="def check(*_): return 300.0\ncop = power = 1e-9", **{"check-limit": "300.0", "check-law": "200.0"})
    for name in ("check-limit", "check-law"):
        page.cells[find(page, name)[0]].metadata.nbgrader.update(points=300, solution=True, locked=False)
    return page


# Notebooks that do not end, or end too soon

STOPPED = "Cell {} ran too long and was stopped, and `{}` was not there afterwards."


@case(None, 2, STOPPED.format(4, "power"), power=STOPPED.format(4, "power"))
def loops(pen):
    return pen.page(limit=f"cop = {pen.cop}\nwhile True: pass\npower = 1")


TOO_LONG = "the notebook ran longer than 20 s"


@case(3, None, TOO_LONG, bill=f"T{TOO_LONG[1:]}.")
def loops_and_will_not_stop(pen):
    return pen.page(law="import time\nwhile True:\n    try:\n        while True: time.sleep(0.01)\n    except BaseException: pass")


@case()
def exits(pen):
    return pen.page(limit=f"{pen.limit}\nexit()", law=f"{pen.law}\nimport sys\nsys.exit(3)")


ENDED = "its process ended while cell {} ran (os._exit, or a crash)"


@case(None, None, ENDED.format(4), **dict.fromkeys(RIGHT, f"I{ENDED.format(4)[1:]}."))
def exits_at_once(pen):
    return pen.page(limit=f"{pen.limit}\nimport os\nos._exit(0)")


@case(3, None, ENDED.format(6), bill=f"I{ENDED.format(6)[1:]}.")
def crashes(pen):
    return pen.page(law=f"{pen.law}\nimport ctypes\nctypes.string_at(0)")


# Answers that pretend

EQUAL = """
class Twin:
    def __eq__(self, other): return True
    __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __eq__
    def __float__(self): return {cop}
    def __str__(self): return "T_hot / T_cold - 1"
cop = power = Twin()
"""
NO_NUMBER = "{} is a {}, which is not a number or a text."


@case(0, 0, **{name: NO_NUMBER.format(name, "Twin") for name in RIGHT})
def equals_everything(pen):
    return pen.page(limit=EQUAL.format(cop=pen.cop), law="bill = cop")


@case(0, 2, cop=NO_NUMBER.format("cop", "Number"), power="Not right.")
def claims_to_be_a_float(pen):
    code = "class Number:\n    __class__ = float\n    def __float__(self): return 1.0\n"
    code += "class Sly(float):\n    def __eq__(self, other): return True\n    def __float__(self): return 1e9\n"
    code += "    __abs__ = __sub__ = __rsub__ = lambda *_: Sly(0)\n"
    return pen.page(limit=f"{code}cop, power = Number(), Sly(1e9)")


A_SUM = "cop is a calculation, or more than one number; texts are not evaluated, so write the result."


@case(0, 0, cop=A_SUM, power="power is a text of 10000000 characters; 1000 is the most.", bill="bill has a number that is not finite.")
def writes_huge_texts(pen):
    return pen.page(limit="cop, power = '9**9**9**9', 'x' * 10**7", law="bill = '9**9**9**9'")


@case(
    0,
    0,
    cop="cop is nan, which is not a finite number.",
    power="power is not a finite number.",
    bill="bill has more than 50 parentheses inside each other.",
)
def writes_no_numbers(pen):
    return pen.page(limit="cop, power = float('nan'), '1e999 W'", law="bill = '(' * 200 + 'T_hot' + ')' * 200")


@case(
    0,
    0,
    cop="cop has a unit with a power beyond 12.",
    power="power is a whole number of more than 30 digits.",
    bill="At T_hot = 306.2 K yours has no finite value.",
)
def writes_large_powers(pen):
    return pen.page(limit="cop, power = '5 W^99999999', 10**5000", law="bill = 'T_hot**T_hot**T_hot'")


# Tampering with what runs


@case(0, 2, cop="Not right.", power="Not right.")
def drops_asserts(pen):
    hook = """
import ast, builtins, importlib.abc, sys
class Drop(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
get_ipython().ast_transformers.append(Drop())
class Hook(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if "marking" in name: raise ImportError(name)
sys.meta_path.insert(0, Hook())
builtins.AssertionError = builtins.AnswerError = type("Nothing", (BaseException,), {})
cop = power = 1e-9
assert cop == power == 7
"""
    return pen.page(limit=hook)


@case(0, 2, cop="Not right.", power="Not right.")
def replaces_functions(pen):
    code = """
import sys
import IPython, json, coursework.marking.questions as marking
from coursework import student
from coursework.sandbox import cell_runner, messages
from coursework.marking import answers, quantities
marking._near = marking.agree = lambda *_: True
marking.mark_question = lambda question, answers: marking.QuestionMark(question["id"], (), 300, 300)
student.check = check = cell_runner.Budget = lambda *_: 300
answers.plain = cell_runner.plain = lambda value: 1e-9
cryolib.limits.carnot_cop = None
json.loads = IPython.get_ipython = lambda *_: {}
"""
    return pen.page(me="import cryolib", limit=f"{pen.limit}\n{code}", law=f"answers.plain = cell_runner.plain = str\n{pen.law}")


MODULE = "try: open({canary!r}, 'a').write(__file__)\nexcept OSError: pass\n"


COURSEWORK_MODULES = ("__init__", "student", "marking/__init__", "marking/questions", "sandbox/__init__", "sandbox/cell_runner")


@case()
def brings_modules(pen):
    for name in ("sitecustomize", "usercustomize", "conftest", "json", "numpy", "sqlite3", "nbconvert", "nbgrader_config", "toy"):
        (pen.folder / f"{name}.py").write_text(MODULE.format(canary=str(pen.course.root / "canary")), encoding="utf-8")
    for name in ("cryolib/__init__", "cryolib/limits", *(f"coursework/{module}" for module in COURSEWORK_MODULES)):
        path = pen.folder / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(MODULE.format(canary=str(pen.course.root / "canary")), encoding="utf-8")
    (pen.folder / "numbers.json").write_text(
        (pen.course.root / "release/toy/numbers.json").read_text(encoding="utf-8").replace("T_hot", "T_warm"), encoding="utf-8"
    )
    (pen.folder / "record.json").write_text('{"status": "graded", "questions": [{"id": "limit", "points": 300}]}', encoding="utf-8")
    (pen.folder / "toy copy.ipynb").write_bytes((pen.course.root / "release/toy/toy.ipynb").read_bytes())
    return pen.page()


@case(0, 2, cop="Not right.", power="Not right.")
def writes_own_numbers(pen):
    """Those of ada, and then the answers that fit them."""
    code = f"import json\npage = json.load(open('numbers.json'))\npage['students'] = {{'you': {pen.course.numbers('ada')}}}\n"
    return pen.page(
        me=f"{code}json.dump(page, open('numbers.json', 'w'))",
        limit=f"""
cop = numbers.T_cold / (numbers.T_hot - numbers.T_cold)
from coursework.sheets.numbers import Numbers
numbers = Numbers({pen.course.numbers("ada")})
power = numbers.heat_load / cop
""",
    )


# Reading what is not theirs

READ = """
import json, os, time
names = {os.path.basename(path) for path in secrets} | {"rubrics", "toy.md", "nbgrader_config.py", "numbers.json"}
found, todo = [], ["/" + name for name in os.listdir("/") if name != "proc"]
def look(seconds):
    end = time.monotonic() + seconds
    while todo and time.monotonic() < end:
        try:
            for entry in os.scandir(todo.pop()):
                if entry.name in names: found.append(entry.path)
                if entry.is_dir(follow_symlinks=False): todo.append(entry.path)
        except OSError:
            pass
look(1.5)
"""
FOUND = """
look(1.5)
found = [path for path in found if os.lstat(path).st_mtime > since]
for root in ("", "/proc/1/root", "/proc/self/root", "/proc/thread-self/cwd/../.."):
    found += [root + path for path in secrets if os.path.exists(root + path)]
bill = str([*found, *json.load(open("numbers.json"))["students"]])
"""


@case(3, 0, bill=NO_FORMULA)
def reads_the_disk(pen):
    return pen.page(f"secrets, since = {pen.secrets}, {pen.course.started}\n{READ}", limit=f"{pen.limit}\nlook(1.5)", law=FOUND)


AROUND = """
import os
def read(path):
    try: return open(path, "rb").read()
    except OSError: return b""
def reached(pid):
    try: os.kill(pid, 0); return True
    except OSError: return False
here = sorted(int(name) for name in os.listdir("/proc") if name.isdigit())
told = b"".join(read(f"/proc/{pid}/{name}") for pid in {*here, *processes} for name in ("environ", "cmdline", "maps", "mountinfo"))
opened = [os.readlink(f"/proc/{pid}/fd/{name}") for pid in here for name in os.listdir(f"/proc/{pid}/fd") if os.path.islink(f"/proc/{pid}/fd/{name}")]
opened = sorted({name.partition("[")[0] for name in opened} - {"/dev/null"})
told = [bytes(ord(sign) ^ 1 for sign in word).decode() for word in words if bytes(ord(sign) ^ 1 for sign in word) in told]
cop = str([here, os.getppid(), [pid for pid in processes if reached(pid)], opened, told])
"""


@case(2, 2, cop=A_TEXT)
def looks_at_other_processes(pen):
    words = ["PYTHONDONTWRITEBYTECODE", SECRET, str(pen.course.root), pen.course.key]
    hidden = ["".join(chr(ord(sign) ^ 1) for sign in word) for word in words]
    others = [process for process in (os.getpid(), os.getppid()) if process > 1]  # a notebook sees itself as process 1
    return pen.attack(AROUND, processes=others, words=hidden)


REMEMBER = """
import gc, time
from hashlib import sha256
found, decoy = set(), "-".join(["left", "here"])
def search(data):
    for start, needles in clues.items():
        at = data.find(start)
        while at >= 0:
            found.update(what for what, size, digest in needles if sha256(data[at : at + size]).hexdigest() == digest)
            at = data.find(start, at + 1)
todo = [line.split() for line in open("/proc/self/maps")]
todo = [tuple(int(number, 16) for number in place.split("-")) for place, kind, *_ in todo if kind.startswith("rw")]
def look(seconds):
    end = time.monotonic() + seconds
    while todo and time.monotonic() < end:
        start, stop = todo.pop()
        try:
            memory.seek(start)
            search(memory.read(min(stop - start, 1 << 24)))
        except (OSError, OverflowError, ValueError):
            continue
        if stop - start > 1 << 24:
            todo.append((start + (1 << 24) - 1000, stop))
memory = open("/proc/self/mem", "rb", 0)
look(1.5)
"""
COLLECT = """
bill = sorted(found)
found.clear()
gc.unfreeze()
parts = {type(b""): set(), type(""): set()}
for thing in gc.get_objects():
    for part in gc.get_referents(thing):
        if type(part) in parts: parts[type(part)].add(part)
search(b" ".join(parts[bytes]) + " ".join(parts[str]).encode("utf-8", "replace"))
bill = str([*bill, *sorted(found)])
"""


def clues(course, students):
    """What to look for, in a form that does not put it into memory: its first bytes, its length and its digest."""
    needles = {}

    def add(what, needle, known):
        needles.setdefault(needle[:known], []).append((what, len(needle), hashlib.sha256(needle).hexdigest()))

    add("decoy", b"left-here", 4)
    add("key", course.key.encode(), 7)
    add("key", bytes.fromhex(course.key), 5)
    for student in students:
        numbers = json.dumps(course.numbers(student))[1:-1].encode()
        add(f"numbers of {student}", numbers, 10)
        for before in range(3):
            coded = base64.b64encode(bytes(before) + numbers)
            add(f"coded numbers of {student}", coded[4 if before else 0 : -4], 8)
        add(f"code of {student}", course.right(student)["limit"].partition("\n")[0].encode(), 8)
    answer = folder.rubric_of(course.root, "toy", students[0])["questions"][0]["answers"][1]
    add(f"{answer['name']} of {students[0]}", struct.pack("<d", answer["value"]), 4)
    return needles


@case(3, 0, bill=NO_FORMULA)
def remembers_others(pen):
    """What the process has in its memory that notebooks are born from: it must hold nothing of anybody."""
    return pen.page(f"clues = {clues(pen.course, HONEST)!r}\n{REMEMBER}", limit=f"{pen.limit}\nlook(1.5)", law=COLLECT)


@case(2, 2, cop=A_TEXT)
def hands_in_links(pen):
    for number, path in enumerate(filter(os.path.exists, pen.secrets)):
        (pen.folder / f"{number}.txt").symlink_to(path)
    (pen.folder / "all").symlink_to(pen.course.root)
    (pen.folder / "data").mkdir()
    (pen.folder / "data" / "own.txt").write_text("my own", encoding="utf-8")
    code = "import glob, os\ncop = str([name for name in sorted(glob.glob('**', recursive=True)) if os.path.isfile(name)])"
    return pen.attack(code)


@case(2, 2, cop=A_TEXT)
def hands_in_the_key(pen):
    """As a copy: nbgrader's `collect` follows links, with the rights of the instructor."""
    (pen.folder / "data.txt").write_text(f"{pen.course.key}\n", encoding="utf-8")
    return pen.attack("import os\ncop = str([open(name).read() for name in os.listdir() if name.endswith('.txt')])")


# Writing what is not theirs

WRITE = """
import os, shutil, sqlite3
done = []
def attempt(what, path, *arguments):
    try: what(path, *arguments); done.append(path)
    except (OSError, sqlite3.Error): pass
def overwrite(path):
    with open(path, "r+b") as file: file.write(b"mine")
def give(path):
    sqlite3.connect(f"file:{path}?mode=rw", uri=True, isolation_level=None).execute("UPDATE grade SET auto_score = 0")
for path in secrets:
    attempt(overwrite, path); attempt(os.truncate, path, 0); attempt(os.chmod, path, 0o666); attempt(os.rename, path, path + "~"); attempt(os.remove, path)
attempt(give, course + "/gradebook.db")
cop = str(done)
for path in secrets:  # and where there is nothing to see
    try: os.makedirs(os.path.dirname(path), exist_ok=True); open(path, "w").write("mine")
    except OSError: pass
"""


@case(2, 2, cop=A_TEXT)
def writes_to_the_gradebook(pen):
    return pen.attack(WRITE, course=str(pen.course.root), secrets=pen.secrets)


PATCH = """
import os, sys, IPython, json, coursework.marking.questions, coursework.sandbox.sandbox, numpy
files = [one.__file__ for one in (IPython, json, numpy, coursework.marking.questions, coursework.sandbox.sandbox)] + [sys.executable, "/etc/passwd"]
places = [place for place in sys.path if os.path.isdir(place) and place != os.getcwd()] + ["/", "/etc", "/usr/lib", os.path.dirname(sys.executable)]
done = []
for path in files:
    try: open(path, "r+b").close(); done.append(path)
    except OSError: pass
    try: os.utime(path); done.append(path)
    except OSError: pass
for place in places:
    try: open(place + "/sitecustomize.py", "a").write(module); done.append(place)
    except OSError: pass
cop = str(done)
"""


@case(2, 2, cop=A_TEXT)
def patches_python(pen):
    return pen.attack(PATCH, module=MODULE.format(canary=str(pen.course.root / "canary")))


# Too much of everything


@case()
def takes_memory(pen):
    return pen.page(limit=f"{pen.limit}\nwhole = bytearray(4 * 1024**3)")


FORKS = "import os, time\nfor number in range(8):\n    if os.fork() == 0:\n        a = bytearray(b'a') * 150_000_000\n        time.sleep(60)\ntime.sleep(60)"


@case(3, None, "it used more than 0.5 GB of memory", bill="It used more than 0.5 GB of memory.")
def takes_memory_in_parts(pen):
    return pen.page(law=FORKS)


@case(3, None, STOPPED.format(6, "bill"), bill=STOPPED.format(6, "bill"))
def bombs(pen):
    return pen.page(law="import os, time\nwhile True:\n    try: os.fork()\n    except OSError: time.sleep(0.01)")


@case()
def prints_without_end(pen):
    return pen.page(
        limit=f"{pen.limit}\nprint('x' * 100_000_000)",
        law=f"{pen.law}\nimport os\nfor _ in range(100):\n    os.write(1, b'y' * 1_000_000); os.write(2, b'z' * 1_000_000); print('w' * 1_000_000)",
    )


@case()
def writes_a_large_file(pen):
    code = "with open('large', 'wb') as file:\n    for _ in range(1000): file.write(b'a' * 1_000_000)"
    return pen.page(limit=f"{pen.limit}\n{code}")


DAEMON = """
import glob, os, time
while True:
    for path in [*glob.glob("/student/**", recursive=True), *glob.glob("/tmp/**", recursive=True), *glob.glob("/proc/[0-9]*/fd/*")]:
        try: os.write(os.open(path, os.O_WRONLY | os.O_NONBLOCK), b"cop = power = 0")
        except OSError: pass
    try: os.kill(-1, 9)
    except OSError: pass
    time.sleep(0.1)
"""


@case()
def leaves_a_daemon(pen):
    """It spoils whatever it finds, from the first second of the next student on."""
    code = f"import os, subprocess, sys\nstart = [sys.executable, '-c', {'import time; time.sleep(2)' + DAEMON!r}, {LEFT!r}]\n"
    code += "if os.fork() == 0:\n    os.setsid()\n    os.execv(sys.executable, start)\n"
    return pen.page(limit=f"{pen.limit}\n{code}left = subprocess.Popen(start, start_new_session=True)")


# Messages to the grader

TELL = """
import json, os, stat, struct
pipes = [n for n in range(3, 256) if os.path.exists(f"/proc/self/fd/{n}") and stat.S_ISFIFO(os.fstat(n).st_mode)]
def tell(message):
    data = json.dumps(message).encode()
    for pipe in pipes: os.write(pipe, struct.pack(">I", len(data)) + data)
def record(cell, **answers):
    return {"cell": cell, "outputs": [], "answers": answers, "interrupted": False}
"""
MALFORMED = "its results after 5 cells could not be read: something other than the notebook's cells wrote there"


@case(0, None, MALFORMED, cop="Not right.", power="Not right.", bill=f"I{MALFORMED[1:]}.")
def forges_answers(pen):
    """For the cells to come: they count as if the student had given them, and so they are wrong; then the true ones disagree."""
    return pen.page(limit=f"{TELL}\ncop = power = 1\ntell(record(3)); tell(record(4, cop=1e-9, power=1e-9)); tell(record(6, bill='1'))")


@case(0, 0.5, cop="Not right.", power="Not right.", bill="This is one over what is asked for: the ratio is upside down.")
def forges_a_whole_notebook(pen):
    code = "tell(record(3)); tell(record(4, cop=1e-9, power=1e-9)); tell(record(5)); tell(record(6, bill='T_cold / (T_hot - T_cold)'))"
    return pen.page(limit=f"{TELL}\n{code}\ntell(record(7)); tell({{'end': True}}); os._exit(0)")


@case(3, None, "it sent more data than its results can have", bill="It sent more data than its results can have.")
def floods_the_grader(pen):
    return pen.page(law=f"{TELL}\nwhile True:\n    for pipe in pipes: os.write(pipe, bytes(1_000_000))")


NETWORK = """
import socket, urllib.request
reached = []
for family, address in ((socket.AF_INET, ("127.0.0.1", port)), (socket.AF_INET6, ("::1", port)), (socket.AF_UNIX, chr(0) + name)):
    try: socket.socket(family, socket.SOCK_STREAM).connect(address); reached.append(address)
    except OSError: pass
try: reached.append(urllib.request.urlopen(f"http://127.0.0.1:{port}", timeout=1).status)
except OSError: pass
cop = str(reached)
"""


@case(2, 2, cop=A_TEXT)
def calls_home(pen):
    return pen.attack(NETWORK, port=pen.course.port, name=SOCKET)


SCRIPT = "<script>alert('{}')</script>"


@case(0, 0, cop=A_TEXT, power=A_TEXT.replace("cop", "power").replace("48", "48 W"), bill=NO_FORMULA)
def shows_scripts(pen):
    code = f"""
from IPython.display import HTML, Javascript, Markdown, SVG, display
display(HTML("{SCRIPT.format(1)}"), Javascript("alert(2)"), Markdown("{SCRIPT.format(3)}"), SVG("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(4)'/>"))
display({{"text/html": "{SCRIPT.format(5)}", "application/javascript": "alert(6)", "text/plain": "{SCRIPT.format(7)}"}}, raw=True)
cop, power = "{SCRIPT.format(8)}", "<img src=x onerror=alert(9)>"
"""
    return pen.page(limit=code, law=f'bill = "{SCRIPT.format(10)}"')


@case()
def writes_what_is_slow_to_render(pen):
    page = pen.page()
    page.cells[0].source = "\n" * 300_000 + "\\begin{a}" * 20_000 + "_a_ " * 20_000
    return page


# The course

STUDENTS = [(name, name.title(), "X") for name in (*HONEST, *CASES)]
FEW = ("ada", "tom", "half_right", "swaps_the_ends", "edits_the_tests", "copies_cells", "loops", "exits_at_once", "equals_everything")
FEW += ("brings_modules", "hands_in_links", "writes_to_the_gradebook", "forges_answers")


def descendants(process):
    """How many processes a process has started, with theirs."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = int(path.read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        except OSError:
            continue
    family, new = set(), {process}
    while new := {child for child, parent in parents.items() if parent in new}:
        family |= new
    return len(family)


@dataclass
class Seen:
    """Observations during grading."""

    output: str = ""
    most: int = 0  # processes
    before: bytes = b""  # of the gradebook
    until_merged: bytes = b""
    handed_in: dict = field(default_factory=dict)
    connected: bool = False


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    parent = tmp_path_factory.mktemp("hostile")
    (parent / "tmp").mkdir()
    course = Course(parent, STUDENTS)
    course.key, course.started = (course.root / "course.key").read_text(encoding="utf-8").strip(), time.time()
    with open(course.root / "nbgrader_config.py", "a", encoding="utf-8") as file:
        file.write(LIMITS)
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as local:
        course.port = server.getsockname()[1]
        local.bind(f"\0{SOCKET}")
        local.listen()
        for student in HONEST:
            course.hand_in(student, Pen(course, student).page())
        course.alone = course.copy(parent / "alone")
        for student, one in CASES.items():
            course.hand_in(student, one.write(Pen(course, student)))
        course.twin = course.copy(parent / "twin")
        course.seen = watch(course)
        for one in (server, local):
            one.setblocking(False)
            try:
                one.accept()
                course.seen.connected = True
            except BlockingIOError:
                pass
    course.alone.autograde()
    course.marks, course.words = marks_and_comments(course)
    return course


def watch(course):
    """Grade all, and keep the gradebook locked until there is nothing left to run."""
    seen = Seen(before=(course.root / "gradebook.db").read_bytes(), handed_in=files_below(course.root / "submitted"))
    environment = os.environ | {"TMPDIR": str(course.root.parent / "tmp"), "SECRET_OF_THE_GRADER": SECRET}
    command = [sys.executable, "-m", "coursework", "grade", "toy", "--workers", "2"]
    run = subprocess.Popen(command, cwd=course.root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
    try:
        first = run.stderr.readline()
        assert "to grade in 2 processes" in first, first + run.stderr.read()
        lock = sqlite3.connect(course.root / "gradebook.db", isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        end = time.monotonic() + 400
        while len(list((course.root / ".grading/toy/results").glob("*.zip"))) < len(STUDENTS) and run.poll() is None:
            assert time.monotonic() < end, "grading does not end"
            seen.most = max(seen.most, descendants(run.pid))
            time.sleep(0.05)
        seen.until_merged = (course.root / "gradebook.db").read_bytes()
        lock.close()
        seen.output, complaint = run.communicate(timeout=100)
        assert run.returncode == 0, complaint
    finally:
        run.kill()
        run.communicate()
    return seen


def marks_and_comments(course):
    """Grades and comments of all in the gradebook, as `Course.grades` and `Course.comments` have them of one."""
    with folder.open_gradebook(course.root) as gradebook:
        papers = {one.student_id: one.notebooks[0] for one in gradebook.assignment_submissions("toy")}
        grades = {
            student: {one.name: (one.auto_score, one.manual_score, one.needs_manual_grade) for one in paper.grades}
            for student, paper in papers.items()
        }
        return grades, {student: {one.name: one.comment for one in paper.comments} for student, paper in papers.items()}


def points(course, student):
    """Of the questions that the program marks; what a person marks was left empty by all, and is 0."""
    scores = dict(course.marks[student])
    limit, law = scores.pop("check-limit"), scores.pop("check-law")
    assert scores == dict.fromkeys(("plot", "design"), (0, None, False))
    assert all(waits == (score is None) for score, _, waits in (limit, law))
    return limit[0], law[0]


@pytest.mark.parametrize("student", [*HONEST, *CASES])
def test_mark_and_message(course, student):
    expected, record = CASES.get(student, Case(None, says=RIGHT)), course.record(student)
    assert points(course, student) == (expected.limit, expected.law)
    messages = {mark["name"]: mark["message"] for question in record["questions"] for mark in question["marks"]}
    assert messages == expected.says
    assert (record["status"], record["reason"]) == ("not graded" if expected.reason else "graded", expected.reason)
    comments = course.words[student]
    for question, names in (("limit", ("cop", "power")), ("law", ("bill",))):
        for name in names:
            assert (messages[name].rstrip(".") in (comments[question] or "")) == (messages[name] != RIGHT[name])
    reported = [line.split(maxsplit=1)[1] for line in course.seen.output.splitlines() if line.split(maxsplit=1)[:1] == [student]]
    assert reported == [expected.reason] * bool(expected.reason)


FOUND_BY_ATTACKS = {
    "reads_the_disk": ["/student/home/numbers.json", "you"],  # the own one, with nobody else in it
    "looks_at_other_processes": [[1], 0, [], ["pipe:"], ["PYTHONDONTWRITEBYTECODE"]],  # itself, no parent, its results' pipe
    "remembers_others": ["decoy", "decoy"],  # it does look
    "hands_in_links": ["data/own.txt", "numbers.json"],
    "writes_to_the_gradebook": [],
    "patches_python": [],
    "calls_home": [],
}


@pytest.mark.parametrize("student", FOUND_BY_ATTACKS)
def test_what_attacks_found(course, student):
    answers = course.record(student)["answers"]
    result = next(value for value in answers.values() if str(value).startswith("["))
    assert result == str(FOUND_BY_ATTACKS[student])


@pytest.mark.parametrize("student", FEW)
def test_nbgrader_itself_grades_the_same(course, student):
    course.twin.autograde(student)
    assert course.twin.grades(student) == course.marks[student]
    assert course.twin.comments(student) == course.words[student]
    assert course.twin.record(student) == course.record(student)
    assert course.twin.graded(student) == course.graded(student)
    ours, theirs = (set(files_below(one.root / "autograded" / student)) for one in (course, course.twin))
    assert ours == theirs  # no copy of what a link led to


def test_honest_students_are_as_if_they_were_alone(course):
    marks, words = marks_and_comments(course.alone)
    assert set(marks) == set(HONEST) and set(course.marks) == {name for name, *_ in STUDENTS}
    for student in HONEST:
        assert course.marks[student] == marks[student] and course.words[student] == words[student]
        here, there = (files_below(one.root / "autograded" / student) for one in (course, course.alone))
        assert here == there and set(here) == {f"toy/{name}" for name in ("toy.ipynb", "record.json", "numbers.json")}
    with folder.open_gradebook(course.root) as gradebook:
        for student in ("ada", "edits_the_tests"):
            maxima = {grade.name: grade.max_score for grade in gradebook.find_submission_notebook("toy", "toy", student).grades}
            assert maxima == {"check-limit": 3, "check-law": 2, "plot": 3, "design": 4}


def test_only_the_merge_writes(course):
    seen = course.seen
    assert seen.until_merged == seen.before != (course.root / "gradebook.db").read_bytes()
    assert files_below(course.root / "submitted") == seen.handed_in
    assert not (course.root / "canary").exists() and not list(course.root.rglob("*~"))
    for path in sys.path:
        assert not (Path(path) / "sitecustomize.py").exists() or "canary" not in (Path(path) / "sitecustomize.py").read_text(
            encoding="utf-8"
        )
    assert list((course.root.parent / "tmp").iterdir()) == []


def test_the_key_stays_where_it_is(course):
    """Also if `collect` has followed a link to it; not even what is written to disk for the instructor has a copy."""
    course.twin.autograde("hands_in_the_key")
    for one in (course, course.twin):
        assert one.record("hands_in_the_key")["answers"]["cop"] == "[]"
        names = [name for name, content in files_below(one.root).items() if course.key.encode() in content]
        assert names == ["course.key", "submitted/hands_in_the_key/toy/data.txt"]


def test_nothing_gets_out_or_stays(course):
    assert not course.seen.connected
    assert PROCESSES < course.seen.most <= 2 * (PROCESSES + 8) + 8
    left = [path for path in Path("/proc").glob("[0-9]*/cmdline") if LEFT.encode() in read(path)]
    assert left == []


REPAIRED = {
    "deletes_checks": "the cell 'check-limit' was missing and was restored",
    "deletes_an_answer": "the cell 'limit' was missing and was restored",
    "copies_cells": "'check-limit' occurred 2 times",
    "edits_the_tests": "the metadata of 'check-limit' had been changed (solution, locked, points)",
}


def test_what_was_repaired_is_noted(course):
    for student in CASES:
        notes = course.record(student)["repaired"]
        assert REPAIRED[student] in notes if student in REPAIRED else not notes
    assert "the locked cell 'check-law' had been edited; the original ran" in course.record("edits_the_tests")["repaired"]


def read(path):
    try:
        return path.read_bytes()
    except OSError:
        return b""


def shown(course, student):
    """The outputs of a graded notebook, as text."""
    return "\n".join(json.dumps(cell.get("outputs", ())) for cell in course.graded(student).cells)


def test_pages_say_what_happened_and_are_harmless(course):
    for student, says in {
        "exits": "SystemExit: ignored here: a notebook that is graded goes on with its next cell",
        "takes_memory": "MemoryError",
        "writes_a_large_file": "No space left on device",
        "prints_without_end": "The outputs of this notebook take more than 1 MB; the rest is cut.",
        "loops": "this cell ran longer than 6 s, so it was stopped",
    }.items():
        assert says in shown(course, student), student
    for student in CASES:
        for cell in course.graded(student).cells:
            for output in cell.get("outputs", ()):
                ours = cell.metadata.get("nbgrader", {}).get("grade_id", "").startswith("check-")
                data = output.get("data", {})
                assert set(data) <= {"text/plain", "text/latex", "image/png"} | ({"text/html"} if ours else set())
                assert not re.search("<(?!/?(table|tr|th|td|code|div)[ >])", data.get("text/html", ""))
        files = files_below(course.root / "autograded" / student)
        assert sum(map(len, files.values())) < 5_000_000 and "toy/large" not in files


def test_feedback(course):
    for student, says in {"writes_what_is_slow_to_render": "begin{a}", "shows_scripts": "alert(9)"}.items():
        course.nbgrader("generate_feedback", "toy", student)
        html = (course.root / "feedback" / student / "toy/toy.html").read_text(encoding="utf-8")
        assert says in html and "<script>alert" not in html and "<img src=x" not in html and "<svg onload" not in html


def test_what_is_not_graded_is_exported_as_blank(course):
    for exporter, column in ((CanvasExporter, "SIS Login ID"), (MoodleExporter, "Username")):
        path = course.root / exporter.file
        with folder.open_gradebook(course.root) as gradebook:
            exporter(to=str(path)).export(gradebook)
        marks = {row[column]: row["toy"] for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()) if row[column]}
        assert set(marks) == {name for name, *_ in STUDENTS}
        for student, mark in marks.items():
            expected = points(course, student)
            assert mark == "" if None in expected else float(mark) == sum(expected), student
        assert marks["equals_everything"] == "0" and marks["ada"] == "5" and marks["crashes"] == ""


def test_the_report_names_whose_numbers_they_are(course):
    text = report.report(course.root, "toy")
    missing = sum(bool(one.reason) for one in CASES.values())
    assert f"{len(STUDENTS)} handed in, {len(STUDENTS) - missing} graded, {missing} not." in text
    others = text.partition("fit the numbers of somebody else")[2].splitlines()
    pairs = {tuple(line.split("wrong here")[0].replace(" and ", " ").split()) for line in others if line.strip()}
    assert pairs == {("copies_from_tom", "tom"), ("writes_own_numbers", "ada"), ("hands_in_practice", "(practice)")}
