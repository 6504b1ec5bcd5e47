"""A chapter in JupyterLab: its figure follows standard sliders in the front end, and Python's hand as well."""

import os
import signal
import time

import psutil
import pytest
from conftest import SHAPES, figures_of, visits
from jupyter_client import BlockingKernelClient
from laboratory import jupyter_lab, run_all
from playwright.sync_api import expect

CHAPTER = "stirling"  # it has panels, tables and a slider that plays


class Opened:
    """The first figure of a chapter that has been run in JupyterLab."""

    def __init__(self, page, kernel, process):
        self.page, self.kernel, self.process = page, kernel, process
        self.figure = next(iter(figures_of(CHAPTER).values()))
        self.root = page.locator(".jp-OutputArea-output .live-figure").first
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
        find = f"figure = next(shown for shown in Out.values() if getattr(shown, 'name', None) == {self.figure.name!r})"
        reply = self.kernel.execute(find, user_expressions={"found": code}, store_history=False, reply=True, timeout=60)
        return eval(reply["content"]["user_expressions"]["found"]["data"]["text/plain"])


@pytest.fixture(scope="module")
def opened(browser, tmp_path_factory):
    with jupyter_lab(tmp_path_factory.mktemp("lab")) as (address, runtime), visits(browser) as visit:
        page = visit("about:blank")
        run_all(page, address, f"chapters/{CHAPTER}.md")
        kernel = BlockingKernelClient(connection_file=str(next(runtime.glob("kernel-*.json"))))
        kernel.load_connection_file()
        kernel.start_channels()
        kernel.wait_for_ready(timeout=60)
        (process,) = [child for child in psutil.Process().children(recursive=True) if "ipykernel_launcher" in child.cmdline()]
        yield Opened(page, kernel, process)
        kernel.stop_channels()


def test_the_controls_are_standard_sliders_of_the_same_symbols(opened):
    sliders = list(opened.figure.sliders.values())
    assert opened.python("[type(control).__module__.split('.')[0] for control in figure.controls.values()]") == ["ipywidgets"] * len(
        sliders
    )
    assert opened.python("[control.value for control in figure.controls.values()]") == pytest.approx([slider.start for slider in sliders])


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


def test_python_moves_the_drawing(opened):
    name, slider = next((symbol.name, slider) for symbol, slider in opened.figure.sliders.items())
    before = opened.shapes()
    opened.python(f"setattr(figure.controls[{name!r}], 'value', {slider.low})")
    assert opened.wait_for_others(before) != before
    expect(opened.root.locator(".lf-status")).to_have_text(opened.figure.sentence(**{name: slider.low}))


def test_reset_in_the_drawing_moves_the_sliders_back(opened):
    before = opened.shapes()
    opened.root.get_by_role("button", name="Reset").click()
    assert opened.wait_for_others(before) != before
    assert opened.python("[control.value for control in figure.controls.values()]") == pytest.approx(
        [slider.start for slider in opened.figure.sliders.values()]
    )


def test_nothing_went_wrong_in_our_module(opened):
    """Which anywidget loads as a blob; what JupyterLab and other libraries say is theirs."""
    assert not [trouble for trouble in opened.page.troubles if "blob:" in trouble or "anywidget" in trouble.lower()]
