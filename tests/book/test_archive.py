"""The whole book as one file: unpacked anywhere, it is read from its folder."""

import zipfile

import pytest
from playwright.sync_api import expect
from support.figures import SHOW_ANSWERS

from publish.check import links
from sitebuilder import archive


@pytest.fixture(scope="module")
def unpacked(book, tmp_path_factory):
    place = tmp_path_factory.mktemp("archive")
    with zipfile.ZipFile(book / "book.zip") as archive:
        archive.extractall(place)
    (folder,) = place.iterdir()
    return folder


def test_it_has_every_page_and_no_link_that_leads_out_of_it(book, unpacked):
    there = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*.html")}
    wanted = {path.relative_to(book).as_posix() for path in book.rglob("*.html")} - {"404.html"}
    assert there == {name for name in wanted if not name.startswith("lite/")}
    assert links.check(unpacked)[0] == []
    assert (unpacked / "book.pdf").stat().st_size > 1_000_000


def test_its_figures_move(unpacked, visit):
    page = visit((unpacked / "index.html").as_uri())
    page.wait_for_url("**/introduction.html")
    line = page.locator(".lf-status").first
    before = line.text_content()
    page.evaluate(SHOW_ANSWERS)
    page.locator(".lf-controls input[type=range]").first.press("End")
    expect(line).not_to_have_text(before)
    assert not page.troubles


def test_the_same_site_makes_the_same_archive(book, tmp_path):
    for name in ("index.html", "chapters/introduction.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((book / name).read_bytes())
    made = []
    for _ in range(2):
        archive.archive(tmp_path)
        made.append((tmp_path / archive.NAME).read_bytes())
        (tmp_path / "index.html").touch()
    assert made[0] == made[1]
