"""Exports marks for a learning-management system: ``nbgrader export --exporter=coursework.export.CanvasExporter``.

A mark is exported when every question of the assignment is marked, by the program or by a person. Otherwise the cell is blank:
neither "not graded" nor "not handed in" is zero.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student
from nbgrader.plugins import ExportPlugin
from traitlets import Dict, Enum, Unicode

__all__ = ["CanvasExporter", "MoodleExporter", "final_mark"]


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
        with path.open("w", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows(self.table(gradebook, assignments, students))
        self.log.info("Exported %d marks of %d students to %s", len(assignments), len(students), path)

    def table(self, gradebook: Gradebook, assignments: list[Assignment], students: list[Student]) -> Iterable[list[Any]]:
        raise NotImplementedError

    def title(self, assignment: Assignment) -> str:
        return self.titles.get(assignment.name, assignment.name)

    @staticmethod
    def marks(gradebook: Gradebook, assignments: list[Assignment], student: Student) -> list[str]:
        marks = (final_mark(gradebook, assignment.name, student.id) for assignment in assignments)
        return ["" if mark is None else _number(mark) for mark in marks]


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
        yield ["    Points Possible", "", "", "", "", *(_number(assignment.max_score) for assignment in assignments)]
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


def _number(value: float) -> str:
    """Format with at most two decimals, as both systems show them, and without `.0`."""
    return f"{round(value, 2):.2f}".rstrip("0").rstrip(".")
