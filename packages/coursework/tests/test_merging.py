"""Results of shards get into the course's gradebook in one transaction, and leave alone what people wrote there."""

from datetime import datetime, timedelta

import pytest
from coursework.scale.merging import marks, merge, seed, standings, template
from coursework.scale.results import Outcome, Standing
from nbgrader.api import Grade, Gradebook
from sqlalchemy import event
from sqlalchemy.engine import Engine

# nbgrader's own way to add a submission.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submitted")


@pytest.fixture(autouse=True)
def alembic(monkeypatch):
    """Version of an empty gradebook, for which nbgrader would look for a program of that name on the path."""
    monkeypatch.setattr("nbgrader.api.get_alembic_version", lambda: "0")


@pytest.fixture
def course(tmp_path):
    """Address of a gradebook with two assignments; of `first`, one submission that a person has looked at."""
    url = f"sqlite:///{tmp_path}/gradebook.db"
    with Gradebook(url, "cryo") as gradebook:
        for name in ("first", "second"):
            gradebook.add_assignment(name, duedate="2026-02-01 12:00:00")
            gradebook.add_notebook("paper", name)
            gradebook.add_grade_cell("cop", "paper", name, max_score=2, cell_type="code")
            gradebook.add_grade_cell("plot", "paper", name, max_score=4, cell_type="code")
            gradebook.add_solution_cell("plot", "paper", name)
            gradebook.add_solution_cell("answer", "paper", name)
            gradebook.add_task_cell("essay", "paper", name, max_score=3, cell_type="markdown")
            gradebook.add_source_cell("cop", "paper", name, cell_type="code", source="check('cop')")
        gradebook.add_student("ada", first_name="Ada")
        submission = gradebook.add_submission("first", "ada")
        submission.extension = timedelta(hours=2)
        grade = gradebook.find_grade("plot", "paper", "first", "ada")
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 3.5, 0.5, False
        gradebook.find_comment("answer", "paper", "first", "ada").manual_comment = "Well put"
        gradebook.db.commit()
    return url


def outcome(student, cop=2.0, needed=False, **more):
    grades = {"cop": (cop, needed), "plot": (None, True), "essay": (None, True)}
    paper = {"late_penalty": None, "grades": grades, "comments": {"plot": None, "answer": "cop: right", "essay": None}}
    return Outcome(student, "f" * 64, "graded", notebooks={"paper": paper | more}, timestamp="2026-02-01T13:00:00")


def bytes_of(url):
    with open(url.removeprefix("sqlite:///"), "rb") as file:
        return file.read()


def test_new_and_known_students_get_their_marks(course):
    merge(course, "first", [outcome("ada", 1.5), outcome("bob", late_penalty=0.25)])
    with Gradebook(course, "cryo") as gradebook:
        scores = {submission.student_id: submission.score for submission in gradebook.assignment_submissions("first")}
        assert scores == {"ada": 1.5 + 3.5 + 0.5, "bob": 2.0}
        assert gradebook.find_student("ada").first_name == "Ada"
        assert gradebook.find_submission("first", "bob").timestamp == datetime(2026, 2, 1, 13)
        assert gradebook.find_submission("first", "bob").late_submission_penalty == 0.25
        assert gradebook.find_submission("first", "bob").needs_manual_grade
        assert gradebook.find_comment("answer", "paper", "first", "bob").comment == "cop: right"
        assert len(gradebook.find_submission_notebook("paper", "first", "bob").grades) == 3
        assert gradebook.assignment_submissions("second") == []


def test_what_people_gave_stays(course):
    merge(course, "first", [outcome("ada")])
    with Gradebook(course, "cryo") as gradebook:
        grade, comment = (find("plot", "paper", "first", "ada") for find in (gradebook.find_grade, gradebook.find_comment))
        assert (grade.manual_score, grade.extra_credit, grade.auto_score) == (3.5, 0.5, None)
        assert comment.auto_comment is None
        assert gradebook.find_comment("answer", "paper", "first", "ada").comment == "Well put"
        assert gradebook.find_submission("first", "ada").extension == timedelta(hours=2)


def test_merging_twice_changes_nothing(course):
    rows = []
    for _ in range(2):
        merge(course, "first", [outcome("ada"), outcome("bob")])
        with Gradebook(course, "cryo") as gradebook:
            rows.append(sorted((grade.id, grade.auto_score, grade.needs_manual_grade) for grade in gradebook.db.query(Grade)))
    assert rows[0] == rows[1] and len(rows[0]) == 6


def test_not_graded_is_blank_and_not_zero(course):
    merge(course, "first", [outcome("bob", cop=None, needed=True)])
    with Gradebook(course, "cryo") as gradebook:
        grade = gradebook.find_grade("cop", "paper", "first", "bob")
        assert grade.auto_score is None and grade.needs_manual_grade


@pytest.mark.parametrize("table", ["student", "submitted_assignment", "submitted_notebook", "grade", "comment"])
def test_a_failure_in_the_middle_leaves_every_byte_as_it_was(course, table):
    before = bytes_of(course)

    def fail(connection, cursor, statement, *_):
        if statement.startswith(("INSERT INTO", "UPDATE")) and statement.split()[1 + statement.startswith("INSERT")] == table:
            raise RuntimeError("the power went")

    event.listen(Engine, "after_cursor_execute", fail)
    try:
        with pytest.raises(RuntimeError, match="the power went"):
            merge(course, "first", [outcome("ada"), outcome("bob"), outcome("eve")])
    finally:
        event.remove(Engine, "after_cursor_execute", fail)
    assert bytes_of(course) == before


def test_all_is_one_transaction(course):
    statements, commits = [], []

    def note(connection, cursor, statement, *_):
        statements.append(statement.split()[0])

    def count(connection):
        commits.append(connection)

    event.listen(Engine, "before_cursor_execute", note)
    event.listen(Engine, "commit", count)
    try:
        merge(course, "first", [outcome(f"student{k}") for k in range(50)])
    finally:
        event.remove(Engine, "before_cursor_execute", note)
        event.remove(Engine, "commit", count)
    assert statements.count("BEGIN") == 1 and len(commits) == 1
    assert len(statements) < 25  # rows go in together, not one by one


def test_an_unknown_assignment_or_cell_is_named_and_changes_nothing(course):
    before = bytes_of(course)
    with pytest.raises(ValueError, match="'third' is not"):
        merge(course, "third", [])
    odd = outcome("bob")
    odd.notebooks["paper"]["grades"]["left"] = (1.0, False)
    with pytest.raises(ValueError, match="paper/left"):
        merge(course, "first", [outcome("ada"), odd])
    odd = Outcome("bob", "", "graded", notebooks={"other": {}})
    with pytest.raises(ValueError, match="other"):
        merge(course, "first", [odd])
    assert bytes_of(course) == before


def test_the_template_holds_one_assignment_and_nobody(course, tmp_path):
    (tmp_path / "template.db").write_bytes(template(course, "first"))
    with Gradebook(f"sqlite:///{tmp_path}/template.db", "cryo") as gradebook:
        assert [assignment.name for assignment in gradebook.assignments] == ["first"]
        assert gradebook.find_assignment("first").duedate == datetime(2026, 2, 1, 12)
        assert gradebook.students == []
        assert gradebook.find_assignment("first").max_score == 9
        assert gradebook.find_source_cell("cop", "paper", "first").source == "check('cop')"


def test_a_shard_knows_what_people_gave(course, tmp_path):
    known = standings(course, "first")
    assert known == {"ada": Standing(7200, {"paper": {"plot": (3.5, 0.5)}})}
    (tmp_path / "shard.db").write_bytes(template(course, "first"))
    with Gradebook(f"sqlite:///{tmp_path}/shard.db", "cryo") as gradebook:
        seed(gradebook, "first", "ada", known["ada"])
        seed(gradebook, "first", "bob", Standing())
        assert gradebook.find_submission("first", "ada").extension == timedelta(hours=2)
        assert gradebook.find_submission("first", "ada").score == 4.0
        gradebook.find_grade("cop", "paper", "first", "ada").auto_score = 2
        gradebook.db.commit()
        written = marks(gradebook, "first", "ada")
        assert written["notebooks"]["paper"]["grades"]["cop"] == (2, True)
        assert written["notebooks"]["paper"]["comments"] == {"plot": None, "answer": None, "essay": None}
    assert standings(course, "second") == {}
