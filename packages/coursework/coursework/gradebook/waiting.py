"""Who waits for a mark by hand: answers that a program cannot mark, and that nobody has looked at yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from nbgrader import api
from sqlalchemy import select

__all__ = ["by_hand", "listed", "told"]

SHOWN = 5  # names that are listed; of more, the number


def by_hand(gradebook: api.Gradebook, assignment: str, but: Collection[str] = ()) -> dict[str, list[str]]:
    """The questions of an assignment that are marked by hand, and the students, `but` some, whose answers nobody has marked yet."""
    submission, paper, cell, grade = api.SubmittedAssignment, api.SubmittedNotebook, api.BaseCell, api.Grade
    free = select(api.SolutionCell.name).join(api.Notebook, api.Notebook.id == api.SolutionCell.notebook_id)
    names = set(gradebook.db.scalars(free.join(api.Assignment).where(api.Assignment.name == assignment)))
    rows = gradebook.db.execute(
        select(cell.name, submission.student_id)
        .join(grade, grade.cell_id == cell.id)
        .join(paper, paper.id == grade.notebook_id)
        .join(submission, submission.id == paper.assignment_id)
        .join(api.Assignment, api.Assignment.id == submission.assignment_id)
        .where(api.Assignment.name == assignment, grade.auto_score.is_(None), grade.manual_score.is_(None))
        .order_by(cell.name, submission.student_id)
    )
    waiting: dict[str, list[str]] = defaultdict(list)
    for name, student in rows:
        if name in names and student not in but:
            waiting[name].append(student)
    return dict(waiting)


def listed(students: Collection[str]) -> str:
    """Some names, and how many more there are."""
    names = sorted(students)
    return ", ".join(names[:SHOWN]) + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")


def told(waiting: Mapping[str, Any]) -> list[str]:
    """Say who waits for a mark by hand, in lines for a terminal; nothing if nobody does."""
    if not waiting:
        return []
    count = len({student for students in waiting.values() for student in students})
    wait = "1 student waits" if count == 1 else f"{count} students wait"
    return [
        f"{wait} for a mark by hand, and so for a total. Mark these in the formgrader (jupyter lab, menu Nbgrader):",
        *(f"  {question}: {listed(students)}" for question, students in waiting.items()),
    ]
