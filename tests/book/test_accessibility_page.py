"""The page *Accessibility* says only what tests show, and some of what it says is shown here."""

import ast
import functools
from collections import Counter

import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup

from coldbook.reference import wcag
from sitebuilder import ROOT

CRITERIA = wcag.criteria()
FIRST_AND_LAST = ("1.1.1", "4.1.3")
# Margins that WCAG 1.4.12 wants readers to be able to set.
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""
FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element);
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
  const follows = !window.last || !!(window.last.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
  window.last = element;
  return { outlined, follows, words: element.outerHTML.slice(0, 120) };
}"""


@functools.cache
def functions(file):
    """The names of the tests in a file."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_all_criteria_of_the_two_levels_are_there_in_order():
    numbers = [criterion["number"] for criterion in CRITERIA]
    assert numbers == sorted(set(numbers), key=lambda number: [int(part) for part in number.split(".")])
    assert (numbers[0], numbers[-1]) == FIRST_AND_LAST
    assert Counter(criterion["level"] for criterion in CRITERIA) == {"A": 30, "AA": 20}  # as in WCAG 2.1


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda criterion: criterion["number"])
def test_a_criterion_that_is_met_names_tests_that_exist(criterion):
    assert criterion["result"] in ("met", "nothing of the kind", "not tested")
    tests = criterion.get("tests", [])
    assert bool(tests) == (criterion["result"] == "met")
    assert criterion["says"] or tests
    for test in tests:
        file, _, name = test.partition("::")
        assert name in functions(file), test
        if name == "test_axe_finds_nothing_serious":
            assert f'"wcag{criterion["number"].replace(".", "")}"' in Axe().axe_script, f"axe has no rule about {criterion['number']}"


def test_the_page_shows_every_criterion(book):
    page = BeautifulSoup((book / "chapters/accessibility.html").read_text(encoding="utf-8"), "html.parser")
    rows = [[" ".join(cell.get_text().split()) for cell in line.find_all(["th", "td"])] for line in page.select("table.wcag tbody tr")]
    assert [row[:3] for row in rows] == [[f"{each['number']} {each['name']}", each["level"], each["result"]] for each in CRITERIA]


@pytest.mark.parametrize("width", [1280, 320])
def test_text_may_be_spaced_out(visit, address, width):
    page = visit(address("introduction"), viewport={"width": width, "height": 900}, bypass_csp=True)
    page.add_style_tag(content=SPACED)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cut = page.evaluate("""[...document.querySelectorAll('article :is(p, li, h1, h2, h3, label, button, summary, figcaption)')].filter((box) => {
      if (box.clientWidth <= 1) return false; // shown when its link has the focus
      const { overflowX, overflowY } = getComputedStyle(box);
      return (overflowY === 'hidden' && box.scrollHeight > box.clientHeight + 1) || (overflowX === 'hidden' && box.scrollWidth > box.clientWidth + 1);
    }).map((box) => box.outerHTML.slice(0, 90))""")
    assert cut == []


@pytest.mark.parametrize(("page", "forced_colors"), [("introduction", "none"), ("introduction", "active"), ("claims", "none")])
def test_tab_leads_through_a_page_and_shows_where_it_is(visit, address, page, forced_colors):
    opened = visit(address(page), forced_colors=forced_colors)
    before, stops = opened.url, []
    for _ in range(1000):
        opened.keyboard.press("Tab")
        if (stop := opened.evaluate(FOCUSED)) is None:
            break
        stops.append(stop)
    assert stop is None, "the focus does not leave the page"
    assert len(stops) > 30 and opened.url == before and not opened.troubles
    assert [stop["words"] for stop in stops if not stop["outlined"]] == []
    assert [stop["words"] for stop in stops if not stop["follows"]] == []
