"""Configures nbgrader for a course folder: its ``nbgrader_config.py`` calls `configure`."""

from __future__ import annotations

from typing import Any

__all__ = ["configure"]


def configure(c: Any) -> None:
    """Configure nbgrader for sets made with `coursework`; `c` is the object that ``get_config()`` returns.

    This replaces nbgrader's `Execute` (by a sandbox), `SaveAutoGrades` (by one for which "not graded" is not zero) and
    `DeduplicateIds` (by the repair of damaged notebooks), `collect` no longer follows links, and feedback shows no score where there is
    none yet. The other steps are nbgrader's.
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
    # Never copied from one folder of the course to another. A record is written by the grader, not by the student.
    c.CourseDirectory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback", "sets", "rubrics", "course.key", "record.json"]
    # The lines `name = ...` are the stubs; nbgrader's own stub would raise an error in the student's notebook.
    c.ClearSolutions.code_stub = {"python": ""}
    c.ClearSolutions.text_stub = "*Your answer.*"
    # Students' Markdown is shown to others, in the formgrader and on feedback pages: it must not run there.
    safety = "coursework.gradebook.safety."
    c.HTMLExporter.filters = {
        "markdown2html": safety + "markdown_to_html",
        "clean_html": safety + "clean_html",
        "float": "coursework.gradebook.pages.as_float",
        "round": "coursework.gradebook.pages.rounded",
    }
    c.HTMLExporter.sanitize_html = True
    # What nobody has marked yet is not shown as 0.
    c.GenerateFeedback.preprocessors = ["coursework.gradebook.pages.GetMarks", "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor"]
    c.GenerateFeedback.post_convert_hook = "coursework.gradebook.pages.finish_feedback"
