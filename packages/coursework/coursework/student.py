"""What a student's notebook imports: the student's numbers, and a check that answers can be read. It needs no nbgrader.

::

    from coursework.student import check, own_numbers

    numbers = own_numbers("price_of_coldness", me)
    cop = numbers.T_cold / (numbers.T_hot - numbers.T_cold)
    check("limit")

In a course, `check` only reports whether answers can be read. In practice it also reports whether they are right.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coursework.marking.answers import Unanswered, plain
from coursework.marking.typography import sentence, shortened
from coursework.sheets.handout import entry_of, student_file
from coursework.sheets.numbers import Numbers

__all__ = ["AnswerError", "check", "own_numbers", "student_file"]

#: The only entry in the file of numbers while a notebook is graded.
YOU = "you"


class AnswerError(ValueError):
    """An answer is missing or cannot be read, or the notebook cannot find its numbers. The message is for the student."""

    def _render_traceback_(self) -> list[str]:
        # IPython shows this instead of a traceback, which would have no line of the student's code.
        return [f"{type(self).__name__}: {self}"]


@dataclass(frozen=True)
class _Notebook:
    page: Mapping[str, Any]
    practising: bool


_current: _Notebook | None = None


def own_numbers(assignment: str, student: str = "", file: str | Path = "numbers.json") -> Numbers:
    """Look up a student's own numbers and show them with their meanings and units.

    Parameters
    ----------
    assignment : str
        Name of the set.
    student : str
        Login; if empty, that of JupyterHub. Without a login, and outside of a course, the numbers are those for practice.
    file : path
        The file of numbers beside the notebook.

    Returns
    -------
    Numbers
        In SI units: ``numbers.T_cold``, or ``numbers["T_cold"]``.

    Raises
    ------
    AnswerError
        If the file is missing or belongs to another set, or the course has no such student.
    """
    global _current
    page = _page(Path(file), assignment)
    entry, whose = _entry(page, student)
    _current = _Notebook(page, practising=entry is None)
    numbers = Numbers(page["practice"]["numbers"] if entry is None else entry)
    _show(numbers, page, whose)
    return numbers


def check(question_id: str) -> None:
    """Read the answers to a question from the notebook's variables and print what was read.

    If an answer is missing or cannot be read, the text names it and what is expected. The notebook runs on, so that *Run all*
    reaches the questions after an unfinished one. In practice mode finished answers are also marked.

    Raises
    ------
    AnswerError
        If there is no such question, or `own_numbers` was not run. While nbgrader validates, also if an answer is missing or cannot
        be read: *Validate* lists the checks that fail.
    """
    if os.environ.get("NBGRADER_EXECUTION") == "autograde":
        raise AnswerError("this course must be graded by the preprocessors of coursework, which are not configured; see nbgrader_config.py")
    if _current is None:
        raise AnswerError("run the cell with own_numbers(...) first, near the top of the notebook")
    asked = next((question for question in _current.page.get("asked", ()) if question["id"] == question_id), None)
    if asked is None:
        known = ", ".join(question["id"] for question in _current.page.get("asked", ()))
        raise AnswerError(f"there is no question {question_id!r} in this set; there are {known or 'none'}")
    caller = sys._getframe(1)
    variables = {**caller.f_globals, **caller.f_locals}
    answers, lines, gaps = {}, [], []
    for answer in asked["answers"]:
        value = plain(variables[answer["name"]]) if answer["name"] in variables else Unanswered("is not there yet")
        readable, message = _read(answer, value)
        (lines if readable else gaps).append(message)
        answers[answer["name"]] = value
    if gaps:
        message = "\n  ".join([f"{question_id} is not ready.", *gaps])
        if os.environ.get("NBGRADER_EXECUTION") == "validate":
            raise AnswerError(message)
        print(message)
        return
    print("\n".join(lines) or f"{question_id} is marked by hand.")
    if _current.practising and lines:
        print("\n".join(_practice_marks(question_id, answers)))


def _page(path: Path, assignment: str) -> dict[str, Any]:
    try:
        page = json.loads(path.read_text(encoding="utf-8"))
        name = page["assignment"]
    except FileNotFoundError:
        raise AnswerError(
            f"{path.name} is not in {path.resolve().parent}. Open the notebook in its own folder, where that file lies beside it"
        ) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AnswerError(f"{path} cannot be read ({type(error).__name__}). Fetch the set again") from None
    if name != assignment:
        raise AnswerError(f"{path} belongs to the set {name!r}, not to {assignment!r}. Open the notebook in its own folder")
    return page


def _entry(page: Mapping[str, Any], student: Any) -> tuple[Mapping[str, float] | None, str]:
    """Return a student's numbers, or None for practice, and whose numbers they are."""
    students = page["students"]
    if YOU in students:
        return students[YOU], "your own numbers"
    if not isinstance(student, str):
        raise AnswerError(f"your login must be a text in quotes, or empty; got {type(student).__name__}")
    typed = student.strip()
    name = typed or os.environ.get("JUPYTERHUB_USER", "")
    for login in dict.fromkeys(filter(None, (name, name.lower()))):
        if numbers := students.get(entry_of(page["course"], page["assignment"], login)):
            return numbers, f"the numbers of {login}"
    if typed and students:
        raise AnswerError(f"the course has no student {typed!r}. Write your login as it is in the course, or leave it empty to practise")
    return None, "numbers for practice, the same for everybody" + ("; write your login above to get your own" if students else "")


def _show(numbers: Numbers, page: Mapping[str, Any], whose: str) -> None:
    """Display a table: Markdown in IPython, text elsewhere."""
    known = page.get("quantities", {})
    rows = [(name, f"{value:.10g}", known.get(name, {})) for name, value in numbers.items()]
    title = f"{page.get('title', page['assignment'])}: {whose}"
    name_width, value_width = (max(map(len, column), default=0) for column in ([row[0] for row in rows], [row[1] for row in rows]))
    unit_width = max((len(about.get("unit", "")) for _, _, about in rows), default=0)
    text = [title]
    markdown = [f"**{title}**", "", "| number | | value | unit | |", "| :-- | :-- | --: | :-- | :-- |"]
    for name, value, about in rows:
        unit, meaning = about.get("unit", ""), about.get("meaning", "")
        text.append(f"  {name:{name_width}} = {value:>{value_width}} {unit:{unit_width}}  {meaning}".rstrip())
        latex = f"${about['latex']}$" if about.get("latex") else ""
        markdown.append(f"| `{name}` | {latex} | {value} | {unit.replace('*', chr(92) + '*')} | {meaning} |")
    if _in_ipython():
        from IPython.display import display

        display({"text/plain": "\n".join(text), "text/markdown": "\n".join(markdown)}, raw=True)
    else:
        print("\n".join(text))


def _in_ipython() -> bool:
    shell = sys.modules.get("IPython")
    return shell is not None and shell.get_ipython() is not None


def _read(answer: Mapping[str, Any], value: Any) -> tuple[bool, str]:
    """Return whether an answer can be read, and what was read or why it cannot be."""
    name, unit = answer["name"], answer["unit"]
    if isinstance(value, Unanswered):
        return False, f"{name} {value.reason}. Give {_wanted(answer)}."
    if answer["kind"] == "formula":
        return _read_formula(answer, value)
    from coursework.marking.quantities import Refusal, read_quantity

    read = read_quantity(value, unit)
    if isinstance(read, Refusal):
        return False, sentence(name, read.reason)
    converted = f"{read.value:.6g} {unit}".rstrip()
    return True, f"{name}: {read.number:.6g} {read.unit}, read as {converted}" if read.unit not in ("", unit) else f"{name}: {converted}"


def _read_formula(answer: Mapping[str, Any], value: float | int | str) -> tuple[bool, str]:
    from coursework.marking.expressions import parse

    if not isinstance(value, str):
        return False, f"{answer['name']} is a number. Give {_wanted(answer)}."
    try:
        parse(value, answer["symbols"], answer.get("spellings"))
    except ValueError as error:
        return False, sentence(answer["name"], str(error))
    return True, f"{answer['name']}: {shortened(value)}" + (" (^ is read as a power, **)" if "^" in value else "")


def _wanted(answer: Mapping[str, Any]) -> str:
    if answer["kind"] == "formula":
        return f"a formula in {', '.join(answer['symbols'])}, as a SymPy expression or a text"
    return f"a number in {answer['unit']}, or a text such as '3.48 {answer['unit']}'" if answer["unit"] else "a number"


def _practice_marks(question_id: str, answers: Mapping[str, Any]) -> list[str]:
    from coursework.marking.questions import mark_question

    rubric = _current.page["practice"]["rubric"] if _current else {"questions": []}
    question = next(question for question in rubric["questions"] if question["id"] == question_id)
    lines = ["As this is practice, it is marked at once:"]
    for mark in mark_question(question, answers).marks:
        lines.append(f"  {mark.name}: {mark.points:g} of {mark.maximum:g}. {mark.message}")
    return lines
