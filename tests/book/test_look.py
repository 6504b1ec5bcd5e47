"""How the pages look, where a program can see it: styles that take effect, roots without a gap, titles without an empty line."""

import re

import pytest

from sitebuilder import ROOT

OURS = [*(ROOT / "_static").glob("*.css"), *(ROOT / "packages").rglob("*.css")]
# Of the rules given as [selector, text of its declarations], those declarations that style nothing: on each element that they are for,
# the value changes only when they are made important. Rules for elements that the page has not, and for states, are passed over.
DEFEATED = """(texts) => {
  const known = new Set();
  for (const text of texts) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    for (const rule of sheet.cssRules) if (rule.selectorText) known.add(rule.cssText);
  }
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => known.has(rule.cssText));
  const found = [];
  for (const { selectorText, style } of rules) {
    if (/:(hover|focus|active|target|before|after)|::|@/.test(selectorText)) continue;
    const parts = [...document.querySelectorAll(selectorText)].filter((part) => part.checkVisibility()).slice(0, 40);
    const names = [...style].filter((name) => !name.startsWith("--") && style.getPropertyValue(name) && !style.getPropertyPriority(name));
    if (!parts.length || !names.length) continue;
    const read = () => parts.map((part) => { const now = getComputedStyle(part); return names.map((name) => now.getPropertyValue(name)); });
    const before = read();
    for (const name of names) style.setProperty(name, style.getPropertyValue(name), "important");
    const forced = read();
    for (const name of names) style.setProperty(name, style.getPropertyValue(name));
    names.forEach((name, k) => { if (parts.every((_, n) => before[n][k] !== forced[n][k])) found.push(`${selectorText} { ${name} }`); });
  }
  return [rules.length, found];
}"""


# For each root: the room between what is under it and what follows, or the end of what it ends, in its font's size.
BEHIND = """() => [...document.querySelectorAll("msqrt")].map((root) => {
  const end = root.lastElementChild.getBoundingClientRect().right;
  const next = root.nextElementSibling?.getBoundingClientRect().left ?? root.parentElement.getBoundingClientRect().right;
  return (next - end) / parseFloat(getComputedStyle(root).fontSize);
})"""
# Titles below whose last line of words there is room for one more line.
HOLLOW = """() => [...document.querySelectorAll(".bd-article :is(h1, h2, h3)")].filter((title) => {
  const words = document.createRange();
  words.selectNodeContents(title);
  words.setEndBefore(title.querySelector("a.headerlink"));
  const lines = [...words.getClientRects()];
  return title.getBoundingClientRect().bottom - Math.max(...lines.map((line) => line.bottom)) > lines[0].height / 2;
}).map((title) => title.textContent)"""
# A number and its unit, between which a line may end.
APART = re.compile(r"\d (?:%|K|[kMmnµ]?W|V|Hz|A|L|mm|m)(?!\w)")
STATES = """() => [...document.querySelectorAll(".sz-results, .sz-status, .sz-facts")].map((part) => part.textContent)"""


@pytest.mark.parametrize("page", ["coolers_to_buy", "sizing", "practice", "claims", "api"])
def test_our_styles_take_effect(page, visit, address):
    """A rule of the theme that is important, or more specific, would win in silence."""
    opened = visit(address(page), folded=True, reduced_motion="reduce")
    opened.wait_for_load_state("load")
    looked_at, found = opened.evaluate(DEFEATED, [file.read_text(encoding="utf-8") for file in OURS])
    assert looked_at > 60
    assert not found


def test_no_gap_stands_behind_a_root(visit, address):
    opened = visit(address("price_of_coldness"))
    opened.evaluate("document.fonts.ready")
    opened.wait_for_function(f"({BEHIND})().length > 5")
    assert max(opened.evaluate(BEHIND)) < 0.3  # an operator has 4/18 of its own before it


def test_no_title_has_an_empty_line_below_it(visit, address):
    opened = visit(address("cryo_electron_microscopy"))
    hollow = {}
    for width in range(660, 1300, 20):
        opened.set_viewport_size({"width": width, "height": 800})
        hollow |= {width: found} if (found := opened.evaluate(HOLLOW)) else {}
    assert not hollow


def test_the_sizing_page_keeps_numbers_and_their_units_on_one_line(visit, address):
    opened = visit(address("sizing"))
    opened.locator(".sz-facts").wait_for()
    texts = opened.evaluate(STATES)
    assert "of the least power" in "".join(texts)
    assert not [found for text in texts for found in APART.findall(text)]


def test_powers_in_the_units_of_drawn_numbers_are_raised(visit, address):
    opened = visit(address("practice"))
    opened.locator(".pr-form").first.wait_for()
    shown = opened.locator("[data-number]").all_inner_texts()
    assert any("m⁶" in text for text in shown) and not [text for text in shown if "^" in text]


def test_code_that_goes_on_at_its_right_fades_there_until_it_is_scrolled(visit, address):
    opened = visit(address("space_detectors"), viewport={"width": 390, "height": 800})
    code = opened.wait_for_selector("div.highlight > pre[data-more]")
    faded = "(code) => getComputedStyle(code).maskImage !== 'none'"
    assert code.evaluate("(code) => code.scrollWidth > code.clientWidth") and code.evaluate(faded)
    code.evaluate("(code) => code.scrollTo({ left: 9999, behavior: 'instant' })")
    opened.wait_for_function("(code) => !code.hasAttribute('data-more')", arg=code)
    assert not code.evaluate(faded)
