"""Runs an author's own solutions and marks them: a solution that the sheet finds wrong means that one of the two is wrong."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from coursework.marking.answers import Unanswered, plain
from coursework.marking.questions import Mark, mark_question
from coursework.sheets.asked import Question
from coursework.sheets.numbers import Numbers
from coursework.sheets.sheet import Sheet

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["require_right_solutions"]


def require_right_solutions(notebook: NotebookNode, sheet: Sheet, students: Iterable[str] = ("one", "another")) -> None:
    """Run a set's source notebook with the practice numbers and those of some students, and mark the answers of its solutions.

    Cells that are marked by hand do not run. Commands of IPython, such as ``%matplotlib inline``, do nothing.

    Raises
    ------
    ValueError
        If a cell fails, or a solution does not earn all points. The message has the question, the answer and both values.
    """
    drawn = [sheet.practice(), *(sheet.numbers("solutions", student, b"nobody's") for student in students)]
    for numbers in drawn:
        rubric = sheet.rubric(numbers, course="", version_digest="")
        for question, answers in _answers(notebook, sheet, numbers).items():
            asked = next(one for one in rubric["questions"] if one["id"] == question)
            for mark in mark_question(asked, answers).marks:
                if mark.points != mark.maximum:
                    raise ValueError(_disagreement(sheet.name, asked, mark, numbers))


def _answers(notebook: NotebookNode, sheet: Sheet, numbers: Numbers) -> dict[str, dict[str, Any]]:
    """The answers of each question, as they are when its cell has run."""
    questions = {question.id: question for question in sheet.questions}
    space: dict[str, Any] = {"numbers": numbers, "__name__": "__main__", "get_ipython": _NoIPython}
    answers = {}
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        question = questions.get(about.get("grade_id", ""))
        if cell.cell_type != "code" or about.get("locked") or about.get("grade"):
            continue
        _run(cell.source, f"{sheet.name}.md", f"the solution of {question.id}" if question else "a cell", space)
        if isinstance(question, Question):
            answers[question.id] = {answer.name: plain(space.get(answer.name, Unanswered("is not there"))) for answer in question.answers}
    return answers


def _run(source: str, file: str, what: str, space: dict[str, Any]) -> None:
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        code = compile(TransformerManager().transform_cell(source), file, "exec")
        with contextlib.redirect_stdout(io.StringIO()):
            exec(code, space)  # the instructor's own code
    except Exception as error:  # an author's cell may raise anything
        raise ValueError(f"{file}: {what} fails with {type(error).__name__}: {error}") from error


class _NoIPython:
    """Stands for IPython's shell, and does nothing."""

    @staticmethod
    def run_line_magic(*arguments: Any, **options: Any) -> None:
        """Ignore a command such as ``%matplotlib inline``."""

    run_cell_magic = system = getoutput = run_line_magic


def _disagreement(name: str, asked: dict[str, Any], mark: Mark, numbers: Numbers) -> str:
    entry = next(answer for answer in asked["answers"] if answer["name"] == mark.name)
    right = f"{entry['value']:.6g} {entry['unit']}".rstrip() if "value" in entry else "another formula"
    given = f"gives {mark.name} = {mark.read_as}, and the sheet {name}.py {right}" if mark.read_as else f"gives no {mark.name}"
    return (
        f"{name}.md: the solution of {asked['id']} {given}, for {numbers}. Marking says: {mark.message} "
        "One of the two is wrong: correct the solution or the sheet"
    )
