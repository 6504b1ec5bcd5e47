"""Symbols of a formula that are sliders of a figure: which are found, how they are marked, and what stops the build."""

import re

import pytest
from livefigure import LiveFigure
from livefigure.hosts import static_html
from sphinx.testing.util import SphinxTestApp
from sympy import symbols

from coldbook.page.formula_symbols import marked
from coldbook.page.mathematics import mathml
from cryolib.symbols import T_cold, T_hot

SYMBOLS = {name: mathml(latex) for name, latex in {"T": "T", "T_hot": "T_H", "T_cold": "T_C", "W": r"\dot W", "eta": r"\eta"}.items()}


def found(latex):
    return re.findall(r'<(\w+)[^>]*data-slot="(\w+)"', marked(mathml(latex, display=True), SYMBOLS))


@pytest.mark.parametrize(
    ("latex", "symbols"),
    [
        (r"\frac{T_H}{T_C} - 1", [("msub", "T_hot"), ("msub", "T_cold")]),
        (r"\frac{T_\mathrm{H}}{T_{C}}", [("msub", "T_hot"), ("msub", "T_cold")]),  # written otherwise, and the same to a reader
        (r"\dot W = \eta^2\,T + e^{T}", [("mover", "W"), ("mi", "eta"), ("mi", "T"), ("mi", "T")]),
        (r"\begin{aligned} a &= T_H \\ b &= T_H\end{aligned}", [("msub", "T_hot"), ("msub", "T_hot")]),
        (r"Q_T + T_{H,2} + T", [("mi", "T")]),  # a letter of another symbol's name is none by itself
    ],
)
def test_symbols_are_found_by_how_they_look(latex, symbols):
    assert found(latex) == symbols


def test_the_marks_change_nothing_else():
    formula = mathml(r"\frac{T_H}{T_C} - 1 \quad (x < 2)", display=True)
    assert re.sub(r' data-slot="\w+"', "", marked(formula, SYMBOLS)).replace(" />", "/>") == formula


def test_a_formula_without_any_of_them_is_refused():
    with pytest.raises(ValueError, match="no symbol of the formula is a slider of the figure, which has T, T_hot, T_cold, W, eta"):
        marked(mathml("Q_H = Q_C"), SYMBOLS)


x = symbols("x", positive=True)
FIGURE = LiveFigure(
    {"price": T_hot / (T_cold + x)},
    x=(x, 0, 1),
    sliders={T_hot: (300, 250, 400), T_cold: (77, 4, 200)},
    name="fig-one",
    alt="The price of cold falls along the line.",
)


@pytest.fixture
def built(tmp_path):
    """built(formula, figure) -> the page's HTML and the warnings."""

    def build(latex, figure="fig-one"):
        settings = 'extensions = ["myst_parser", "coldbook.page.mathematics"]\nhtml_math_renderer = "mathml"\n'
        (tmp_path / "conf.py").write_text(settings, encoding="utf-8")
        formula = f"```{{math}}\n:class: drags-{figure}\n{latex}\n```"
        page = f"# Title\n\n{formula}\n\n```{{raw}} html\n{static_html(FIGURE)}\n```\n"
        (tmp_path / "index.md").write_text(page, encoding="utf-8")
        app = SphinxTestApp("html", srcdir=tmp_path)
        app.build()
        html, warnings = (app.outdir / "index.html").read_text(encoding="utf-8"), app.warning.getvalue()
        app.cleanup()
        return html, warnings

    return build


def test_a_class_binds_a_formula_to_a_figure(built):
    html, warnings = built("T_H - T_C")
    assert '<div class="math-scroll" data-live-formula="fig-one"><math display="block"><msub data-slot="T_hot">' in html and not warnings


@pytest.mark.parametrize(
    ("latex", "figure", "warning"),
    [
        ("Q_H", "fig-one", "no symbol of the formula is a slider of the figure, which has T_hot, T_cold"),
        ("T_H", "fig-two", "drags-fig-two: there is no such figure on this page; it has fig-one"),
    ],
)
def test_what_cannot_be_bound_is_a_warning_and_a_plain_formula(built, latex, figure, warning):
    html, warnings = built(latex, figure)
    assert warning in warnings and '<div class="math-scroll"><math' in html
