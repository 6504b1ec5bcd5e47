"""What a reader gets from a launch button: the repository as Binder makes it, every button's notebook, and one of them run to its end."""

import os
import re
import shutil
import signal
import time
from urllib.parse import parse_qs, urlsplit

import psutil
import pytest
from jupyter_client import BlockingKernelClient
from playwright.sync_api import expect
from support.binder_image import Image, checkout, commands, dockerfile, tracked, wanted_python
from support.browser import visits
from support.chapters import CHAPTERS
from support.figures import SHAPES, figures_of
from support.jupyterlab import jupyter_lab, open_notebook, run_all, wait_for_notebook
from support.site import ADDRESS

from coldbook.distributions import DISTRIBUTIONS
from coldbook.site.menus import binder
from sitebuilder import ROOT

CHAPTER = "stirling"  # it has panels, tables and a slider that plays
FOUND = ("pyproject.toml", "requirements.txt", "runtime.txt", "postBuild")  # what repo2docker is to find, and nothing else
VERSION, PYTHON = wanted_python()
KEPT = {"__pycache__", ".ipynb_checkpoints"}  # what programs leave while they run
# Outputs that say that something went wrong.
WRONG = """[...jupyterapp.shell.currentWidget.content.model.cells].flatMap((cell) => cell.toJSON().outputs ?? [])
  .filter((output) => output.output_type === "error" || output.name === "stderr")"""


def in_the_image(test):
    """Only the weekly run makes the image: a whole environment, which takes minutes. Every run makes another from the book's wheels (test_take_away.py)."""
    return pytest.mark.weekly(pytest.mark.skipif(not PYTHON, reason=f"Binder's Python {VERSION} is not on this machine")(test))


@pytest.fixture(scope="module")
def image(book, tmp_path_factory):
    """The checkout as Binder makes it, and its environment. Made after the site, whose outputs of cells it uses again."""
    image = Image(tmp_path_factory.mktemp("binder"))
    # The outputs are in a folder named after all that they depend on: Python, the pinned packages, the book's packages. postBuild looks
    # for the same name, and executes all cells if there is no such folder.
    for command in image.prepare(given=ROOT / "_build" / "work" / "_build" / ".jupyter_cache"):
        # The same files are installed; only those that are used are compiled.
        image.run("sh", "-c", command.replace(" --no-cache-dir ", " --no-compile "))
    return image


@pytest.fixture(scope="module")
def server(image, tmp_path_factory):
    with jupyter_lab(tmp_path_factory.mktemp("lab"), image.book, image.python) as started:
        yield started


# ---- what repo2docker makes of the repository ----


def test_repo2docker_finds_our_four_files_and_nothing_else(tmp_path):
    said, recipe = dockerfile(checkout(tmp_path / "book"))
    assert f"Building conda environment for python={VERSION}" in said
    assert commands(recipe) == [
        '${KERNEL_PYTHON_PREFIX}/bin/pip install --no-cache-dir -r "requirements.txt"',
        "${KERNEL_PYTHON_PREFIX}/bin/pip install --no-cache-dir .",
        "chmod +x postBuild",
        "./postBuild",
    ]
    bare = tmp_path / "bare"
    bare.mkdir()
    for name in FOUND:
        shutil.copy(ROOT / name, bare)
    assert recipe == dockerfile(bare)[1]


@in_the_image
def test_postbuild_leaves_the_notebooks_and_nothing_else(image):
    files = {path.relative_to(image.book) for path in image.book.rglob("*") if path.is_file() and not KEPT.intersection(path.parts)}
    assert {path.as_posix() for path in files} - tracked() == {f"notebooks/{chapter.stem}.ipynb" for chapter in CHAPTERS}


@in_the_image
@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_the_environment_has_the_checkout_s_own_packages(image, name):
    folder = image.book / DISTRIBUTIONS[name].folder.relative_to(ROOT) / name
    assert image.run(image.python, "-c", f"import {name}; print(*{name}.__path__)").strip() == str(folder)


@in_the_image
def test_the_environment_has_no_conflict(image):
    image.run(image.python, "-m", "pip", "check")


# ---- the launch buttons ----


def launch_path(chapter):
    """Where the chapter's launch button leads on Binder's server."""
    return parse_qs(urlsplit(binder(ADDRESS, "main", f"{chapter.stem}.ipynb")).query)["urlpath"][0]


def test_every_launch_path_leads_to_a_notebook_that_postbuild_makes():
    assert [launch_path(chapter) for chapter in CHAPTERS] == [f"lab/tree/notebooks/{chapter.stem}.ipynb" for chapter in CHAPTERS]


@in_the_image
def test_every_launch_path_opens_a_notebook_whose_kernel_answers(server, visit):
    page = visit("about:blank")
    for chapter in CHAPTERS:
        path = launch_path(chapter).partition("/tree/")[2]
        open_notebook(page, server[0], path)
        title = re.search(r"^# (.+)$", chapter.read_text(encoding="utf-8"), flags=re.M)[1]
        expect(page.locator(".jp-NotebookPanel h1").first).to_contain_text(title)
        expect(page.locator(".jp-Dialog, .Toastify__toast")).to_have_count(0)
        page.evaluate("jupyterapp.shell.currentWidget.sessionContext.shutdown()")
    assert not [trouble for trouble in page.troubles if trouble.startswith("foreign request")]


@in_the_image
def test_a_double_click_opens_a_chapter_s_source_as_a_notebook_and_saving_keeps_it(image, server, visit):
    page = visit(f"{server[0]}/lab/tree/chapters?reset")
    page.locator(".jp-DirListing-item", has_text=f"{CHAPTER}.md").dblclick(timeout=60_000)
    wait_for_notebook(page, f"chapters/{CHAPTER}.md")
    page.evaluate("jupyterapp.shell.currentWidget.context.save()")
    assert (image.book / f"chapters/{CHAPTER}.md").read_bytes() == (ROOT / f"chapters/{CHAPTER}.md").read_bytes()


# ---- a chapter, run to its end: its figure moves without the kernel, and its widget has standard sliders that Python knows ----


FIND = "figure = next(shown for shown in Out.values() if getattr(shown, 'name', None) == '{name}')"
# Type a cell at the end of the notebook and run it.
RUN_BELOW = """async (source) => {
  const notebook = jupyterapp.shell.currentWidget.content;
  notebook.activeCellIndex = notebook.widgets.length - 1;
  await jupyterapp.commands.execute("notebook:insert-cell-below");
  notebook.activeCell.model.sharedModel.setSource(source);
  return jupyterapp.commands.execute("notebook:run-cell");
}"""


class Opened:
    """The first figure of a chapter that has been run in JupyterLab, and the same figure as a widget in a cell of its own."""

    def __init__(self, page, kernel, process):
        self.page, self.kernel, self.process = page, kernel, process
        self.figure = next(iter(figures_of(CHAPTER).values()))
        page.locator(f"#{self.figure.name}-live .lf-tools").wait_for(timeout=120_000)
        assert page.evaluate(RUN_BELOW, f"{FIND.format(name=self.figure.name)}\nfigure.widget")
        self.root = page.locator(".jp-OutputArea-output .widget-vbox .live-figure")
        self.root.locator(".lf-tools").wait_for(timeout=120_000)
        self.handles = page.locator(".jp-OutputArea-output .noUi-handle")

    def shapes(self):
        return self.root.evaluate(SHAPES)

    def wait_for_others(self, shapes):
        """The drawing's shapes as soon as they are not `shapes`, or after a while."""
        deadline = time.monotonic() + 10
        while (found := self.shapes()) == shapes and time.monotonic() < deadline:
            self.page.wait_for_timeout(50)
        return found

    def python(self, code):
        """What `code` evaluates to in the notebook's kernel, where `figure` is the figure."""
        reply = self.kernel.execute(
            FIND.format(name=self.figure.name), user_expressions={"found": code}, store_history=False, reply=True, timeout=60
        )
        return eval(reply["content"]["user_expressions"]["found"]["data"]["text/plain"])


@pytest.fixture(scope="module")
def opened(server, browser):
    address, runtime = server
    with visits(browser) as visit:
        page = visit("about:blank")
        assert run_all(page, address, f"notebooks/{CHAPTER}.ipynb")
        assert page.evaluate(WRONG) == []
        id_ = page.evaluate("jupyterapp.shell.currentWidget.sessionContext.session.kernel.id")
        kernel = BlockingKernelClient(connection_file=str(runtime / f"kernel-{id_}.json"))
        kernel.load_connection_file()
        kernel.start_channels()
        kernel.wait_for_ready(timeout=60)
        (process,) = [child for child in psutil.Process().children(recursive=True) if f"kernel-{id_}" in " ".join(child.cmdline())]
        yield Opened(page, kernel, process)
        kernel.stop_channels()


@in_the_image
def test_the_controls_are_standard_sliders_of_the_same_symbols(opened):
    sliders = list(opened.figure.sliders.values())
    assert opened.python("[type(control).__module__.split('.')[0] for control in figure.controls.values()]") == ["ipywidgets"] * len(
        sliders
    )
    assert opened.python("[control.value for control in figure.controls.values()]") == pytest.approx([slider.start for slider in sliders])


@in_the_image
def test_a_figure_of_the_chapter_moves_while_the_kernel_stands_still(opened):
    root = opened.page.locator(f"#{opened.figure.name}-live")
    before = root.evaluate(SHAPES)
    os.kill(opened.process.pid, signal.SIGSTOP)
    try:
        root.locator("input[type=range]").first.focus()
        opened.page.keyboard.press("ArrowRight")
        assert root.evaluate(SHAPES) != before
    finally:
        os.kill(opened.process.pid, signal.SIGCONT)


@in_the_image
def test_a_slider_moves_the_drawing_while_the_kernel_stands_still(opened):
    before, value = opened.shapes(), opened.python("list(figure.controls.values())[0].value")
    os.kill(opened.process.pid, signal.SIGSTOP)
    try:
        opened.handles.first.focus()
        for _ in range(3):
            opened.page.keyboard.press("ArrowRight")
        moved = opened.wait_for_others(before)
    finally:
        os.kill(opened.process.pid, signal.SIGCONT)
    assert moved != before
    # Once the kernel wakes, Python knows too: what observes the control is told.
    assert opened.python("list(figure.controls.values())[0].value") > value


def moved_by_python(opened):
    """Move the first slider to an end where it is not: its name, the end, and the drawing before and after."""
    name, slider = next((symbol.name, slider) for symbol, slider in opened.figure.sliders.items())
    now, before = opened.python(f"figure.controls[{name!r}].value"), opened.shapes()
    end = slider.high if now == slider.low else slider.low
    opened.python(f"setattr(figure.controls[{name!r}], 'value', {end})")
    return name, end, before, opened.wait_for_others(before)


@in_the_image
def test_python_moves_the_drawing(opened):
    name, end, before, after = moved_by_python(opened)
    assert after != before
    state = opened.python("{name: control.value for name, control in figure.controls.items()}")
    assert state[name] == pytest.approx(end)
    expect(opened.root.locator(".lf-status")).to_have_text(opened.figure.sentence(**state))


@in_the_image
def test_reset_in_the_drawing_moves_the_sliders_back(opened):
    before = moved_by_python(opened)[-1]
    opened.root.get_by_role("button", name="Reset").click()
    assert opened.wait_for_others(before) != before
    assert opened.python("[control.value for control in figure.controls.values()]") == pytest.approx(
        [slider.start for slider in opened.figure.sliders.values()]
    )


@in_the_image
def test_nothing_went_wrong_in_our_module(opened):
    """Which anywidget loads as a blob; what JupyterLab and other libraries say is theirs, such as what is slow on a busy machine."""
    ours = [trouble for trouble in opened.page.troubles if "blob:" in trouble or "anywidget" in trouble.lower()]
    assert not [trouble for trouble in ours if "to activate" not in trouble]
