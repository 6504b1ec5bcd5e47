"""The guard passes the book as it is built, and says what is wrong with one that is broken in one way."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pikepdf
import pytest

from publish.check.guard import problems
from publish.check.links import check
from sitebuilder import ROOT

CHAPTER = "chapters/introduction.html"  # a short one, with a figure


def link(source, target):
    try:
        os.link(source, target)
    except OSError:  # another disk
        shutil.copy2(source, target)


def mend(site, book):
    """Make the copy of the book what the book is."""
    for path in site.rglob("*"):
        if path.is_file() and not (book / path.relative_to(site)).exists():
            path.unlink()
    for path in book.rglob("*"):
        copy = site / path.relative_to(book)
        if path.is_file() and not (copy.exists() and copy.stat().st_mtime_ns == path.stat().st_mtime_ns):
            copy.unlink(missing_ok=True)
            link(path, copy)


@pytest.fixture(scope="module")
def site(book, tmp_path_factory):
    """A copy of the book whose files are the book's own until `write` replaces them."""
    return Path(shutil.copytree(book, tmp_path_factory.mktemp("guard") / "site", copy_function=link))


def write(path, content):
    path.unlink(missing_ok=True)  # never into the book's own file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def change(path, old, new, *, count=1):
    text = path.read_text(encoding="utf-8")
    changed = re.sub(old, new, text, count=count, flags=re.S)
    assert changed != text, f"{old!r} is not on {path.name}"
    write(path, changed)


def into_article(words):
    return lambda site: change(site / CHAPTER, "</article>", lambda found: f"{words}</article>")


def put(name, content):
    return lambda site: write(site / name, content)


def remove(name):
    return lambda site: (site / name).unlink()


def private(name):
    def change_mode(site):
        write(site / name, (site / name).read_bytes())
        (site / name).chmod(0o600)

    return change_mode


def of_chapter(old, new, count=1):
    return lambda site: change(site / CHAPTER, old, new, count=count)


def cut(name):
    return lambda site: write(site / name, (site / name).read_bytes()[: (site / name).stat().st_size * 2 // 3])


def damage_archive(site):
    data = bytearray((site / "book.zip").read_bytes())
    middle = len(data) // 2
    data[middle : middle + 64] = bytes(64)
    write(site / "book.zip", bytes(data))


def archive_without_page(site):
    with zipfile.ZipFile(site / "book.zip") as old:
        names = [name for name in old.namelist() if not name.endswith(CHAPTER)]
    (site / "book.zip").unlink()
    with zipfile.ZipFile(site / "book.zip", "w") as new:
        for name in names:
            new.writestr(name, "")


def small_pdf(site):
    (site / "book.pdf").unlink()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(site / "book.pdf")


def failed_notebook(site):
    path = site / "notebooks/introduction.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    cell["outputs"] = [{"output_type": "error", "ename": "ValueError", "evalue": "no", "traceback": []}]
    write(path, json.dumps(notebook))


def in_notebook(words):
    def add(site):
        path = site / "notebooks/introduction.ipynb"
        notebook = json.loads(path.read_text(encoding="utf-8"))
        notebook["cells"].append({"cell_type": "markdown", "metadata": {}, "source": words})
        write(path, json.dumps(notebook))

    return add


FIGURE = "fig-cutaway"
BROKEN = {
    "a page is missing": (remove(CHAPTER), f"{CHAPTER}: is missing; _toc.yml lists it"),
    "an address that was published": (remove(CHAPTER), f"{CHAPTER}: was published and no longer exists"),
    "a page too many": (
        lambda site: write(site / "chapters/draft.html", (site / CHAPTER).read_bytes()),
        "chapters/draft.html: exists, but _toc.yml does not list it",
    ),
    "a page without words": (of_chapter("<article.*</article>", "<article><h1>Watt</h1></article>"), f"{CHAPTER}: has an article of 4 characters"),
    "half a page": (cut(CHAPTER), f"{CHAPTER}: is cut off"),
    "an empty page": (put(CHAPTER, ""), f"{CHAPTER}: is empty"),
    "an empty picture": (put("_static/spot.png", ""), "_static/spot.png: is empty"),
    "a file for one user only": (private("notebooks.zip"), "notebooks.zip: is not readable by everyone"),
    "no title": (of_chapter("<title>.*?</title>", ""), f"{CHAPTER}: has no title"),
    "no style": (of_chapter(r"<link[^>]*book\.css[^>]*>", ""), f"{CHAPTER}: does not load _static/book.css"),
    "a style that is not there": (remove("_static/book.css"), "there is no _static/book.css"),
    "no script for its figures": (of_chapter(r"<script[^>]*live\.js[^>]*></script>", ""), f"{CHAPTER}: does not load _static/live.js"),
    "the traceback of a cell": (
        into_article('<div class="cell_output"><pre>Traceback (most recent call last):\n  boom</pre></div>'),
        f"{CHAPTER}: shows a traceback ('Traceback (most recent call last): boom')",
    ),
    "MyST-NB's traceback": (into_article('<div class="output traceback"><pre>ValueError: boom</pre></div>'), "the traceback of a failed cell ('ValueError: boom')"),
    "what a cell complained of": (into_article('<div class="output stderr">DeprecationWarning</div>'), "shows error output of a cell ('DeprecationWarning')"),
    "a parser's message": (into_article('<aside class="system-message">Unknown directive</aside>'), "a message of the parser ('Unknown directive')"),
    "an error in an equation": (into_article("<math><merror>undefined</merror></math>"), "an error in an equation ('undefined')"),
    "a raw role": (into_article("<p>By {eq}<code>eq-carnot</code> it is.</p>"), f"{CHAPTER}: shows raw markup: '{{eq}}'"),
    "a raw directive": (into_article("<p>:::{note}\nMind.</p>"), f"{CHAPTER}: shows raw markup: ':::{{note}}'"),
    "raw TeX": (into_article(r"<p>The yield is $1 - \frac{T_C}{T_H}$ at best.</p>"), f"{CHAPTER}: shows raw markup: '$1 - "),
    "raw TeX in a description": (into_article('<img alt="$x$" src="data:,">'), f"{CHAPTER}: shows raw markup: '$x$'"),
    "a raw table": (into_article("<p>| question | points |\n| - | - |\n| 1 | 3 |</p>"), f"{CHAPTER}: shows raw markup: '| question | points |'"),
    "a reference without a number": (into_article("<p>By equation (??) it is.</p>"), f"{CHAPTER}: shows raw markup: '(??)'"),
    "a reference without a target": (
        into_article('<p>See <span class="xref std std-ref">ch-gone</span>.</p>'),
        f"{CHAPTER}: has a reference without a target: 'ch-gone'",
    ),
    "a figure is missing": (of_chapter(f'id="{FIGURE}-live"', ""), f"{CHAPTER}: the live figure {FIGURE} is missing"),
    "a figure without its program": (of_chapter('<script type="application/json"', '<script type="text/plain"'), f"{FIGURE} has no program"),
    "a figure with half a program": (of_chapter(r'(<script type="application/json"[^>]*>.{40}).*?</script>', r"\1</script>"), f"{FIGURE} has a program that cannot be read"),
    "a figure without its still": (of_chapter(r'(<div class="lf-drawing".*?<svg[^>]*>).*?</svg>', r"\1</svg>"), f"{FIGURE} has no still picture"),
    "a page of another build": (of_chapter(r'name="build" content="[^"]*"', 'name="build" content="0123abc"'), f"{CHAPTER}: is from the build 0123abc"),
    "no build": (put("build.json", "{}"), "build.json: does not name the commit"),
    "pages of a smaller book": (
        lambda site: write(site / "build.json", json.dumps(json.loads((site / "build.json").read_text(encoding="utf-8")) | {"whole": False})),
        "build.json: the pages were built without links to JupyterLite",
    ),
    "a dead link": (into_article('<a href="gone.html">there</a>'), f"{CHAPTER}: the link to gone.html is broken: there is no chapters/gone.html"),
    "a dead picture": (into_article('<img alt="" srcset="gone.png 2x">'), f"{CHAPTER}: the link to gone.png is broken"),
    "a dead place": (into_article('<a href="two_tricks.html#nowhere">there</a>'), "chapters/two_tricks.html has no id nowhere"),
    "a dead place on the page itself": (into_article('<a href="#nowhere">there</a>'), f"{CHAPTER} has no id nowhere"),
    "a link in other letters": (into_article('<a href="Two_Tricks.html">there</a>'), "upper and lower case differ from chapters/two_tricks.html"),
    "a link out of the book": (into_article('<a href="../../secret.html">there</a>'), "it leads outside the book"),
    "a link to the builder's machine": (into_article('<a href="http://localhost:8888/">there</a>'), "it is the machine on which the book was built"),
    "a link to a file": (into_article('<a href="file:///etc/passwd">there</a>'), "readers cannot open a file: address"),
    "a dead link in a notebook": (in_notebook("See [there](gone.ipynb)."), "notebooks/introduction.ipynb: the link to gone.ipynb is broken"),
    "a dead place in a notebook": (in_notebook("See [there](#nowhere)."), "notebooks/introduction.ipynb has no id nowhere"),
    "a dead picture in a notebook": (in_notebook('<img src="gone.png" alt="">'), "notebooks/introduction.ipynb: the link to gone.png is broken"),
    "a notebook that JupyterLite does not have": (into_article('<a href="../lite/lab/index.html?path=gone.ipynb">there</a>'), "there is no lite/files/gone.ipynb"),
    "a dead picture in a style": (put("_static/more.css", "p { background: url('gone.svg') }"), "_static/more.css: the link to gone.svg is broken"),
    "a script from another host": (into_article('<script src="https://example.org/x.js"></script>'), f"{CHAPTER}: loads https://example.org/x.js from another host"),
    "a style from another host": (
        put("_static/more.css", "@import '//example.org/x.css';"),
        "_static/more.css: loads //example.org/x.css from another host",
    ),
    "a hint to another host": (into_article('<link rel="preconnect" href="https://example.org">'), f"{CHAPTER}: loads https://example.org from another host"),
    "a picture from another host": (into_article('<p style="background: url(https://example.org/x.png)"></p>'), "loads https://example.org/x.png from another host"),
    "a notebook is missing": (remove("notebooks/introduction.ipynb"), "notebooks/introduction.ipynb: is missing"),
    "no notebook": (put("notebooks/introduction.ipynb", "{}"), "notebooks/introduction.ipynb: is not a notebook: KeyError"),
    "the notebook of a failed run": (failed_notebook, "notebooks/introduction.ipynb: has the error of a failed cell"),
    "no wheel": (lambda site: [wheel.unlink() for wheel in (site / "notebooks").glob("*.whl")], "expected one wheel of cryolib, but there are 0"),
    "one wheel too few": (lambda site: [wheel.unlink() for wheel in (site / "notebooks").glob("livefigure-*.whl")], "expected one wheel of livefigure, but there are 0"),
    "half an archive of notebooks": (cut("notebooks.zip"), "notebooks.zip: is not an intact archive"),
    "half an archive of the book": (cut("book.zip"), "book.zip: is not an intact archive"),
    "a damaged archive": (damage_archive, "book.zip: is "),
    "an archive without a page": (archive_without_page, f"book.zip: lacks {CHAPTER}"),
    "no PDF": (remove("book.pdf"), "book.pdf: is missing"),
    "half a PDF": (cut("book.pdf"), "book.pdf: "),
    "a PDF of one sheet": (small_pdf, "book.pdf: has 1 sheets for"),
    "JupyterLite without a notebook": (remove("lite/files/introduction.ipynb"), "lite/files/introduction.ipynb: is missing"),
    "the folder of the build": (put("_static/more.js", f"//# source {ROOT}/_static/common.js"), f"_static/more.js: contains {ROOT}, a folder of the machine"),
    "a page with too many elements": (into_article("<i></i>" * 20_000), " elements, its budget is "),
    "a page that is too heavy": (into_article("cold " * 400_000), " kilobytes, its budget is "),
    "a script that is too heavy": (put("_static/book.js", "cold;" * 100_000), "_static/book.js: has 500 kilobytes, its budget is "),
    "no page for what is not found": (remove("404.html"), "404.html: is missing"),
}  # fmt: skip


def test_the_site_can_be_published_and_the_command_says_what_it_has_checked(book):
    done = subprocess.run(
        [sys.executable, "-m", "publish.check.guard", "--draft", book], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"OK to publish: checked \d+ pages, \d+ live figures, \d+ notebooks and \d+ links of a draft\.\n", done.stdout)


def test_the_command_says_what_is_wrong_and_fails(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "publish.check.guard", "--draft", tmp_path], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 1
    assert "This site cannot be published:\n" in done.stderr and "index.html: is missing" in done.stderr


def test_a_book_that_is_broken_in_one_way_is_refused_for_that(site, book, subtests):
    # One test, because what has been read of the book is kept for the next fault.
    intact = problems(site, ROOT)
    for name, (fault, said) in BROKEN.items():
        with subtests.test(name):
            fault(site)
            found = [problem for problem in problems(site, ROOT) if problem not in intact]
            mend(site, book)
            assert any(said in problem for problem in found), found
            assert all("\n" not in problem for problem in found)
    with subtests.test("mended"):
        assert problems(site, ROOT) == intact


def test_a_book_of_another_commit_is_refused(site):
    built = json.loads((site / "build.json").read_text(encoding="utf-8"))["commit"]
    for_another = set(problems(site, ROOT, commit="0" * 40)) - set(problems(site, ROOT, commit=built))
    assert for_another == {f"build.json: the site was built from {built}, but the commit to publish is {'0' * 40}"}


def test_links_to_other_sites_are_listed_with_their_pages(book):
    external = check(book)[1]
    assert all(address.startswith(("http://", "https://")) for address in external)
    assert "chapters/bibliography.html" in next(names for address, names in external.items() if address.startswith("https://doi.org/"))


def test_links_by_the_books_own_address_are_its_own(tmp_path):
    home = "https://the-price-of-cold.github.io/book/"
    links = [
        "b.html#there",
        f"{home}b.html",
        f"{home}gone.html",
        "/book/b.html",
        "/elsewhere/b.html",
        "https://the-price-of-cold.github.io/other/",
    ]
    anchors = "".join(f'<a href="{address}">x</a>' for address in links)
    (tmp_path / "a.html").write_text(
        f'<html><head><link rel="canonical" href="{home}a.html"></head><body>{anchors}</body></html>', encoding="utf-8"
    )
    (tmp_path / "b.html").write_text('<html><head></head><body id="there"></body></html>', encoding="utf-8")
    (tmp_path / "sitemap.xml").write_text(
        f"<urlset><url><loc>{home}a.html</loc></url><url><loc>{home}c.html</loc></url></urlset>", encoding="utf-8"
    )
    broken, external = check(tmp_path)
    assert [(link.page, link.address) for link in broken] == [
        ("a.html", f"{home}gone.html"),
        ("a.html", "/elsewhere/b.html"),
        ("sitemap.xml", f"{home}c.html"),
    ]
    assert external == {"https://the-price-of-cold.github.io/other/": ["a.html"]}


def test_without_an_address_no_link_starts_at_the_host(tmp_path):
    (tmp_path / "a.html").write_text('<html><head></head><body><a href="/a.html">x</a></body></html>', encoding="utf-8")
    (broken,), _ = check(tmp_path)
    assert str(broken).startswith("a.html: the link to /a.html is broken: it begins with /, but the book may be published in a folder")
