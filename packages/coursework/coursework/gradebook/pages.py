"""Feedback pages: what nobody has marked yet is not shown as a score of 0."""

from __future__ import annotations

from typing import Any

from nbgrader.preprocessors import GetGrades
from nbgrader.utils import is_grade

from coursework.gradebook.feedback import BY_HAND, NOT_YET

__all__ = ["GetMarks", "as_float", "rounded"]

UNMARKED = "not marked yet"


class GetMarks(GetGrades):
    """Puts marks into the notebook that becomes a feedback page. Replaces nbgrader's `GetGrades`, which shows 0 where there is none."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Read the marks; the title says how many points are not marked yet."""
        nb, resources = super().preprocess(nb, resources)
        about = resources["nbgrader"]
        about["score"] = max(0.0, about["score"])
        cells = [cell.metadata.nbgrader for cell in nb.cells if is_grade(cell)]
        if missing := sum(cell.points for cell in cells if cell.score == UNMARKED):
            about["score"] = f"{round(about['score'], 2)}, and {missing:g} points {UNMARKED}"
        elif nb.cells:
            nb.cells[0].source = nb.cells[0].source.replace(NOT_YET, BY_HAND)
        return nb, resources

    def _get_score(self, cell: Any, resources: Any) -> None:
        super()._get_score(cell, resources)
        grade = self.gradebook.find_grade(cell.metadata.nbgrader["grade_id"], self.notebook_id, self.assignment_id, self.student_id)
        if grade.auto_score is None and grade.manual_score is None:
            cell.metadata.nbgrader["score"] = UNMARKED


def as_float(value: Any, default: float = 0.0) -> Any:
    """Jinja's filter `float`, which leaves words about a score as they are."""
    if isinstance(value, str) and UNMARKED in value:
        return value
    try:
        return float(value)
    except (TypeError, ValueError):
        return default


def rounded(value: Any, precision: int = 0, method: str = "common") -> Any:
    """Jinja's filter `round`, which leaves words about a score as they are."""
    from jinja2.filters import do_round

    return value if isinstance(value, str) else do_round(value, precision, method)
