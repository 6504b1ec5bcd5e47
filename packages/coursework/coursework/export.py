"""Exports marks for a learning-management system: ``nbgrader export --exporter=coursework.export.CanvasExporter``.

A mark is exported when every question of the assignment is marked, by the program or by a person. Otherwise the cell is blank:
neither "not graded" nor "not handed in" is zero. What is blank, and why, is said.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student
from nbgrader.plugins import ExportPlugin
from traitlets import Dict, Enum, Unicode

from coursework import groups, lms
from coursework.gradebook.waiting import by_hand, listed, told
from coursework.roster import STUDENTS, open_gradebook, students_of

__all__ = ["CanvasExporter", "MoodleExporter", "QuestionExporter", "fill_table", "final_mark", "harmless", "unmarked", "written"]

# What spreadsheets take for a formula, unless it is a number or a lone sign.
FORMULA = re.compile(r"\s*(?:[=@]|[+-](?!\d*[.,]?\d*$))|[\t\r]")


def final_mark(gradebook: Gradebook, assignment: str, student: str) -> float | None:
    """A student's mark, less the late penalty and never below zero; None if any part of it is not graded yet.

    As in nbgrader, a person's mark replaces the program's, and extra credit is added.
    """
    try:
        submission = gradebook.find_submission(assignment, student)
    except MissingEntry:
        return None
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
    if not grades or any(grade.auto_score is None and grade.manual_score is None for grade in grades):
        return None
    return max(0.0, submission.score - (submission.late_submission_penalty or 0.0))


def harmless(cell: object) -> str:
    """A cell of a table that no spreadsheet takes for a formula: students may choose their names.

    Examples
    --------
    >>> [harmless(cell) for cell in ("=1+1", "@sum", "-3.5", "-", "Ada", 4)]
    ["'=1+1", "'@sum", '-3.5', '-', 'Ada', '4']
    """
    text = str(cell)
    return f"'{text}" if FORMULA.match(text) else text


def written(value: float | None) -> str:
    """A mark with at most two decimals, as Canvas and Moodle show it, and without `.0`; empty for None."""
    return "" if value is None else f"{round(value, 2):.2f}".rstrip("0").rstrip(".")


def unmarked(gradebook: Gradebook, assignment: str, students: Iterable[str], owners: Mapping[str, str]) -> list[str]:
    """Say, in lines for a terminal, who of these students has no mark, and why; `owners` says whose submission counts for a member of a group."""
    students = list(students)
    without = [student for student in students if final_mark(gradebook, assignment, owners.get(student, student)) is None]
    asked = {owners.get(student, student) for student in without}
    lost = groups.replaced(gradebook, assignment, owners)
    waiting = {name: sorted({*ids} & asked) for name, ids in by_hand(gradebook, assignment, lost).items()}
    waiting = {name: ids for name, ids in waiting.items() if ids}
    there = {one.student_id for one in gradebook.assignment_submissions(assignment)} | {*owners}
    by_person = {student for student in without if any(owners.get(student, student) in ids for ids in waiting.values())}
    lines = [f"{assignment}: {len(students) - len(without)} of {len(students)} students have a mark.", *told(waiting)]
    for words, ids in (
        ("not graded (see `report`)", [one for one in without if one in there and one not in by_person]),
        ("handed nothing in, or not graded yet", [one for one in without if one not in there]),
    ):
        if ids:
            lines.append(f"Left blank, {words}: {listed(ids)}")
    return lines


def fill_table(root: str | Path, assignment: str, table: str | Path, titles: list[str], to: str | Path) -> list[str]:
    """Write the marks of an assignment into a copy of a table that Canvas or Moodle exported.

    Parameters
    ----------
    root : path
        The course folder.
    assignment : str
        Name of the assignment.
    table, to : path
        The LMS's table, and the file to write.
    titles : list of str
        What the column may be called. In Moodle's grading worksheet it is ``Grade``.

    Returns
    -------
    list of str
        Who has no mark, and why, whose mark has no row in the table, and whose row is no student's, in lines for a terminal.
    """
    source = lms.read_table(table)
    students = students_of(root)
    with open_gradebook(root) as gradebook:
        owners = groups.counted(gradebook, assignment, students)
        marks = {one["id"]: written(final_mark(gradebook, assignment, owners.get(one["id"], one["id"]))) for one in students}
        lines = unmarked(gradebook, assignment, marks, owners)
    titles = ["Grade"] if source.column(lms.IDENTIFIER) is not None else titles
    rows, lost, unknown = lms.fill(source, marks, titles, students)
    with Path(to).open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream, delimiter=source.delimiter).writerows(map(harmless, row) for row in rows)
    if lost:
        lines.append(f"These have a mark, but {table} has no row in which they are known: {', '.join(lost)}")
    if unknown:
        names = "; ".join(unknown)
        lines.append(f"Not known from students.csv, and so without a mark: {names}. Run `roster` with this table, then `build` again.")
    return [f"Wrote {to}", *lines]


class _TableExporter(ExportPlugin):
    """The common part: selects students and assignments, and writes the table."""

    file = "grades.csv"

    titles = Dict(
        key_trait=Unicode(), value_trait=Unicode(), help="Column title of an assignment, if it is not the assignment's name."
    ).tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        """Write the table to ``--to``."""
        assignments = [one for one in gradebook.assignments if not self.assignment or one.name in map(str, self.assignment)]
        students = [one for one in gradebook.students if not self.student or one.id in map(str, self.student)]
        path = Path(self.to or self.file)
        enrolled = self._students()
        self.owners = {one.name: groups.counted(gradebook, one.name, enrolled) for one in assignments}
        with path.open("w", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows(map(harmless, row) for row in self.table(gradebook, assignments, students))
        self.log.info("Wrote %s", path)
        for assignment in assignments:
            for line in unmarked(gradebook, assignment.name, [student.id for student in students], self.owners[assignment.name]):
                self.log.info("%s", line)

    def _students(self) -> list[dict[str, str]]:
        """The lines of `students.csv`, which say who is in which group; none in a folder without that file."""
        root = getattr(getattr(self.parent, "coursedir", None), "root", ".")
        return students_of(root) if Path(root, STUDENTS).is_file() else []

    def owner(self, assignment: Assignment, student: Student) -> str:
        """The login of whose submission counts for a student: in a group, perhaps another member's."""
        return self.owners[assignment.name].get(student.id, student.id)

    def table(self, gradebook: Gradebook, assignments: list[Assignment], students: list[Student]) -> Iterable[list[Any]]:
        raise NotImplementedError

    def title(self, assignment: Assignment) -> str:
        return self.titles.get(assignment.name, assignment.name)

    def marks(self, gradebook: Gradebook, assignments: list[Assignment], student: Student) -> list[str]:
        return [written(final_mark(gradebook, one.name, self.owner(one, student))) for one in assignments]


class CanvasExporter(_TableExporter):
    """CSV for Canvas: Grades, Import.

    Canvas expects the columns ``Student``, ``ID``, ``SIS User ID``, ``SIS Login ID`` and ``Section`` in this order, then one column
    for each assignment; a second row that begins with ``Points Possible``; then a row for each student. It identifies a student by
    its own number in ``ID``, or else by ``SIS User ID``, ``SIS Login ID`` (here the student's id) or the name, and an assignment by
    ``Title (number)`` or by its title; an unknown title makes a new assignment. Set the title with its number once in
    `nbgrader_config.py`::

        c.CanvasExporter.titles = {"price_of_coldness": "The price of coldness (4711)"}

    A blank cell stays blank, and deletes a mark that Canvas already has, as its preview shows. These are the rules of Canvas's own
    `lib/gradebook_importer.rb`.
    """

    file = "canvas.csv"

    lms_user_id = Enum(["ID", "SIS User ID"], "ID", help="Which of Canvas's columns nbgrader's `lms_user_id` is.").tag(config=True)

    def table(self, gradebook: Gradebook, assignments: list[Assignment], students: list[Student]) -> Iterable[list[Any]]:
        """The rows of the file."""
        yield ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *map(self.title, assignments)]
        yield ["    Points Possible", "", "", "", "", *(written(assignment.max_score) for assignment in assignments)]
        for student in students:
            name = ", ".join(filter(None, (student.last_name, student.first_name))) or student.id
            ids = {self.lms_user_id: student.lms_user_id or ""}
            yield [name, ids.get("ID", ""), ids.get("SIS User ID", ""), student.id, "", *self.marks(gradebook, assignments, student)]


class MoodleExporter(_TableExporter):
    """CSV for Moodle: Grades, Import, CSV file.

    Moodle asks which column identifies the user and which column is which grade. Map ``Email address`` to "Email address", ``ID
    number`` to "ID number" or ``Username`` to "Username", and under "Grade item mappings" each assignment's column to its grade item;
    leave the others on "Ignore". An empty grade is imported as "no grade", so use ``--student`` to export only students whose grades
    may change. One student unknown to Moodle stops the whole import. These are the rules of Moodle's documentation, "Grade import",
    and its `grade/import/csv`.
    """

    file = "moodle.csv"

    def table(self, gradebook: Gradebook, assignments: list[Assignment], students: list[Student]) -> Iterable[list[Any]]:
        """The rows of the file."""
        yield ["First name", "Last name", "ID number", "Username", "Email address", *map(self.title, assignments)]
        for student in students:
            details = (student.first_name, student.last_name, student.lms_user_id, student.id, student.email)
            yield [*(detail or "" for detail in details), *self.marks(gradebook, assignments, student)]


class QuestionExporter(_TableExporter):
    """A table with the points of each question, the late penalty and the mark, for a person or a spreadsheet."""

    file = "questions.csv"

    def table(self, gradebook: Gradebook, assignments: list[Assignment], students: list[Student]) -> Iterable[list[Any]]:
        """The rows of the file."""
        cells = [(one, cell) for one in assignments for paper in one.notebooks for cell in paper.grade_cells]
        head = [f"{self.title(one)}: {cell.name.removeprefix('check-')} ({written(cell.max_score)})" for one, cell in cells]
        totals = [f"{self.title(one)}{part}" for one in assignments for part in (": late penalty", f" ({written(one.max_score)})")]
        yield ["Login", "First name", "Last name", *head, *totals]
        for student in students:
            points = {key: value for one in assignments for key, value in _points(gradebook, one.name, self.owner(one, student))}
            row = [points.get((one.name, cell.name), "") for one, cell in cells]
            for one in assignments:
                row += [points.get((one.name, ""), ""), written(final_mark(gradebook, one.name, self.owner(one, student)))]
            yield [student.id, student.first_name or "", student.last_name or "", *row]


def _points(gradebook: Gradebook, assignment: str, student: str) -> Iterator[tuple[tuple[str, str], str]]:
    """A student's points by (assignment, cell), and the late penalty with an empty name of the cell."""
    try:
        submission = gradebook.find_submission(assignment, student)
    except MissingEntry:
        return
    yield (assignment, ""), written(submission.late_submission_penalty or None)
    for paper in submission.notebooks:
        for grade in paper.grades:
            marked = grade.auto_score is not None or grade.manual_score is not None
            yield (assignment, grade.name), written(grade.score if marked else None)
