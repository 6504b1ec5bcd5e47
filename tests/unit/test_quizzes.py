"""Formulas in the questions of a page are drawn as all others, wherever they stand in the form."""

import pytest
from chapterkit.selfcheck import choice, question
from chapterkit.selfcheck.form import form
from docutils import nodes
from docutils.utils import new_document

from coldbook.page import quizzes


@pytest.fixture
def page():
    """page(HTML) -> what a document that has it as a raw node becomes."""

    def transformed(html):
        document = new_document("page.md")
        document += [nodes.raw("", html, format="html"), nodes.raw("", '<span class="quiz-formula">x</span>', format="html")]
        quizzes.Quizzes(document).run()
        asked, other = document.children
        assert other.astext() == '<span class="quiz-formula">x</span>'  # none of ours
        return asked.astext()

    return transformed


def test_formulas_become_mathml_in_every_part_of_a_form(page):
    number = question("Is $a < b$?", 2.0, "Divide by $T_C$.", mistakes={1.0: "That is $x$."}, unit="K")
    shown = page(form(number) + form(choice("Which?", "$y$", "Yes.", {"$z$": "No."})))
    assert "quiz-formula" not in shown and shown.count("<math>") == 6  # the answer $y$ is there again for readers without scripts
    assert "<mo>&lt;</mo>" in shown and "<msub><mi>T</mi><mi>C</mi></msub>" in shown


def test_a_formula_that_cannot_be_drawn_stops_the_build(page, monkeypatch):
    warnings = []
    monkeypatch.setattr(quizzes.logger, "warning", lambda text, *arguments, **_: warnings.append(text % arguments))
    html = form(question(r"What is $\nonsense$?", 2.0, "Divide."))
    assert page(html) == html
    assert len(warnings) == 1 and warnings[0].startswith("quiz: ") and "nonsense" in warnings[0]
