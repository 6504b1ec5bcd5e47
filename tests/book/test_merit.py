"""The page *Figures of merit*: it shows what was measured, all of it and nothing else."""

import json
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup

from coldbook.reference import measurements
from sitebuilder import ROOT

RECORD = json.loads((ROOT / "bench/record.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def article(book):
    text = (book / "chapters/figures_of_merit.html").read_text(encoding="utf-8")
    return BeautifulSoup(text, "html.parser").find("article", class_="bd-article")


def words(element):
    return " ".join(element.get_text().split())


def tables(article):
    """Title -> rows, each a list of cells."""
    found = {}
    for table in article.find_all("table"):
        title = words(table.caption.find(class_="caption-text")) if table.caption else ""
        found[title] = [row.find_all(["td", "th"]) for row in table.find_all("tr")]
    return found


@pytest.mark.parametrize("section", RECORD)
def test_a_section_shows_what_was_measured(article, section):
    shown = tables(article)
    for sheet in RECORD[section]["sheets"]:
        head, *rows = shown[sheet["title"]]
        assert [words(cell) for cell in head] == ["", *sheet["columns"]]
        for row, (name, *cells) in zip(rows, sheet["rows"], strict=True):
            assert [words(cell) for cell in row[1:]] == cells, name
            link = row[0].a
            address = "" if link is None else link["href"] if link["href"] != "#" else "figures_of_merit.html"  # a link to the page itself
            assert words(row[0]) == name.strip() if link is None else address.endswith((f"#{name}", f"{name}.html"))
        for note in sheet["notes"]:
            assert note in words(article)
    assert f"Measured on {RECORD[section]['date']} at commit {RECORD[section]['commit'][:7]}" in words(article)


def test_figures_and_chapters_are_called_by_their_names_in_the_book(article):
    shown = tables(article)
    figures = [words(row[0]) for row in shown["One step of a slider [ms]"][1:-1]]
    assert figures[:3] == ["Fig. 1", "Fig. 2", "Fig. 1.1"] and all(name.startswith("Fig. ") for name in figures)
    assert "The Stirling Cycle" in [words(row[0]) for row in shown["From the launch to the first live slider [s]"]]


def test_what_is_gone_since_the_measurement_keeps_its_name():
    labels = SimpleNamespace(anonlabels={"sec-here": ("chapters/a", "sec-here")})
    env = SimpleNamespace(
        titles={}, domains={"std": labels}, toc_fignumbers={}, config=SimpleNamespace(numfig_format={"figure": "Fig. %s"})
    )
    assert measurements.target(env, "fig-gone") == (None, "", "fig-gone")
    assert measurements.target(env, "sec-here") == ("chapters/a", "sec-here", "sec-here")


def test_the_page_is_of_the_build_that_it_is_in(article, book):
    edition = json.loads((book / "build.json").read_text(encoding="utf-8"))
    made = {words(row[0]): words(row[1]) for row in tables(article)[""][1:]}
    assert edition["commit"].startswith(made["commit"].removesuffix("-dirty")) and len(made["commit"]) >= 7
    assert edition["versions"].items() <= made.items()
