"""A whole set for a page without a kernel: texts, numbers of many variants, answers with their slips, and model answers.

The rules stay where they are, in the sheet and in `coursework.marking`; here they are only written down. Expressions stay expressions, for the
page's maker to compile.
"""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coursework.bank.drawn import Own
from coursework.bank.statements import named_numbers, statements
from coursework.folder import ASSIGNMENTS, load_sheet
from coursework.gradebook.authoring import BEGIN, END, source_notebook
from coursework.practice.numbers import answer_entry, practice_variants
from coursework.practice.units import unit_table
from coursework.sheets.asked import Manual, Question
from coursework.sheets.numbers import Numbers
from coursework.sheets.sheet import Sheet

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["practice_set"]

GUIDE = re.compile(r"^# Marking guide.*\n", re.MULTILINE)


def practice_set(page: str | Path, variants: int = 300) -> dict[str, Any]:
    """Everything that a page needs to let a reader do a set. The author's solutions are run with the first variant's numbers.

    Parameters
    ----------
    page : path or str
        The set's notebook, with its sheet beside it; or the name of a set of the book.
    variants : int
        How many variants of the numbers there are.

    Returns
    -------
    dict
        Plain data, but for SymPy expressions as values of answers and slips, in the symbols listed in ``symbols``.
    """
    page = Path(page) if Path(page).suffix else ASSIGNMENTS / f"{page}.md"
    sheet = load_sheet(page.with_suffix(".py"))
    drawn, texts = practice_variants(sheet, variants), statements(page, sheet)
    notebook = source_notebook(page, sheet)
    return {
        "name": sheet.name,
        "title": sheet.title,
        "points": sheet.points,
        "symbols": sheet.quantities,
        "numbers": {symbol.name: _number(symbol, drawn) for symbol in sheet.quantities},
        "questions": [_question(sheet, question, texts[question.id], drawn, notebook) for question in sheet.questions],
        "reading": unit_table(),
    }


def _number(symbol: Any, drawn: Sequence[Numbers]) -> dict[str, Any]:
    return {"unit": symbol.unit, "meaning": symbol.meaning, "values": [numbers[symbol.name] for numbers in drawn]}


def _question(sheet: Sheet, question: Question | Manual, text: str, drawn: Sequence[Numbers], notebook: NotebookNode) -> dict[str, Any]:
    entry = {"id": question.id, "title": question.title, "points": question.points, "text": text}
    entry["numbers"] = Own(sheet, question, named_numbers(text, sheet), drawn).names
    entry["answers"] = [answer_entry(sheet, answer.name, drawn) for answer in question.answers]
    if isinstance(question, Manual):
        entry["model"] = _model(notebook, question.id, drawn[0])
        if question.sketch:
            entry["sketch"] = question.sketch.entry()
    return entry


def _model(notebook: NotebookNode, question: str, numbers: Numbers) -> dict[str, Any]:
    """The author's answer to a question that is marked by hand: its code, what it draws and prints for these numbers, and what to look for."""
    cells = list(_up_to(notebook, question))
    inside = cells[-1][cells[-1].index("\n", cells[-1].index(BEGIN)) + 1 : cells[-1].index(END)].rpartition("\n")[0]
    code, *guide = GUIDE.split(inside)
    says = re.sub(r"\n#  +", " ", "".join(guide))  # a line that goes on
    picture, printed = _ran(cells, numbers)
    return {"code": code.strip(), "guide": [line.removeprefix("# ") for line in says.splitlines()], "picture": picture, "printed": printed}


def _up_to(notebook: NotebookNode, question: str) -> Iterator[str]:
    """The code of the author's cells, the last of which answers this question."""
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        here = about.get("grade_id") == question
        if cell.cell_type == "code" and not about.get("locked") and (here or not about.get("grade")):
            yield cell.source
        if here:
            return


def _ran(sources: Sequence[str], numbers: Numbers) -> tuple[str, str]:
    """Run the author's own code: the plot as SVG, and what is printed."""
    import matplotlib.pyplot as plt

    space, printed, drawing, show = {"numbers": numbers}, io.StringIO(), io.StringIO(), plt.show
    plt.show = lambda *arguments, **options: None
    try:
        with contextlib.redirect_stdout(printed), plt.rc_context({"svg.hashsalt": "practice", "svg.fonttype": "none"}):
            plt.figure(figsize=(6, 4))
            for source in sources:
                exec(compile(source, "model answer", "exec"), space)
            plt.savefig(drawing, format="svg", bbox_inches="tight", metadata={"Date": None})
            plt.close()
    finally:
        plt.show = show
    return drawing.getvalue(), printed.getvalue().strip()
