"""Words and numbers in the text of a Sphinx page: how they are written, what is plain text, and what stops the build."""

import json
import re

import pytest
from livefigure import Guess, LiveFigure, Readout, Slider
from livefigure.hosts import static_html
from sphinx.testing.util import SphinxTestApp
from sympy import Symbol, log, symbols

x, depth = symbols("x depth", positive=True)
level = Symbol("level", real=True)
FIGURE = LiveFigure(
    {"line": x * level + depth},
    x=(x, 0, 1),
    sliders={depth: Slider(4.2, 1, 100, log=True, unit="K"), level: Slider(-1, -2, 2)},
    readouts={"sum": (depth + level, "W"), "logarithm": Readout(log(level), absent="never")},
    scenes={"cold": {depth: 2}},
    predict=Guess("sum", "How many watts does it take?", 0.1, 20, "It takes {answer}"),  # which is written on the figure's element
    name="fig-one",
    alt="A line whose slope and start are sliders.",
)


@pytest.fixture
def built(tmp_path):
    """built(text, builder) -> what the page became, the search index and the warnings."""

    def build(text, builder="html"):
        (tmp_path / "conf.py").write_text('extensions = ["myst_parser", "livefigure.sphinx"]\n', encoding="utf-8")
        page = f"# Title\n\n{text}\n\n```{{raw}} html\n{static_html(FIGURE)}\n```\n"
        (tmp_path / "index.md").write_text(page, encoding="utf-8")
        app = SphinxTestApp(builder, srcdir=tmp_path)
        app.build()
        suffix = {"html": "html", "text": "txt"}[builder]
        made, warnings = (app.outdir / f"index.{suffix}").read_text(encoding="utf-8"), app.warning.getvalue()
        index = app.outdir / "searchindex.js"
        terms = json.loads(re.search(r"\{.*\}", index.read_text(encoding="utf-8"))[0])["terms"] if index.exists() else {}
        app.cleanup()
        return made, terms, warnings

    return build


def test_words_carry_the_figure_and_the_scene(built):
    html, _, warnings = built("Go to {scene}`fig-one: cold`, or {scene}`very cold <fig-one: cold>`.")
    start = '<span class="lf-words" data-figure="fig-one" data-scene="cold">'
    assert f"{start}cold</span>" in html and f"{start}very cold</span>" in html and not warnings


def test_numbers_are_those_of_the_start_and_the_search_has_them(built):
    html, terms, warnings = built("At {drag}`fig-one: depth` it takes {live}`fig-one: sum`, and {live}`fig-one: logarithm` more.")
    assert '<span class="lf-drag" data-figure="fig-one" data-slot="depth">4.2\u00a0K</span>' in html
    assert '<span class="lf-live" data-figure="fig-one" data-slot="sum">3.20\u00a0W</span>' in html
    assert '<span class="lf-live" data-figure="fig-one" data-slot="logarithm">never</span> more.' in html
    assert {"20", "never"} <= set(terms) and not warnings  # Sphinx's own search splits 3.20 in two


def test_other_builders_write_plain_text(built):
    text, _, _ = built("At {drag}`fig-one: depth` it takes {live}`fig-one: sum` in the {scene}`fig-one: cold`.", "text")
    assert "At 4.2\u00a0K it takes 3.20\u00a0W in the cold." in text


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("{scene}`fig-one: hot`", "fig-one has no scene 'hot'; it has cold"),
        ("{scene}`fig-two: cold`", "fig-two has no scene 'cold'; it has none: the figure is not on this page"),
        ("{scene}`cold`", "a scene is written as figure: scene; got 'cold'"),
        ("{live}`fig-one: price`", "fig-one has no readout or slider 'price'; it has depth, level, sum, logarithm"),
        ("{live}`fig-two: sum`", "fig-two has no readout or slider 'sum'; it has none: the figure is not on this page"),
        ("{drag}`fig-one: sum`", "fig-one has no slider 'sum'; it has depth, level"),
        ("{drag}`ten <fig-one: depth>`", "a slider is written as figure: slider; got 'ten <fig-one: depth>'"),
    ],
)
def test_what_is_not_there_is_a_warning_which_stops_the_build(built, text, warning):
    assert warning in built(text)[2]
