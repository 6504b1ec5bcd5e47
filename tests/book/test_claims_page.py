"""The page of the claims: complete, linked both ways, and searchable in a browser; and what stops the build."""

import io
import json
import re
from collections import Counter

import pytest
from bs4 import BeautifulSoup
from chapterkit.claims import IDS, SECTIONS, Verdict
from playwright.sync_api import expect
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils
from support.chapters import CHAPTERS

# What the checks have found. A verdict that flips is news: its reason, and the chapter, were written for another.
FOUND = {
    Verdict.HOLDS: "C02 C05 C09 C10 C11 C12 C13 C14 C15 C16 C17 C18 C20 C21a C24 C26 C27 C28 C30 C31 C32 C33 C36 C38 C39 C41 C44 C47 C48 C49 C50 C51 C52 C53 C54 C56 C57 C61 C64 C67 C68 C70 C72",
    Verdict.ROUNDED: "C19",
    Verdict.CONDITIONAL: "C04 C73 C06 C22 C23 C25 C29 C34 C40 C42 C46 C49a C55 C62 C63 C65 C69 C71",
    Verdict.DIFFERS: "C43 C45 C66",
    Verdict.WRONG: "C01 C35 C49b C59 C60",
    Verdict.OPEN: "C03 C07 C08 C21b C74 C37 C58",
}


@pytest.fixture(scope="module")
def page(book):
    return BeautifulSoup((book / "chapters/claims.html").read_text(encoding="utf-8"), "html.parser")


@pytest.fixture
def claims(visit, address):
    return visit(address("claims"))


def shown(page):
    return page.evaluate("[...document.querySelectorAll('.claim')].filter((card) => card.checkVisibility()).map((card) => card.id)")


def names(ids):
    return [f"claim-{each.lower()}" for each in ids]


# ---- complete ----


def test_every_claim_has_a_card_in_order(page):
    assert [card["id"] for card in page.select(".claim")] == names(IDS)


def test_the_verdicts_are_those_that_the_reasons_were_written_for(page):
    badges = {
        card.select_one(".claim-head a").text: card.select_one(".claim-badge").text.split(" ", 1)[1] for card in page.select(".claim")
    }
    assert badges == {each: verdict.value for verdict, ids in FOUND.items() for each in ids.split()}


def test_a_card_has_a_statement_checks_and_a_folded_cell(page):
    for card in page.select(".claim"):
        paragraphs = card.find_all("p", recursive=False)
        assert len(paragraphs[0].text.split()) >= 3 and paragraphs[-1]["class"] == ["claim-places"], card["id"]
        assert card.select("li") or card["data-verdict"] == "OPEN", card["id"]
        assert card.select_one("details:not([open]) pre"), card["id"]
        assert f"Show the check of {card['id'].removeprefix('claim-').upper()[:3]}" in card.select_one("summary").text
        assert "nan" not in card.text.lower().split() and "<!--" not in card.text


def test_the_summary_counts_the_cards(page):
    rows = [[cell.text.strip() for cell in row.select("th, td")] for row in page.select(".claims-summary tr")]
    assert rows[0] == ["section", *(verdict.value for verdict in Verdict), "all"]
    for section, row in zip(SECTIONS, rows[1:-1], strict=True):
        found = Counter(card["data-verdict"] for card in page.select(f'.claim[data-section="{section.page}"]'))
        assert row == [section.title, *(str(found[verdict.name]) for verdict in Verdict), str(len(section.ids))]
    assert rows[-1][-1] == str(len(IDS))


def test_cards_stand_under_the_title_of_their_section(page):
    for card in page.select(".claim"):
        title = card.find_parent("section").find("h2").text.rstrip("#")
        assert title == next(section.title for section in SECTIONS if section.page == card["data-section"]), card["id"]


# ---- linked both ways ----


def test_each_mention_in_a_chapter_links_to_its_card_and_the_card_links_back(book, page):
    back = {(card["id"], link["href"]) for card in page.select(".claim") for link in card.select(".claim-places a")}
    expected = set()
    for chapter in CHAPTERS:
        mentioned = Counter()
        links = BeautifulSoup((book / f"chapters/{chapter.stem}.html").read_text(encoding="utf-8"), "html.parser").select("a.claim-link")
        for text in re.findall(r"\{claim\}`([^`]+)`", chapter.read_text(encoding="utf-8")):
            mentioned.update(each.strip() for each in text.split(","))
        assert Counter(link.text.removeprefix("claim ") for link in links) == mentioned, chapter.stem
        for link in links:
            assert link["href"].split("#")[0] == "claims.html" and link["title"]
            expected.add((link["href"].split("#")[1], f"{chapter.stem}.html#{link['id']}"))
    assert back == expected


def test_a_link_from_a_chapter_arrives(visit, address):
    chapter = visit(address("price_of_coldness"))
    chapter.get_by_role("link", name="claim C16").click()
    chapter.get_by_role("dialog").get_by_role("link").click()
    expect(chapter.locator("#claim-c16")).to_be_in_viewport()
    chapter.locator("#claim-c16 .claim-places a").first.click()
    chapter.wait_for_url("**/price_of_coldness.html#at-claim-c16")
    expect(chapter.get_by_role("link", name="claim C16")).to_be_in_viewport()
    assert not chapter.troubles


# ---- choosing ----


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.page)
def test_choose_by_section(claims, section):
    claims.get_by_label("Section", exact=True).select_option(section.title)
    assert shown(claims) == names(section.ids)
    expect(claims.get_by_role("status")).to_have_text(f"{len(section.ids)} of {len(IDS)} claims are shown.")
    headings = [heading.text_content().rstrip("#") for heading in claims.locator("article h2").all() if heading.is_visible()]
    assert headings == [section.title]


@pytest.mark.parametrize("verdict", Verdict, ids=lambda verdict: verdict.name)
def test_choose_by_verdict(claims, verdict):
    claims.get_by_label("Verdict").select_option(verdict.value)
    assert sorted(shown(claims)) == sorted(names(FOUND[verdict].split()))


def test_search_by_words_and_all_three_together(claims):
    words = claims.get_by_label("Words")
    words.fill("621")
    assert "claim-c43" in shown(claims)
    words.fill("boyle")
    assert shown(claims) == ["claim-c49a"]
    words.fill("math.isclose")  # of the code, which is not searched
    assert shown(claims) == []
    expect(claims.get_by_role("status")).to_have_text(f"0 of {len(IDS)} claims are shown.")
    words.fill("HELIUM k")
    claims.get_by_label("Verdict").select_option("differs")
    assert shown(claims) == ["claim-c45"]
    claims.get_by_role("button", name="Show all", exact=True).click()
    expect(claims.get_by_role("status")).to_have_text(f"All {len(IDS)} claims are shown.")
    assert shown(claims) == names(IDS) and words.input_value() == ""
    assert not claims.troubles


def test_choosing_takes_no_mouse(claims):
    claims.get_by_label("Section", exact=True).focus()
    for key in ("ArrowDown", "ArrowDown", "Tab", "Tab"):
        claims.keyboard.press(key)
    claims.keyboard.type("ideal")
    assert claims.get_by_label("Section", exact=True).input_value() == SECTIONS[1].page
    assert shown(claims) == ["claim-c11"]
    claims.keyboard.press("Enter")  # sends nothing anywhere
    assert claims.url.endswith("claims.html")
    claims.keyboard.press("Tab")
    claims.keyboard.press("Enter")
    expect(claims.get_by_role("status")).to_have_text(f"All {len(IDS)} claims are shown.")


def test_a_link_to_a_claim_shows_it_whatever_was_chosen(claims):
    claims.get_by_label("Verdict").select_option("differs")
    claims.evaluate("location.hash = 'claim-c42'")
    expect(claims.locator("#claim-c42")).to_be_in_viewport()
    assert claims.get_by_label("Verdict").input_value() == ""
    claims.get_by_label("Section", exact=True).select_option("Introduction")
    claims.evaluate("location.hash = 'claim-c02'")
    assert claims.get_by_label("Section", exact=True).input_value() == "introduction", "what is shown need not be chosen anew"


def test_paper_has_all_claims(claims):
    claims.get_by_label("Verdict").select_option("differs")
    claims.emulate_media(media="print")
    assert shown(claims) == names(IDS)
    assert not claims.locator(".claims-filter").is_visible()


def test_without_scripts_nothing_is_hidden_and_nothing_is_dead(visit, address):
    plain = visit(address("claims"), java_script_enabled=False)
    assert shown(plain) == names(IDS)
    assert not plain.locator(".claims-filter").is_visible()


# ---- what stops the build ----


def warnings(folder, text, *, places="", here=False):
    """What Sphinx complains of in a book of two pages: `text`, and the cards of all claims."""
    cards = [{"id": each, "verdict": "HOLDS", "section": "page", "title": "Title", "here": here} for each in IDS]
    (folder / "index.rst").write_text(f"Book\n====\n\n{text}\n\n{places}\n\n.. toctree::\n\n   claims\n", encoding="utf-8")
    raw = "\n\n".join(f".. raw:: html\n\n   <!-- claim {json.dumps(card)} -->" for card in cards)
    (folder / "claims.rst").write_text(f"Claims\n======\n\n{raw}\n", encoding="utf-8")
    said = io.StringIO()
    settings = {"extensions": ["coldbook.reference.claims"], "root_doc": "index"}
    with patch_docutils(), docutils_namespace():
        Sphinx(folder, None, folder / "out", folder / "trees", "dummy", settings, status=None, warning=said, freshenv=True).build()
    return re.sub(r"\x1b\[[\d;]*m", "", said.getvalue())


everywhere = " ".join(f":claim:`{each}`" for each in IDS)


def test_a_book_with_a_place_for_each_claim_is_built(tmp_path):
    assert warnings(tmp_path, everywhere) == ""


def test_an_unknown_claim_stops_the_build(tmp_path):
    said = warnings(tmp_path, f"{everywhere} :claim:`C99`")
    assert "index.rst:4: WARNING: the article has no claim 'C99'" in said


def test_a_claim_without_a_place_stops_the_build(tmp_path):
    said = warnings(tmp_path, everywhere.replace(":claim:`C42`", ""))
    assert re.findall(r"WARNING: claim (\w+) is settled in no chapter", said) == ["C42"]


def test_a_claim_may_be_settled_on_its_own_page(tmp_path):
    assert warnings(tmp_path, "", here=True) == ""
