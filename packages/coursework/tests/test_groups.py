"""Groups: the same numbers for all members, and one submission whose mark and feedback everybody gets."""

import csv
import json
import logging
import re
import sys

import pytest
from coursework import folder
from coursework.export import MoodleExporter, QuestionExporter, fill_table
from coursework.gradebook.archives import collect_archive
from coursework.gradebook.report import report
from coursework.groups import group_of
from coursework.lms import update_roster
from coursework.scale.grading import grade
from coursework.sheets.handout import entry_of
from test_lms import archived
from toy_course import Course, quiet_path, write_set

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the sandbox needs Linux"),
    pytest.mark.filterwarnings("ignore:Object of type <Submitted"),  # nbgrader's own way to add a submission
]

SET = "toy"
LOGINS = ("ada", "bea", "cyd", "dan", "eve", "fay")
LINES = """\
id,first_name,last_name,email,group,group:tax
ada,Ada,Full,ada@example.org,Night Owls,
bea,Bea,Half,bea@example.org,Night Owls,Alone
cyd,Cyd,Third,cyd@example.org,Night Owls,
dan,Dan,Fourth,dan@example.org,Foxes,
eve,Eve,Fifth,eve@example.org,Foxes,
fay,Fay,Sixth,fay@example.org,,
"""
HAND = {"plot": "print('my plot')", "design": "My design."}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Bea hands in for the owls with one formula wrong; both foxes do, Eve last; Fay works alone and hands in nothing."""
    course = Course(tmp_path_factory.mktemp("groups"), [line.split(",")[:3] for line in LINES.splitlines()[1:]])
    (course.root / "students.csv").write_text(LINES, encoding="utf-8")
    write_set(course.root / "sets", name="tax")
    folder.build(course.root, SET)
    for student, answers, time in (
        ("bea", {"law": "bill = 'T_hot'"}, "01-15"),
        ("dan", {"law": "bill = 'T_hot'"}, "01-15"),
        ("eve", {}, "01-16"),
    ):
        place = course.hand_in(student, course.notebook(**course.right(student) | HAND | answers))
        (place / "timestamp.txt").write_text(f"2027-{time} 12:00:00 UTC", encoding="utf-8")
    with quiet_path():
        course.summary = grade(course.root, SET, workers=1)
    return course


@pytest.fixture
def marked(graded, tmp_path):
    course = graded.copy(tmp_path / "course")
    with folder.open_gradebook(course.root) as gradebook:
        for student in ("bea", "eve"):
            for name, score in (("plot", 2), ("design", 3)):
                one = gradebook.find_grade(name, SET, SET, student)
                one.manual_score, one.needs_manual_grade = score, False
        gradebook.db.commit()
    return course


def test_members_have_the_same_numbers(graded):
    owls, foxes, alone = [[dict(graded.numbers(one)) for one in group] for group in (LOGINS[:3], LOGINS[3:5], LOGINS[5:])]
    assert owls[0] == owls[1] == owls[2] and foxes[0] == foxes[1] and owls[0] != foxes[0] != alone[0]
    handed_out = json.loads((graded.root / "source" / SET / "numbers.json").read_text(encoding="utf-8"))["students"]
    assert [handed_out[entry_of("toys-2026", SET, one)] for one in LOGINS] == [dict(graded.numbers(one)) for one in LOGINS]


def test_a_set_may_have_groups_of_its_own(graded):
    of = {student["id"]: student for student in folder.students_of(graded.root)}
    assert [group_of(of[one], SET) for one in ("ada", "bea", "fay")] == ["Night Owls", "Night Owls", ""]
    assert [group_of(of[one], "tax") for one in ("ada", "bea", "dan")] == ["", "Alone", ""]


def test_who_does_not_count_does_not_wait_for_a_mark(graded):
    assert graded.summary.waiting == {"design": ["bea", "eve"], "plot": ["bea", "eve"]}
    said = report(graded.root, SET)
    assert "Night Owls  bea handed in, also for ada, cyd\n" in said
    assert "Foxes       eve handed in, also for dan; dan did so, too, and that does not count\n" in said
    assert "Answers that fit the numbers of somebody else" not in said


def test_without_times_the_report_does_not_say_who_was_last(graded, tmp_path):
    """Archives of Canvas and Moodle have no times. A time that a person writes decides, once it is graded again."""
    course = graded.copy(tmp_path / "course")
    with folder.open_gradebook(course.root) as gradebook:
        for student in ("dan", "eve"):
            gradebook.find_submission(SET, student).timestamp = None
        gradebook.db.commit()
    assert (
        "dan handed in, also for eve; eve did so, too, and that does not count (not all times are known: write when a submission came, such "
        f"as 2027-01-16 08:00 UTC, into submitted/LOGIN/{SET}/timestamp.txt, and grade again)\n"
    ) in report(course.root, SET)
    (course.root / "submitted/eve" / SET / "timestamp.txt").write_text("2027-01-16 08:00 UTC", encoding="utf-8")
    with quiet_path():
        grade(course.root, SET, workers=1)
    assert "eve handed in, also for dan; dan did so, too, and that does not count (not all times" in report(course.root, SET)


def table(course, exporter, caplog, monkeypatch):
    monkeypatch.chdir(course.root)
    with folder.open_gradebook(course.root) as gradebook, caplog.at_level(logging.INFO):
        plugin = exporter(to="table.csv")
        plugin.log = logging.getLogger("test")
        plugin.export(gradebook)
    with (course.root / "table.csv").open(newline="", encoding="utf-8") as stream:
        return {row.get("Username") or row["Login"]: row for row in csv.DictReader(stream)}


def test_all_members_have_the_mark(marked, caplog, monkeypatch):
    marks = {login: row[SET] for login, row in table(marked, MoodleExporter, caplog, monkeypatch).items()}
    assert marks == {"ada": "8", "bea": "8", "cyd": "8", "dan": "10", "eve": "10", "fay": ""}
    assert "toy: 5 of 6 students have a mark." in caplog.messages
    assert caplog.messages[-1] == "Left blank, handed nothing in, or not graded yet: fay"
    points = table(marked, QuestionExporter, caplog, monkeypatch)
    assert points["dan"]["toy: law (2)"] == "2" and points["cyd"]["toy: law (2)"] == "0" and points["fay"]["toy: law (2)"] == ""


def test_before_marks_by_hand_the_whole_group_waits(graded, caplog, monkeypatch, tmp_path):
    course = graded.copy(tmp_path / "course")
    assert {row[SET] for row in table(course, MoodleExporter, caplog, monkeypatch).values()} == {""}
    assert "  plot: bea, eve" in caplog.messages and "2 students wait" in " ".join(caplog.messages)
    assert not any("see `report`" in line for line in caplog.messages)


def test_marks_go_back_into_the_table_of_the_system(marked, monkeypatch):
    monkeypatch.chdir(marked.root)
    lines = ["Username,A toy set (Real)", *(f"{login},-" for login in LOGINS)]
    (marked.root / "moodle.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    fill_table(marked.root, SET, "moodle.csv", ["A toy set"], "back.csv")
    assert (marked.root / "back.csv").read_text(encoding="utf-8").splitlines()[1:] == [
        "ada,8",
        "bea,8",
        "cyd,8",
        "dan,10",
        "eve,10",
        "fay,-",
    ]


def test_all_members_have_the_feedback(marked):
    marked.nbgrader("generate_feedback", SET, force=True)
    pages = {path.parts[-3]: path.read_text(encoding="utf-8") for path in marked.root.glob(f"feedback/*/{SET}/{SET}.html")}
    assert set(pages) == {"ada", "bea", "cyd", "dan", "eve"}
    scores = {login: re.search(r"\(Score: ([\d.]+) / 12.0\)", re.sub(r"\s+", " ", page))[1] for login, page in pages.items()}
    assert scores == {"ada": "8.0", "bea": "8.0", "cyd": "8.0", "dan": "10.0", "eve": "10.0"}


def test_the_roster_keeps_groups(marked):
    update_roster(
        marked.root, [{"id": "ada", "first_name": "Ada", "last_name": "New"}, {"id": "gus", "first_name": "Gus", "last_name": "Late"}]
    )
    of = {student["id"]: student for student in folder.students_of(marked.root)}
    assert of["ada"]["last_name"] == "New" and of["ada"]["group"] == "Night Owls" and of["gus"]["group"] == ""


@pytest.mark.parametrize(
    "name", ["Night Owls_12_assignsubmission_file/toy.ipynb", "Night Owls-Ada Full_501_assignsubmission_file_toy.ipynb"]
)
def test_moodle_hands_over_a_groups_work(marked, tmp_path, name):
    """Newer versions name the group, older ones the group and each member."""
    content = (marked.root / "submitted/bea" / SET / "toy.ipynb").read_bytes()
    result = collect_archive(marked.root, SET, archived(tmp_path, {name: content}))
    assert result.students == ["ada"] and not result.unknown
