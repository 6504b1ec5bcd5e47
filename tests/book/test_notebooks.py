"""The notebooks that readers take away: they say what the pages say, lead where they should, and hold nothing else."""

import base64
import functools
import re
from urllib.parse import urldefrag

import nbformat
import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from support.chapters import CHAPTERS, code_cells

from coldbook.distributions import DISTRIBUTIONS
from coldbook.notebooks.cells import INSTALLING
from coldbook.page.mathematics import mathml

every_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.stem)
COMMON = (
    MarkdownIt("commonmark")
    .enable("table")
    .use(dollarmath_plugin, allow_space=False, renderer=lambda text, options: f"<math>{text}</math>")
)
MATHEMATICS = "∎"


@functools.cache
def opened(path):
    return nbformat.read(path, as_version=nbformat.NO_CONVERT)


@pytest.fixture
def taken(book):
    """taken(chapter) -> its notebook."""
    return lambda chapter: opened(book / "notebooks" / f"{chapter.stem}.ipynb")


def installs(cell):
    """Whether a cell is one of the two that install the packages, in a book with an address."""
    return INSTALLING in cell.metadata.get("tags", [])


def prose(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown" and not installs(cell)]


def rendered(texts):
    return BeautifulSoup("\n".join(COMMON.render(text) for text in texts), "html.parser")


# ---- the files ----


def test_every_chapter_has_a_notebook_and_nothing_else_has(book):
    assert {path.stem for path in (book / "notebooks").glob("*.ipynb")} == {chapter.stem for chapter in CHAPTERS}


@every_chapter
def test_a_notebook_is_valid_and_holds_no_outputs(taken, chapter):
    notebook = taken(chapter)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert set(notebook.metadata) == {"kernelspec", "language_info"} and notebook.metadata.kernelspec.name == "python3"
    for cell in notebook.cells:
        assert cell.source.strip() and (cell.cell_type == "markdown" or (cell.outputs == [] and cell.execution_count is None))


@every_chapter
def test_the_code_cells_are_those_of_the_source(taken, chapter):
    ours = [cell.source for cell in taken(chapter).cells if cell.cell_type == "code" and not installs(cell)]
    assert ours == code_cells(chapter)


@every_chapter
def test_the_first_cells_say_where_it_is_from_and_what_it_needs(taken, chapter, book):
    title, start = prose(taken(chapter))[:2]
    assert re.fullmatch(r"# .+", title) and "The Price of Cold" in start
    words = [start, *(cell.source for cell in taken(chapter).cells if installs(cell))]
    named = re.search(r"`pip install (.+?)`", "\n".join(words))[1].split()
    assert all((book / "notebooks" / wheel.rpartition("/")[2]).is_file() for wheel in named)
    imported = {name for source in code_cells(chapter) for name in re.findall(r"^\s*(?:from|import) (\w+)", source, flags=re.M)}
    wanted = imported.intersection(DISTRIBUTIONS)
    wanted |= {name for distribution in map(DISTRIBUTIONS.get, wanted) for name in distribution.requires}
    assert {wheel.rpartition("/")[2].partition("-")[0] for wheel in named} == wanted


@every_chapter
def test_a_solution_is_folded_and_its_cells_are_there(taken, chapter):
    heads = [cell for cell in taken(chapter).cells if cell.cell_type == "markdown" and cell.source.startswith("#### Solution to Exercise ")]
    assert len(heads) == chapter.read_text(encoding="utf-8").count("```{solution-start}")
    assert all("jp-MarkdownHeadingCollapsed" in cell.metadata for cell in heads)


# ---- what they say ----


@functools.cache
def shown(path):
    """What a built page says, without what takes long to read and is not compared: drawings, scripts, the inside of formulas and code."""
    (text,) = re.findall(r"<article class=\"bd-article.*</article>", path.read_text(encoding="utf-8"), flags=re.S)
    text = re.sub(r"<(svg|script)\b.*?</\1>", "", text, flags=re.S)
    text = re.sub(r"<math\b.*?</math>", "<math></math>", text, flags=re.S)
    return re.sub(r"<pre\b.*?</pre>", lambda code: f"<pre>{re.sub('<[^>]*>', '', code[0])}</pre>", text, flags=re.S)


def article(book, page):
    """What a page of the built book says, to be cut up."""
    return BeautifulSoup(shown(book / "chapters" / f"{page}.html"), "html.parser").select_one("article.bd-article")


BLOCKS = "p, li, td, th, h1, h2, h3, h4, h5, h6, figcaption, pre"


def blocks(soup):
    """The texts of a page's blocks in their order, mathematics as one sign."""
    for formula in soup.find_all(["math", "eq", "eqn"]):
        formula.replace_with(MATHEMATICS)
    found = []
    for block in soup.select(BLOCKS):
        if not block.select(BLOCKS):  # the innermost ones
            text = " ".join(block.get_text().split())
            text = re.sub(rf"\s*{MATHEMATICS}\s*", MATHEMATICS, text)
            if text and text != MATHEMATICS:
                found.append(text)
    return found


def page_blocks(book, chapter):
    page = article(book, chapter.stem)
    for card in page.select("article.claim"):  # what a claim's cell shows, and links back
        head = card.select_one(".claim-head a").extract()
        card.clear()
        card.append(page_heading(head.get_text()))
    for output in page.select(".cell_output"):
        captions = [caption.extract() for caption in output.select("figcaption")]
        output.clear()
        output.extend(captions)
    for left_out in page.select(
        ".cell_input, details > summary > .collapsed, details > summary > .expanded, .headerlink, .eqno, .claims-filter, .cite-this, "
        ".reading-time, .cards"  # for who reads a page
    ):
        left_out.decompose()
    for solution in page.select("details > summary.admonition-title"):
        solution.name = "h4"
    for fold in page.select("details.deeper > summary"):
        fold.name = "p"
    for caption in page.select("figcaption > p"):
        caption.unwrap()
    for number in page.select("figcaption .caption-number"):
        number.string = f"{number.get_text().strip()}. "
    return blocks(page)


def page_heading(text):
    heading = BeautifulSoup("", "html.parser").new_tag("h3")
    heading.string = text
    return heading


@every_chapter
def test_a_notebook_says_what_its_page_says(taken, book, chapter):
    """Every paragraph, heading, caption, item and table cell: no role is left, and each number is the one on the page."""
    texts = prose(taken(chapter))
    ours = blocks(rendered(text for text in [texts[0], *texts[2:]] if not text.startswith("## References")))
    theirs = page_blocks(book, chapter)
    assert len(theirs) > 10
    for mine, page in zip(ours, theirs, strict=False):
        assert mine == page
    assert len(ours) == len(theirs)


@every_chapter
def test_headings_are_those_of_the_page(taken, book, chapter):
    page = article(book, chapter.stem)
    for other in page.select(".headerlink, .claim-badge, .practice-tool"):
        other.decompose()
    ours, theirs = headings(rendered(prose(taken(chapter)))), headings(page)
    assert [head for head in ours if not re.match(r"(Solution to )?Exercise \d|References$", head[1])] == theirs


def with_plain_spaces(node):
    """A text as it reads; on the page a number and its unit are on one line."""
    return node.get_text().strip().replace("\u00a0", " ")


def headings(soup):
    for formula in soup.select("math, eq, eqn"):
        formula.replace_with(MATHEMATICS)
    return [(int(head.name[1]), with_plain_spaces(head)) for head in soup.select("h1, h2, h3, h4, h5, h6")]


@every_chapter
def test_nothing_of_the_source_s_own_markup_is_left(taken, chapter):
    for text in prose(taken(chapter)):
        outside = re.sub(r"```.*?```|`[^`]*`|\$\$.*?\$\$|\$[^$]*\$", "", text, flags=re.S)
        assert not re.search(r"\{[a-z:]+\}`|^\s*(:::|```\{|\+\+\+)|\(\?\?\)|\bNone\b|nowhere:|%s", text, flags=re.M), text
        assert "{" not in outside and re.sub(r"\\\$", "", outside).count("$") == 0, text


@every_chapter
def test_formulas_are_whole_and_numbered_as_on_the_page(taken, book, chapter):
    texts = prose(taken(chapter))
    tokens = [token for text in texts for top in COMMON.parse(text) for token in [top, *(top.children or [])]]
    formulas = [token.content for token in tokens if token.type in ("math_inline", "math_block")]
    numbers = []
    for formula in formulas:
        numbers += re.findall(r"\\tag\{([\d.]+)\}", formula)
        assert mathml(re.sub(r"\\tag\{[\d.]+\}", "", formula))  # the converter is strict
    page = article(book, chapter.stem)
    assert numbers == [number.get_text().strip("()#") for number in page.select(".math > .eqno")]
    assert bool(formulas) == ("$" in "".join(texts))


@every_chapter
def test_links_lead_somewhere(taken, book, chapter):
    for link in rendered(prose(taken(chapter))).find_all("a", href=True):
        where, place = urldefrag(link["href"])
        if not re.match(r"https?://", where):
            target = book / "notebooks" / (where or f"{chapter.stem}.ipynb")
            assert target.suffix == ".ipynb" and target.exists(), link
            assert not place or place in anchors(target), link


@functools.cache
def anchors(path):
    return {mark["id"] for mark in rendered(prose(opened(path))).find_all(id=True)}


@every_chapter
def test_what_a_page_cites_is_listed_in_its_notebook(taken, book, chapter):
    page = article(book, chapter.stem)
    cited = {link.get_text() for link in page.select(".bibtex-citation a") if link.get_text().isdigit()}
    listed = [text for text in prose(taken(chapter)) if text.startswith("## References")]
    entries = re.findall(r"^<a id=\"reference-(\d+)\"></a>\\\[\1\\\] (.+)$", "".join(listed), flags=re.M)
    assert {number for number, _ in entries} >= cited and len(entries) == len("".join(listed).split("\n\n")[1:])
    works = {with_plain_spaces(line) for line in article(book, "bibliography").select("div.citation > p")}
    for _, entry in entries:
        assert with_plain_spaces(rendered([entry])) in works


def test_pictures_travel_within_the_notebook(taken):
    (chapter,) = (chapter for chapter in CHAPTERS if chapter.stem == "for_instructors")
    found = re.findall(r"!\[[^]]{20,}\]\(data:image/png;base64,([^)]+)\)", "\n".join(prose(taken(chapter))))
    assert {base64.b64decode(data) for data in found} == {path.read_bytes() for path in (chapter.parent / "images").glob("*.png")}
