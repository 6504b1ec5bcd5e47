"""Feedback to a student: a table under each check, and a few lines at the top of the page.

This module has no access to the right answers, so it cannot show them.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING, Any

from coursework.gradebook.safety import inert

if TYPE_CHECKING:
    from coursework.gradebook.records import Record
    from coursework.marking.questions import QuestionMark

__all__ = ["BY_HAND", "NOT_YET", "comments", "outputs_of", "summary"]

#: Begins the reason why a notebook is not graded, before and after a person has marked it.
NOT_YET, BY_HAND = "**Not graded yet, which is not zero:**", "**Marked by a person, since the program could not:**"


def outputs_of(mark: QuestionMark | None, reason: str = "") -> list[dict[str, Any]]:
    """Make the outputs of a check cell: the points for nbgrader, and a table for people.

    A question that is not graded has no result; `SaveMarks` saves it as not graded.
    """
    if mark is None:
        text = f"Not graded: {reason}"
        return [{"output_type": "display_data", "metadata": {}, "data": {"text/plain": text, "text/html": _paragraph(text)}}]
    data = {"text/plain": "not graded" if mark.points is None else repr(points_of(mark)), "text/html": _table(mark)}
    if mark.points is None:
        return [{"output_type": "display_data", "metadata": {}, "data": data}]
    return [{"output_type": "execute_result", "metadata": {}, "execution_count": None, "data": data}]


def points_of(mark: QuestionMark) -> float | None:
    """The points of a question, at most its maximum, since nbgrader refuses more."""
    return None if mark.points is None else float(min(max(round(mark.points, 6), 0.0), mark.maximum))


def comments(mark: QuestionMark) -> list[str]:
    """The comments beside an answer cell: a sentence for each answer that did not get all its points."""
    lost = [one for one in mark.marks if one.message and (one.points is None or one.points < one.maximum)]
    return [one.message if one.message.startswith(one.name) else f"{one.name}: {one.message}" for one in lost]


def summary(record: Record) -> str:
    """Make the Markdown text at the top of a graded notebook."""
    version = f", version {record.version} ({record.digest})" if record.digest else ""
    lines = [f"Marked as *{record.assignment}*{version}, with coursework {record.coursework} and cryolib {record.cryolib}."]
    if record.reason:
        lines.insert(0, f"{NOT_YET} {record.reason.rstrip('.')}.")
    if record.repaired:
        lines.append("Repaired before it was graded: " + "; ".join(record.repaired) + ".")
    if record.handed_in:
        old = " ".join(record.handed_in[key] for key in ("version", "digest") if record.handed_in.get(key))
        lines.append(f"The notebook that was handed in was made from another version of the set ({old}).")
    return inert("\n\n".join(lines))


def _table(mark: QuestionMark) -> str:
    rows = [_row(("Answer", "Read as", "Points", "Comment"), "th")]
    for one in mark.marks:
        points = "not graded" if one.points is None else f"{one.points:g} of {one.maximum:g}"
        cells = [
            f"<code>{escape(one.name)}</code>",
            f"<code>{escape(one.read_as)}</code>" if one.read_as else "",
            points,
            escape(one.message),
        ]
        rows.append(_row(cells))
    return '<table class="table">' + "".join(rows) + "</table>"


def _row(cells: Iterable[str], tag: str = "td") -> str:
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"


def _paragraph(text: str) -> str:
    return f"<div>{escape(text)}</div>"
