"""Words that lead to a scene: how they are written, and what stops the build."""

import pytest
from sphinx.testing.util import SphinxTestApp

FIGURE = '<div class="live-figure" id="fig-one-live"><script type="application/json">{"scenes":[["cold",[4.2]]]}</script></div>'


@pytest.fixture
def built(tmp_path):
    """built(text) -> the page's HTML and the warnings."""

    def build(text):
        (tmp_path / "conf.py").write_text('extensions = ["myst_parser", "coldbook.page.scenes"]\n', encoding="utf-8")
        (tmp_path / "index.md").write_text(f"# Title\n\n{text}\n\n```{{raw}} html\n{FIGURE}\n```\n", encoding="utf-8")
        app = SphinxTestApp("html", srcdir=tmp_path)
        app.build()
        html, warnings = (app.outdir / "index.html").read_text(encoding="utf-8"), app.warning.getvalue()
        app.cleanup()
        return html, warnings

    return build


def test_words_carry_the_figure_and_the_scene(built):
    html, warnings = built("Go to {scene}`fig-one: cold`, or {scene}`very cold <fig-one: cold>`.")
    start = '<span class="lf-words" data-figure="fig-one" data-scene="cold">'
    assert f"{start}cold</span>" in html and f"{start}very cold</span>" in html and not warnings


@pytest.mark.parametrize(
    ("text", "warning"),
    [
        ("{scene}`fig-one: hot`", "fig-one has no scene 'hot'; it has cold"),
        ("{scene}`fig-two: cold`", "fig-two has no scene 'cold'; it has none: the figure is not on this page"),
        ("{scene}`cold`", "a scene is written as figure: scene; got 'cold'"),
    ],
)
def test_a_scene_that_is_not_there_is_a_warning_which_stops_the_build(built, text, warning):
    assert warning in built(text)[1]
