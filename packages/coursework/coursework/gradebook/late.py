"""What late work costs, and who may hand in later."""

from __future__ import annotations

import math
from datetime import datetime
from pathlib import Path
from typing import Any

from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Float

from coursework.roster import open_gradebook, require_student

__all__ = ["PerDay", "deadline", "extend", "late_students", "without_time"]

# Days: a longer extension is a slip of typing.
LONGEST = 366


class PerDay(LateSubmissionPlugin):
    """Takes a part of the mark for each day that has begun since the deadline.

    In `nbgrader_config.py`::

        c.AssignLatePenalties.plugin_class = "coursework.gradebook.late.PerDay"
        c.PerDay.percent = 10
    """

    percent = Float(10.0, help="Percent of the mark for each day.").tag(config=True)
    grace = Float(0.0, help="Minutes after the deadline that cost nothing.").tag(config=True)

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float:
        """The points that are taken off, at most all."""
        days = math.ceil(max(0.0, total_seconds_late - 60 * self.grace) / 86400)
        return score * min(1.0, days * self.percent / 100)


def extend(root: str | Path, assignment: str, student: str, hours: float) -> str:
    """Let a student hand in later than the others, in all by this many hours after the deadline; 0 takes an extension back.

    Returns
    -------
    str
        A sentence on what it changes.

    Raises
    ------
    ValueError
        If the time is negative or more than a year, the course has no such student, the gradebook has no such submission, or there is no
        deadline.
    """
    from nbgrader.api import MissingEntry

    if not 0 <= hours <= 24 * LONGEST:
        raise ValueError(f"an extension must be between 0 and {LONGEST} days; got {hours / 24:g}")
    require_student(root, student)
    with open_gradebook(root) as gradebook:
        try:
            submission = gradebook.find_submission(assignment, student)
        except MissingEntry:
            raise ValueError(
                f"the gradebook has no submission of {assignment} by {student}. Collect it and grade it, then run this again: "
                "a penalty that it got is taken back when it is graded again"
            ) from None
        if submission.assignment.duedate is None:  # with an extension of nothing, nbgrader cannot compute who is late
            raise ValueError(
                f"{assignment} has no deadline. Set it first, such as: "
                f'nbgrader db assignment add {assignment} --duedate="2027-01-15 23:59 Europe/Zurich"'
            )
        gradebook.grant_extension(assignment, student, hours=hours)
        submission = gradebook.find_submission(assignment, student)
        may = f"{student} may hand in {assignment} until {submission.duedate:%Y-%m-%d %H:%M} UTC"
        if submission.timestamp is None:
            return f"{may}. When the submission came is not known, so nothing is taken off for late work, and nothing changes."
        left = f"still {submission.total_seconds_late / 3600:.1f} h late" if submission.total_seconds_late > 0 else "not late"
        return f"{may}, and is {left}. Grade again to count it."


def deadline(root: str | Path, assignment: str) -> datetime | None:
    """The deadline of an assignment in the gradebook [UTC]; None if it has none, or is not there."""
    from nbgrader.api import MissingEntry

    with open_gradebook(root) as gradebook:
        try:
            return gradebook.find_assignment(assignment).duedate
        except MissingEntry:
            return None


def late_students(gradebook: Any, assignment: str) -> list[tuple[str, str]]:
    """Who handed in late, how late, and what it costs."""
    rows = []
    for submission in gradebook.assignment_submissions(assignment):
        if submission.total_seconds_late > 0:
            penalty = submission.late_submission_penalty or 0.0
            cost = f"{penalty:g} points off" if penalty else "no points off"
            rows.append((submission.student_id, f"{submission.total_seconds_late / 3600:.1f} h late: {cost}"))
    return sorted(rows)


def without_time(gradebook: Any, assignment: str) -> list[str]:
    """Whose submissions cannot be late, since nobody knows when they came, though there is a deadline."""
    return sorted(
        one.student_id for one in gradebook.assignment_submissions(assignment) if one.assignment.duedate and one.timestamp is None
    )
