"""Scenes: what is refused, and how buttons and words lead to them."""

import pytest
from livefigure import LiveFigure, Point, Scene, Slider
from playwright.sync_api import expect
from sympy import sin, symbols

x, k, rate = symbols("x k rate", positive=True)
WORDS = '<p>See <span class="lf-words" data-figure="fig-scenes" data-scene="steep">a steep line</span>.</p>'


def figure(scenes=None, always=(), **options):
    return LiveFigure(
        {"line": k * x + rate},
        x=(x, 0, 4),
        ylim=(0, 20),
        sliders={k: Slider(1, 0.5, 4, step=0.1), rate: Slider(1, 0.1, 10, log=True)},
        artists=[Point(1, k + rate)],
        readouts={"end": 4 * k + rate},
        scenes=scenes,
        always=always,
        status="The line ends at {end}.",
        name="fig-scenes",
        alt="A line with a slope and a start.",
    )


GOOD = {"flat": {k: 0.5}, "steep": Scene({k: 4, rate: 2.25}, shows=[4 * k + rate > 18], raises=[k, rate], since="flat")}


def test_a_scene_is_a_rest_of_its_sliders():
    assert 2.25 in figure(GOOD).sliders[rate].stops


@pytest.mark.parametrize(
    ("scene", "message"),
    [
        ({x: 1}, "moves x, which is not one of its sliders"),
        ({k: 5}, "asks for k = 5, where its slider cannot stand"),
        ({k: 0.55}, "asks for k = 0.55, where its slider cannot stand"),
        ({rate: 11}, "asks for rate = 11, where its slider cannot stand"),
        (Scene({k: 2}, shows=[k > 1, k > 3]), "must show k > 3, and does not"),
        (Scene({k: 2}, shows=[k * x < 8]), r"must show k\*x < 8, and does not"),
        (Scene({k: 2}, lowers=k), "must give a lower value of k than the start; got 1, then 2"),
        (Scene({k: 1}, raises=k), "must give a higher value of k than the start; got 1, then 1"),
        (Scene({k: 2}, raises=k, since="flat"), "since of scene 'one' of fig-scenes must be the name of a scene; got 'flat'"),
    ],
)
def test_a_scene_that_does_not_hold_is_refused(scene, message):
    with pytest.raises(ValueError, match=message):
        figure({"one": scene})


def test_a_scene_whose_point_leaves_the_axes_is_refused():
    with pytest.raises(ValueError, match=r"a point of scene 'high' of fig-out leaves the axes: it is at \(1, 9\)"):
        LiveFigure(
            {"line": x}, x=(x, 0, 4), ylim=(0, 5), sliders={k: (1, 1, 3)}, artists=[Point(1, k**2)],
            scenes={"high": {k: 3}}, name="fig-out", alt="A point that leaves the axes at the top.",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "at"),
    [
        (k < 4, "k = 4, rate = 0.1"),
        (k * x + rate < 25, "k = 4, rate = 10"),
        (abs(sin(40 * k)) < 0.99, "k = "),
        (rate**0.5 > 1, "rate = 0.1"),
    ],
)
def test_what_does_not_hold_everywhere_is_refused(statement, at):
    assert figure(always=[k > 0.4, k * x + rate < 30])
    with pytest.raises(ValueError, match=f"fig-scenes must always show .*, and does not at .*{at}"):
        figure(always=[statement])


# ---- in the browser ----


@pytest.fixture
def page(tmp_path, visit):
    """page(**options): the figure, with words that lead to a scene, opened."""

    def opened(**options):
        path = tmp_path / "scenes.html"
        figure(GOOD).to_html(path)
        path.write_text(path.read_text(encoding="utf-8").replace("<main>", f"<main>{WORDS}"), encoding="utf-8")
        return visit(path.as_uri(), **options)

    return opened


def test_a_button_glides_the_sliders_and_says_what_came_out(page):
    opened = page()
    steep = opened.get_by_role("button", name="steep", exact=True)
    status = opened.locator(".lf-status")
    expect(status).to_have_text(figure(GOOD).sentence())
    opened.evaluate("window.seen = new Set(); new MutationObserver(() => seen.add(document.querySelector('dd').textContent))"
                    ".observe(document.querySelector('dd'), { childList: true, subtree: true, characterData: true })")  # fmt: skip
    steep.click()
    expect(steep).to_have_attribute("aria-pressed", "true")
    expect(status).to_have_text(figure(GOOD).sentence(k=4, rate=2.25))
    assert opened.evaluate("seen.size") > 3  # it went through states between
    opened.get_by_role("button", name="Reset").click()
    expect(steep).to_have_attribute("aria-pressed", "false")
    assert not opened.troubles


def test_under_reduced_motion_it_is_there_at_once(page):
    opened = page(reduced_motion="reduce")
    opened.get_by_role("button", name="steep", exact=True).focus()
    opened.keyboard.press("Enter")
    assert opened.locator("dd").first.inner_text() == figure(GOOD).filled("{end}", figure(GOOD).state(k=4, rate=2.25))


def test_words_in_the_text_lead_to_a_scene(page):
    opened = page(reduced_motion="reduce")
    opened.get_by_role("button", name="a steep line").click()
    expect(opened.locator(".lf-status")).to_have_text(figure(GOOD).sentence(k=4, rate=2.25))
    assert opened.locator("p").first.inner_text() == "See a steep line."


@pytest.mark.parametrize("key", ["Enter", " "])
def test_a_key_on_the_words_leads_to_it_too(page, key):
    opened = page(reduced_motion="reduce")
    opened.get_by_role("button", name="a steep line").focus()
    opened.keyboard.press(key)
    expect(opened.locator(".lf-status")).to_have_text(figure(GOOD).sentence(k=4, rate=2.25))
    assert opened.evaluate("scrollY") == 0


# How many lines the words take, and whether the full stop behind them stands on the last one.
LINES = """(width) => {
  const words = document.querySelector(".lf-words[data-alive]"), stop = document.createRange();
  words.parentElement.style.width = `${width}px`;
  stop.selectNode(words.nextSibling);
  const lines = [...words.getClientRects()];
  return [lines.length, Math.abs(lines.at(-1).bottom - stop.getBoundingClientRect().bottom) < 4];
}"""


def test_a_line_may_end_in_the_words_and_not_before_the_full_stop(page):
    opened = page()
    opened.locator(".lf-words[data-alive]").wait_for()
    lines = [opened.evaluate(LINES, width) for width in range(60, 200, 2)]
    assert {count for count, _ in lines} >= {1, 2} and all(beside for _, beside in lines)


def test_without_scripts_they_are_words(page):
    opened = page(java_script_enabled=False)
    assert opened.locator("p").first.inner_text() == "See a steep line." and opened.get_by_role("button").count() == 0
