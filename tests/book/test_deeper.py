"""What a lesson folds, explains in place and says of itself: {deeper}, the cards of terms and claims, the reading time, the switch for code."""

import re

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import expect
from support.chapters import CHAPTERS

LESSONS = [chapter.stem for chapter in CHAPTERS if "```{deeper}" in chapter.read_text(encoding="utf-8")]
TERM = "main a:has(> .std-term)"
TIME = re.compile(r"About (\d+) minutes; what is folded takes (\d+) more\.")
IN_FOLD = "details.deeper [id]:is(section, figure, span)"


@pytest.fixture(scope="module")
def soup(book):
    return lambda page: BeautifulSoup((book / f"chapters/{page}.html").read_text(encoding="utf-8"), "html.parser")


# ---- folds ----


@pytest.mark.parametrize("page", LESSONS)
def test_a_fold_is_closed_and_says_what_is_in_it_and_its_heading_stays_outside(soup, page):
    folds = soup(page).select("details.deeper")
    assert folds and not [fold for fold in folds if fold.has_attr("open")]
    for fold in folds:
        assert fold.parent.name == "section" and fold.find_previous_sibling(re.compile("^h[2-5]$"))
        words = fold.summary.get_text()
        assert words.startswith("Going deeper: ") and len(words) > 30
        assert len(fold.get_text()) > 2 * len(words)


def test_a_link_into_a_closed_fold_opens_it(visit, address, soup):
    name = soup("price_of_coldness").select(IN_FOLD)[-1]["id"]
    page = visit(f"{address('price_of_coldness')}#{name}", folded=True)
    expect(page.locator(f"details.deeper:has([id='{name}'])")).to_have_attribute("open", "")
    expect(page.locator(f"[id='{name}']")).to_be_in_viewport()
    assert page.locator("details.deeper:not([open])").count() == len(soup("price_of_coldness").select("details.deeper")) - 1


def test_a_figure_in_a_fold_works_once_it_is_open(visit, address):
    page = visit(address("price_of_coldness"), folded=True)
    fold = page.locator("details.deeper:has(.live-figure)").first
    figure, summary = fold.locator(".live-figure").first, fold.locator("> summary")
    assert not figure.is_visible()
    summary.focus()
    page.keyboard.press("Enter")
    expect(figure).to_be_visible()
    slider = figure.locator("input[type=range]").first
    slider.focus()
    before = figure.locator(".lf-status").inner_text()
    page.keyboard.press("End")
    expect(figure.locator(".lf-status")).not_to_have_text(before)
    assert not page.troubles


def test_paper_shows_what_is_folded(visit, address):
    page = visit(address("price_of_coldness"), folded=True)
    inner = page.locator("details.deeper > p").first
    assert not inner.is_visible()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert inner.is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not inner.is_visible()


# ---- cards ----


def test_every_link_to_a_term_or_a_claim_has_its_card(soup):
    for page in ["introduction", *LESSONS]:
        links = soup(page).select("main a:has(> .std-term), main a.claim-link")
        wanted = {link["href"].partition("#")[2] for link in links}
        cards = soup(page).select(".card-in-place")
        assert {card["id"].removeprefix("card-") for card in cards} == wanted, page
        for card in cards:
            *words, more = card.find_all("p", recursive=False)
            assert len(card.get_text()) > 60 and words and more.a["href"].endswith(card["id"].removeprefix("card-")), card["id"]


def test_a_term_explains_itself_to_the_mouse(visit, address):
    page = visit(address("price_of_coldness"))
    link = page.locator(TERM).first
    card = page.locator(".card-in-place:popover-open")
    link.hover()
    expect(card).to_be_visible()
    assert len(card.inner_text()) > 60
    card.hover()
    page.wait_for_timeout(400)
    expect(card).to_be_visible()
    page.mouse.move(5, 5)
    expect(card).to_have_count(0)
    link.click()
    page.mouse.move(5, 5)
    page.wait_for_timeout(400)
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    assert page.url == address("price_of_coldness") and not page.troubles


def test_a_claim_opens_in_place_by_keys_and_leads_to_its_page(visit, address):
    page = visit(address("price_of_coldness"))
    link = page.get_by_role("link", name="claim C16")
    link.focus()
    page.keyboard.press("Enter")
    card = page.get_by_role("dialog")
    expect(card).to_be_focused()
    expect(link).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#claim-c16")).to_be_in_viewport()
    assert not page.troubles


def test_a_finger_opens_a_card_that_stays_on_a_narrow_page(visit, address):
    page = visit(address("price_of_coldness"), viewport={"width": 390, "height": 844}, has_touch=True)
    page.locator(TERM).first.tap()
    card = page.locator(".card-in-place:popover-open")
    expect(card).to_be_visible()
    box = card.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390 and box["y"] >= 0 and box["y"] + box["height"] <= 844
    page.touchscreen.tap(200, 5)
    expect(card).to_have_count(0)


# ---- time and code ----


@pytest.mark.parametrize("page", LESSONS)
def test_a_lesson_says_how_long_it_takes(soup, page):
    said = soup(page).select_one("h1 + .reading-time").get_text()
    core, deeper = map(int, TIME.fullmatch(said).groups())
    assert 10 <= core <= 25 and deeper >= 1, said


def test_a_page_with_a_figure_and_no_fold_says_its_time_alone(soup):
    assert re.fullmatch(r"About \d+ minutes\.", soup("introduction").select_one("h1 + .reading-time").get_text())
    assert not soup("claims").select(".reading-time")


def test_one_switch_shows_and_hides_all_code(visit, address):
    page = visit(address("price_of_coldness"))
    page.get_by_role("button", name="Show all code").click()
    assert page.locator("div.cell > details.hide:not([open])").count() == 0
    page.get_by_role("button", name="Hide all code").click()
    assert page.locator("div.cell > details.hide[open]").count() == 0
    page.locator("div.cell > details.hide > summary").first.click()
    expect(page.get_by_role("button", name="Show all code")).to_be_visible()
    assert not page.troubles
