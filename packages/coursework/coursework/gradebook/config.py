"""What a course folder's ``nbgrader_config.py`` takes from here: nbgrader's own steps, with ours in the places of four."""

from __future__ import annotations

from typing import Any

__all__ = ["configure"]


def configure(c: Any) -> None:
    """Set nbgrader up for sets made with `coursework`; `c` is the object that ``get_config()`` returns.

    Replaced are `Execute` (a confined process), `SaveAutoGrades` ("not graded" is not zero) and `DeduplicateIds` (repair of
    damaged notebooks); everything else stays as nbgrader has it, but that `collect` does not follow links.
    """
    ours, theirs = "coursework.gradebook.preprocessors.", "nbgrader.preprocessors."
    c.Autograde.exporter_class = ours + "SubmissionExporter"
    c.Autograde.sanitize_preprocessors = [
        ours + "Repair",
        *(theirs + name for name in ("ClearOutput", "OverwriteKernelspec", "OverwriteCells", "CheckCellMetadata")),
    ]
    c.Autograde.autograde_preprocessors = [
        ours + "SandboxedExecute",
        ours + "GradeAnswers",
        theirs + "IgnorePattern",
        "nbconvert.preprocessors.ClearMetadataPreprocessor",
        theirs + "LimitOutput",
        ours + "SaveMarks",
        theirs + "AssignLatePenalties",
        theirs + "CheckCellMetadata",
        ours + "Publish",
    ]
    c.ExchangeFactory.collect = "coursework.gradebook.collect.ExchangeCollect"
    # Nothing of these is copied from one folder of the course to another; a record is the grader's, not the student's.
    c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "sets", "rubrics", "course.key", "record.json"]
    # The lines `name = ...` are the stub; nbgrader's own would raise an error in the student's notebook.
    c.ClearSolutions.code_stub = {"python": ""}
    c.ClearSolutions.text_stub = "*Your answer.*"
    # What a student writes in Markdown is shown to others, in the formgrader and on feedback pages: it must not run there.
    safety = "coursework.gradebook.safety."
    c.HTMLExporter.filters = {"markdown2html": safety + "markdown_to_html", "clean_html": safety + "clean_html"}
    c.HTMLExporter.sanitize_html = True
