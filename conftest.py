"""What the tests share: a browser that reaches nothing but us, the gallery, the chapters' figures and the built book."""

import functools
import io
import os
import re
import shutil
import subprocess
import sys
from contextlib import ExitStack, contextmanager, redirect_stdout
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from sitebuilder import ROOT, chromium, contents
from sitebuilder.serving import served

BOOK = Path(os.environ.get("BOOK", ROOT / "_build" / "site"))
CHAPTERS = [path for page in contents.pages(ROOT) if "kernelspec:" in (path := ROOT / f"{page}.md").read_text(encoding="utf-8")]
FLAGS = [*chromium.FLAGS, chromium.ALONE]

# What a reader sees move: shapes and places, not words.
SHAPES = """(root) => [...root.querySelectorAll('.lf-drawing path[d], .lf-drawing use')]
  .map((part) => [part.getAttribute('d'), part.getAttribute('x'), part.getAttribute('y'), part.closest('[visibility]')?.getAttribute('visibility')].join()).join(';')"""

os.environ["LIVEFIGURE_STATIC"] = "1"
os.environ.setdefault("MPLBACKEND", "Agg")


def code_cells(chapter):
    """The sources of a chapter's code cells."""
    import jupytext

    return [cell.source for cell in jupytext.read(chapter).cells if cell.cell_type == "code"]


@functools.cache
def figure_names(chapter):
    """The names of a chapter's live figures, read from its source."""
    return re.findall(r"""\bname\s*=\s*["'](fig-[a-z0-9-]+)["']""", chapter.read_text(encoding="utf-8"))


# (page, name of a figure) of every live figure there is, the gallery's first.
GALLERY = [("gallery", name) for name in ("fig-price", "fig-cycle", "fig-pieces", "fig-bare", "fig-panels", "fig-tables")]
LIVE = GALLERY + [(chapter.stem, name) for chapter in CHAPTERS for name in figure_names(chapter)]


@functools.cache
def figures_of(page):
    """A page's live figures by name: the gallery's, or what a chapter's cells make when they run here, in order."""
    if page == "gallery":
        import gallery

        return {name: make() for name, make in gallery.MAKERS.items()}
    from IPython.core.interactiveshell import InteractiveShell
    from livefigure import LiveFigure

    found, plain = {}, LiveFigure.__init__

    def noted(self, *arguments, **options):
        plain(self, *arguments, **options)
        found[self.name] = self

    LiveFigure.__init__ = noted
    try:
        with redirect_stdout(io.StringIO()):
            shell = InteractiveShell()
            for cell in code_cells(ROOT / "chapters" / f"{page}.md"):
                shell.run_cell(cell, silent=True).raise_error()
    finally:
        LiveFigure.__init__ = plain
    return found


@pytest.fixture
def figure(request):
    """The live figure that a test is about, made in Python; tests are given (page, name)."""
    page, name = request.param
    return figures_of(page)[name]


def use_true_functions(figure, monkeypatch):
    """Let NumPy compute a figure with the functions that its tables stand for, as the Python that readers get does."""
    from livefigure.table import tables_of

    for table in tables_of(figure):
        made = {}
        exec(compile(table.python, table.name, "exec"), made)
        monkeypatch.setattr(table, "value", made[table.name])
    monkeypatch.setattr(figure, "_functions", {})


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass

    def do_GET(self):
        """Give what is there, and no error where a browser asks by itself for an icon that a page does not name."""
        if self.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()


@pytest.fixture(scope="session")
def serve():
    """serve(folder) -> the address of a static server of that folder."""
    with ExitStack() as servers:
        yield functools.cache(lambda folder: servers.enter_context(served(folder, Quiet)).address)


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.installed(), args=FLAGS)
        yield browser
        browser.close()


def wait_until(page, expression, *, arg=None, timeout=10_000):
    """What Playwright's own `wait_for_function` does by evaluating text in the page, which the policy of our pages forbids."""
    for _ in range(timeout // 25):
        if page.evaluate(expression, arg):
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"it never came true: {expression}")


def foreign(address):
    """Whether it is on another machine. Chromium finds none, so the request fails; that it was made is told all the same."""
    where = urlsplit(address)
    return where.scheme not in ("file", "data", "blob", "about") and where.hostname != "127.0.0.1"


# What happens on a page, and the trouble that it is.
TROUBLES = {
    "request": lambda asked: f"foreign request: {asked.url}" if foreign(asked.url) else None,
    "response": lambda answer: f"{answer.status}: {answer.url}" if answer.status >= 400 else None,
    "console": lambda said: f"console {said.type}: {said.text}" if said.type in ("error", "warning") else None,
    "pageerror": lambda error: f"page error: {error.stack or error}",
}


# What lasts beyond the page that a tab shows, and cannot be taken back in every case.
LASTING = ("add_init_script", "emulate_media", "expose_binding", "expose_function", "route", "set_extra_http_headers")


class Profile:
    """A Chromium of its own, and its tabs: what one has fetched and compiled is there for the next, and nothing else is."""

    def __init__(self, browser, script, options):
        self.context = browser.new_context(**options)
        self.context.set_default_timeout(10_000)
        if script:
            self.context.add_init_script(script)
        self.idle = []

    def open(self):
        page = self.context.new_page()
        page.changed = False

        def noted(method):
            def call(*arguments, **options):
                page.changed = True
                return method(*arguments, **options)

            return call

        for name in LASTING:
            setattr(page, name, noted(getattr(page, name)))
        return page

    def take(self):
        page = self.idle.pop() if self.idle else self.open()
        page.bring_to_front()  # those behind draw seldom
        page.troubles, page.listeners = [], {}
        page.wait_for_function = functools.partial(wait_until, page)
        for event, trouble in TROUBLES.items():
            page.listeners[event] = lambda what, trouble=trouble: (found := trouble(what)) and page.troubles.append(found)
            page.on(event, page.listeners[event])
        return page

    def leave(self, page):
        """Make a tab as good as new: it shows nothing, has stored nothing, and the mouse is away. One that cannot be is closed."""
        page.evaluate("() => { try { localStorage.clear(); sessionStorage.clear(); } catch { return; } }")  # some pages may not store
        if page.changed:
            page.close()
            return
        page.mouse.move(0, 0)
        page.goto("about:blank")
        for event, listener in page.listeners.items():
            page.remove_listener(event, listener)
        self.idle.append(page)


@contextmanager
def visits(browser, profiles=None):
    """visit(address) -> an open page that reaches no host but this machine; `page.troubles` is what went wrong on it.

    A `script` runs before those of the page. Each visit has a profile of its own; with `profiles`, a dictionary that keeps them, those of a
    kind share one.
    """
    taken = []

    def visit(address, *, viewport=None, script=None, **options):
        kind = repr((script, sorted(options.items()))) if profiles is not None else len(taken)
        known = profiles if profiles is not None else {}
        if kind not in known:
            known[kind] = Profile(browser, script, options)
        page = known[kind].take()
        taken.append((known[kind], page))
        page.set_viewport_size(viewport or {"width": 1280, "height": 900})
        page.goto(address)
        return page

    yield visit
    for profile, page in taken:
        if profiles is None:
            profile.context.close()
        else:
            profile.leave(page)


@pytest.fixture(scope="session")
def profiles(browser):
    """Profiles of the browser that tests use one after the other."""
    return {}


@pytest.fixture
def visit(browser, profiles):
    with visits(browser, profiles) as visit:
        yield visit


@pytest.fixture(scope="session")
def book():
    """The folder of the built book; it is built if it is not there, or if REBUILD is set."""
    if os.environ.get("REBUILD") or not (BOOK / "index.html").exists():
        subprocess.run(["make", "site"], cwd=ROOT, check=True)
    return BOOK


ADDRESS = "https://github.com/the-price-of-cold/book"


@pytest.fixture(scope="session")
def addressed(tmp_path_factory):
    """The pages of a copy of the book that has a public address, as they are made for a whole site."""
    place = tmp_path_factory.mktemp("addressed") / "book"
    shutil.copytree(ROOT, place, ignore=shutil.ignore_patterns(".*", "_build", "__pycache__", "tests", "bench.py"))
    config = place / "_config.yml"
    config.write_text(config.read_text(encoding="utf-8").replace('  url: ""', f"  url: {ADDRESS}"), encoding="utf-8")
    # What cells gave is the same, so they need not run again.
    shutil.copytree(ROOT / "_build/work/_build/.jupyter_cache", place / "_build/.jupyter_cache", dirs_exist_ok=True)
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", str(place), "-n", "-W", "--keep-going"]
    run = subprocess.run(command, env=os.environ | {"WHOLE_SITE": "1"}, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    return place / "_build/html"


@pytest.fixture(scope="session")
def gallery_folder(tmp_path_factory):
    import gallery

    folder = tmp_path_factory.mktemp("gallery")
    (folder / "gallery.html").write_text(gallery.page(figures_of("gallery").values()), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def address(request, serve):
    """address(page) -> where the gallery or a chapter is served, or its file."""

    def of(page, *, as_file=False):
        if page == "gallery":
            folder, path = request.getfixturevalue("gallery_folder"), "gallery.html"
        else:
            folder, path = request.getfixturevalue("book"), f"chapters/{page}.html"
        return (folder / path).as_uri() if as_file else f"{serve(folder)}/{path}"

    return of
