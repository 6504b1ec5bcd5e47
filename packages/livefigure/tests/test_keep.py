"""Keep: a pale copy of a state stays in the drawing while the sliders move."""

import gallery
import pytest
from livefigure import Band, Curve, Data, Fill, Label, LiveFigure, Panel, Point, Slider
from playwright.sync_api import expect
from support.axe import faults
from sympy import symbols

x, k = symbols("x k", positive=True)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    figure = LiveFigure(
        {"line": k * x, "level": Curve(2 + 0 * x, color="blue")}, x=(x, 0, 4), ylim=(0, 16), ylabel="value",
        sliders={k: Slider(1, 0.5, 4, 0.1, unit="K", label="Slope")},
        bands=[Band(k * x, k * x + 1)], fills=[Fill(["line", "level"])], points=[Point(k, 8, "here", drag=True)], labels=[Label(k, 2, "words")],
        data=[Data([1], [1], ["A"])], beside=[Panel({"wall": Curve(x, x=k, over=(x, 0, 1))}, xlim=(0, 5), ylim=(0, 1), axes=False)],
        status="The slope is {k}.", name="fig-kept", alt="A line, a level, and a wall that moves.",
    )  # fmt: skip
    path = tmp_path_factory.mktemp("keep") / "keep.html"
    path.write_text(gallery.page([figure]), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def page(address, visit):
    page = visit(address)
    page.locator(".lf-tools").wait_for()
    return page


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


GHOSTS = """(layout) => [...document.querySelectorAll(`.lf-${layout} .lf-ghost`)].map((ghost) => {
  const part = ghost.querySelector('path, use');
  return part.getAttribute('d') ?? `${part.getAttribute('x')} ${part.getAttribute('y')}`;
})"""
MOVING = """(layout) => [...document.querySelectorAll(`.lf-${layout} [id^=fig-kept-${layout}-lf-]:not(.lf-ghost)`)]
  .filter((group) => !group.querySelector('text')).map((group) => group.querySelector('path[d]:not(defs *), use'))
  .map((part) => part.getAttribute('d') ?? `${part.getAttribute('x')} ${part.getAttribute('y')}`)"""


@pytest.mark.parametrize("layout", ["wide", "narrow"])
def test_the_kept_state_stays_where_it_was_and_the_live_one_moves(page, layout):
    *before, wall = page.evaluate(MOVING, layout)
    press(page, "Keep")
    assert sorted(page.evaluate(GHOSTS, layout)) == sorted(before)  # curves, band, fill and point; no words, no wall, no data
    page.locator("#fig-kept-k").press("End")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")  # the drawing that is not seen catches up
    assert sorted(page.evaluate(GHOSTS, layout)) == sorted(before)
    *after, moved = page.evaluate(MOVING, layout)
    assert [one != two for one, two in zip(before, after, strict=True)] == [True, True, True, False, True] and moved != wall
    opacity = page.locator(f".lf-{layout} .lf-ghost").first.evaluate("(ghost) => Number(getComputedStyle(ghost).opacity)")
    assert 0.2 < opacity < 0.5


def test_keep_again_replaces_clear_and_reset_remove(page):
    clear, note = page.get_by_role("button", name="Clear"), page.locator(".lf-kept")
    expect(clear).to_be_hidden()
    press(page, "Keep")
    first = page.evaluate(GHOSTS, "wide")
    assert note.inner_text().replace("\u00a0", " ") == "Pale: Slope 1 K."
    page.locator("#fig-kept-k").press("End")
    press(page, "Keep")
    second = page.evaluate(GHOSTS, "wide")
    assert len(first) == len(second) and first != second and note.inner_text().replace("\u00a0", " ") == "Pale: Slope 4 K."
    clear.click()
    assert page.evaluate(GHOSTS, "wide") == [] and note.is_hidden()
    expect(page.get_by_role("button", name="Keep")).to_be_focused()
    press(page, "Keep")
    press(page, "Reset")
    assert page.evaluate(GHOSTS, "wide") == [] and clear.is_hidden() and note.is_hidden()


def test_a_sentence_says_what_is_kept_and_a_link_does_not_hold_it(page, visit):
    press(page, "Keep")
    assert page.get_by_role("status").inner_text().replace("\u00a0", " ") == "A pale copy of this state stays in the drawing: Slope 1 K."
    page.locator("#fig-kept-k").press("End")
    expect(page.get_by_role("status")).to_have_text("The slope is 4\u00a0K.")
    press(page, "Link")
    assert page.url.endswith("#live=fig-kept&k=4")
    again = visit("about:blank")
    again.goto(page.url)
    assert again.locator("#fig-kept-k").get_attribute("aria-valuetext") == "4\u00a0K" and again.evaluate(GHOSTS, "wide") == []


def test_a_ghost_has_no_ids_and_cannot_be_taken_hold_of(page):
    press(page, "Keep")
    assert (
        page.evaluate(
            "(() => { const ids = [...document.querySelectorAll('[id]')].map((one) => one.id); return ids.length - new Set(ids).size; })()"
        )
        == 0
    )
    assert page.locator(".lf-wide .lf-handle").count() == 1
    page.locator(".lf-tools").get_by_role("button", name="Clear").focus()
    assert not page.troubles


def test_axe_finds_nothing_while_a_state_is_kept(page):
    press(page, "Keep")
    page.locator("#fig-kept-k").press("End")
    assert faults(page) == []
