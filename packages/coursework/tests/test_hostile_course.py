"""One course in which nearly everybody cheats, errs or breaks something, graded for real: what each gets, and that nobody else is touched."""

import csv
import json
import re
import sys

import pytest
from coursework import folder
from coursework.export import CanvasExporter, MoodleExporter
from coursework.gradebook import report
from coursework.scale.results import files_below
from hostile.cases import CASES, HONEST
from hostile.checks import FOUND, check_mark_and_message, check_nothing_got_out_or_stayed, check_only_the_merge_wrote, found
from hostile.course import STUDENTS, hostile_course, marks_and_comments, points
from hostile.table import check_table
from rooms import HERE

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the sandbox needs Linux"),
    pytest.mark.filterwarnings("ignore:Object of type <Submitted"),  # nbgrader's own way to add a submission
]

FEW = ("ada", "tom", "half_right", "swaps_the_ends", "edits_the_tests", "copies_cells", "loops", "exits_at_once", "equals_everything")
FEW += ("brings_modules", "hands_in_links", "writes_to_the_gradebook", "forges_answers")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """Graded in the room that this test run is in; `test_hostile_rooms` has the others."""
    course = hostile_course(tmp_path_factory.mktemp("hostile"), HERE)
    course.alone.autograde()
    return course


@pytest.mark.parametrize("student", [*HONEST, *CASES])
def test_mark_and_message(course, student):
    check_mark_and_message(course, student)


@pytest.mark.parametrize("student", FOUND)
def test_what_attacks_found(course, student):
    assert found(course, student) == FOUND[student]


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


def test_the_page_about_security_says_what_the_room_holds(course):
    check_table(course)


def test_only_the_merge_writes(course):
    check_only_the_merge_wrote(course)


def test_the_key_stays_where_it_is(course):
    """Also if `collect` has followed a link to it; not even what is written to disk for the instructor has a copy."""
    course.twin.autograde("hands_in_the_key")
    for one in (course, course.twin):
        assert one.record("hands_in_the_key")["answers"]["cop"] == "[]"
        names = [name for name, content in files_below(one.root).items() if course.key.encode() in content]
        assert names == ["course.key", "submitted/hands_in_the_key/toy/data.txt"]


def test_nothing_gets_out_or_stays(course):
    check_nothing_got_out_or_stayed(course)


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
