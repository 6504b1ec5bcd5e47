"""The pages that are made from the code and the data: nothing is missing on them, and what links to them arrives."""

import ast
import functools
import importlib
import inspect
import pkgutil
import re

import pytest
from livefigure.number import raised
from support.chapters import CHAPTERS, code_cells
from support.site import parsed, places

from coldbook.distributions import DISTRIBUTIONS
from cryolib import constants, symbols
from sitebuilder import ROOT

NOTATION, API, BIBLIOGRAPHY = "notation", "api", "bibliography"
# Modules whose names are documented under their package.
INNER = re.compile(
    r"(cryolib\.gases\.(?!records$)|cryolib\.(leaks|plunge_cooling|sizing)\.|chapterkit\.(pictures|sizing|practice|selfcheck)\.|livefigure\.|coursework\.)"
)
MODULES = [
    name
    for package in DISTRIBUTIONS
    for name in (package, *(module.name for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}.")))
    if not INNER.match(name) and not name.rpartition(".")[2].startswith("_")
]
ENTRIES = re.findall(r"^@\w+\{([^,\s]+),(.*?)^\}", (ROOT / "references.bib").read_text(encoding="utf-8"), flags=re.M | re.S)

every_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=[chapter.stem for chapter in CHAPTERS])


@pytest.fixture
def page(book):
    return lambda name: parsed(book / "chapters" / f"{name}.html")


@pytest.fixture
def place(book):
    """place(page, id) -> the element there, or None."""
    return lambda name, id_: places(book / "chapters" / f"{name}.html").get(id_)


def words(element):
    return " ".join(element.get_text().split()).replace("’", "'")


@functools.cache
def imported():
    """Chapter -> what its cells import, as in {"cryolib.symbols": {"T", "T_cold"}}."""
    found = {}
    for chapter in CHAPTERS:
        names = found.setdefault(chapter.stem, {})
        for source in code_cells(chapter):
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.ImportFrom):
                    names.setdefault(node.module, set()).update(alias.name for alias in node.names)
    return found


def chapters_that_import(module, name):
    return {f"{chapter}.html" for chapter, names in imported().items() if name in names.get(module, ())}


# ---- notation ----


def test_every_symbol_has_its_row(page):
    for name, symbol in symbols.SYMBOLS.items():
        cells = page(NOTATION).find("tr", id=f"cryolib.symbols.{name}").find_all(["th", "td"])
        assert cells[0].math and cells[1].code.text == name, name
        assert [words(cell) for cell in cells[2:4]] == [symbol.meaning, raised(symbol.unit) or "none"]
        assert {link["href"] for link in cells[4].find_all("a")} >= chapters_that_import("cryolib.symbols", name), name


def test_symbols_are_grouped_as_in_the_code(page):
    source = inspect.getsource(symbols)
    for section in page(NOTATION).select("section section"):
        rows = section.select("table.symbols tbody tr")
        if rows:
            title = section.find("h2").contents[0]
            assert re.search(rf"^# {re.escape(title)}\n{rows[0]['id'].rpartition('.')[2]} = ", source, flags=re.M), title


def test_every_constant_has_its_row(page):
    for name in constants.__all__:
        value = getattr(constants, name)
        if not isinstance(value, constants.Constant):
            continue
        cells = page(NOTATION).find("tr", id=f"cryolib.constants.{name}").find_all(["th", "td"])
        digits = re.sub(r"\D", "", cells[3].math.get_text().split("×")[0])
        shown = float(f"{digits[0]}.{digits[1:]}") if "×" in cells[3].text else float(re.sub(r"[^\d.]", "", cells[3].math.get_text()))
        mantissa = float(f"{value:e}".split("e")[0]) if "×" in cells[3].text else float(value)
        assert shown == pytest.approx(mantissa, rel=1e-6), name
        assert raised(value.unit) in words(cells[3])
        assert words(cells[2]).endswith(value.source)
        assert "×" not in cells[3].text or words(cells[3].msup) == f"10{f'{value:e}'.split('e')[1].lstrip('+')}".replace("-0", "-").replace(
            "-", "−"
        )


# ---- the package ----


def public_names():
    for module in MODULES:
        for name in getattr(importlib.import_module(module), "__all__", ()):
            yield module, name


def test_there_are_public_names():
    assert len(set(public_names())) > 60


@pytest.mark.parametrize("module", MODULES)
def test_every_public_name_of_a_module_has_one_entry(book, place, module):
    pages = [places(book / "chapters" / f"{name}.html") for name in (API, NOTATION)]
    ids = {id_ for ids in pages for id_ in ids if id_.startswith(tuple(f"{name}." for name in DISTRIBUTIONS))}
    assert place(API, f"module-{module}"), module
    for _, name in (pair for pair in public_names() if pair[0] == module):
        thing = getattr(importlib.import_module(module), name)
        entries = [id_ for id_ in ids if id_.endswith(f".{name}") and pkgutil.resolve_name(id_) is thing]
        assert len(entries) == 1, f"{name} of {module} has {len(entries)} entries: name it in chapters/api.md"


def test_nothing_private_and_nothing_inherited_from_elsewhere_is_listed(page):
    for entry in page(API).select("dt.sig[id]"):
        path = entry["id"].split(".")
        assert not any(part.startswith("_") for part in path), entry["id"]
        assert path[0] in DISTRIBUTIONS, entry["id"]


def test_an_entry_says_what_its_docstring_says(place):
    from cryolib import limits

    entry = place(API, "cryolib.limits.carnot_cop").find_parent("dl")
    assert words(entry.dd.p) == limits.carnot_cop.__doc__.splitlines()[0]
    assert entry.dd.find("math").find("mfrac")
    titles = [words(field) for field in entry.select("dl.field-list > dt")]
    assert titles == ["Parameters:", "Returns:", "Raises:"]
    assert [words(strong) for strong in entry.select("dl.field-list li strong")] == ["T_cold", "T_hot"]
    assert ">>> round(carnot_cop(77, 310), 4)" in entry.find("div", class_="highlight").get_text()


def test_a_function_lists_the_chapters_that_use_it(place):
    for module in ("cryolib.limits", "cryolib.shields", "cryolib.leaks"):
        for name in importlib.import_module(module).__all__:
            entry = place(API, f"{module}.{name}")
            users = chapters_that_import(module, name)
            if entry and users:
                listed = {link["href"] for link in entry.find_parent("dl").select("p.used-in a")}
                assert users <= listed, name


def test_mathematics_in_docstrings_is_drawn(page):
    formulas = sum(inspect.getsource(importlib.import_module(module)).count(".. math::") for module in MODULES)
    assert len(page(API).select("div.math math")) >= formulas > 10
    assert not page(API).find("merror")


# ---- links to them ----


def code_of(page):
    return page.select("div.cell_input pre")


@every_chapter
def test_the_first_use_of_a_name_leads_to_its_entry_and_later_ones_do_not(page, place, chapter):
    links = page(chapter.stem).select("a.api-link, article p a > code, article li a > code")
    links = [link if link.name == "a" else link.parent for link in links]
    led_to = [link["href"] for link in links if re.match(r"(api|notation)\.html#", link["href"])]
    assert led_to and len(led_to) == len(set(led_to))
    for link in page(chapter.stem).select("a.api-link"):
        file, _, id_ = link["href"].partition(".html#")
        assert place(file, id_), link["href"]
        assert id_.removeprefix("module-").rpartition(".")[2] == link.text.rpartition(".")[2], link


@every_chapter
def test_what_a_chapter_shows_of_its_imports_is_linked(page, chapter):
    """Each name that a cell on the page imports from the package has its link somewhere on the page."""
    text = "\n".join(block.get_text() for block in code_of(page(chapter.stem)))
    linked = {link["href"].partition("#")[2].rpartition(".")[2] for link in page(chapter.stem).select("a[href*='.html#']")}
    for line in re.findall(rf"^from (?:{'|'.join(DISTRIBUTIONS)})\S* import ([^(\n]+)$", text, flags=re.M):
        for name in re.findall(r"(\w+)(?: as \w+)?(?:, |$)", line):
            assert name in linked, name


def test_the_first_chapter_leads_to_the_formula_it_uses_first(page):
    first = page("price_of_coldness").select_one("div.cell_input pre")
    assert first.find("a", href="api.html#cryolib.limits.carnot_cop").text == "carnot_cop"
    assert first.find("a", href="notation.html#cryolib.symbols.T_cold").text == "T_cold"
    assert first.find("a", href="api.html#module-cryolib.limits").text == "cryolib.limits"


@every_chapter
def test_links_leave_the_code_as_it_was_written(page, chapter):
    written = {source.strip() for source in code_cells(chapter)}
    for block in code_of(page(chapter.stem)):
        assert block.get_text().strip() in written


def test_a_link_in_code_is_underlined(visit, serve, book):
    opened = visit(f"{serve(book)}/chapters/price_of_coldness.html")
    line = opened.locator("a.api-link").first.evaluate("(link) => getComputedStyle(link).textDecorationLine")
    assert line == "underline"


def test_the_tables_read_as_blocks_on_a_phone(visit, serve, book):
    opened = visit(f"{serve(book)}/chapters/{NOTATION}.html", viewport={"width": 320, "height": 700})
    boxes = opened.evaluate(
        "[...document.querySelectorAll('.pst-scrollable-table-container')].map((box) => [box.scrollWidth, box.clientWidth])"
    )
    assert boxes and all(inner <= outer for inner, outer in boxes)
    assert opened.get_by_role("rowheader", name="T_cold").count() == 1


# ---- sources ----


def citations(page):
    return page(BIBLIOGRAPHY).select("div.citation")


def test_every_source_is_in_the_bibliography_once(page):
    assert len(citations(page)) == len(ENTRIES) == len({key for key, _ in ENTRIES})
    listed = [link["href"] for link in page(BIBLIOGRAPHY).select("div.citation a[href^='https://doi.org/']")]
    given = [f"https://doi.org/{doi}" for _, fields in ENTRIES for doi in re.findall(r"^\s*doi\s*=\s*[{\"]([^}\"]+)", fields, flags=re.M)]
    assert sorted(listed) == sorted(given) and len(listed) > 20


def test_a_source_says_who_cites_it_and_the_others_stand_apart(page):
    section = page(BIBLIOGRAPHY).find("section", id=re.compile("further-reading"))
    keys = {
        key.strip()
        for chapter in CHAPTERS
        for roles in re.findall(r"{cite(?::\w+)?}`([^`]+)`", chapter.read_text(encoding="utf-8"))
        for key in roles.split(",")
    }
    apart = section.select("div.citation")
    assert len(citations(page)) - len(apart) == len(keys)
    for source in citations(page):
        assert bool(source.find("p", class_="used-in", string=None) and "Cited in:" in source.get_text()) == (source not in apart)
    tavian = next(source for source in citations(page) if "Tavian" in source.get_text())
    citing = {
        f"{chapter.stem}.html" for chapter in CHAPTERS if re.search(r"{cite[^}]*}`[^`]*\btavian2004\b", chapter.read_text(encoding="utf-8"))
    }
    assert citing <= {link["href"] for link in tavian.select("p.used-in a")}
    assert "chapterkit.landmarks" in tavian.get_text()


def test_sources_are_in_order(page):
    labels = [words(source.select_one(".label")) for source in citations(page)]
    cited = [label for label in labels if not label.startswith("[R")]
    assert cited == [f"[{number}]" for number in range(1, len(cited) + 1)]
