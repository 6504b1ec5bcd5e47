"""Words in drawings: none is cut, none lies on another, at the corners of all sliders and between; and phones see figure and slider at once."""

import itertools
import re

import numpy as np
import pytest
from support.browser import turned
from support.figures import LIVE, PAGES, figures_of

from sitebuilder import ROOT

LOOK = (ROOT / "tests" / "support" / "labels.js").read_text(encoding="utf-8")
BETWEEN = 12  # states besides the corners
PHONE = {"width": 390, "height": 700}

pages = pytest.mark.parametrize("page", [page for page, names in PAGES.items() if names])


def states_of(figure):
    """The sliders' corners and a seeded sample, as shares of each slider's way."""
    n = len(figure.sliders)
    between = np.random.default_rng(12).random((BETWEEN, n))
    return [*itertools.product((0, 1), repeat=n), *between.round(3).tolist()]


@pages
@pytest.mark.parametrize("width", [1280, 390])
def test_no_words_are_cut_or_lie_on_others_and_no_panel_is_empty(page, width, visit, address):
    opened = visit(address(page), viewport={"width": width, "height": 900})
    found = {}
    for name in PAGES[page]:
        root = opened.locator(f"#{name}-live")
        root.locator(".lf-tools").wait_for(state="attached")
        if faults := root.evaluate(LOOK, states_of(figures_of(page)[name])):
            found[name] = faults
    assert found == {}


# Each label of both drawings: its id, whether it is seen, its anchor and its place.
LABELS = """(root) => {
  const spec = JSON.parse(root.querySelector('script[type="application/json"]').textContent);
  return Object.keys(spec.layouts).flatMap((layout) => spec.artists.filter(({ text, invites }) => text !== undefined && !invites).map(({ id }) => {
    const group = root.querySelector(`#${spec.name}-${layout}-${id}`);
    const text = group.querySelector("text");
    const [x, y] = (/translate\\((.*?)\\)/.exec(text.getAttribute("transform"))?.[1] ?? "0 0").split(" ").map(Number);
    return [group.id, group.getAttribute("visibility") !== "hidden", text.style.textAnchor, x, y];
  }));
}"""


@pytest.fixture(scope="module")
def turn_to(browser, windows, address):
    with turned(browser, windows, address, reduced_motion="reduce") as turn_to:  # what plays by itself would leave the start
        yield turn_to


@pytest.mark.parametrize(("page", "name"), LIVE)
def test_words_stand_in_the_browser_where_they_stand_on_paper(page, name, turn_to):
    """At the start. Both have the same rule, and each measures with its own fonts."""
    drawn = figures_of(page)[name].markup[0]
    root = turn_to(page).locator(f"#{name}-live")
    root.locator(".lf-tools").wait_for(state="attached")
    for label, seen, anchor, *place in root.evaluate(LABELS):
        (text,) = re.findall(rf'id="{label}".*?<text ([^>]*)>', drawn)[:1]
        assert ("opacity:0" not in text) == seen, label
        if seen:
            x, y = (float(re.search(rf'\b{axis}="([^"]*)"', text)[1]) for axis in "xy")
            assert place == pytest.approx([x, y], abs=1), label
            assert anchor == re.search(r"text-anchor:(\w+)|$", text)[1], label


# For each panel, what cannot be seen beside it when it is scrolled to just below the header: sliders or buttons that play.
TOGETHER = """(root) => {
  const spec = JSON.parse(root.querySelector('script[type="application/json"]').textContent);
  const svg = root.querySelector(".lf-narrow");
  const controls = root.querySelector(".lf-controls");
  const header = document.querySelector(".bd-header")?.getBoundingClientRect().height ?? 0;
  return spec.layouts.narrow.map(({ box: [, top, , bottom] }) => {
    const frame = svg.getBoundingClientRect();
    const scale = frame.height / svg.viewBox.baseVal.height;
    scrollTo({ top: scrollY + frame.top + top * scale - header - 4, behavior: "instant" });
    const [panel, held] = [svg.getBoundingClientRect().top + bottom * scale, controls.getBoundingClientRect()];
    return { missing: Math.max(0, Math.round(held.bottom - innerHeight)), covered: Math.max(0, Math.round(panel - held.top)) };
  });
}"""


@pages
def test_a_phone_shows_each_panel_with_all_that_moves_it(page, visit, address):
    opened = visit(address(page), viewport=PHONE)
    for name in PAGES[page]:
        root = opened.locator(f"#{name}-live")
        root.locator(".lf-tools").wait_for(state="attached")
        root.evaluate("(root) => root.querySelector('.lf-choices button:last-child')?.click()")
        for number, hidden in enumerate(root.evaluate(TOGETHER), 1):
            assert hidden == {"missing": 0, "covered": 0}, f"panel {number} of {name} [px]"
        assert root.evaluate("(root) => [...root.querySelectorAll('.lf-play')].every((bar) => bar.closest('.lf-controls'))"), name
