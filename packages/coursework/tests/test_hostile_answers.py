"""More that students' notebooks may do while they run: what each gets and is told, and that the others' marks stay what they are."""

import json
import re
import subprocess
import sys

import pytest
from coursework.folder import open_gradebook
from hostile.cases import RIGHT, Pen
from toy_course import Course

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the sandbox needs Linux"),
    pytest.mark.filterwarnings("ignore:Object of type <Submitted"),  # nbgrader's own way to add a submission
]

HONEST = ("ada", "lea", "zoe")
LIMITS = "c.SandboxedExecute.seconds = 30\nc.SandboxedExecute.cell_seconds = 8\nc.SandboxedExecute.memory = 1024**3 // 2\n"

# Each case: the code of the first question, where {right} has right answers, that of the second (right ones if empty), the points of both
# questions (None: not graded), and what is said of answers that are not right.
CASES = {
    "magics": ("{right}\n%load_ext autoreload\n%pip install x\n!kill -9 -1\n%lsmagic", "", 3, 2, {}),
    "shell": (
        "%%bash\nwhile true; do kill -9 -1; echo x; done",
        "",
        None,
        2,
        {"cop": "ran too long and was stopped", "power": "ran too long and was stopped"},
    ),
    "html_cell": (
        "%%html\n<script>alert(1)</script>",
        "",
        0,
        2,
        {"cop": "is not there: was its cell run", "power": "is not there: was its cell run"},
    ),
    "kills": (
        "{right}\nimport os\nfor n in range(1, 400):\n    try: os.kill(n, 9) if n != os.getpid() else None\n    except OSError: pass",
        "",
        3,
        2,
        {},
    ),
    "ignores_alarm": ("{right}\nimport signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nsignal.alarm(0)", "", 3, 2, {}),
    "stops_clocks": ("{right}\nimport time\ntime.monotonic = time.time = time.perf_counter = lambda: 0.0", "", 3, 2, {}),
    "threads": (
        "{right}\nimport threading, time\ndef spoil():\n    while True: globals().update(cop=1e-9, power=1e-9); time.sleep(0)\nthreading.Thread(target=spoil, daemon=True).start()\ntime.sleep(0.2)",
        "",
        0,
        2,
        {"cop": "Not right.", "power": "Not right."},
    ),
    "towers": (
        "cop = power = __import__('sympy').Integer(9)**__import__('sympy').Symbol('x')**9",
        "",
        0,
        2,
        {"cop": "where its unit should be", "power": "where its unit should be"},
    ),
    "factorial": (
        "cop, power = 'factorial(10**9)', 'gamma(1e9)'",
        "bill = 'factorial(10**9)'",
        0,
        0,
        {
            "cop": "does not begin with a number",
            "power": "does not begin with a number",
            "bill": "has the function factorial; there are sqrt",
        },
    ),
    "deep_sine": (
        "{right}",
        "bill = 'sin(' * 3000 + 'T_hot' + ')' * 3000",
        3,
        0,
        {"bill": "is a text of 15005 characters; 1000 is the most"},
    ),
    "slow_text": (
        "class Slow(str):\n    def __str__(self): import time; time.sleep(99)\ncop = power = Slow('3')",
        "",
        None,
        2,
        {"cop": "ran too long and was stopped", "power": "ran too long and was stopped"},
    ),
    "pretends_numpy": (
        "class Array(float):\n    def item(self): return self\n    def __reduce__(self): raise SystemExit\nArray.__module__ = 'numpy'\ncop = power = Array(3)",
        "",
        0,
        2,
        {"cop": "Not right.", "power": "Not right."},
    ),
    "slow_numbers": (
        "cop, power = '1' * 900 + 'e', '1,' * 499",
        "",
        0,
        2,
        {"cop": "has 901 characters, more than 100", "power": "has 998 characters, more than 100"},
    ),
    "units": (
        "cop, power = '5 ' + '/'.join(['m'] * 40), '5 ' + '(' * 30 + 'W' + ')' * 30",
        "",
        0,
        2,
        {"cop": "a plain number is asked for", "power": "is a calculation"},
    ),
    "great_power": (
        "cop, power = '1 m**1000000000', '1 W^(9^9)'",
        "",
        0,
        2,
        {"cop": "where its unit should be", "power": "a unit with a parenthesis that is not closed"},
    ),
    "look_alikes": (
        "cop, power = '\\u0663.\\u0665', '\\uff15 \\uff37\\u202e'",
        "bill = '\\u0422_hot / T_cold - 1'",
        0,
        0,
        {"cop": "U+0663, arabic-indic digit three", "power": "U+FF15, fullwidth digit five", "bill": "U+0422, cyrillic capital letter te"},
    ),
    "bytes": (
        "cop, power = b'3', __import__('pickle').dumps(3.0)",
        "",
        0,
        2,
        {"cop": "is a bytes, which is not a number or a text", "power": "is a bytes, which is not a number or a text"},
    ),
    "containers": (
        "cop = power = []\ncop.append(cop)",
        "bill = {'T_hot': 1}",
        0,
        0,
        {"cop": "is a list of several values", "power": "is a list of several values", "bill": "is a dict of several values"},
    ),
    "booleans": (
        "cop, power = True, 3 + 0j",
        "bill = True",
        0,
        0,
        {"cop": "is True, which is not a number", "power": "is a complex, which is not a number", "bill": "is True, which is not a number"},
    ),
    "many_prints": ("{right}\nfor n in range(300_000): print(n)", "", 3, 2, {}),
    "many_displays": ("{right}\nfor n in range(5000): display(n)", "", 3, 2, {}),
    "large_picture": (
        "{right}\nimport numpy as np, matplotlib.pyplot as plt\nplt.imsave('a.png', np.random.rand(2048, 2048))",
        "",
        3,
        2,
        {},
    ),
    "bad_picture": ("{right}\ndisplay({'image/png': '<script>alert(1)</script>', 'text/latex': '<b>'}, raw=True)", "", 3, 2, {}),
    "escapes": ("{right}\nprint('</pre><script>alert(1)</script>\\x1b]8;;http://x\\x07')", "", 3, 2, {}),
    "raises": ("{right}\nclass A(Exception):\n    def __str__(self): raise A\nraise A('\\x1b]8;;javascript:alert(1)\\x07')", "", 3, 2, {}),
    "recursion": (
        "{right}\nimport sys\nsys.setrecursionlimit(10**9)\ndef f(): f()\nf()",
        "",
        None,
        None,
        {
            "cop": "It used more than 0.5 GB of memory.",
            "power": "It used more than 0.5 GB of memory.",
            "bill": "It used more than 0.5 GB of memory.",
        },
    ),
    "deletes_names": ("{right}\nfor name in [*globals()]:\n    if name not in ('cop', 'power'): globals().pop(name)", "", 3, 2, {}),
    "no_builtins": (
        "{right}\nimport builtins\nfor name in ('print', 'open', 'len', 'isinstance', 'type'): delattr(builtins, name)",
        "",
        None,
        None,
        {
            "cop": "Its process ended while cell 4 ran",
            "power": "Its process ended while cell 4 ran",
            "bill": "Its process ended while cell 4 ran",
        },
    ),
    "tracer": ("{right}\nimport sys\nsys.settrace(lambda *a: 1/0)\nsys.setprofile(lambda *a: 1/0)", "", 3, 2, {}),
    "closes": ("{right}\nimport os\nos.closerange(0, 3)", "", 3, 2, {}),
    "closes_all": (
        "{right}\nimport os\nos.closerange(0, 256)",
        "",
        None,
        None,
        {
            "cop": "Its process ended while cell 4 ran",
            "power": "Its process ended while cell 4 ran",
            "bill": "Its process ended while cell 4 ran",
        },
    ),
    "solver": (
        "from coursework.folder import load_sheet, ASSIGNMENTS\ncop = power = str(list(ASSIGNMENTS.iterdir()))",
        "",
        0,
        2,
        {"cop": "is not there: was its cell run", "power": "is not there: was its cell run"},
    ),
    "frames": (
        "import sys\ncop = power = str([f for f in sys._current_frames().values() if 'rubric' in f.f_locals])",
        "",
        0,
        2,
        {"cop": "does not begin with a number", "power": "does not begin with a number"},
    ),
    "leaves_folder": ("{right}\nimport os, shutil\nos.chdir('/')\nshutil.rmtree('/student', ignore_errors=True)", "", 3, 2, {}),
    "many_files": ("{right}\nfor n in range(20_000): open(f'{n}.txt', 'w').close()", "", 3, 2, {}),
    "deep_folders": ("{right}\nimport os\nfor n in range(1500): os.mkdir('d'); os.chdir('d')", "", 3, 2, {}),
    "sparse_file": ("{right}\nopen('big', 'wb').truncate(10**12)", "", 3, 2, {}),
    "exec_away": (
        "{right}\nimport os, sys\nos.execv(sys.executable, [sys.executable, '-c', 'print(1)'])",
        "",
        None,
        None,
        {
            "cop": "Its process ended while cell 4 ran",
            "power": "Its process ended while cell 4 ran",
            "bill": "Its process ended while cell 4 ran",
        },
    ),
    "rewrites_check": (
        "{right}\nimport coursework.student, types\ncoursework.student.check.__code__ = (lambda *a: 300.0).__code__",
        "",
        3,
        2,
        {},
    ),
    "asks": ("{right}\ninput('password?')", "", 3, 2, {}),
    "async_loop": ("{right}\nimport asyncio\nasyncio.get_event_loop().stop()\nawait asyncio.sleep(0)", "", 3, 2, {}),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = Course(tmp_path_factory.mktemp("answers"), [(name, name.title(), "X") for name in sorted([*HONEST, *CASES])])
    with open(course.root / "nbgrader_config.py", "a", encoding="utf-8") as file:
        file.write(LIMITS)
    for student in (*HONEST, *CASES):
        pen = Pen(course, student)
        limit, law, *_ = CASES.get(student, ("{right}", ""))
        course.hand_in(student, pen.page(limit=limit.replace("{right}", pen.limit), law=law or pen.law))
    command = [sys.executable, "-m", "coursework", "grade", "toy", "--workers", "2"]
    done = subprocess.run(command, cwd=course.root, capture_output=True, encoding="utf-8", timeout=900)
    assert done.returncode == 0, done.stderr
    with open_gradebook(course.root) as gradebook:
        course.marks = {
            one.student_id: tuple(
                next(grade.auto_score for paper in one.notebooks for grade in paper.grades if grade.name == name)
                for name in ("check-limit", "check-law")
            )
            for one in gradebook.assignment_submissions("toy")
        }
    return course


def said(course, student):
    return {mark["name"]: mark["message"] for question in course.record(student)["questions"] for mark in question["marks"]}


@pytest.mark.parametrize("student", HONEST)
def test_honest_students_have_all_points(course, student):
    assert course.marks[student] == (3, 2) and said(course, student) == RIGHT


@pytest.mark.parametrize("student", CASES)
def test_mark_and_message(course, student):
    _, _, limit, law, says = CASES[student]
    assert course.marks[student] == (limit, law)
    record = course.record(student)
    assert (record["status"] == "not graded") == (None in (limit, law)) == bool(record["reason"])
    wrong = {name: text for name, text in said(course, student).items() if text != RIGHT[name]}
    assert set(wrong) == set(says)
    for name, words in says.items():
        assert words in wrong[name]


def test_pages_are_harmless(course):
    for student in CASES:
        outputs = json.dumps([cell.get("outputs", []) for cell in course.graded(student).cells if cell.cell_type == "code"])
        assert len(outputs) < 5_000_000 and not re.search(r'"text/html": "(?!<table|<div>)', outputs)
        assert not re.search(r'"(image/svg\+xml|application/javascript)"', outputs)
