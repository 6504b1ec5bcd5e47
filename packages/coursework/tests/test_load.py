"""A whole course on one evening: one submission in ten is hostile, and the machine stops in the middle.

SUBMISSIONS=200 makes it as large as a large course.
"""

import os
import signal
import subprocess
import sys
import time

import pytest
from coursework.scale.journal import Journal
from test_bad_submissions import CASES, RIGHT, flatten, marks
from toy_course import Course

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the sandbox needs Linux"),
    pytest.mark.filterwarnings("ignore:Object of type <Submitted"),  # nbgrader's own way to add a submission
]

COUNT = int(os.environ.get("SUBMISSIONS", "40"))
RUNNING = {  # what the second question does, and whether its answer counts
    "exits": "import os\nos._exit(1)",
    "loops": "while True: pass",
    "forks": "import os, time\nwhile True:\n    try: os.fork()\n    except OSError: time.sleep(0.01)",
    "fills": "a = bytearray(b'a') * 10**10\nb = [a] * 10**10",
}
LYING = ("deep1100", "large6", "many", "utf16", "cut", "pipe")  # in `CASES` of test_bad_submissions
HOSTILE = [*RUNNING, *LYING]


def test_nothing_is_lost(tmp_path):
    hostile = {f"s{10 * n:04}": HOSTILE[n % len(HOSTILE)] for n in range(COUNT // 10)}
    names = [f"s{n:04}" for n in range(COUNT)]
    course = Course(tmp_path, [(name, name, "X") for name in names])
    with open(course.root / "nbgrader_config.py", "a", encoding="utf-8") as file:
        file.write("c.SandboxedExecute.seconds = 30\nc.SandboxedExecute.cell_seconds = 6\n")
    for name in names:
        right, what = course.right(name), hostile.get(name, "")
        folder = course.hand_in(name, course.notebook(**right | ({"law": RUNNING[what]} if what in RUNNING else {})))
        if what in LYING:
            CASES[what][0](folder)
    command = [sys.executable, "-m", "coursework", "grade", "toy", "--workers", "2"]
    driver = subprocess.Popen(command, cwd=course.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    results = course.root / ".grading/toy/results"
    end = time.monotonic() + 20 * COUNT
    while len(list(results.glob("*.zip"))) < COUNT // 2:
        assert driver.poll() is None and time.monotonic() < end
        time.sleep(0.05)
    driver.send_signal(signal.SIGKILL)
    driver.wait()
    journal = Journal(course.root, "toy")
    kept = {student: outcome.run for student, outcome in journal.waiting().items()}
    done = subprocess.run(command, cwd=course.root, capture_output=True, encoding="utf-8", timeout=20 * COUNT)
    assert done.returncode == 0, done.stderr
    assert COUNT // 2 <= len(kept) < COUNT and f"({len(kept)} of them in an earlier run)" in done.stdout
    merged = journal.merged()
    assert set(merged) == set(names) and all(merged[student][1] == run for student, run in kept.items())
    scores = marks(course)
    for name in names:
        what = hostile.get(name, "")
        refused = what in LYING and bool(CASES[what][1])
        limit = None if refused else 3
        law = None if refused or what in ("exits", "loops", "forks") else 0 if what == "fills" else 2
        assert scores[name] == dict(zip(RIGHT, (limit, law), strict=True)), (name, what)
        record = course.record(name)
        assert (record["status"] == "graded") == (None not in (limit, law)) == (not record["reason"]), (name, what)
    for name in names:
        flatten(course.root / "submitted" / name / "toy")
