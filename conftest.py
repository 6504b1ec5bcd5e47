"""Fixtures that all tests share, the order in which tests run, and how workers share them."""

import functools
import os
import shutil
import subprocess
import sys
from contextlib import ExitStack

import pytest
from hypothesis import settings
from support.browser import FLAGS, QuietHandler, visits
from support.engine_started import started
from support.engines import ENGINES
from support.environment import without
from support.figures import LIVE, PAGES, figures_of
from support.once import once, shared_folder
from support.site import ADDRESS, SITE, configuration
from support.weekly import IS_WEEKLY, PROFILE, leave_out

from sitebuilder import ROOT, chromium
from sitebuilder.build import OUTPUT, jupyter_book
from sitebuilder.serving import served

# The same examples in each run; the weekly run takes new ones and prints how to repeat one that fails. It also has the tests marked `weekly`.
settings.register_profile("gate", derandomize=True, deadline=None)
settings.register_profile("weekly", derandomize=False, print_blob=True, deadline=None)
settings.load_profile(PROFILE)

# Tests start hundreds of Pythons, some in environments that are new. Each finds what the first has compiled, also where a machine forbids to keep that.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# Workers make the figures that the build has made (`jupyter_book` says why).
os.environ["PYTHONHASHSEED"] = "0"


# ---- order and workers ----


def parameters_of(item):
    return item.callspec.params if hasattr(item, "callspec") else {}


def page_of(item):
    """The page that a test is about, if there is one: from a parameter `page` or `path`, or from a pair (page, figure)."""
    parameters = parameters_of(item)
    pairs = [value for value in parameters.values() if isinstance(value, tuple) and value in LIVE]
    page = pairs[0][0] if pairs else parameters.get("page", parameters.get("path"))
    page = page.rpartition("/")[2] if isinstance(page, str) else None
    return page if page in PAGES else None


def shares_a_fixture(item):
    """Whether a test uses a fixture of its own file that other tests of the file use, too."""
    definitions = [definition for known in item._fixtureinfo.name2fixturedefs.values() for definition in known]
    return any(definition.scope in ("module", "session") and definition.baseid == item.parent.nodeid for definition in definitions)


def rank(item):
    """When a test runs. One worker builds the site first; meanwhile the others run the linters and then what needs no site.

    Coursework comes after that: students' programs have time limits, so it is better graded when the build is over.
    """
    if item.path.name in ("test_site.py", "test_static.py"):
        return 0
    if {"book", "address", "addressed"} & (set(item.fixturenames) - set(parameters_of(item))):
        return 3
    return 2 if item.path.is_relative_to(ROOT / "packages" / "coursework") else 1


# Fixtures that take minutes.
LONG = {"addressed", "elsewhere", "image"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Order the tests, and keep on one worker those that share what is expensive to make: a chapter's figures, a file's fixtures.

    Groups that take long to begin with start first, then large ones, and single tests last, so that the workers finish at about the same time.

    A test in a browser that fails is tried once more, and the summary lists it: a browser on a busy machine may answer too late, and of
    thousands of such tests one did so in many a run. What is wrong with a page fails twice.
    """
    leave_out(config, items)
    groups = {}
    for item in items:
        addressed = "addressed" if "addressed" in item.fixturenames else None
        engine = parameters_of(item).get("engine")  # one browser for all its tests
        if engine or "browser" in item.fixturenames:
            item.add_marker(pytest.mark.flaky(reruns=1))
        item.group = addressed or (engine and engine.name) or page_of(item) or (item.path.stem if shares_a_fixture(item) else None)
        if item.group:
            item.add_marker(pytest.mark.xdist_group(item.group))
            groups.setdefault(item.group, []).append(item)

    def place(name):
        members = groups[name]
        return max(map(rank, members)), not any(LONG.intersection(member.fixturenames) for member in members), -len(members), name

    places = {name: place(name) for name in groups}
    items.sort(key=lambda item: places[item.group] if item.group else (rank(item), True, 0, ""))


def pytest_collection_finish(session):
    """Stop a run that would not keep groups together: a version of pytest-xdist that does not fit pytest forgets them in silence."""
    forgotten = [item.nodeid for item in session.items if item.group and not item.nodeid.endswith(f"@{item.group}")]
    if forgotten and getattr(session.config.option, "loadgroup", False):  # only workers have this option, and only if groups are asked for
        raise pytest.UsageError(f"pytest-xdist does not keep groups of tests together, such as that of {forgotten[0]}")


# ---- browser ----


def pytest_report_header():
    weekly = "with" if IS_WEEKLY else "without"
    absent = {kind.name: kind.missing() for kind in ENGINES}
    run = ["Chromium", *(name for name, missing in absent.items() if not missing)]
    lacks = [f"{name}, which needs {' and '.join(missing)}" for name, missing in absent.items() if missing]
    return [
        "; not ".join([f"browsers: {', '.join(run)}", *lacks]),
        f"{weekly} the tests that are marked weekly (HYPOTHESIS_PROFILE=weekly)",
    ]


@pytest.fixture(scope="session")
def serve():
    """serve(folder) -> the address of a static server of that folder."""
    with ExitStack() as servers:
        yield functools.cache(lambda folder: servers.enter_context(served(folder, QuietHandler)).address)


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all tests of a worker."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.installed(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session", params=ENGINES, ids=lambda kind: kind.name)
def engine(request):
    """Another browser, in a window of 1280 by 900."""
    with started(request.param, 1280, 900) as engine:
        yield engine


@pytest.fixture(scope="session")
def profiles(browser):
    """Profiles of the browser that tests use one after the other."""
    return {}


@pytest.fixture(scope="session")
def windows(browser):
    """Profiles for pages that stay open for several tests."""
    return {}


@pytest.fixture
def visit(browser, profiles):
    with visits(browser, profiles) as visit:
        yield visit


# ---- figures and site ----


@pytest.fixture
def figure(request):
    """The live figure that a test is about, made in Python; tests are given (page, name)."""
    page, name = request.param
    return figures_of(page)[name]


def build_site():
    """Build the site as `make site` does, or raise an error with the output."""
    command = [sys.executable, "-m", "publish.site"]
    build = subprocess.run(command, cwd=ROOT, env=without(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
    if build.returncode:
        raise RuntimeError(f"the site was not built:\n{build.stdout}")


@pytest.fixture(scope="session")
def book(request, tmp_path_factory):
    """The folder of the built site. If it is missing, or REBUILD is set, one worker builds it; a build that fails ends the run."""
    failure = None
    try:
        with once(shared_folder(tmp_path_factory) / "site") as first:
            if first and (os.environ.get("REBUILD") or not (SITE / "index.html").exists()):
                build_site()
    except RuntimeError as error:
        failure = str(error)
    if failure:
        request.session.shouldfail = "the site was not built"
        pytest.fail(failure, pytrace=False)
    return SITE


@pytest.fixture(scope="session")
def addressed(book, tmp_path_factory):
    """The pages of the book with a public address, built as for a whole site.

    They are built where the site was: only options of the HTML differ, so Sphinx writes the pages again, but need not read them.
    """
    folder = shared_folder(tmp_path_factory) / "addressed"
    with once(folder) as first:
        if first:
            config = configuration((ROOT / "_config.yml").read_text(encoding="utf-8"), ADDRESS)
            (folder / "_config.yml").write_text(config, encoding="utf-8")
            shutil.rmtree(OUTPUT / "html", ignore_errors=True)  # there is one if the last build failed
            try:
                arguments = {"whole": True, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf-8"}
                jupyter_book("--config", str(folder / "_config.yml"), **arguments)
            except subprocess.CalledProcessError as error:
                raise RuntimeError(error.stdout) from None
            shutil.move(OUTPUT / "html", folder / "html")
    return folder / "html"


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
