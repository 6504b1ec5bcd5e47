"""What late work costs, and who may hand in later."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from nbgrader.plugins import LateSubmissionPlugin
from traitlets import Float

from coursework.roster import open_gradebook

__all__ = ["PerDay", "extend", "late_students"]


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
    """Let a student hand in later than the others, by this many hours after the deadline; 0 takes that back.

    Returns
    -------
    str
        A sentence on what it changes.

    Raises
    ------
    ValueError
        If the gradebook has no such submission.
    """
    from nbgrader.api import MissingEntry

    with open_gradebook(root) as gradebook:
        try:
            gradebook.grant_extension(assignment, student, hours=hours)
            submission = gradebook.find_submission(assignment, student)
        except MissingEntry:
            raise ValueError(
                f"the gradebook has no submission of {assignment} by {student}. Collect it and grade it, then run this again: "
                "a penalty that it got is taken back when it is graded again"
            ) from None
        if submission.duedate is None:
            return f"{student} has {hours:g} h more, but {assignment} has no deadline yet."
        left = f"still {submission.total_seconds_late / 3600:.1f} h late" if submission.total_seconds_late > 0 else "not late"
        return f"{student} may hand in {assignment} until {submission.duedate:%Y-%m-%d %H:%M} UTC, and is {left}. Grade again to count it."


def late_students(gradebook: Any, assignment: str) -> list[tuple[str, str]]:
    """Who handed in late, how late, and what it costs."""
    rows = []
    for submission in gradebook.assignment_submissions(assignment):
        if submission.total_seconds_late > 0:
            penalty = submission.late_submission_penalty or 0.0
            cost = f"{penalty:g} points off" if penalty else "no points off"
            rows.append((submission.student_id, f"{submission.total_seconds_late / 3600:.1f} h late: {cost}"))
    return sorted(rows)
