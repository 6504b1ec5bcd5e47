"""The notebooks that readers take away: they say what the pages say, lead where they should, and run with the package alone."""

import base64
import doctest
import functools
import json
import os
import re
import subprocess
import sys
import venv
import zipfile
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from urllib.parse import urldefrag

import nbformat
import pytest
from bs4 import BeautifulSoup
from conftest import CHAPTERS, ROOT, code_cells
from docutils import nodes
from docutils.utils import new_document
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

sys.path[:0] = [str(ROOT / "_ext"), str(ROOT / "publish")]

import notebooks as publishing  # noqa: E402
from house.mathematics import mathml  # noqa: E402
from house.notebooks import cells, escaping, markdown  # noqa: E402

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


def prose(notebook):
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


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
    ours = [cell.source for cell in taken(chapter).cells if cell.cell_type == "code" and "install" not in cell.metadata.get("tags", [])]
    assert ours == code_cells(chapter)


@every_chapter
def test_the_first_cells_say_where_it_is_from_and_what_it_needs(taken, chapter, book):
    title, start = prose(taken(chapter))[:2]
    (wheel,) = (book / "notebooks").glob("*.whl")
    assert re.fullmatch(r"# .+", title) and "The Price of Cold" in start and re.search(rf"`pip install \S*{re.escape(wheel.name)}`", start)


@every_chapter
def test_a_solution_is_folded_and_its_cells_are_there(taken, chapter):
    heads = [cell for cell in taken(chapter).cells if cell.cell_type == "markdown" and cell.source.startswith("#### Solution to Exercise ")]
    assert len(heads) == chapter.read_text(encoding="utf-8").count("```{solution-start}")
    assert sum("jp-MarkdownHeadingCollapsed" in cell.metadata for cell in heads) >= len(heads) - 1  # a question may follow the last one


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
        ".cell_input, details > summary > .collapsed, details > summary > .expanded, .headerlink, .eqno, .claims-filter"
    ):
        left_out.decompose()
    for solution in page.select("details > summary.admonition-title"):
        solution.name = "h4"
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
    assert len(theirs) > 20
    for mine, page in zip(ours, theirs, strict=False):
        assert mine == page
    assert len(ours) == len(theirs)


@every_chapter
def test_headings_are_those_of_the_page(taken, book, chapter):
    page = article(book, chapter.stem)
    for link in page.select(".headerlink, .claim-badge"):
        link.decompose()
    ours, theirs = headings(rendered(prose(taken(chapter)))), headings(page)
    assert [head for head in ours if not re.match(r"(Solution to )?Exercise \d|References$", head[1])] == theirs


def headings(soup):
    for formula in soup.select("math, eq, eqn"):
        formula.replace_with(MATHEMATICS)
    return [(int(head.name[1]), head.get_text().strip()) for head in soup.select("h1, h2, h3, h4, h5, h6")]


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
    works = {line.get_text() for line in article(book, "bibliography").select("div.citation > p")}
    for _, entry in entries:
        assert rendered([entry]).get_text().strip() in works


def test_pictures_travel_within_the_notebook(taken):
    (chapter,) = (chapter for chapter in CHAPTERS if chapter.stem == "for_instructors")
    found = re.findall(r"!\[[^]]{20,}\]\(data:image/png;base64,([^)]+)\)", "\n".join(prose(taken(chapter))))
    assert {base64.b64decode(data) for data in found} == {path.read_bytes() for path in (chapter.parent / "images").glob("*.png")}


# ---- what makes them ----


@pytest.mark.parametrize("module", [escaping])
def test_examples_in_the_modules(module):
    tried = doctest.testmod(module)
    assert tried.attempted and not tried.failed


@given(st.text(alphabet="a1 .*_`$<>&;#-+=~[](){}|\\!:\"'/\n", max_size=30))
def test_any_text_is_shown_as_it_is(text):
    line = escaping.paragraph(escaping.text(text).strip())
    assert rendered([line]).get_text().strip() == re.sub(r"\s*\n\s*", " ", text).strip()


def translator():
    builder = SimpleNamespace(
        config=SimpleNamespace(numfig_format={"figure": "Fig. %s"}, html_baseurl=""), env=SimpleNamespace(get_domain=lambda name: SimpleNamespace(citations=[])),
        wanted={"page": set()}, current_docname="page", secnumbers={}, fignumbers={}, srcdir=ROOT,
    )  # fmt: skip
    return markdown.MarkdownTranslator(new_document("page"), builder)


@pytest.mark.parametrize(
    ("node", "says"),
    [
        (nodes.line_block("", nodes.line("", "a")), "cannot yet show a line_block"),
        (nodes.raw("", "<video>", format="html"), "cannot show this raw html: <video>"),
        (nodes.image(uri="chapters/images/none.png"), "the image chapters/images/none.png is not a file"),
        (nodes.bullet_list("", nodes.list_item("", nodes.container(nb_element="cell_code", cell_index=1))), "a code cell within a list"),
    ],
)
def test_what_a_notebook_cannot_show_is_a_warning(monkeypatch, node, says):
    said = []
    monkeypatch.setattr(markdown.logger, "warning", lambda message, *arguments, **options: said.append(message % arguments))
    node.walkabout(translator())
    assert len(said) == 1 and says in said[0]


def test_a_cell_that_the_page_does_not_have_runs_in_its_place():
    source = [
        SimpleNamespace(cell_type=kind, source=kind, line=line)
        for line, kind in enumerate(("markdown", "code", "code", "markdown", "code"))
    ]
    page = [markdown.Prose("# Title"), markdown.Code(2, 2), markdown.Prose("text"), markdown.Prose("## References")]
    made = cells.with_removed(page, source)
    assert made == [page[0], markdown.Code(1, 1), *page[1:3], markdown.Code(4, 4), page[3]]


# ---- the archive and the wheel ----


def test_the_archive_has_all_that_is_needed_and_is_the_same_each_time(book, tmp_path):
    with zipfile.ZipFile(book / "notebooks.zip") as archive:
        inside = {entry.filename.partition("/")[2]: archive.read(entry) for entry in archive.infolist()}
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 1, 1, 0, 0, 0)}
        assert {entry.filename.partition("/")[0] for entry in archive.infolist()} == {publishing.FOLDER}
    beside = {path.name: path.read_bytes() for path in (book / "notebooks").iterdir()}
    assert inside.items() >= beside.items()
    assert set(inside) - set(beside) == {"README.txt", "requirements.txt", "LICENSE", "LICENSE-text"}
    (wheel,) = (name for name in beside if name.endswith(".whl"))
    assert f"jupyterlab {wheel}\n".encode() in inside["README.txt"]
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    first, second = (publishing.build_wheel(tmp_path / name) for name in ("first", "second"))
    assert first.read_bytes() == second.read_bytes() and first.name == wheel
    for path in (first, second):
        publishing.archive(path.with_suffix(".zip"), inside)
    assert first.with_suffix(".zip").read_bytes() == second.with_suffix(".zip").read_bytes()


def test_pins_follow_extras_and_reach_other_systems():
    pins = publishing.pinned("jupyterlab")
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    assert set(pins) <= set(lines) and len(pins) < len(lines)
    assert any(line.startswith("fqdn==") for line in pins)  # by jsonschema[format-nongpl]
    assert any(line.startswith("pywinpty==") for line in pins)  # on Windows
    assert not any(line.startswith("sphinx==") for line in pins)
    with pytest.raises(ValueError, match="requirements.txt has no version of no-such-package"):
        publishing.pinned("jupyterlab", "no_such_package")


# ---- the real thing: another environment, in which is the wheel with what it names, and nothing else ----


@pytest.fixture(scope="module")
def elsewhere(book, tmp_path_factory):
    """A kernel of such an environment, and an empty folder to run in."""
    from jupyter_client.kernelspec import KernelSpecManager

    place = tmp_path_factory.mktemp("elsewhere")
    venv.create(place / "venv")
    python = place / "venv" / "bin" / "python"
    (wheel,) = (book / "notebooks").glob("*.whl")
    pins = place / "pins.txt"
    pins.write_text("\n".join(publishing.pinned("ipykernel", *publishing.requirements(wheel))))
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--no-compile", "-r", str(pins), str(wheel)], check=True)
    subprocess.run([*pip, "check"], check=True)  # what the wheel and the packages name is there, in the versions that they ask for
    (place / "kernels" / "fresh").mkdir(parents=True)
    argv = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (place / "kernels" / "fresh" / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": "fresh", "language": "python"}))
    (place / "run").mkdir()
    return KernelSpecManager(kernel_dirs=[str(place / "kernels")]), place / "run"


def execute(notebook, kernels, folder, environment):
    from jupyter_client import KernelManager
    from nbclient import NotebookClient

    manager = KernelManager(kernel_name="fresh", kernel_spec_manager=kernels)
    resources = {"metadata": {"path": str(folder)}}
    NotebookClient(notebook, km=manager, timeout=300, resources=resources).execute(env=environment)
    return notebook


def test_every_notebook_runs_with_the_package_alone(taken, elsewhere):
    kernels, folder = elsewhere
    environment = {name: value for name, value in os.environ.items() if name not in ("CRYOLIB_STATIC", "MPLBACKEND", "PYTHONPATH")}
    notebooks = [nbformat.from_dict(json.loads(json.dumps(taken(chapter)))) for chapter in CHAPTERS]
    probe = nbformat.v4.new_code_cell("import sys, cryolib; print(cryolib.__file__, *sys.path, *sys.modules)")
    notebooks[0].cells.append(probe)
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda notebook: execute(notebook, kernels, folder, environment), notebooks))
    for notebook in done:
        outputs = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
        assert outputs and not [output for output in outputs if output.output_type == "error" or output.get("name") == "stderr"]
    assert str(ROOT) not in done[0].cells[-1].outputs[0].text
