"""Between the course's gradebook and the shards: what a shard must know of it, and how results get into it, all or none.

Everything goes through nbgrader's own tables with SQLAlchemy, so that the course's gradebook may be SQLite, as nbgrader makes it, or PostgreSQL.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from nbgrader import api
from sqlalchemy import create_engine, event, insert, select, update
from sqlalchemy.orm import Session

from coursework.scale.results import Outcome, Standing

__all__ = ["marks", "merge", "seed", "standings", "template"]

# What defines an assignment, in the order in which rows refer to each other.
DEFINITION = (api.Course, api.Assignment, api.Notebook, api.BaseCell, api.GradeCell, api.SolutionCell, api.TaskCell, api.SourceCell)


@contextlib.contextmanager
def _session(url: str):
    """A session on a gradebook, in one transaction: what happens in it happens as a whole, or not at all."""
    lite = url.startswith("sqlite")
    engine = create_engine(url, connect_args={"timeout": 60} if lite else {})
    if lite:
        # Python's sqlite3 would begin the transaction at the first change only, after we have read what we are about to change.
        event.listen(engine, "connect", lambda connection, _: setattr(connection, "isolation_level", None))
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with Session(engine) as session, session.begin():
            yield session
    finally:
        engine.dispose()


def _assignment_id(session: Session, assignment: str) -> str:
    found = session.scalar(select(api.Assignment.id).where(api.Assignment.name == assignment))
    if found is None:
        raise ValueError(f"assignment must be in the gradebook; {assignment!r} is not. Run: nbgrader generate_assignment {assignment}")
    return found


def _rows(session: Session, model, assignment_id: str) -> list[dict]:
    """The rows of one table that belong to an assignment, as they are."""
    table = model.__table__
    notebooks = select(api.Notebook.id).where(api.Notebook.assignment_id == assignment_id).scalar_subquery()
    cells = select(api.BaseCell.__table__.c.id).where(api.BaseCell.__table__.c.notebook_id.in_(notebooks)).scalar_subquery()
    course = select(api.Assignment.course_id).where(api.Assignment.id == assignment_id).scalar_subquery()
    conditions = {
        "course": lambda: table.c.id == course,
        "assignment": lambda: table.c.id == assignment_id,
        "notebook": lambda: table.c.assignment_id == assignment_id,
        "base_cell": lambda: table.c.notebook_id.in_(notebooks),
        "source_cell": lambda: table.c.notebook_id.in_(notebooks),
    }
    condition = conditions.get(table.name, lambda: table.c.id.in_(cells))
    return [dict(row) for row in session.execute(select(table).where(condition())).mappings()]


def template(url: str, assignment: str) -> bytes:
    """An SQLite gradebook with the definition of one assignment: no students, no marks, no other assignment.

    Parameters
    ----------
    url : str
        SQLAlchemy's address of the course's gradebook.
    assignment : str
        Name of the assignment.

    Raises
    ------
    ValueError
        If the gradebook does not have the assignment.
    """
    with _session(url) as session:
        assignment_id = _assignment_id(session, assignment)
        rows = {model: _rows(session, model, assignment_id) for model in DEFINITION}
    # nbgrader opens gradebooks under this name when it is given none.
    if all(row["id"] != "default_course" for row in rows[api.Course]):
        rows[api.Course].append({"id": "default_course"})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gradebook.db"
        engine = create_engine(f"sqlite:///{path}")
        api.Base.metadata.create_all(engine)
        with engine.begin() as connection:
            for model, found in rows.items():
                if found:
                    connection.execute(insert(model.__table__), found)
        engine.dispose()
        return path.read_bytes()


def due(url: str, assignment: str) -> str:
    """When the assignment was due, "" if at no time."""
    with _session(url) as session:
        date = session.scalar(select(api.Assignment.duedate).where(api.Assignment.id == _assignment_id(session, assignment)))
    return date.isoformat() if date else ""


def standings(url: str, assignment: str) -> dict[str, Standing]:
    """Say what the gradebook has of each student's submission that marking depends on: extensions, marks given by people."""
    with _session(url) as session:
        assignment_id = _assignment_id(session, assignment)
        submission, notebook, grade = api.SubmittedAssignment, api.SubmittedNotebook, api.Grade
        known = {
            student: Standing(extension.total_seconds() if extension else 0.0, {})
            for student, extension in session.execute(
                select(submission.student_id, submission.extension).where(submission.assignment_id == assignment_id)
            )
        }
        given = (
            select(submission.student_id, api.Notebook.name, api.BaseCell.name, grade.manual_score, grade.extra_credit)
            .join(notebook, notebook.assignment_id == submission.id)
            .join(api.Notebook, api.Notebook.id == notebook.notebook_id)
            .join(grade, grade.notebook_id == notebook.id)
            .join(api.BaseCell, api.BaseCell.id == grade.cell_id)
            .where(submission.assignment_id == assignment_id)
            .where(grade.manual_score.is_not(None) | grade.extra_credit.is_not(None))
        )
        for student, name, cell, score, extra in session.execute(given):
            known[student].manual.setdefault(name, {})[cell] = (score, extra)
    return known


def seed(gradebook: api.Gradebook, assignment: str, student: str, standing: Standing):
    """Put a student's submission into a shard's gradebook as it stands in the course's."""
    gradebook.update_or_create_student(student)
    submission = gradebook.update_or_create_submission(assignment, student)
    submission.extension = timedelta(seconds=standing.extension) if standing.extension else None
    for notebook in submission.notebooks:
        given = standing.manual.get(notebook.name, {})
        for grade in notebook.grades if given else ():
            grade.manual_score, grade.extra_credit = given.get(grade.name, (None, None))
    gradebook.db.commit()


def marks(gradebook: api.Gradebook, assignment: str, student: str) -> dict:
    """Read back what grading wrote for a student: `timestamp` and `notebooks` of an `Outcome`."""
    submission = gradebook.find_submission(assignment, student)
    return {
        "timestamp": submission.timestamp and submission.timestamp.isoformat(),
        "notebooks": {
            notebook.name: {
                "late_penalty": notebook.late_submission_penalty,
                "grades": {grade.name: (grade.auto_score, grade.needs_manual_grade) for grade in notebook.grades},
                "comments": {comment.name: comment.auto_comment for comment in notebook.comments},
            }
            for notebook in submission.notebooks
        },
    }


def _put(session: Session, model, existing: dict, wanted: dict, keys: tuple[str, str]) -> dict:
    """Make rows as they should be: {(a, b): columns}; those that exist {(a, b): id} are updated, and the others added."""
    fresh = {pair: api.new_uuid() for pair in wanted if pair not in existing}
    ids = existing | fresh
    added = [{"id": ids[pair], **dict(zip(keys, pair, strict=True)), **columns} for pair, columns in wanted.items() if pair in fresh]
    changed = [{"id": ids[pair], **columns} for pair, columns in wanted.items() if pair in existing and columns]
    # Rows of one statement must have the same columns.
    for statement, rows in ((insert(model), added), (update(model), changed)):
        for columns in {tuple(sorted(row)) for row in rows}:
            alike = [row for row in rows if tuple(sorted(row)) == columns]
            session.execute(statement, alike, execution_options={"render_nulls": True})
    return ids


def merge(url: str, assignment: str, outcomes: Iterable[Outcome]):
    """Put the outcomes of all shards into the course's gradebook, in one transaction: all of them, or none.

    Scores, comments and penalties that the grader made are replaced; what people gave (scores, extra credit, comments, flags, extensions) stays.

    Parameters
    ----------
    url : str
        SQLAlchemy's address of the course's gradebook.
    assignment : str
        Name of the assignment.
    outcomes : iterable of Outcome
        At most one of each student.

    Raises
    ------
    ValueError
        If the assignment, a notebook or a cell is not in the gradebook.
    """
    outcomes = {outcome.student: outcome for outcome in outcomes}
    with _session(url) as session:
        _merge(session, _assignment_id(session, assignment), outcomes)


def _merge(session: Session, assignment_id: str, outcomes: dict[str, Outcome]):
    notebook, submission, paper = api.Notebook, api.SubmittedAssignment, api.SubmittedNotebook
    books = dict(session.execute(select(notebook.name, notebook.id).where(notebook.assignment_id == assignment_id)).all())
    cells = {
        (book, name, kind): key
        for book, name, kind, key in session.execute(
            select(notebook.name, api.BaseCell.name, api.BaseCell.type, api.BaseCell.id)
            .join(notebook, notebook.id == api.BaseCell.notebook_id)
            .where(notebook.assignment_id == assignment_id)
        )
    }

    def cell(book: str, name: str, *kinds: str) -> str:
        found = next((cells[book, name, kind] for kind in kinds if (book, name, kind) in cells), None)
        if found is None:
            raise ValueError(f"cell must be in the gradebook; {book}/{name} is not. Was the assignment generated again? Then grade again")
        return found

    here = set(session.scalars(select(api.Student.id)))
    if new := [{"id": student} for student in outcomes if student not in here]:
        session.execute(insert(api.Student), new)

    found = select(submission.student_id, submission.id).where(submission.assignment_id == assignment_id)
    wanted = {
        (assignment_id, student): {"timestamp": datetime.fromisoformat(outcome.timestamp)} if outcome.timestamp else {}
        for student, outcome in outcomes.items()
    }
    existing = {(assignment_id, student): key for student, key in session.execute(found)}
    submissions = _put(session, submission, existing, wanted, ("assignment_id", "student_id"))

    if unknown := {name for outcome in outcomes.values() for name in outcome.notebooks} - set(books):
        raise ValueError(f"notebooks must be in the gradebook; {', '.join(sorted(unknown))} is not")
    rows = {
        (submissions[assignment_id, student], books[name]): (name, made)
        for student, outcome in outcomes.items()
        for name, made in outcome.notebooks.items()
    }
    existing = {
        (owner, book): key
        for owner, book, key in session.execute(
            select(paper.assignment_id, paper.notebook_id, paper.id)
            .join(submission, submission.id == paper.assignment_id)
            .where(submission.assignment_id == assignment_id)
        )
    }
    wanted = {pair: {"late_submission_penalty": made["late_penalty"]} for pair, (_, made) in rows.items()}
    papers = _put(session, paper, existing, wanted, ("assignment_id", "notebook_id"))

    grades, comments = {}, {}
    for pair, (name, made) in rows.items():
        for key, (score, needed) in made["grades"].items():
            grades[papers[pair], cell(name, key, "GradeCell", "TaskCell")] = {"auto_score": score, "needs_manual_grade": needed}
        for key, text in made["comments"].items():
            comments[papers[pair], cell(name, key, "SolutionCell", "TaskCell")] = {"auto_comment": text}
    for model, wanted in ((api.Grade, grades), (api.Comment, comments)):
        existing = {
            (owner, key): row
            for owner, key, row in session.execute(
                select(model.notebook_id, model.cell_id, model.id)
                .join(paper, paper.id == model.notebook_id)
                .join(submission, submission.id == paper.assignment_id)
                .where(submission.assignment_id == assignment_id)
            )
        }
        _put(session, model, existing, wanted, ("notebook_id", "cell_id"))
