"""The set as a chapter shows it."""

from __future__ import annotations

import base64
import html
from collections.abc import Mapping
from typing import Any, ClassVar

from livefigure.compile import Tape
from livefigure.hosts import data_script, is_static
from livefigure.number import format_number, raised

from chapterkit._bundle import PageTool

__all__ = ["PracticeTool"]


class PracticeTool(PageTool):
    """A problem set that a reader does in the page.

    Parameters
    ----------
    given : mapping
        The set, as `coursework.practice.data.practice_set` has it: texts, numbers, answers with their slips, units.
    units : bool
        Whether this set brings the table of units to a page of a book. One set of a page is enough, the first.
    """

    kind: ClassVar[str] = "practice"

    def __init__(self, given: Mapping[str, Any], units: bool = True) -> None:
        self.given, self.units, self.title = given, units, given["title"]
        self.id = f"practice-{given['name']}"

    def specification(self) -> dict[str, Any]:
        """What the script needs: numbers of all variants, and the rules, with expressions as steps of a tape."""
        given, tape = self.given, Tape(self.given["symbols"])
        questions = [_question(question, tape) for question in given["questions"]]
        numbers = {name: {"unit": raised(about["unit"]), "values": about["values"]} for name, about in given["numbers"].items()}
        marked = sum(
            question["points"] if question["answers"] else question.get("sketch", {}).get("points", 0) for question in given["questions"]
        )
        reading = {"reading": given["reading"]} if self.units or not is_static() else {}
        return {"numbers": numbers, "marked": marked, "questions": questions, "steps": tape.steps} | reading

    def _question(self, place: int, question: Mapping[str, Any]) -> str:
        number, about = f"{self.id}-{question['id']}", self.given["numbers"]
        rows = "".join(
            f'<tr><th scope="row"><code>{name}</code></th><td data-number="{name}">{_shown(about[name])}</td>'
            f"<td>{html.escape(about[name]['meaning'])}</td></tr>"
            for name in question["numbers"]
        )
        table = f'<table class="pr-numbers"><caption>Your numbers</caption><tbody>{rows}</tbody></table>' if rows else ""
        points = f"{question['points']:g} {'point' if question['points'] == 1 else 'points'}"
        title = f'<h3 id="{number}">{place}. {html.escape(question["title"])} <span class="pr-points">{points}</span></h3>'
        model = _model(question["model"]) if "model" in question else ""
        return (
            f'<section class="pr-question" data-question="{question["id"]}" aria-labelledby="{number}">{title}'
            f'<div class="pr-text">{question["text"]}</div>{table}<div class="pr-answers"></div>{model}</section>'
        )

    def _html(self) -> str:
        questions = "".join(self._question(place, question) for place, question in enumerate(self.given["questions"], 1))
        return f'<div class="practice-tool" id="{self.id}">{questions}{data_script(self.specification())}</div>'

    def sentence(self) -> str:
        """The set's title and its points."""
        return f"The set {self.title}, {self.given['points']:g} points."


def _shown(about: Mapping[str, Any]) -> str:
    value = format_number(about["values"][0], 6, trim=True)
    return html.escape(f"{value}\u00a0{raised(about['unit'])}" if about["unit"] else value)


def _question(question: Mapping[str, Any], tape: Tape) -> dict[str, Any]:
    """What the script needs of a question."""
    entry = {"id": question["id"], "answers": [_answer(answer, tape) for answer in question["answers"]]}
    if sketch := question.get("sketch"):
        lines = [{**line, "right": [tape.add(value) for value in line["right"]]} for line in sketch["lines"]]
        rules = [{**rule, "at": tape.add(rule["at"])} if "at" in rule else rule for rule in sketch["rules"]]
        entry["sketch"] = {**sketch, "lines": lines, "rules": rules}
    return entry


def _answer(answer: Mapping[str, Any], tape: Tape) -> dict[str, Any]:
    """An answer with its value and those of its slips: a step of the tape, or one number for each variant."""
    if answer["kind"] == "formula":
        return dict(answer)

    def placed(value: Any) -> Any:
        return value if isinstance(value, list) else tape.add(value)

    slips = [{**slip, "value": placed(slip["value"])} for slip in answer["slips"]]
    return {**answer, "value": placed(answer["value"]), "slips": slips}


def _model(model: Mapping[str, Any]) -> str:
    """The author's answer, folded: what to look for, the drawing, and the code that makes it."""
    look_for = "".join(f"<li>{html.escape(line)}</li>" for line in model["guide"])
    picture = base64.b64encode(model["picture"].encode()).decode()
    printed = f"<p>{html.escape(model['printed'])}</p>" if model["printed"] else ""
    code = f'<pre tabindex="0" role="region" aria-label="Code of the model answer"><code>{html.escape(model["code"])}</code></pre>'
    return (
        '<details class="pr-model"><summary>Model answer, with the numbers that the page begins with</summary>'
        f'<img alt="The drawing of the model answer. The list below says what it shows." src="data:image/svg+xml;base64,{picture}">{printed}'
        f"<p>What counts, in points:</p><ul>{look_for}</ul>{code}</details>"
    )
