"""The font of the formulas: it has what the pages show, nothing waits for it, and it is there without a server and without scripts."""

import pytest
from fontTools.ttLib import TTFont
from sphinx.errors import ExtensionError

from coldbook.page import mathematics_font
from sitebuilder import ROOT

WHOLE = ROOT / "_static" / mathematics_font.SOURCE
USED = "document.fonts.ready.then(() => [...document.fonts].filter((font) => font.family.includes('STIX')).map((font) => font.status))"


def test_the_characters_of_formulas_are_found_in_text_and_in_attributes():
    pages = ["<p>a</p><math><mi>x</mi><mo>&le;</mo></math>", "<form data-checks='&lt;math&gt;&lt;mi&gt;y&lt;/mi&gt;&lt;/math&gt;'>"]
    assert mathematics_font.shown(pages) == set("x≤y\u2212\u221a")


def test_a_letter_brings_its_italic_and_a_sign_its_larger_forms():
    font = TTFont(WHOLE)
    assert mathematics_font.needed({"h", "T", "η"}, font) == {ord(sign) for sign in "hTη\u210e\U0001d447\U0001d702"}


def test_a_character_that_the_font_lacks_stops_the_build():
    with pytest.raises(ExtensionError, match=r"a formula has 冷, which .*stix-two-math\.woff2 lacks"):
        mathematics_font.smaller(WHOLE, {"x", "冷"})


def test_the_site_s_font_has_the_characters_of_its_formulas_and_few_others(book):
    pages = [file.read_text(encoding="utf-8") for file in (book / "chapters").glob("*.html")]
    font = TTFont(book / "_static" / mathematics_font.FONT)
    assert set(font.getBestCmap()) == mathematics_font.needed(mathematics_font.shown(pages), TTFont(WHOLE))
    assert (book / "_static" / mathematics_font.FONT).stat().st_size < WHOLE.stat().st_size / 3


def test_a_page_is_drawn_before_its_font_has_come(visit, serve, book):
    page, waiting = visit("about:blank"), []
    page.route("**/mathematics.woff2*", lambda route: waiting.append(route))
    page.goto(f"{serve(book)}/chapters/price_of_coldness.html", wait_until="commit")
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
    assert len(waiting) == 1
    waiting[0].continue_()
    assert page.evaluate(USED) == ["loaded"]
    assert not page.troubles


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_page_from_a_folder_has_the_font_in_its_stylesheet(visit, book, scripts):
    page = visit("about:blank", java_script_enabled=scripts)
    asked = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2].partition("?")[0]))
    page.goto((book / "chapters/price_of_coldness.html").as_uri(), wait_until="load")
    assert "mathematics.css" in asked and "mathematics.woff2" not in asked
    assert page.evaluate(USED) == ["loaded"]
    assert not page.troubles
