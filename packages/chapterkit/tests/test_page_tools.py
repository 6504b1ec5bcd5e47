"""What the tools of a page have in common."""

import pytest
from chapterkit._bundle import PageTool
from chapterkit.practice import PracticeTool
from chapterkit.sizing import SizingTool


class Budget(PageTool):
    kind = "sizing"
    title = "Heat & <work>"

    def _html(self):
        return '<div class="sizing-tool"></div>'

    def sentence(self):
        return "Nothing leaks."


def test_a_title_that_looks_like_markup_stays_a_title():
    page = Budget().page()
    assert "<title>Heat &amp; &lt;work&gt;</title>" in page and "<h1>Heat &amp; &lt;work&gt;</h1>" in page and "<work>" not in page


@pytest.mark.parametrize("tool", [PracticeTool, SizingTool])
def test_a_tool_has_its_own_script_and_style_in_the_colours_of_the_figures(tool):
    assert f"{tool.kind}Module.mountAll()" in tool.script()
    assert tool.style().startswith(f".{tool.kind}-tool{{--lf-ink:") and f"\n.{tool.kind}-tool" in tool.style().partition("@media print")[2]


def test_script_and_style_come_with_it_only_where_no_page_brings_them(monkeypatch):
    monkeypatch.setenv("LIVEFIGURE_STATIC", "1")
    assert Budget()._repr_mimebundle_() == {"text/html": Budget()._html(), "text/plain": "Nothing leaks."}
    monkeypatch.delenv("LIVEFIGURE_STATIC")
    alive = Budget()._repr_mimebundle_()["text/html"]
    assert alive == f"<style>{Budget.style()}</style>{Budget()._html()}<script>{Budget.script()}</script>"
