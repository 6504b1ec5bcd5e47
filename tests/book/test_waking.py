"""When figures wake: each as soon as it is there, wherever the rest of its page is."""

import re
import threading

import pytest
from playwright.sync_api import expect
from support.browser import QuietHandler

from sitebuilder.serving import served

PAGE = "chapters/price_of_coldness.html"
FIRST, LAST = "fig-price-ledger", "fig-price-stages"


class Halting(QuietHandler):
    """Sends a page up to the end of its first figure, and the rest when it is told to."""

    def do_GET(self):
        if not self.path.startswith(f"/{PAGE}"):
            return super().do_GET()
        head, found, rest = self.server.page.partition(b"</figcaption>")
        assert FIRST.encode() in head and LAST.encode() in rest
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(self.server.page)))
        self.end_headers()
        self.wfile.write(head + found)
        self.server.go_on.wait(30)
        self.wfile.write(rest)


@pytest.fixture
def halting(book):
    """A server of the book that halts."""
    with served(book, Halting) as server:
        server.page, server.go_on = (book / PAGE).read_bytes(), threading.Event()
        yield server
        server.go_on.set()


def test_a_figure_wakes_while_the_rest_of_its_page_is_still_to_come(visit, halting):
    page = visit("about:blank")
    page.goto(f"{halting.address}/{PAGE}", wait_until="commit")
    line = page.locator(f"#{FIRST}-live .lf-status")
    before = line.text_content()
    page.locator(f"#{FIRST}-live").get_by_role("button", name="Show me").click()
    page.locator(f"#{FIRST}-live .lf-controls input[type=range]").first.press("End")
    expect(line).not_to_have_text(before)
    assert page.evaluate("document.readyState") == "loading" and not page.locator(f"#{LAST}-live").count()
    halting.go_on.set()
    expect(page.locator(f"#{LAST}-live input[type=range]").first).to_be_enabled()
    assert page.locator(".live-figure").count() == page.locator(".live-figure[data-alive] .lf-controls").count()


def test_a_link_leads_to_its_figure_in_a_fold_once_the_page_is_there(visit, halting):
    page = visit("about:blank", folded=True)
    page.goto(f"{halting.address}/{PAGE}#live={LAST}&T_cold=25", wait_until="commit")
    page.locator(f"#{FIRST}-live").get_by_role("button", name="Show me").wait_for()
    halting.go_on.set()
    figure = page.locator(f"details.deeper #{LAST}-live")
    expect(figure).to_be_in_viewport(ratio=0.5)
    expect(page.locator(f"#{LAST}-T_cold")).to_have_attribute("aria-valuetext", re.compile(r"25\sK"))


class Late(QuietHandler):
    """Sends the pages' style when it is told to."""

    def do_GET(self):
        if self.path.startswith("/_static/book.css"):
            self.server.go_on.wait(30)
        super().do_GET()


def test_figures_wait_for_the_styles_whose_font_their_words_are_measured_in(visit, book):
    with served(book, Late) as server:
        server.go_on = threading.Event()
        page = visit("about:blank")
        page.goto(f"{server.address}/{PAGE}", wait_until="commit")
        page.wait_for_function(
            f"document.getElementById('{LAST}-live') && performance.getEntries().some(({{ name }}) => name.includes('live.js'))"
        )
        page.wait_for_timeout(300)  # the script runs
        awake = page.locator(".live-figure[data-alive]").count()
        server.go_on.set()
        expect(page.locator(f"#{LAST}-live input[type=range]").first).to_be_enabled()
    assert awake == 0
