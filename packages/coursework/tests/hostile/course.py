"""The hostile course: all of its submissions graded in a room, by the command that instructors use, and what was seen meanwhile."""

import os
import socket
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from coursework import folder
from coursework.scale.results import files_below
from toy_course import Course

from hostile import breakers, mistakes, readers
from hostile.cases import CASES, HONEST, PROCESSES, SECRET, SOCKET, Pen

__all__ = ["breakers", "hostile_course", "mistakes", "readers"]

STUDENTS = [(name, name.title(), "X") for name in (*HONEST, *CASES)]
SETTINGS = """
c.SandboxedExecute.seconds = 20
c.SandboxedExecute.cell_seconds = 6
c.SandboxedExecute.memory = 1024**3 // 2
c.SandboxedExecute.processes = {}
c.SandboxedExecute.prefix = {}
"""


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


def hostile_course(parent, room, cases=tuple(CASES), honest=HONEST):
    """The course of all students, in which these hand in, graded in a room.

    It has as attributes what an attacker may look for (`key`, `port`, `started`), the `room`, what was `seen`, `marks` and `words` of
    each student, and two copies that are not graded: `alone`, with the work of honest students only, and `twin`, with that of all.
    """
    (parent / "tmp").mkdir()
    course = Course(parent, STUDENTS)
    course.room, course.key, course.started = room, (course.root / "course.key").read_text(encoding="utf-8").strip(), time.time()
    with open(course.root / "nbgrader_config.py", "a", encoding="utf-8") as file:
        file.write(SETTINGS.format(PROCESSES, room.prefix()))
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as local:
        course.port = server.getsockname()[1]
        local.bind(f"\0{SOCKET}")
        local.listen()
        for student in honest:
            course.hand_in(student, Pen(course, student).page())
        course.alone = course.copy(parent / "alone")
        for student in cases:
            course.hand_in(student, CASES[student].write(Pen(course, student)))
        course.twin = course.copy(parent / "twin")
        course.seen = watch(course, len(cases) + len(honest))
        for one in (server, local):
            one.setblocking(False)
            try:
                one.accept()
                course.seen.connected = True
            except BlockingIOError:
                pass
    course.marks, course.words = marks_and_comments(course)
    return course


def watch(course, count):
    """Grade all that was handed in, and keep the gradebook locked until there is nothing left to run."""
    seen = Seen(before=(course.root / "gradebook.db").read_bytes(), handed_in=files_below(course.root / "submitted"))
    environment = os.environ | {"TMPDIR": str(course.root.parent / "tmp"), "SECRET_OF_THE_GRADER": SECRET}
    command = course.room.command([sys.executable, "-m", "coursework", "grade", "toy", "--workers", "2"], course.root.parent)
    run = subprocess.Popen(command, cwd=course.root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
    try:
        first = run.stderr.readline()
        assert "to grade in 2 processes" in first, first + run.stderr.read()
        lock = sqlite3.connect(course.root / "gradebook.db", isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        end = time.monotonic() + 400
        while len(list((course.root / ".grading/toy/results").glob("*.zip"))) < count and run.poll() is None:
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
