"""Feedback pages: what nobody has marked yet is not shown as a score of 0, questions have their titles, and no sentence stands twice."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from nbgrader.preprocessors import GetGrades
from nbgrader.utils import is_grade

from coursework import folder
from coursework.gradebook.feedback import BY_HAND, NOT_YET
from coursework.groups import share_feedback

__all__ = ["GetMarks", "as_float", "finish_feedback", "rounded", "with_titles"]

UNMARKED = "not marked yet"
#: What nbgrader calls a question in the list at the top of the page.
LISTED = re.compile(r'(<a href="#(?:check-)?(\w+)">)(?:Test cell|Coding free-response|Written response)</a>')


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

    def _get_comment(self, cell: Any, resources: Any) -> None:
        """Read the comment; what the program says about answers stands in the table below them, once."""
        super()._get_comment(cell, resources)
        name = cell.metadata.nbgrader["grade_id"]
        if not is_grade(cell):
            comment = self.gradebook.find_comment(name, self.notebook_id, self.assignment_id, self.student_id)
            cell.metadata.nbgrader["comment"] = comment.manual_comment


def with_titles(page: str, titles: Mapping[str, str]) -> str:
    """A page of feedback whose list of questions has their titles.

    Examples
    --------
    >>> with_titles('<a href="#check-bench">Test cell</a>', {"bench": "A test bench"})
    '<a href="#check-bench">A test bench</a>'
    """
    return LISTED.sub(lambda found: f"{found[1]}{escape(titles.get(found[2]) or found[2])}</a>", page)


def finish_feedback(assignment: str, notebooks: list[str], **_: Any) -> None:
    """Finish a student's page of feedback, and share it in the group: nbgrader calls this in the course folder after each student."""
    sheet = folder.load_sheet(folder.page_of(".", assignment).with_suffix(".py"))
    titles = {question.id: question.title for question in sheet.questions}
    for notebook in map(Path, notebooks):  # autograded/STUDENT/ASSIGNMENT/NAME.ipynb
        page = Path("feedback", *notebook.parts[-3:]).with_suffix(".html")
        page.write_text(with_titles(page.read_text(encoding="utf-8"), titles), encoding="utf-8")
    share_feedback(assignment)


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
