"""What waits for a person is said everywhere and is zero nowhere; deadlines, penalties, extensions, and changes after grading."""

import csv
import json
import logging
import re
import subprocess
import sys

import pytest
from coursework import folder
from coursework.__main__ import main
from coursework.export import MoodleExporter, QuestionExporter, final_mark, harmless
from coursework.gradebook.late import PerDay
from coursework.gradebook.report import report
from coursework.gradebook.waiting import told
from coursework.scale.grading import grade
from toy_course import Course, quiet_path

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the sandbox needs Linux"),
    pytest.mark.filterwarnings("ignore:Object of type <Submitted"),  # nbgrader's own way to add a submission
]

STUDENTS = [("ada", "Ada", "Full"), ("ben", "=1+1", "Half"), ("cyd", "Cyd", "Late"), ("dan", "Dan", "Damaged"), ("gil", "Gil", "Gone")]
HAND = {"plot": "print('my plot')", "design": "My design."}
FULL = {"plot": 3, "design": 4}


def hand_in(course, student, **changes):
    return course.hand_in(student, course.notebook(**course.right(student) | HAND | changes))


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A course graded by the program and by nobody else."""
    course = Course(tmp_path_factory.mktemp("hand"), STUDENTS)
    for student in ("ada", "ben"):
        hand_in(course, student)
    (hand_in(course, "cyd") / "timestamp.txt").write_text("2027-01-17 12:00:00 UTC", encoding="utf-8")
    course.hand_in("dan", b"this is no notebook")
    with quiet_path():
        course.summary = grade(course.root, "toy", workers=1)
    return course


@pytest.fixture
def course(graded, tmp_path):
    return graded.copy(tmp_path / "course")


def run_again(course, **options):
    with quiet_path():
        return grade(course.root, "toy", workers=1, **options)


def mark_by_hand(course, student, **points):
    """What the formgrader writes."""
    with folder.open_gradebook(course.root) as gradebook:
        for name, score in points.items():
            one = gradebook.find_grade(name, "toy", "toy", student)
            one.manual_score, one.needs_manual_grade = score, False
        gradebook.db.commit()


def mark(course, student):
    with folder.open_gradebook(course.root) as gradebook:
        return final_mark(gradebook, "toy", student)


def table(course, exporter, caplog):
    with folder.open_gradebook(course.root) as gradebook, caplog.at_level(logging.INFO):
        caplog.clear()
        plugin = exporter(to=str(course.root / "table.csv"))
        plugin.log = logging.getLogger("test")
        plugin.export(gradebook)
    with (course.root / "table.csv").open(newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream)), caplog.messages


WAIT = "4 students wait for a mark by hand, and so for a total. Mark these in the formgrader (jupyter lab, menu Nbgrader):"


def test_grade_and_report_say_who_waits(graded):
    everybody = ["ada", "ben", "cyd", "dan"]
    assert graded.summary.waiting == {"design": everybody, "plot": everybody}
    for text in (str(graded.summary), report(graded.root, "toy")):
        assert f"{WAIT}\n  design: ada, ben, cyd, dan\n  plot: ada, ben, cyd, dan\n" in text
    assert told({}) == [] and told({"plot": [f"s{n}" for n in range(1, 9)]})[1] == "  plot: s1, s2, s3, s4, s5 and 3 more"


def test_the_exporter_says_what_is_blank_and_why(course, caplog):
    rows, said = table(course, MoodleExporter, caplog)
    assert {row["toy"] for row in rows} == {""}
    assert said[1:] == [
        "toy: 0 of 5 students have a mark.",
        WAIT,
        "  design: ada, ben, cyd, dan",
        "  plot: ada, ben, cyd, dan",
        "Left blank, handed nothing in, or not graded yet: gil",
    ]
    mark_by_hand(course, "ada", **FULL)
    mark_by_hand(course, "ben", plot=2)
    mark_by_hand(course, "dan", **FULL)
    rows, said = table(course, MoodleExporter, caplog)
    assert {row["Username"]: row["toy"] for row in rows} == {"ada": "12", "ben": "", "cyd": "", "dan": "", "gil": ""}
    assert said[1].startswith("toy: 1 of 5") and "  plot: cyd" in said and "  design: ben, cyd" in said
    assert said[-2] == "Left blank, not graded (see `report`): dan"


def test_points_per_question(course, caplog):
    mark_by_hand(course, "ada", plot=1.25, design=4)
    rows, _ = table(course, QuestionExporter, caplog)
    of = {row["Login"]: list(row.values()) for row in rows}
    assert list(rows[0])[3:] == ["toy: limit (3)", "toy: law (2)", "toy: plot (3)", "toy: design (4)", "toy: late penalty", "toy (12)"]
    assert of["ada"] == ["ada", "Ada", "Full", "3", "2", "1.25", "4", "", "10.25"]
    assert of["ben"] == ["ben", "'=1+1", "Half", "3", "2", "", "", "", ""]
    assert of["dan"][3:] == of["gil"][3:] == [""] * 6


@pytest.mark.parametrize("cell", ["=cmd|'/C calc'!A0", "+1+2", "-1+2", "@SUM(A1)", "\t=1", " =1", "+41 44 632 11 11", "-Inf"])
def test_no_cell_is_a_formula(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["Ada", "-3.5", "+4", "-", "", "3.25", "a=b", "x@example.org"])
def test_other_cells_stay_as_they_are(cell):
    assert harmless(cell) == cell


def page(course, student):
    course.nbgrader("generate_feedback", "toy", student, force=True)
    html = (course.root / "feedback" / student / "toy/toy.html").read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", html)


def test_feedback_shows_no_zero_for_what_nobody_has_looked_at(course):
    html = page(course, "ada")
    assert "toy (Score: 5.0, and 7 points not marked yet / 12.0)" in html
    assert "plot</a> (Score: not marked yet / 3.0)" in html and "Score: 0" not in html
    mark_by_hand(course, "ada", plot=0, design=4)
    html = page(course, "ada")
    assert "toy (Score: 9.0 / 12.0)" in html and "plot</a> (Score: 0.0 / 3.0)" in html and "not marked yet" not in html
    html = page(course, "dan")
    assert "Not graded yet, which is not zero" in html and "12 points not marked yet" in html and "Score: 0.0 /" not in html
    mark_by_hand(course, "dan", **FULL, **{"check-limit": 1, "check-law": 0})
    html = page(course, "dan")
    assert "Not graded yet" not in html and "Marked by a person, since the program could not:" in html and "Score: 8.0 / 12.0" in html


def nbgrader(course, *command):
    with quiet_path():
        done = subprocess.run(["nbgrader", *command], cwd=course.root, capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_deadline_penalty_and_extension(course, capsys):
    with open(course.root / "nbgrader_config.py", "a", encoding="utf-8") as file:
        file.write('c.AssignLatePenalties.plugin_class = "coursework.gradebook.late.PerDay"\nc.PerDay.percent = 10\n')
    nbgrader(course, "db", "assignment", "add", "toy", "--duedate=2027-01-16 00:30 Europe/Zurich")
    for student in ("ada", "cyd"):
        mark_by_hand(course, student, **FULL)
    run_again(course)
    assert (mark(course, "ada"), mark(course, "cyd")) == (12, pytest.approx(12 - 0.2 * 12))  # 36.5 h late: two days have begun
    assert "cyd  36.5 h late: 2.4 points off" in report(course.root, "toy")
    mark_by_hand(course, "cyd", design=2)
    assert set(run_again(course).outcomes) == {"cyd"}  # a part of the whole mark, also of what a person gave
    assert mark(course, "cyd") == pytest.approx(10 - 0.2 * 10)
    assert "Late submission penalty (Score: -2.0)" in page(course, "cyd")
    where = ["--course-dir", str(course.root)]
    assert main(["extend", "toy", "cyd", "--days", "1", "--hours", "2", *where]) == 0
    assert capsys.readouterr().out == (
        "cyd may hand in toy until 2027-01-17 01:30 UTC, and is still 10.5 h late. Grade again to count it.\n"
    )
    run_again(course)
    assert mark(course, "cyd") == pytest.approx(9)
    main(["extend", "toy", "cyd", "--days", "2", *where])
    run_again(course)
    assert mark(course, "cyd") == 10 and "after the deadline" not in report(course.root, "toy")
    assert main(["extend", "toy", "gil", "--days", "2", *where]) == 1
    assert "the gradebook has no submission of toy by gil. Collect it and grade it, then run this again" in capsys.readouterr().err


@pytest.mark.parametrize(("hours", "off"), [(0.1, 0), (0.6, 1), (24.4, 1), (24.6, 2), (239, 10), (1000, 10)])
def test_penalty_per_day(hours, off):
    assert PerDay(percent=10, grace=30).late_submission_penalty("ada", 10, 3600 * hours) == pytest.approx(off)


def test_a_student_added_late_a_changed_weight_and_one_graded_again(course):
    for student in ("ada", "ben", "cyd"):
        mark_by_hand(course, student, **FULL)
    before = {student: course.numbers(student) for student, *_ in STUDENTS}
    with open(course.root / "students.csv", "a", encoding="utf-8") as file:
        file.write("zoe,Zoe,New,\n")
    build(course)
    assert {student: course.numbers(student) for student in before} == before
    hand_in(course, "zoe")
    summary = run_again(course)
    assert (set(summary.outcomes), summary.unchanged) == ({"zoe"}, 4)
    assert (mark(course, "ada"), mark(course, "zoe"), summary.waiting["plot"]) == (12, None, ["dan", "zoe"])

    sheet = course.root / "sets/toy.py"
    sheet.write_text(
        sheet.read_text(encoding="utf-8").replace("symbols=(T_cold, T_hot), points=2", "symbols=(T_cold, T_hot), points=4"),
        encoding="utf-8",
    )
    build(course)
    assert len(run_again(course).outcomes) == 5
    assert mark(course, "ada") == 14 and course.record("ada")["questions"][1]["maximum"] == 4

    summary = run_again(course, students="ben", again=True)
    assert set(summary.outcomes) == {"ben"} and mark(course, "ben") == 14


def build(course):
    with quiet_path():
        folder.build(course.root, "toy")
    course.nbgrader("generate_assignment", "toy", force=True)
    assert json.loads((course.root / "release/toy/numbers.json").read_bytes())


def test_feedback_names_questions_and_says_nothing_twice(course):
    """The list at the top has titles, or ids where a question has none; a sentence of the program is in its table only."""
    hand_in(course, "ada", law="bill = 'T_hot'")
    run_again(course)
    mark_by_hand(course, "ada", **FULL)
    with folder.open_gradebook(course.root) as gradebook:
        gradebook.find_comment("plot", "toy", "toy", "ada").manual_comment = "Label the axes."
        gradebook.db.commit()
    html = page(course, "ada")
    listed = re.findall(r'<li><a href="#[\w-]+">([^<]+)</a>', html)
    assert listed == ["limit", "law", "plot", "Comment", "design"]
    said = next(mark["message"] for mark in course.record("ada")["questions"][1]["marks"])
    assert html.count(said.partition(",")[0].replace("'", "&#39;")) == 1 and html.count("Label the axes.") == 1
