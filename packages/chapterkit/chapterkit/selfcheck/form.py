"""Questions as a page of the book has them: plain forms, and the script that checks the answers.

A form has its replies as templates, which are no part of what a page shows. Without scripts it shows the answer on demand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from livefigure.number import format_number

from chapterkit import _bundle

# As in Markdown: the first $ has no space behind it, the last one no space before it and no digit behind it. "From $5 to $6" has no formula.
_FORMULA = re.compile(r"\$(?!\s)([^$]*[^$\s])\$(?!\d)")


def script() -> str:
    """A classic script that checks the answers to all questions of a page."""
    return _bundle.script("selfcheck", Path(__file__).parent)


def rich(text: str, formula: Callable[[str], str]) -> str:
    """The text as HTML; `formula` returns that of its formulas, each of which is given as LaTeX in which ``<``, ``>`` and ``&`` are escaped."""
    pieces = (escape(piece, quote=False) for piece in _FORMULA.split(text))
    return "".join(formula(piece) if place % 2 else piece for place, piece in enumerate(pieces))


def for_page(text: str) -> str:
    """A text for a page, whose builder makes MathML of the formulas."""
    return rich(text, lambda latex: f'<span class="quiz-formula">{latex}</span>')


def for_notebook(asked: Mapping[str, Any]) -> dict[str, Any]:
    r"""A question for `jupyterquiz`, which takes texts for HTML, and every dollar sign in them for the end of a formula.

    >>> for_notebook({"question": "Is $T < T_C$ at $5?", "answers": []})["question"]
    'Is \\(T &lt; T_C\\) at &#36;5?'
    """

    def text(plain: str) -> str:
        return rich(plain, lambda latex: rf"\({latex}\)").replace("$", "&#36;")

    answers = [answer | {name: text(answer[name]) for name in ("answer", "feedback") if name in answer} for answer in asked["answers"]]
    return {**asked, "question": text(asked["question"]), "answers": answers}


def form(asked: Mapping[str, Any]) -> str:
    """A question that the page's script checks, as HTML."""
    if asked["type"] == "numeric":
        rows, field, unit = "", _field(asked), f' data-unit="{escape(asked["unit"])}"'
        replies = "".join(map(_reply, asked["answers"]))
    else:
        rows, field, unit, replies = "".join(map(_row, asked["answers"])), "", "", ""
    return (
        f'<form class="quiz-question"{unit}><fieldset><legend>{for_page(asked["question"])}</legend>{rows}'
        f'<p class="quiz-answer">{field}<button type="submit">Check</button></p></fieldset><p class="quiz-feedback" role="status"></p>{replies}'
        f'<noscript><details><summary>Answer</summary><p class="quiz-right">{_right(asked)}</p></details></noscript></form>'
    )


def _field(asked: Mapping[str, Any]) -> str:
    unit = escape(asked["unit"])
    named, shown = (f' aria-label="Your answer, in {unit}"', f' <span aria-hidden="true">{unit}</span>') if unit else ("", "")
    negative = any(min(answer.get("range", [0])) < 0 for answer in asked["answers"])  # keyboards for decimals may have no minus
    mode = "text" if negative else "decimal"
    box = f'<span class="quiz-box"><input type="text" autocomplete="off" spellcheck="false" inputmode="{mode}"{named}>{shown}</span>'
    return f'<label class="quiz-field">Your answer {box}</label>'


def _row(answer: Mapping[str, Any]) -> str:
    text = f"<span>{for_page(answer['answer'])}</span>"
    return f'<label class="quiz-choice"><input type="radio" name="answer"> {text}{_reply(answer)}</label>'


def _reply(answer: Mapping[str, Any]) -> str:
    low, high = answer.get("range", ("", ""))
    numbers = f' data-low="{low!r}" data-high="{high!r}"' if "range" in answer else ""
    right = "true" if answer.get("correct") else "false"
    return f'<template data-right="{right}"{numbers}>{for_page(answer["feedback"])}</template>'


def _right(asked: Mapping[str, Any]) -> str:
    """The right answer, for readers without scripts and for paper."""
    (right,) = (answer for answer in asked["answers"] if answer.get("correct"))
    if asked["type"] != "numeric":
        return for_page(right["answer"])
    value = format_number(sum(right["range"]) / 2)
    return escape(f"{value}\u00a0{asked['unit']}" if asked["unit"] else value)
