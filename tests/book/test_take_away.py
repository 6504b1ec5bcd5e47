"""What readers take away: how the notebooks are made, the archive, the wheel, the menus, and a run with the package alone."""

import doctest
import importlib
import importlib.util
import json
import re
import subprocess
import sys
import venv
import zipfile
from types import SimpleNamespace

import nbformat
import pytest
from bs4 import BeautifulSoup, SoupStrainer
from docutils import nodes
from docutils.utils import new_document
from hypothesis import given, settings
from hypothesis import strategies as st
from support.chapters import CHAPTERS
from support.environment import without
from support.weekly import daily_or_weekly
from test_notebooks import rendered

from coldbook.distributions import DISTRIBUTIONS, needed_by
from coldbook.notebooks import cells, escaping, markdown
from coldbook.site import menus
from sitebuilder import ROOT, contents, downloads
from sitebuilder.archive import write_zip

PAGES = contents.pages(ROOT)


# ---- what makes them ----


@pytest.mark.parametrize("module", [escaping, menus])
def test_examples_in_the_modules(module):
    tried = doctest.testmod(module)
    assert tried.attempted and not tried.failed


@settings(deadline=None)
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
    page = [markdown.Prose("# Title"), markdown.Code(2), markdown.Prose("text"), markdown.Prose("## References")]
    made = cells.with_removed(page, source)
    assert made == [page[0], markdown.Code(1), *page[1:3], markdown.Code(4), page[3]]


def test_in_a_book_with_an_address_a_cell_installs_the_packages_where_one_is_missing(monkeypatch):
    from IPython.core.inputtransformer2 import TransformerManager

    config = SimpleNamespace(html_baseurl="https://book.example.org/", html_title="The Price of Cold", author="Somebody")
    said, words, install = cells.start(
        SimpleNamespace(srcdir=ROOT, config=config), "chapters/stirling", needed_by({"chapterkit.prose", "cryolib"})
    )
    wheels = " ".join(
        f"https://book.example.org/notebooks/{name}-{importlib.import_module(name).__version__}-py3-none-any.whl"
        for name in ("cryolib", "chapterkit", "livefigure")  # which chapterkit needs
    )
    assert "[*The Price of Cold*](https://book.example.org/chapters/stirling.html)" in said.source
    assert f"`pip install {wheels}`" in words.source
    source, asked = TransformerManager().transform_cell(install.source), []
    shell = SimpleNamespace(run_line_magic=lambda *magic: asked.append(magic))
    exec(source, {"get_ipython": lambda: shell})
    assert not asked
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    exec(source, {"get_ipython": lambda: shell})
    assert asked == [("pip", f"install --quiet {wheels}")]


# ---- the archive and the wheel ----


def test_the_archive_has_all_that_is_needed_and_is_the_same_each_time(book, tmp_path):
    with zipfile.ZipFile(book / "notebooks.zip") as archive:
        inside = {entry.filename.partition("/")[2]: archive.read(entry) for entry in archive.infolist()}
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.filename.partition("/")[0] for entry in archive.infolist()} == {"the-price-of-cold-notebooks"}
    beside = {path.name: path.read_bytes() for path in (book / "notebooks").iterdir()}
    assert inside.items() >= beside.items()
    assert set(inside) - set(beside) == {"README.txt", "requirements.txt", "LICENSE", "LICENSE-text"}
    wheels = [distribution.wheel for distribution in DISTRIBUTIONS.values()]
    assert sorted(wheels) == sorted(name for name in beside if name.endswith(".whl"))
    assert f"jupyterlab {' '.join(wheels)}\n".encode() in inside["README.txt"]
    for folder in ("first", "second"):
        (tmp_path / folder).mkdir()
        made = [downloads.build_wheel(distribution, tmp_path / folder) for distribution in DISTRIBUTIONS.values()]
        assert [wheel.name for wheel in made] == wheels
        write_zip(tmp_path / folder / "all.zip", "all", inside)
    for name in (*wheels, "all.zip"):
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes()


def test_the_archive_names_the_books_address_whatever_its_first_page_is_called(tmp_path):
    for folder in ("html", "notebooks"):
        (tmp_path / folder).mkdir()
    (tmp_path / "notebooks" / "cold.ipynb").write_text("{}", encoding="utf-8")
    (tmp_path / "html" / "build.json").write_text('{"address": "https://x.github.io/book/"}', encoding="utf-8")
    downloads.add_downloads(tmp_path / "html", tmp_path / "notebooks")
    with zipfile.ZipFile(tmp_path / "html" / "notebooks.zip") as archive:
        (readme,) = (name for name in archive.namelist() if name.endswith("README.txt"))
        assert "\nThe book: https://x.github.io/book/\n" in archive.read(readme).decode()


def test_the_version_of_a_wheel_is_that_of_its_package():
    for name, distribution in DISTRIBUTIONS.items():
        assert importlib.import_module(name).__version__ == distribution.version, name


def test_the_wheel_of_coursework_holds_the_problem_sets(tmp_path):
    with zipfile.ZipFile(downloads.build_wheel(DISTRIBUTIONS["coursework"], tmp_path)) as wheel:
        inside = {name.removeprefix("coursework/"): wheel.read(name) for name in wheel.namelist() if "/assignments/" in name}
    assert inside.keys() >= {"assignments/price_of_coldness.py", "assignments/price_of_coldness.md"}
    assert all(content == (ROOT / name).read_bytes() for name, content in inside.items())


def test_pins_follow_extras_and_reach_other_systems():
    pins = downloads.pinned("jupyterlab")
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert set(pins) <= set(lines) and len(pins) < len(lines)
    assert any(line.startswith("fqdn==") for line in pins)  # by jsonschema[format-nongpl]
    assert any(line.startswith("pywinpty==") for line in pins)  # on Windows
    assert not any(line.startswith("sphinx==") for line in pins)
    with pytest.raises(ValueError, match=r"requirements\.txt has no version of no-such-package"):
        downloads.pinned("jupyterlab", "no_such_package")


# ---- the menus at a page's title ----


def menu(book, page, name):
    """The links of a menu."""
    html = (book / f"{page}.html").read_text(encoding="utf-8")
    made = BeautifulSoup(html, "html.parser", parse_only=SoupStrainer("div", class_="article-header-buttons"))
    return [(link.get_text().strip(), link["href"], link["class"]) for link in made.select(f".dropdown-{name}-buttons a")]


@pytest.mark.parametrize("page", PAGES)
def test_the_menus_offer_what_is_there(book, page):
    name = page.rpartition("/")[2]
    has_notebook = name in {chapter.stem for chapter in CHAPTERS}
    offered = {text: (book / page).parent / where for text, where, classes in menu(book, page, "download") if "needs-server" not in classes}
    notebook = offered.pop("Notebook (.ipynb)", None)
    assert (notebook is not None) == has_notebook and (not notebook or notebook.resolve() == (book / f"notebooks/{name}.ipynb").resolve())
    assert offered.keys() >= {"All notebooks (.zip)", "Source (.md)"} and all(path.is_file() for path in offered.values())
    launches = menu(book, page, "launch")
    assert has_notebook or not launches
    for _, where, _ in launches:
        assert re.search(rf"(urlpath=lab/tree/notebooks/|^\.\./lite/lab/index\.html\?path=){name}\.ipynb$", where)


def test_a_menu_opens_and_closes_by_keyboard(visit, serve, book):
    page = visit(f"{serve(book)}/{PAGES[1]}.html", viewport={"width": 390, "height": 800})
    button = page.locator(".dropdown-download-buttons > button")
    button.focus()
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Notebook (.ipynb)"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.keyboard.press("Escape")
    assert button.get_attribute("aria-expanded") == "false" and button.evaluate("(button) => button === document.activeElement")
    assert not page.troubles


# ---- the real thing: another environment, in which are the wheels with what they name, and nothing else ----


@pytest.fixture(scope="module")
def elsewhere(book, tmp_path_factory):
    """The place of such an environment, with its kernel named `fresh`, and the notebooks in a folder of their own."""
    place = tmp_path_factory.mktemp("elsewhere")
    venv.create(place / "venv")
    python = place / "venv" / "bin" / "python"
    wheels = list((book / "notebooks").glob("*.whl"))
    pins = place / "pins.txt"
    pins.write_text("\n".join(downloads.pinned("ipykernel", *downloads.requirements(wheels))), encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--quiet", "--no-deps", "--no-compile", "-r", str(pins), *map(str, wheels)], check=True)
    subprocess.run([*pip, "check"], check=True)  # what the wheels and the packages name is there, in the versions that they ask for
    kernel = place / "kernels" / "fresh" / "kernel.json"
    kernel.parent.mkdir(parents=True)
    argv = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    kernel.write_text(json.dumps({"argv": argv, "display_name": "fresh", "language": "python"}), encoding="utf-8")
    (place / "run").mkdir()
    for chapter in CHAPTERS:
        notebook = nbformat.read(book / "notebooks" / f"{chapter.stem}.ipynb", as_version=4)
        notebook.cells.append(
            nbformat.v4.new_code_cell(f"import sys, {', '.join(DISTRIBUTIONS)}; print(*({', '.join(DISTRIBUTIONS)}), *sys.path)")
        )
        nbformat.write(notebook, place / "run" / f"{chapter.stem}.ipynb")
    return place


def execute(place, name):
    """Run a notebook where it lies, in the fresh kernel, as a reader without the book would."""
    environment = without("PYTHONPATH") | {"JUPYTER_PATH": str(place)}
    options = ["--inplace", "--kernel_name=fresh", "--timeout=300", "--startup_timeout=120"]
    command = [sys.executable, "-c", "from nbclient.cli import main; main()", *options, name]
    return subprocess.run(command, cwd=place / "run", env=environment, capture_output=True, encoding="utf-8")


# Those that between them use all of the packages each time, and every notebook once a week.
DAILY = {"linde_hampson", "sizing"}
# The page to practise on is made of the sets' sources, with what writes sets.
NOTEBOOKS = [chapter.stem for chapter in CHAPTERS if chapter.stem != "practice"]


@pytest.mark.parametrize("notebook", daily_or_weekly(NOTEBOOKS, DAILY))
def test_a_notebook_runs_with_the_packages_alone(elsewhere, notebook):
    run = execute(elsewhere, f"{notebook}.ipynb")
    assert run.returncode == 0, run.stderr
    cells = nbformat.read(elsewhere / "run" / f"{notebook}.ipynb", as_version=4).cells
    outputs = [cell.outputs for cell in cells if cell.cell_type == "code"]
    assert not [output for shown in outputs for output in shown if output.output_type == "error" or output.get("name") == "stderr"]
    (where,) = outputs[-1]
    assert str(elsewhere) in where.text and str(ROOT) not in where.text
