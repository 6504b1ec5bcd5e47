"""Marks as Canvas and Moodle import them: what is not graded stays blank."""

import csv
import io
import os
import subprocess

import pytest
from coursework import folder
from coursework.export import CanvasExporter, MoodleExporter, final_mark
from toy_course import Course, quiet_path

STUDENTS = [
    ("full", "Ada", "Full"),
    ("zero", "Ben", "Zero, Jr."),
    ("waits", "Cyd", "Waits"),
    ("failed", "Dan", "Failed"),
    ("byhand", "Eve", "Öst"),
    ("late", "Fay", "Late"),
    ("none", "Gil", "None"),
    ("nothing", "Hal", ""),
]
# check-limit (3), check-law (2), plot (3), design (4): (auto, manual) of each
GRADES = {
    "full": [(3, None), (1.25, None), (None, 3), (None, 4)],
    "zero": [(0, None), (0, None), (0, None), (0, None)],
    "waits": [(3, None), (2, None), (None, None), (None, 4)],  # a plot that nobody has looked at
    "failed": [(None, None)] * 4,
    "byhand": [(None, 2), (1.5, 0), (0, None), (0, 1)],
    "late": [(3, None), (0, None), (0, None), (0, None)],
    "none": [(0, None), (None, None), (0, None), (0, None)],
}
EXPECTED = {"full": "11.25", "zero": "0", "waits": "", "failed": "", "byhand": "3", "late": "0.5", "none": "", "nothing": ""}


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = Course(tmp_path_factory.mktemp("export"), STUDENTS)
    names = ("check-limit", "check-law", "plot", "design")
    with quiet_path(), folder.open_gradebook(course.root) as gradebook:
        gradebook.update_or_create_student("byhand", lms_user_id="4711")
        for student, grades in GRADES.items():
            gradebook.add_submission("toy", student)
            for name, (auto, manual) in zip(names, grades, strict=True):
                grade = gradebook.find_grade(name, "toy", "toy", student)
                grade.auto_score, grade.manual_score = auto, manual
        gradebook.find_submission_notebook("toy", "toy", "late").late_submission_penalty = 2.5
        gradebook.db.commit()
    return course


def rows_of(path):
    return list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8"))))


def table(course, exporter, **options):
    with folder.open_gradebook(course.root) as gradebook:
        path = course.root / exporter.file
        exporter(to=str(path), **options).export(gradebook)
    return rows_of(path)


def test_marks(course):
    with folder.open_gradebook(course.root) as gradebook:
        marks = {student: final_mark(gradebook, "toy", student) for student, *_ in STUDENTS}
    assert {name: "" if mark is None else f"{mark:g}" for name, mark in marks.items()} == EXPECTED
    assert marks["zero"] == 0.0 and marks["nothing"] is None


def test_canvas(course):
    head, points, *rows = table(course, CanvasExporter, titles={"toy": "A toy set (815)"})
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "A toy set (815)"]
    assert points[0].strip() == "Points Possible" and points[1:] == ["", "", "", "", "12"]
    by_login = {row[3]: row for row in rows}
    assert {login: row[-1] for login, row in by_login.items()} == EXPECTED
    assert by_login["zero"][:5] == ["Zero, Jr., Ben", "", "", "zero", ""]
    assert by_login["byhand"][:5] == ["Öst, Eve", "4711", "", "byhand", ""]
    assert by_login["nothing"][0] == "Hal"
    head, _, *rows = table(course, CanvasExporter, lms_user_id="SIS User ID")
    assert head[-1] == "toy" and {row[3]: row for row in rows}["byhand"][:3] == ["Öst, Eve", "", "4711"]


def test_moodle(course):
    head, *rows = table(course, MoodleExporter)
    assert head == ["First name", "Last name", "ID number", "Username", "Email address", "toy"]
    assert {row[3]: row[-1] for row in rows} == EXPECTED
    assert {row[3]: row for row in rows}["byhand"] == ["Eve", "Öst", "4711", "byhand", "byhand@example.org", "3"]


def test_some_students_and_assignments(course):
    rows = table(course, MoodleExporter, student=["full", "zero"])
    assert [row[3] for row in rows[1:]] == ["zero", "full"] or [row[3] for row in rows[1:]] == ["full", "zero"]
    assert table(course, MoodleExporter, assignment=["other"])[0][-1] == "Email address"


@pytest.mark.parametrize("exporter", ["CanvasExporter", "MoodleExporter"])
def test_nbgrader_export(course, tmp_path, exporter):
    with quiet_path():
        environment = dict(os.environ)
    (course.root / "nbgrader_config.py").write_text(
        (course.root / "nbgrader_config.py").read_text(encoding="utf-8") + f'\nc.{exporter}.titles = {{"toy": "Toys (7)"}}\n',
        encoding="utf-8",
    )
    command = ["nbgrader", "export", f"--exporter=coursework.export.{exporter}", "--to", str(tmp_path / "marks.csv")]
    done = subprocess.run(command, cwd=course.root, env=environment, capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stderr
    rows = rows_of(tmp_path / "marks.csv")
    assert rows[0][-1] == "Toys (7)"
    assert {row[3]: row[-1] for row in rows[1:] if row[3]} == EXPECTED
