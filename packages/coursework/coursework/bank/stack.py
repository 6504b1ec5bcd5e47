"""Moodle XML with one STACK question for each question of a set, and an essay for one that is marked by hand."""

from __future__ import annotations

import html
from collections.abc import Sequence

from coursework.bank.drawn import OWN, Own
from coursework.bank.elements import Element, add, add_text, file_of
from coursework.bank.maxima import written
from coursework.bank.statements import named_numbers, table
from coursework.bank.trees import FORMULA_FUNCTIONS, NUMBER_FUNCTIONS, Node, Tree, formula_tree, number_tree
from coursework.sheets.asked import Formula, Manual, Number, Question
from coursework.sheets.numbers import Numbers
from coursework.sheets.sheet import Sheet

__all__ = ["moodle_xml"]

#: Of STACK 4.11, whose format this is.
STACK_VERSION = "2026010500"
OPTIONS = {"questionsimplify": "1", "assumepositive": "1", "assumereal": "0"}
MESSAGES = {"prtcorrect": "Right.", "prtpartiallycorrect": "Right in part.", "prtincorrect": "Not right."}
SIGNS = {
    "decimals": ".", "scientificnotation": "*10", "multiplicationsign": "dot", "sqrtsign": "1", "complexno": "i",
    "inversetrig": "cos-1", "logicsymbol": "lang", "matrixparens": "[",
}  # fmt: skip
INPUT = {
    "boxsize": "20", "strictsyntax": "1", "insertstars": "0", "syntaxhint": "", "syntaxattribute": "0", "forbidwords": "",
    "allowwords": "", "forbidfloat": "0", "requirelowestterms": "0", "checkanswertype": "0", "mustverify": "1", "showvalidation": "1",
    "options": "",
}  # fmt: skip


def moodle_xml(sheet: Sheet, texts: dict[str, str], drawn: Sequence[Numbers]) -> bytes:
    """Write a set for *Question bank > Import > Moodle XML*.

    Parameters
    ----------
    sheet : Sheet
        The set's sheet.
    texts : dict
        Its statements as HTML, by the questions' ids.
    drawn : sequence of Numbers
        The variants. Each is deployed as a seed; in questions whose numbers STACK draws, the seeds give other numbers.

    Raises
    ------
    ValueError
        If an expression cannot be written for Maxima.
    """
    quiz = Element("quiz")
    category = add(quiz, "question", type="category")
    add_text(category, "category", f"$course$/top/{sheet.title}")
    for place, question in enumerate(sheet.questions, 1):
        own = Own(sheet, question, named_numbers(texts[question.id], sheet), drawn)
        name = f"{sheet.title} {place}: {question.title or question.id}"
        quiz.append(
            _essay(name, question, own, texts[question.id])
            if isinstance(question, Manual)
            else _stack(name, question, own, texts[question.id])
        )
    return file_of(quiz)


def _essay(name: str, question: Manual, own: Own, text: str) -> Element:
    essay = Element("question", type="essay")
    add_text(essay, "name", name)
    shown = [f"{own.drawn[0][number]:g}" for number in own.names]
    add_text(essay, "questiontext", f"{text}\n{table(own.sheet, own.names, shown)}", format="html")
    add_text(essay, "generalfeedback", "", format="html")
    for tag, value in {
        "defaultgrade": f"{question.points:g}", "penalty": "0", "hidden": "0", "idnumber": "", "responseformat": "editor",
        "responserequired": "0", "responsefieldlines": "15", "attachments": "3", "attachmentsrequired": "0",
    }.items():  # fmt: skip
        add(essay, tag, value)
    add_text(essay, "graderinfo", "", format="html")
    add_text(essay, "responsetemplate", "", format="html")
    return essay


def _stack(name: str, question: Question, own: Own, text: str) -> Element:
    references = own.sheet._references
    trees = [
        number_tree(place, answer, references[answer.name], own)  # type: ignore[arg-type]
        if isinstance(answer, Number)
        else formula_tree(place, answer, references[answer.name])  # type: ignore[arg-type]
        for place, answer in enumerate(question.answers, 1)
    ]
    stack = Element("question", type="stack")
    add_text(stack, "name", name)
    shown = [f"{{@{OWN}{number}@}}" for number in own.names]
    add_text(stack, "questiontext", "\n".join([text, table(own.sheet, own.names, shown), _boxes(question)]), format="html")
    add_text(stack, "generalfeedback", _answers(question), format="html")
    for tag, value in {"defaultgrade": f"{question.points:g}", "penalty": "0.1", "hidden": "0", "idnumber": ""}.items():
        add(stack, tag, value)
    add_text(stack, "stackversion", STACK_VERSION)
    add_text(stack, "questionvariables", _variables(question, own, trees))
    places = range(1, len(trees) + 1)
    add_text(stack, "specificfeedback", "".join(f"<p>[[feedback:prt{place}]]</p>" for place in places), format="html")
    add_text(stack, "questionnote", ", ".join(f"{number} = {value}" for number, value in zip(own.names, shown, strict=True)), format="html")
    add_text(stack, "questiondescription", "", format="html")
    for tag, value in OPTIONS.items():
        add(stack, tag, value)
    for tag, value in MESSAGES.items():
        add_text(stack, tag, value, format="html")
    for tag, value in SIGNS.items():
        add(stack, tag, value)
    add(stack, "variantsselectionseed", "")
    for place, answer in enumerate(question.answers, 1):
        _input(stack, place, answer)
    for place, tree in enumerate(trees, 1):
        _tree(stack, place, tree)
    for seed in range(1, len(own.drawn) + 1) if own.names else ():
        add(stack, "deployedseed", str(seed))
    _test(stack, "the right answers", trees, [f"right{place}" for place in places], "right")
    _test(stack, "nothing that any node knows", trees, ["-987654321.5"] * len(trees), "")
    return stack


def _variables(question: Question, own: Own, trees: Sequence[Tree]) -> str:
    kinds = {type(answer) for answer in question.answers}
    functions = [text for kind, text in ((Number, NUMBER_FUNCTIONS), (Formula, FORMULA_FUNCTIONS)) if kind in kinds]
    return "\n".join([*own.written(), *functions, *(line for tree in trees for line in tree.variables)])


def _boxes(question: Question) -> str:
    """A line for each answer: its name, the box, and the unit of the number that goes in."""
    lines = []
    for place, answer in enumerate(question.answers, 1):
        unit = f" {html.escape(answer.unit)}" if isinstance(answer, Number) else ""
        lines.append(f"<p><code>{answer.name}</code> = [[input:ans{place}]]{unit} [[validation:ans{place}]]</p>")
    kinds = {type(answer) for answer in question.answers}
    hints = ["Write a number, such as 3.48e-2, in the unit that stands behind the box."] if Number in kinds else []
    hints += ["Write a formula with * and ^ in the symbols as they are called above."] if Formula in kinds else []
    return "\n".join([*lines, f"<p>{' '.join(hints)}</p>"])


def _answers(question: Question) -> str:
    lines = [
        f"<p><code>{answer.name}</code>: {{@right{place}@}}{f' {html.escape(answer.unit)}' if isinstance(answer, Number) else ''}</p>"
        for place, answer in enumerate(question.answers, 1)
    ]
    return "<p>The right answers:</p>\n" + "\n".join(lines)


def _input(stack: Element, place: int, answer: Number | Formula) -> None:
    entry = add(stack, "input")
    add(entry, "name", f"ans{place}")
    add(entry, "type", "numerical" if isinstance(answer, Number) else "algebraic")
    add(entry, "tans", f"right{place}" if isinstance(answer, Number) else written(answer.value))
    for tag, value in INPUT.items():
        add(entry, tag, value)


def _tree(stack: Element, place: int, tree: Tree) -> None:
    prt = add(stack, "prt")
    for tag, value in {"name": f"prt{place}", "value": f"{tree.points:.7f}", "autosimplify": "1", "feedbackstyle": "1"}.items():
        add(prt, tag, value)
    add_text(prt, "feedbackvariables", "\n".join(tree.feedback_variables))
    for at, node in enumerate(tree.nodes):
        _node(prt, at, node, tree, last=at == len(tree.nodes) - 1)


def _node(prt: Element, at: int, node: Node, tree: Tree, *, last: bool) -> None:
    entry = add(prt, "node")
    for tag, value in {
        "name": str(at), "description": node.what, "answertest": node.test, "sans": node.answer, "tans": node.right,
        "testoptions": node.option, "quiet": "1", "truescoremode": "=", "truescore": f"{node.credit:g}", "truepenalty": "",
        "truenextnode": "-1", "trueanswernote": _note(tree, node.what),
    }.items():  # fmt: skip
        add(entry, tag, value)
    add_text(entry, "truefeedback", _feedback(tree, node.feedback), format="html")
    for tag, value in {
        "falsescoremode": "=", "falsescore": "0", "falsepenalty": "", "falsenextnode": "-1" if last else str(at + 1),
        "falseanswernote": _note(tree, "wrong") if last else _note(tree, f"not-{node.what}"),
    }.items():  # fmt: skip
        add(entry, tag, value)
    add_text(entry, "falsefeedback", _feedback(tree, tree.otherwise) if last else "", format="html")


def _note(tree: Tree, what: str) -> str:
    return f"{tree.name}-{what}"


def _feedback(tree: Tree, message: str) -> str:
    return f"<p><code>{tree.name}</code>: {html.escape(message, quote=False)}</p>"


def _test(stack: Element, description: str, trees: Sequence[Tree], values: Sequence[str], what: str) -> None:
    """A test that STACK runs for each deployed variant: the same kind of answer in every box."""
    test = add(stack, "qtest")
    add(test, "testcase", "1" if what else "2")
    add(test, "description", description)
    for place, value in enumerate(values, 1):
        entry = add(test, "testinput")
        add(entry, "name", f"ans{place}")
        add(entry, "value", value)
    for place, tree in enumerate(trees, 1):
        entry = add(test, "expected")
        add(entry, "name", f"prt{place}")
        add(entry, "expectedscore", "1.0000000" if what else "0.0000000")
        add(entry, "expectedpenalty", "0.0000000" if what else "0.1000000")
        add(entry, "expectedanswernote", _note(tree, what or "wrong"))
