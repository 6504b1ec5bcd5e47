"""What must hold of the hostile course in every room, and what its attacks find in each."""

import re
import sys
from ast import literal_eval
from dataclasses import replace
from pathlib import Path

from coursework.scale.results import files_below

from hostile.cases import CASES, LEFT, PROCESSES, RIGHT, Case
from hostile.course import points

#: What attacks are to find in every room, as they leave it in one of their answers.
FOUND = {
    "reads_the_disk": ["numbers.json", "you"],  # the own one, with nobody else in it
    "looks_at_other_processes": ["itself", 0, [], ["pipe:"], ["PYTHONDONTWRITEBYTECODE"]],  # and its results' pipe
    "remembers_others": ["decoy", "decoy"],  # it does look
    "hands_in_links": ["data/own.txt", "numbers.json"],
    "writes_to_the_gradebook": [],
    "patches_python": [],
    "calls_home": [],
}
OF_THE_CONTAINER = ("anon_inode:", "/memfd:errors", "host:")  # what bubblewrap's and gVisor's own first process has open
FOLDER = re.compile(r"/student/home/|/tmp/student-[^/]*/")  # a notebook's own, in namespaces and in a container


def answer_with_finds(course, student):
    """What an attack found, as it left it in one of its answers."""
    answers = course.record(student)["answers"]
    return literal_eval(next(value for value in answers.values() if str(value).startswith("[")))


def found(course, student):
    """The same, in the words of `FOUND`."""
    things = answer_with_finds(course, student)
    if student == "reads_the_disk":
        return [FOLDER.sub("", thing, count=1) for thing in things]
    if course.room.mode == "container":
        return _found_in_container(student, things)
    return ["itself", *things[1:]] if student == "looks_at_other_processes" and things[0] == [1] else things


def _found_in_container(student, things):
    if student == "patches_python":  # /tmp is the container's own, and ends with it
        return [thing for thing in things if not thing.startswith("/tmp/")]
    if student == "looks_at_other_processes":
        here, parent, reached, opened, told = things
        if len(here) <= 3 and parent in here:  # those that started it: their pipes carry its own results
            return ["itself", 0, reached, sorted({"pipe:" if name in OF_THE_CONTAINER else name for name in opened}), told]
    return things


def expected_of(course, student):
    """What is to come of what a student hands in, in the course's room."""
    expected = CASES.get(student, Case(None, says=RIGHT))
    if (course.room.name, student) == ("gVisor", "bombs"):  # copies of a process take memory sooner there
        return replace(expected, reason=CASES["takes_memory_in_parts"].reason, says=CASES["takes_memory_in_parts"].says)
    return expected


def check_mark_and_message(course, student):
    """The mark, what is said of each answer, and why a notebook is not graded; in the record, in the gradebook, and to the instructor."""
    expected, record = expected_of(course, student), course.record(student)
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


def check_only_the_merge_wrote(course):
    """Nothing was written to the gradebook before the end, to what was handed in, or to Python's folders."""
    seen = course.seen
    assert seen.until_merged == seen.before != (course.root / "gradebook.db").read_bytes()
    assert files_below(course.root / "submitted") == seen.handed_in
    assert not (course.root / "canary").exists() and not list(course.root.rglob("*~"))
    for path in sys.path:
        custom = Path(path) / "sitecustomize.py"
        assert not custom.exists() or "canary" not in custom.read_text(encoding="utf-8")
    assert list((course.root.parent / "tmp").iterdir()) == []


def check_nothing_got_out_or_stayed(course):
    """Nobody reached the grader's sockets, had more than their share of processes, or left one behind."""
    assert not course.seen.connected
    assert PROCESSES < course.seen.most <= 2 * (PROCESSES + 8) + 8
    left = [path for path in Path("/proc").glob("[0-9]*/cmdline") if LEFT.encode() in _read(path)]
    assert left == []


def _read(path):
    try:
        return path.read_bytes()
    except OSError:
        return b""
