"""Copies what a shard needs from the course's gradebook, and merges results into it, all or none.

SQLAlchemy accesses nbgrader's own tables, so the course's gradebook may be SQLite, as nbgrader makes it, or PostgreSQL.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from nbgrader import api
from sqlalchemy import create_engine, event, insert, inspect, make_url, select, update
from sqlalchemy.orm import Session

from coursework.scale.results import Outcome, Standing

__all__ = ["marks", "merge", "require_assignment", "seed", "standings", "template"]

Pair = tuple[str, str]

# What defines an assignment, in the order in which rows refer to each other.
DEFINITION = (api.Course, api.Assignment, api.Notebook, api.BaseCell, api.GradeCell, api.SolutionCell, api.TaskCell, api.SourceCell)


@contextlib.contextmanager
def _session(url: str) -> Iterator[Session]:
    """A session on a gradebook, in one transaction."""
    lite = url.startswith("sqlite")
    engine = create_engine(url, connect_args={"timeout": 60} if lite else {})
    if lite:
        # Python's sqlite3 would begin the transaction only at the first change, after reading what is about to change.
        event.listen(engine, "connect", lambda connection, _: setattr(connection, "isolation_level", None))
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with Session(engine) as session, session.begin():
            yield session
    finally:
        engine.dispose()


def _assignment_id(session: Session, assignment: str) -> str:
    assignment_id = session.scalar(select(api.Assignment.id).where(api.Assignment.name == assignment))
    if assignment_id is None:
        raise ValueError(f"assignment must be in the gradebook; {assignment!r} is not. Run: nbgrader generate_assignment {assignment}")
    return assignment_id


def require_assignment(url: str, assignment: str) -> None:
    """Refuse to grade what is not in the gradebook, and make no file.

    Raises
    ------
    ValueError
        If there is no gradebook, or the assignment is not in it. The message says what to run.
    """
    file = make_url(url).database if url.startswith("sqlite") else None
    if (file and not Path(file).is_file()) or not _has_tables(url):  # SQLite makes the file when it is opened
        raise ValueError(
            f"there is no gradebook yet. Run: python -m coursework build {assignment}, then: nbgrader generate_assignment {assignment}"
        )
    with _session(url) as session:
        _assignment_id(session, assignment)


def _has_tables(url: str) -> bool:
    engine = create_engine(url)
    try:
        return inspect(engine).has_table(api.Assignment.__tablename__)
    finally:
        engine.dispose()


def _rows(session: Session, model: Any, assignment_id: str) -> list[dict[str, Any]]:
    """The rows of one table that belong to an assignment."""
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
    """Make an SQLite gradebook with the definition of one assignment: no students, no marks, no other assignment.

    Parameters
    ----------
    url : str
        SQLAlchemy URL of the course's gradebook.
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
    # nbgrader's default name of a course.
    if all(row["id"] != "default_course" for row in rows[api.Course]):
        rows[api.Course].append({"id": "default_course"})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "gradebook.db"
        engine = create_engine(f"sqlite:///{path}")
        api.Base.metadata.create_all(engine)
        with engine.begin() as connection:
            for model, content in rows.items():
                if content:
                    connection.execute(insert(model.__table__), content)
        engine.dispose()
        return path.read_bytes()


def due(url: str, assignment: str) -> str:
    """The due date of the assignment; "" if it has none."""
    with _session(url) as session:
        date = session.scalar(select(api.Assignment.duedate).where(api.Assignment.id == _assignment_id(session, assignment)))
    return date.isoformat() if date else ""


def standings(url: str, assignment: str) -> dict[str, Standing]:
    """What marking depends on in the gradebook: the extension, and marks by people, of each student's submission."""
    with _session(url) as session:
        assignment_id = _assignment_id(session, assignment)
        submission, notebook, grade = api.SubmittedAssignment, api.SubmittedNotebook, api.Grade
        known = {
            student: Standing(extension.total_seconds() if extension else 0.0, {})
            for student, extension in session.execute(
                select(submission.student_id, submission.extension).where(submission.assignment_id == assignment_id)
            )
        }
        manual = (
            select(submission.student_id, api.Notebook.name, api.BaseCell.name, grade.manual_score, grade.extra_credit)
            .join(notebook, notebook.assignment_id == submission.id)
            .join(api.Notebook, api.Notebook.id == notebook.notebook_id)
            .join(grade, grade.notebook_id == notebook.id)
            .join(api.BaseCell, api.BaseCell.id == grade.cell_id)
            .where(submission.assignment_id == assignment_id)
            .where(grade.manual_score.is_not(None) | grade.extra_credit.is_not(None))
        )
        for student, name, cell, score, extra in session.execute(manual):
            known[student].manual.setdefault(name, {})[cell] = (score, extra)
    return known


def seed(gradebook: api.Gradebook, assignment: str, student: str, standing: Standing) -> None:
    """Copy a student's entry in the course's gradebook to a shard's."""
    gradebook.update_or_create_student(student)
    submission = gradebook.update_or_create_submission(assignment, student)
    submission.extension = timedelta(seconds=standing.extension) if standing.extension else None
    for notebook in submission.notebooks:
        manual = standing.manual.get(notebook.name, {})
        for grade in notebook.grades if manual else ():
            grade.manual_score, grade.extra_credit = manual.get(grade.name, (None, None))
    gradebook.db.commit()


def marks(gradebook: api.Gradebook, assignment: str, student: str) -> dict[str, Any]:
    """Read the marks that grading wrote for a student: `timestamp` and `notebooks` of an `Outcome`."""
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


def _put(
    session: Session, model: Any, existing: dict[Pair, str], rows: dict[Pair, dict[str, Any]], keys: tuple[str, str]
) -> dict[Pair, str]:
    """Update or add rows {(a, b): columns}, of which `existing` has ids {(a, b): id}; return all ids."""
    fresh = {pair: api.new_uuid() for pair in rows if pair not in existing}
    ids = existing | fresh
    added = [{"id": ids[pair], **dict(zip(keys, pair, strict=True)), **columns} for pair, columns in rows.items() if pair in fresh]
    changed = [{"id": ids[pair], **columns} for pair, columns in rows.items() if pair in existing and columns]
    # The rows of one statement must have the same columns.
    for statement, content in ((insert(model), added), (update(model), changed)):
        for columns in {tuple(sorted(row)) for row in content}:
            alike = [row for row in content if tuple(sorted(row)) == columns]
            session.execute(statement, alike, execution_options={"render_nulls": True})
    return ids


def merge(url: str, assignment: str, outcomes: Iterable[Outcome]) -> None:
    """Write the outcomes of all shards to the course's gradebook, in one transaction: all of them, or none.

    The program's scores, comments and penalties are replaced. What people entered stays: scores, extra credit, comments, flags, extensions.

    Parameters
    ----------
    url : str
        SQLAlchemy URL of the course's gradebook.
    assignment : str
        Name of the assignment.
    outcomes : iterable of Outcome
        At most one for each student.

    Raises
    ------
    ValueError
        If the assignment, a notebook or a cell is not in the gradebook.
    """
    outcomes = {outcome.student: outcome for outcome in outcomes}
    with _session(url) as session:
        _merge(session, _assignment_id(session, assignment), outcomes)


def _merge(session: Session, assignment_id: str, outcomes: dict[str, Outcome]) -> None:
    """Write rows from the outside in: students, submissions, their notebooks, and the grades and comments of these."""
    known = set(session.scalars(select(api.Student.id)))
    if new := [{"id": student} for student in outcomes if student not in known]:
        session.execute(insert(api.Student), new)
    submissions = _merge_submissions(session, assignment_id, outcomes)
    notebooks = _merge_notebooks(session, assignment_id, outcomes, submissions)
    cell_ids = _cell_ids(session, assignment_id)
    grades, comments = {}, {}
    for (student, name), notebook in notebooks.items():
        marks = outcomes[student].notebooks[name]
        for cell, (score, waits) in marks["grades"].items():
            grades[notebook, _cell_id(cell_ids, name, cell, "GradeCell")] = {"auto_score": score, "needs_manual_grade": waits}
        for cell, text in marks["comments"].items():
            comments[notebook, _cell_id(cell_ids, name, cell, "SolutionCell")] = {"auto_comment": text}
    for model, rows in ((api.Grade, grades), (api.Comment, comments)):
        _put(session, model, _existing(session, assignment_id, model), rows, ("notebook_id", "cell_id"))


def _merge_submissions(session: Session, assignment_id: str, outcomes: dict[str, Outcome]) -> dict[Pair, str]:
    """Write the submissions; return their ids by (assignment, student)."""
    submission = api.SubmittedAssignment
    statement = select(submission.student_id, submission.id).where(submission.assignment_id == assignment_id)
    existing = {(assignment_id, student): key for student, key in session.execute(statement)}
    rows = {
        (assignment_id, student): {"timestamp": datetime.fromisoformat(outcome.timestamp)} if outcome.timestamp else {}
        for student, outcome in outcomes.items()
    }
    return _put(session, submission, existing, rows, ("assignment_id", "student_id"))


def _merge_notebooks(session: Session, assignment_id: str, outcomes: dict[str, Outcome], submissions: dict[Pair, str]) -> dict[Pair, str]:
    """Write the submissions' notebooks; return their ids by (student, name of the notebook)."""
    notebook = api.Notebook
    ids = dict(session.execute(select(notebook.name, notebook.id).where(notebook.assignment_id == assignment_id)).all())
    if unknown := {name for outcome in outcomes.values() for name in outcome.notebooks} - set(ids):
        raise ValueError(f"notebooks must be in the gradebook; {', '.join(sorted(unknown))} is not")
    pairs = {
        (student, name): (submissions[assignment_id, student], ids[name])
        for student, outcome in outcomes.items()
        for name in outcome.notebooks
    }
    rows = {pair: {"late_submission_penalty": outcomes[student].notebooks[name]["late_penalty"]} for (student, name), pair in pairs.items()}
    existing = _existing(session, assignment_id, api.SubmittedNotebook)
    written = _put(session, api.SubmittedNotebook, existing, rows, ("assignment_id", "notebook_id"))
    return {key: written[pair] for key, pair in pairs.items()}


def _existing(session: Session, assignment_id: str, model: Any) -> dict[Pair, str]:
    """Ids of an assignment's submitted notebooks, grades or comments, by the two ids that each refers to."""
    submission, paper = api.SubmittedAssignment, api.SubmittedNotebook
    if model is paper:
        statement = select(paper.assignment_id, paper.notebook_id, paper.id)
    else:
        statement = select(model.notebook_id, model.cell_id, model.id).join(paper, paper.id == model.notebook_id)
    statement = statement.join(submission, submission.id == paper.assignment_id).where(submission.assignment_id == assignment_id)
    return {(owner, other): key for owner, other, key in session.execute(statement)}


def _cell_ids(session: Session, assignment_id: str) -> dict[tuple[str, str, str], str]:
    """Ids of an assignment's cells, by notebook, name and type."""
    notebook, cell = api.Notebook, api.BaseCell
    statement = select(notebook.name, cell.name, cell.type, cell.id).join(notebook, notebook.id == cell.notebook_id)
    return {tuple(row[:3]): row[3] for row in session.execute(statement.where(notebook.assignment_id == assignment_id))}


def _cell_id(cell_ids: dict[tuple[str, str, str], str], notebook: str, name: str, kind: str) -> str:
    """The id of a cell of this type, or of a task cell."""
    cell_id = cell_ids.get((notebook, name, kind)) or cell_ids.get((notebook, name, "TaskCell"))
    if cell_id is None:
        raise ValueError(f"cell must be in the gradebook; {notebook}/{name} is not. Was the assignment generated again? Then grade again")
    return cell_id
