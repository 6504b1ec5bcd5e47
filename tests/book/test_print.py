"""The book on paper: the PDF as it was made, a tiny book that is made here, and a single page as the browser prints it."""

import io
import json
import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import pikepdf
import pypdfium2
import pytest
import yaml
from bs4 import BeautifulSoup
from chapterkit.selfcheck import question
from chapterkit.selfcheck.form import form
from PIL import ImageChops
from support.chapters import CHAPTERS, figure_names

from sitebuilder import ROOT
from sitebuilder.contents import listed
from sitebuilder.pdf.document import book_of
from sitebuilder.pdf.front_matter import about, front
from sitebuilder.pdf.printing import NAME, lines, pdf

PAGES = list(listed(yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))))
MARGIN = {"foot": 24 / 25.4 * 72, "side": 29 / 25.4 * 72}  # sitebuilder/pdf/book.css, in points
RAW_TEX = re.compile(r".{0,30}(?:\\\(|\\\[|\$\$|\\frac|\\dot|\\mathrm|(?<!\w)\$(?!HOME/)[^\s$][^$]*\$).{0,30}")  # a shell's $HOME is none


@pytest.fixture(scope="module")
def printed(book):
    with pikepdf.open(book / NAME) as made:
        yield made


@pytest.fixture(scope="module")
def sheets(book):
    document = pypdfium2.PdfDocument(book / NAME)
    yield document
    document.close()


def numbers(made):
    """Object of a page -> its number, the first is 1."""
    return {page.obj.objgen: number for number, page in enumerate(made.pages, 1)}


def outline(made):
    """(words, depth, number of the page) of each line of the outline."""
    where = numbers(made)
    return [(str(line.Title), depth, where[line.Dest[0].objgen]) for line, depth in lines(made.Root.Outlines)]


def article(book, file):
    return (book / f"{file}.html").read_text(encoding="utf-8").partition('<article class="bd-article">')[2]


def titles(book):
    """The title of every page of the table of contents, in words."""
    for file, _ in PAGES:
        heading = re.search(r"<h1>(.*?)<a class=\"headerlink\"", article(book, file), flags=re.S)[1]
        yield " ".join(unescape(re.sub(r"<[^>]+>", "", heading)).split())


def links(made):
    for number, page in enumerate(made.pages, 1):
        for mark in page.get("/Annots", []):
            if mark.Subtype == "/Link":
                yield number, mark


def target(made, mark):
    """The page that a link within the book leads to."""
    return (made.Root.Dests[str(mark.Dest)] if isinstance(mark.Dest, pikepdf.Name) else mark.Dest)[0]


def tags(made):
    waiting = [made.Root.StructTreeRoot]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting.extend(node)
        elif isinstance(node, pikepdf.Dictionary):
            yield node
            waiting.append(node.get("/K"))


# ---- the book ----


def test_the_outline_has_all_pages_in_order_and_each_leads_further(printed, book):
    found, wanted = outline(printed), list(titles(book))
    answers = next(number for words, _, number in found if words == "Solutions and answers")
    behind = min(number for words, depth, number in found if depth == 0 and number > answers)
    places = [(words, number) for words, depth, number in found if words in wanted and depth < 2 and not answers <= number < behind]
    assert [words for words, _ in places] == wanted
    assert [number for _, number in places] == sorted({number for _, number in places}), "two chapters begin on one sheet"
    parts = {part for _, part in PAGES if part}
    assert parts < {words for words, depth, _ in found if depth == 0}


def test_links_jump_within_the_book_or_lead_out_of_it(printed):
    where, inner, outer = numbers(printed), 0, []
    for number, mark in links(printed):
        if "/A" in mark:
            outer.append(str(mark.A.URI))
            continue
        assert target(printed, mark).objgen in where, f"sheet {number}: a link to {mark.Dest} leads nowhere"
        inner += 1
    assert inner > 500
    assert outer and not [address for address in outer if not re.match(r"https?://(?!book\.invalid|127\.0\.0\.1|localhost)", address)]


def test_the_table_of_contents_says_where_things_are(printed, sheets):
    where, checked = numbers(printed), 0
    first = outline(printed)[1][2]  # the sheet of the first chapter
    for number, mark in links(printed):
        box = [float(edge) for edge in mark.Rect]
        if "/Dest" in mark and number < first and box[3] - box[1] > 4:  # Chromium gives a line at the foot a second box, a hair high
            words = sheets[number - 1].get_textpage().get_text_bounded(*box).strip()
            assert int(re.search(r"\d+$", words)[0]) == where[target(printed, mark).objgen], words
            checked += 1
    assert checked > 3 * len(PAGES)


def test_the_text_is_what_a_reader_of_paper_needs(printed, sheets, book):
    code, after = (next(number for words, _, number in outline(printed) if words == title) for title in ("The packages", "Bibliography"))
    texts = [sheet.get_textpage().get_text_bounded() for sheet in sheets]
    raw = [(number, found) for number, text in enumerate(texts, 1) if not code <= number < after for found in RAW_TEX.findall(text)]
    assert not raw
    whole = "\n".join(texts)
    assert not re.findall(r"Show the code|Hide the code|Link to this|Your answer|Model answer, with|(?:Next|Previous) figure:", whole)
    assert "\ufffe" not in whole.replace("\ufffe\n", "") and "\ufffd" not in whole
    assert not [number for number, text in enumerate(texts, 1) if len(text.split()) < 12 and number > 1], "a sheet is all but empty"
    for file, _ in PAGES:
        for words in re.findall(r"Solution to (Exercise [\d.]+)", article(book, file)):
            assert f"Solution to {words}" in whole, f"{file}: the solution to {words} is not there"


def test_every_figure_is_there_and_says_what_it_shows(printed, book):
    told = sorted(str(node.Alt) for node in tags(printed) if node.get("/S") == "/Figure" and "/Alt" in node)
    silent = [node for node in tags(printed) if node.get("/S") == "/Figure" and "/Alt" not in node]
    wanted = []
    for file, _ in PAGES:
        shown = re.sub(r'<details class="pr-model">.*?</details>', "", article(book, file), flags=re.S)  # model answers stay off the paper
        wanted += re.findall(r'class="lf-svg lf-wide" role="img" aria-label="([^"]*)"', shown)
        wanted += re.findall(r'<img[^>]* alt="([^"]+)"', shown)
    assert told == sorted(map(unescape, wanted)) and not silent
    assert len(told) >= sum(len(figure_names(chapter)) for chapter in CHAPTERS)


def test_fonts_are_embedded(printed):
    fonts = {font.objgen: font for page in printed.pages for font in page.Resources.get("/Font", {}).values()}
    assert len(fonts) > 5
    for font in fonts.values():
        if font.Subtype != "/Type3":  # drawn by the file itself
            described = font.DescendantFonts[0].FontDescriptor if "/DescendantFonts" in font else font.FontDescriptor
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(described.keys()), font.BaseFont
    assert any("STIXTwoText" in str(font.get("/BaseFont")) for font in fonts.values())


def test_the_file_says_what_it_is(printed, book):
    assert str(printed.docinfo["/Title"]) == "The Price of Cold" and str(printed.docinfo["/Author"])
    assert printed.Root.Lang == "en" and printed.Root.MarkInfo.Marked
    assert printed.Root.PageMode == "/UseOutlines" and printed.Root.ViewerPreferences.DisplayDocTitle
    assert {(round(float(page.MediaBox[2])), round(float(page.MediaBox[3]))) for page in printed.pages} == {(595, 842)}
    assert (book / NAME).stat().st_size < 15e6


def test_no_sheet_cuts_anything_at_its_foot_or_its_sides(sheets):
    """What is cut, or too wide, leaves ink where there is to be none: just below the text, or beside it."""
    for number, sheet in enumerate(sheets, 1):
        width, height = sheet.get_size()
        strips = [
            (0, MARGIN["foot"] - 3, 0, height - MARGIN["foot"] + 1.5 - 1),  # left, bottom, right, top: cut away
            (0, 0, width - MARGIN["side"] + 4, 0),
            (width - MARGIN["side"] + 4, 0, 0, 0),
        ]
        for strip in strips:
            picture = sheet.render(scale=1.5, grayscale=True, crop=strip).to_pil()
            assert ImageChops.invert(picture.convert("L")).getextrema()[1] < 100, f"sheet {number} has ink beside its text: {strip}"


# ---- a tiny book, made here ----

SHEET = """<!DOCTYPE html><html lang="en"><head><title>{title}</title></head><body><article class="bd-article">
<section id="top"><h1>{title}<a class="headerlink" href="#top">#</a></h1>{body}</section></article></body></html>"""
FIRST = """<p id="place">See <a class="reference internal" href="second.html#end">the end</a> and <a href="../notes.txt">notes</a>.</p>
<details class="admonition hide"><summary>Show the code</summary><pre>hidden = 1</pre></details>
<p class="figure-steps"><a class="reference internal" href="#ex">Next figure: Fig. 1</a></p>
<details class="pr-model"><summary>Model answer</summary><p>A curve.</p></details>
<div class="exercise admonition" id="ex"><p class="admonition-title">Exercise 1</p><p>How cold?</p></div>
<details class="solution dropdown admonition" id="sol"><summary class="admonition-title">Solution to Exercise 1</summary><p>Very.</p></details>
""" + form(question("How many watts?", 14.0, "Divide.", unit="W"))


@pytest.fixture
def tiny(tmp_path):
    """tiny(body) -> a site of two pages, and its table of contents."""

    def make(body=FIRST):
        for folder in ("chapters", "_static"):
            (tmp_path / folder).mkdir()
        (tmp_path / "chapters/first.html").write_text(
            SHEET.format(title='<span class="section-number">1. </span>First', body=body), encoding="utf-8"
        )
        (tmp_path / "chapters/second.html").write_text(SHEET.format(title="Second", body='<p id="end">The end.</p>'), encoding="utf-8")
        for asset in ("live.css", "live.js"):
            (tmp_path / "_static" / asset).touch()
        contents = tmp_path / "_toc.yml"
        contents.write_text("{root: chapters/first, parts: [{caption: More, chapters: [{file: chapters/second}]}]}", encoding="utf-8")
        return tmp_path, contents

    return make


def bound(site, contents):
    """Make the PDF in a thread of its own: Playwright opens one browser in a thread, and the tests have theirs in this one."""
    with ThreadPoolExecutor(1) as alone:
        alone.submit(pdf, site, contents).result()


def test_a_tiny_book_is_bound(tiny):
    site, contents = tiny()
    bound(site, contents)
    with pikepdf.open(site / NAME) as made, pypdfium2.PdfDocument(site / NAME) as sheets:
        assert [words for words, *_ in outline(made)] == [
            "Contents", "1. First", "Solutions and answers", "1. First", "Solution to Exercise 1", "More", "Second",
        ]  # fmt: skip
        text = "\n".join(sheet.get_textpage().get_text_bounded() for sheet in sheets)
        assert not re.findall("hidden|Check|Divide|Next figure|Model answer", text)
        assert "Solution on page 5" in text and "Very." in text and re.search(r"Question 1:\s+14\.0\s+W", text)
        assert not [mark for _, mark in links(made) if "notes" in str(mark.get("/A"))]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('<p><a href="second.html#nowhere">gone</a></p>', "internal links without a target: second--nowhere"),
        ('<p id="a"></p><p id="a"></p>', "ids that occur twice in the book: first--a"),
        ('<div style="width: 900px">x</div>', "wider than the paper's column, the first in first: <div style"),
        ('<p><img src="../lost.png" alt=""></p>', "not complete: it loads site/lost.png"),
    ],
)
def test_what_must_not_be_printed_stops_it(tiny, body, message):
    site, contents = tiny(body)
    with pytest.raises(ValueError, match=re.escape(message)):
        bound(site, contents)
    assert not (site / NAME).exists()


@pytest.mark.parametrize("address", ["https://x.github.io/book/", "https://x.github.io/book"])
def test_the_address_is_that_of_the_site(tmp_path, address):
    said = {"address": address, "commit": "0123456789abcdef-dirty", "date": "2026-11-03T12:00:00+00:00"}
    (tmp_path / "build.json").write_text(json.dumps(said), encoding="utf-8")
    copy, book = about(tmp_path), book_of(tmp_path, BeautifulSoup('<link rel="icon" href="data:image/svg+xml,x">', "html.parser"))
    assert book == {"address": "https://x.github.io/book", "icon": "data:image/svg+xml,x"}
    sheet = front(copy, book)
    assert ">x.github.io/book<" in sheet and "3 November 2026" in sheet and "commit <code>0123456789ab</code>, with changes." in sheet
    assert '<a href="https://x' not in front(copy, {"address": "", "icon": ""})


# ---- a single page ----


def test_a_page_on_paper_is_its_text_alone(visit, address):
    page = visit(address("stirling"), color_scheme="dark", viewport={"width": 660, "height": 900})  # A4 without its margins
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.locator("details.solution").nth(1).evaluate("(solution) => { solution.open = true; }")
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("article h1").is_visible()
    for left in (
        "button",
        "input",
        "nav",
        "details.hide",
        ".headerlink",
        ".bd-sidebar-primary",
        ".bd-sidebar-secondary",
        "footer",
    ):
        assert not page.locator(left).filter(visible=True).all(), left
    assert [solution.is_visible() for solution in page.locator("details.solution").all()] == [False, True, False]
    page.wait_for_function("document.documentElement.dataset.theme == 'light'")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    wide = page.evaluate("""() => [...document.querySelectorAll('article *:not(svg *, math *)')]
      .filter((box) => box.getBoundingClientRect().right > innerWidth || box.scrollWidth > box.clientWidth + 1 && box.matches('pre, .math-scroll'))
      .map((box) => box.outerHTML.slice(0, 90))""")
    assert not wide
    page.emulate_media(media="screen", color_scheme="dark")
    page.wait_for_function("document.documentElement.dataset.theme == 'dark'")


def test_its_sheets_have_a_title_and_a_number(visit, address):
    page = visit(address("introduction"))
    for paper, size in (("A4", (595, 842)), ("Letter", (612, 792))):
        with pypdfium2.PdfDocument(io.BytesIO(page.pdf(format=paper))) as made:
            assert made[0].get_size() == pytest.approx(size, abs=1.5)
            text = made[0].get_textpage().get_text_bounded()
            assert "The Price of Cold" in text and f"1 / {len(made)}" in text
            assert "Search" not in text and "Show the code" not in text


def test_a_figure_states_the_values_of_its_sliders(visit, address):
    page = visit(address("stirling"))
    page.locator(".lf-control").first.wait_for()
    page.locator(".lf-control input[type=range]").first.press("End")
    controls = "[...document.querySelectorAll('.lf-control')].map((row) => `${row.querySelector('label').textContent}: ${row.dataset.now}`)"
    stated = page.evaluate(controls)
    assert len(stated) > 5 and not [text for text in stated if "undefined" in text]
    with pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4"))) as printed:
        text = " ".join(" ".join(sheet.get_textpage().get_text_bounded() for sheet in printed).split())
    assert not [words for words in stated if " ".join(words.split()) not in text]
