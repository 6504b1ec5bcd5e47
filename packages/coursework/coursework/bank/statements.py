"""The text of each question of a set as HTML, as Moodle and Canvas show it: mathematics between the signs of MathJax."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from coursework.gradebook.authoring import source_notebook
from coursework.sheets.sheet import Sheet

__all__ = ["named_numbers", "statements", "table"]


def statements(page: str | Path, sheet: Sheet) -> dict[str, str]:
    """The text before each question's cell, by the question's id. What is above the first code cell is about the notebook, and left out.

    Raises
    ------
    ValueError
        If the page and the sheet do not have the same questions.
    """
    ids = {question.id for question in sheet.questions}
    texts: dict[str, str] = {}
    waiting: list[str] = []
    for cell in source_notebook(page, sheet).cells:
        about = cell.metadata.get("nbgrader", {})
        if about.get("grade_id") in ids:
            texts.setdefault(about["grade_id"], _html("\n\n".join(waiting)))
            waiting = []
        elif cell.cell_type == "markdown":
            waiting.append(cell.source)
        elif not texts:
            waiting = []
    return texts


def named_numbers(statement: str, sheet: Sheet) -> list[str]:
    """The drawn numbers that a statement names, in the sheet's order."""
    named = set(re.findall(r"<code>(\w+)</code>", statement))
    return [symbol.name for symbol in sheet.quantities if symbol.name in named]


def table(sheet: Sheet, names: Sequence[str], shown: Sequence[str]) -> str:
    """A table of numbers: symbol, name, what is shown for the value, unit and meaning."""
    symbols = {symbol.name: symbol for symbol in sheet.quantities}
    rows = [
        f"<tr><td>\\({symbols[name].latex}\\)</td><td><code>{name}</code></td><td>{value}</td><td>{html.escape(symbols[name].unit)}</td>"
        f"<td>{html.escape(symbols[name].meaning)}</td></tr>"
        for name, value in zip(names, shown, strict=True)
    ]
    return f"<p>Your own numbers:</p>\n<table>{''.join(rows)}</table>" if rows else ""


def _html(markdown: str) -> str:
    title, _, rest = markdown.lstrip().partition("\n")
    body = rest if title.startswith("#") else markdown  # the question has a title of its own
    return str(_parser().render(body)).strip().replace("[[", "[ [")  # STACK would read [[ as the beginning of a block


@cache
def _parser() -> Any:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    parser = MarkdownIt("commonmark").enable("table").use(dollarmath_plugin)
    for rule, begin, end in (("math_inline", r"\(", r"\)"), ("math_inline_double", r"\[", r"\]"), ("math_block", r"\[", r"\]")):
        parser.add_render_rule(
            rule, lambda _self, tokens, at, *_, begin=begin, end=end: begin + html.escape(tokens[at].content.strip()) + end
        )
    return parser
