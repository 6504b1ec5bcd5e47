"""No line of a page ends between a number and its unit, or between a formula and the mark behind it."""

import re

from bs4 import BeautifulSoup, NavigableString

# Written for the pages as they are, and not taken from what makes them.
UNITS = "W|kW|MW|mW|K|mK|°C|J|kJ|MJ|bar|mbar|Pa|kPa|MPa|kg|g|mol|kmol|m|mm|cm|km|s|h|Hz|V|T|ppm|%"
TORN = re.compile(rf"\d[ \n]+(?:/ )?(?:{UNITS})(?![\w])")
BLOCKS = "p, li, td, th, dd, dt, h1, h2, h3, figcaption, summary"


def texts(html):
    """The text of each block of a page that holds no other block, without code, drawings and formulas."""
    soup = BeautifulSoup(html, "html.parser")
    for part in soup.select("pre, code, svg, script, style, math"):
        part.replace_with(NavigableString("\ufffc"))
    for block in soup.select("article :is(" + BLOCKS + ")"):
        if not block.select_one(BLOCKS):
            yield block.get_text()


def test_no_number_is_torn_from_its_unit(book):
    pages = sorted((book / "chapters").glob("*.html"))
    found = {page.name: [match[0] for text in texts(page.read_text(encoding="utf-8")) for match in TORN.finditer(text)] for page in pages}
    assert len(pages) > 10 and {page: torn for page, torn in found.items() if torn} == {}


def test_no_mark_is_torn_from_its_formula(book):
    for page in sorted((book / "chapters").glob("*.html")):
        formulas = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").select("article math")
        loose = [
            formula
            for formula in formulas
            if re.match(r"[.,;:?!)]", str(formula.next_sibling or "")) and not formula.find_parent(class_="together")
        ]
        assert [formula.find("annotation") or formula.get_text() for formula in loose] == [], page.name
