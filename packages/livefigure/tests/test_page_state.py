"""Two figures on a page: a link holds both, playing is quiet and ends when the reader acts, and nothing moves under a finger."""

import re
from urllib.parse import quote

import pytest
from livefigure import LiveFigure, Slider, classic_script, stylesheet
from livefigure.hosts import static_html
from playwright.sync_api import expect
from sympy import symbols

x, k, rate = symbols("x k rate", positive=True)
LONG = "Here the line is steep, and at its end it comes to {end}, which is far more than a reader would have thought before."


def figure(name):
    return LiveFigure(
        {"line": k * x + rate},
        x=(x, 0, 4),
        ylim=(0, 20),
        sliders={k: Slider(1, 0.5, 4, step=0.1, play=1), rate: Slider(1, 0.1, 10, log=True)},
        readouts={"end": 4 * k + rate},
        status=[(k > 3, LONG), "It ends at {end}."],
        name=name,
        alt="A line with a slope and a start.",
    )


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    body = "".join(static_html(figure(name)) for name in ("fig-one", "fig-two"))
    page = f'<!doctype html><meta charset="utf-8"><style>{stylesheet()}</style>{body}<script>{classic_script()}</script>'
    path = tmp_path_factory.mktemp("pages") / "two.html"
    path.write_text(page, encoding="utf-8")
    return path.as_uri()


def values(page):
    return page.locator("input[type=range]").evaluate_all("(all) => all.map((one) => one.getAttribute('aria-valuetext'))")


def fill(page, name, value):
    page.locator(f".lf-control:has(#{name}) .lf-box input").fill(value)


# ---- the link ----


def test_a_link_holds_all_figures_that_were_moved(address, visit):
    page = visit(address)
    fill(page, "fig-two-k", "2.5")
    page.locator("#fig-two-live").get_by_role("button", name="Link").click()
    assert page.url == f"{address}#live=fig-two&k=2.5&rate=1"
    fill(page, "fig-one-rate", "4.2")
    page.locator("#fig-two-live").get_by_role("button", name="Link").click()
    link = page.url
    assert link == f"{address}#live=fig-two&k=2.5&rate=1&live=fig-one&k=1&rate=4.2"
    opened = visit("about:blank")
    opened.goto(link)
    assert values(opened) == ["1", "4.2", "2.5", "1"] and not opened.troubles


@pytest.mark.parametrize("ending", ["", ")", ".", "),", ">", "&amp;unknown=3"])
@pytest.mark.parametrize(
    "written", [str, lambda words: words.replace("&", "&amp;"), quote], ids=["as it is", "as HTML", "encoded once more"]
)
def test_a_link_that_came_by_mail_is_understood(address, visit, written, ending):
    page = visit("about:blank")
    page.goto(f"{address}#{written('live=fig-one&k=2&rate=4.2')}{ending}")
    assert values(page) == ["2", "4.2", "1", "1"]


@pytest.mark.parametrize("words", ["live=fig-one&k=two&rate=4.2", "live=fig-one&k=99&rate=4.2", "live=fig-one&rate=4.2"])
def test_a_value_that_cannot_be_read_is_said(address, visit, words):
    page = visit("about:blank")
    page.goto(f"{address}#{words}")
    assert values(page) == ["1", "4.2", "1", "1"]
    assert page.locator("#fig-one-live .lf-status").inner_text().startswith("The link could not be read for: K. It ends at ")


# ---- play ----

COUNT = """(root) => {
  window.said = 0;
  const status = root.querySelector("[role=status]");
  const hears = () => { if (status.getAttribute("aria-live") !== "off") window.said += 1; };
  new MutationObserver(hears).observe(status, { childList: true, characterData: true, subtree: true });
}"""


@pytest.fixture
def playing(address, visit):
    """playing(**options): a page whose first figure plays, and what its screen reader is told is counted."""

    def opened(**options):
        page = visit(address, **options)
        page.evaluate("window.was = document.getElementById('fig-one-k').value")
        page.locator("#fig-one-live").evaluate(COUNT)
        page.locator("#fig-one-live").get_by_role("button", name="Play").click()
        page.wait_for_function("document.getElementById('fig-one-k').value !== window.was")
        return page

    return opened


STOPS = {
    "Escape": lambda page: page.keyboard.press("Escape"),
    "an arrow key": lambda page: page.locator("#fig-one-rate").press("ArrowLeft"),
    "a slider": lambda page: page.locator("#fig-one-rate").click(),
    "out of view": lambda page: page.evaluate("document.querySelector('#fig-one-live').style.marginTop = '-3000px'"),
    "a scene or reset": lambda page: page.locator("#fig-one-live").get_by_role("button", name="Reset").click(),
}


@pytest.mark.parametrize("stop", STOPS.values(), ids=STOPS)
def test_playing_ends_when_the_reader_acts_or_looks_away(playing, stop):
    page = playing()
    stop(page)
    expect(page.locator("#fig-one-live .lf-play button").first).to_have_text("Play")
    before = values(page)
    page.wait_for_timeout(300)
    assert values(page) == before


def test_playing_under_reduced_motion_says_one_sentence_when_it_ends(playing):
    page = playing(reduced_motion="reduce")
    page.wait_for_timeout(1700)  # three more steps of half a second
    assert page.evaluate("said") == 0
    page.keyboard.press("Escape")
    expect(page.locator("#fig-one-live .lf-status")).to_have_text(re.compile("end"))
    assert page.evaluate("said") == 1


def test_a_second_of_dragging_says_one_sentence(address, visit):
    page = visit(address)
    live = "() => [...document.querySelectorAll('#fig-one-live :is([aria-live], [role=status], [role=alert], output)')].length"
    assert page.evaluate(live) == 1 + 2  # the sentence, and a complaint for each box
    page.evaluate(
        COUNT.replace('root.querySelector("[role=status]")', 'document.querySelector("#fig-one-live [role=status]")').replace(
            "(root)", "()"
        )
    )
    box = page.locator("#fig-one-rate").bounding_box()
    page.mouse.move(box["x"] + 0.3 * box["width"], box["y"] + box["height"] / 2)
    page.mouse.down()
    for step in range(40):
        page.mouse.move(box["x"] + (0.3 + 0.01 * step) * box["width"], box["y"] + box["height"] / 2)
    page.mouse.up()
    page.wait_for_timeout(700)
    assert page.evaluate("said") == 1


# ---- height ----


@pytest.mark.parametrize("width", [1280, 390])
def test_the_height_of_a_figure_does_not_change_while_a_slider_is_held(address, visit, width):
    page = visit(address, viewport={"width": width, "height": 900})
    height = "document.getElementById('fig-one-live').offsetHeight"
    before = page.evaluate(height)
    fill(page, "fig-one-k", "3.9")
    expect(page.locator("#fig-one-live .lf-status")).to_have_text(figure("fig-one").sentence(k=3.9))
    assert page.evaluate(height) == before
