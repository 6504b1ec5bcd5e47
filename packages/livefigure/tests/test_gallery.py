"""The gallery for authors: it is whole, and lives on a page of its own."""

import inspect
from html import escape

from gallery import MAKERS, for_authors


def test_the_page_for_authors_shows_every_figure_with_its_code(tmp_path, visit):
    path = tmp_path / "gallery.html"
    path.write_text(for_authors(), encoding="utf-8")
    opened = visit(path.as_uri(), reduced_motion="reduce")
    assert opened.locator(".live-figure[data-alive]").count() == len(MAKERS)
    for make in MAKERS.values():
        assert make.__doc__ and escape(inspect.getsource(make)) in path.read_text(encoding="utf-8")
    opened.get_by_role("button", name="a good machine").first.click()
    assert opened.locator(".lf-live").inner_text().startswith("117")
    assert not opened.troubles
