"""Numbers in a sentence and symbols of a formula: they follow the figure, and are dragged by mouse, finger and keys."""

import pytest
from livefigure import LiveFigure, Readout, Slider
from playwright.sync_api import expect
from sympy import log, symbols
from test_touch import middle, swipe

x, k, rate = symbols("x k rate", positive=True)
FIGURE = LiveFigure(
    {"line": k * x + rate},
    x=(x, 0, 4),
    ylim=(0, 30),
    sliders={k: Slider(1, 0.5, 4, step=0.1, unit="K", label="Slope"), rate: Slider(1, 0.1, 10, log=True, unit=("step", "steps"), play=2)},
    readouts={"end": (4 * k + rate, "W"), "excess": Readout(log(k), words=[(k <= 1, "nothing")])},
    numbers={"middle": (2 * k + rate, "W")},
    scenes={"steep": {k: 4, rate: 10}},
    status="The line ends at {end}.",
    name="fig-words",
    alt="A line with a slope and a start.",
)


def part(kind, slot):
    text = FIGURE.filled(f"{{{slot}}}", FIGURE.state())
    return f'<span class="lf-{kind}" data-figure="fig-words" data-slot="{slot}">{text}</span>'


TEXT = f"""<p id="text">A slope of {part("drag", "k")} and {part("drag", "rate")} end at {part("live", "end")} and {part("live", "middle")} halfway, with
{part("live", "excess")} in excess. <span class="lf-words" data-figure="fig-words" data-scene="steep">Steep</span></p>
<div id="formula" data-live-formula="fig-words"><math display="block"><mi data-slot="k">k</mi><mi>x</mi><mo>+</mo><mi data-slot="k">k</mi></math></div>"""
START = "A slope of 1\u00a0K and 1\u00a0step end at 5.00\u00a0W and 3.00\u00a0W halfway, with nothing in excess. Steep"


@pytest.fixture
def page(tmp_path, visit):
    """page(**options): the figure with a sentence and a formula above it, opened."""

    def opened(**options):
        path = tmp_path / "words.html"
        FIGURE.to_html(path)
        path.write_text(path.read_text(encoding="utf-8").replace("<main>", f"<main>{TEXT}"), encoding="utf-8")
        return visit(path.as_uri(), **options)

    return opened


def sentence(page):
    """What the reader reads, without line breaks."""
    return " ".join(page.locator("#text").inner_text().replace("\u00a0", "~").split()).replace("~", "\u00a0")


def drags(page):
    return page.get_by_role("slider", name="Slope", exact=True).and_(page.locator(".lf-drag"))


def value(page):
    """The slider's value, as the box under the figure shows it."""
    return float(page.get_by_label("Slope, in K").input_value())


def test_without_scripts_it_is_a_sentence_and_a_formula(page):
    opened = page(java_script_enabled=False)
    assert sentence(opened) == START
    assert opened.locator("[tabindex], [role=slider]").count() == 0


def test_numbers_follow_the_figure(page):
    opened = page()
    assert sentence(opened) == START
    opened.get_by_label("Slope, in K").fill("2.5")
    assert (
        sentence(opened) == "A slope of 2.5\u00a0K and 1\u00a0step end at 11.0\u00a0W and 6.00\u00a0W halfway, with 0.916 in excess. Steep"
    )
    opened.locator("[id=fig-words-rate]").press("End")
    assert "2.5\u00a0K and 10\u00a0steps end at 20.0\u00a0W" in sentence(opened)
    assert opened.locator("dt").all_text_contents() == ["end", "excess"]  # the number halfway is for the sentence alone
    assert not opened.troubles


def test_keys_move_a_number_as_they_move_a_slider(page):
    opened = page()
    number = drags(opened)
    number.focus()
    seen = []
    for key in ("ArrowRight", "ArrowUp", "ArrowLeft", "ArrowDown", "PageUp", "PageDown", "End", "ArrowRight", "Home", "PageDown"):
        opened.keyboard.press(key)
        seen.append(value(opened))
        assert number.get_attribute("aria-valuetext") == number.inner_text() == FIGURE.filled("{k}", {"k": seen[-1], "rate": 1})
        assert float(number.get_attribute("aria-valuenow")) == pytest.approx(seen[-1])
    assert seen == [1.1, 1.2, 1.1, 1.0, 1.4, 1.0, 4.0, 4.0, 0.5, 0.5]
    assert (number.get_attribute("aria-valuemin"), number.get_attribute("aria-valuemax")) == ("0.5", "4")


def test_a_number_is_dragged_sideways_and_stands_on_the_steps_of_the_slider(page):
    opened = page()
    x0, y0 = middle(drags(opened).bounding_box())
    opened.mouse.move(x0, y0)
    opened.mouse.down()
    assert value(opened) == 1
    for distance, expected in ((72, 1.7), (75, 1.7), (144, 2.4), (-2000, 0.5), (2000, 4)):  # 360 pixels from end to end
        opened.mouse.move(x0 + distance, y0 + 5)
        assert value(opened) == expected
    opened.mouse.up()
    opened.mouse.move(x0, y0)
    assert value(opened) == 4
    assert opened.evaluate("getSelection().toString()") == ""


def test_a_finger_drags_a_number_and_scrolls_the_page(page):
    opened = page(viewport={"width": 390, "height": 700}, has_touch=True, is_mobile=True)
    opened.evaluate("document.body.style.padding = '300px 0 1500px'")
    opened.evaluate("scrollTo(0, 200)")
    swipe(opened, middle(drags(opened).bounding_box()), (72, 8))
    assert value(opened) == 1.7 and opened.evaluate("scrollY") == 200
    swipe(opened, middle(drags(opened).bounding_box()), (4, -150))
    assert value(opened) == 1.7 and opened.evaluate("scrollY") > 250


def test_a_number_is_a_target_of_24_pixels_and_is_marked_without_colour(page):
    opened = page(forced_colors="active")
    assert all(
        height >= 24 for height in opened.locator(".lf-drag").evaluate_all("all => all.map((one) => one.getClientRects()[0].height)")
    )
    marks = """(node) => [getComputedStyle(node).textDecorationLine, getComputedStyle(node).textDecorationStyle,
      getComputedStyle(node, "::after").content.includes("\u2194")]"""
    assert drags(opened).evaluate(marks) == ["underline", "solid", True]
    assert opened.locator(".lf-live").first.evaluate("(node) => getComputedStyle(node).textDecorationStyle") == "dotted"


def test_paper_shows_plain_numbers(page):
    opened = page()
    drags(opened).press("End")
    opened.emulate_media(media="print")
    assert "A slope of 4\u00a0K and" in sentence(opened)
    look = "(node) => [getComputedStyle(node, '::after').display, getComputedStyle(node).textDecorationLine]"
    assert drags(opened).evaluate(look) == ["none", "none"]
    assert opened.locator(".lf-symbol").first.evaluate("(node) => getComputedStyle(node).display") == "none"


def test_a_drag_of_a_second_is_one_announcement(page):
    opened = page()
    expect(opened.locator(".lf-status")).to_have_text(FIGURE.sentence())
    opened.evaluate("""() => { window.said = 0; new MutationObserver(() => { said += 1; }).observe(document.querySelector("[role=status]"),
      { childList: true, characterData: true, subtree: true }); }""")
    assert opened.locator("#text [aria-live], #text [role=status], #text output").count() == 0
    drags(opened).focus()
    for _ in range(12):
        opened.keyboard.press("ArrowRight")
        opened.wait_for_timeout(60)
    expect(opened.locator(".lf-status")).to_have_text(FIGURE.sentence(k=2.2))
    assert opened.evaluate("said") == 1


def test_a_symbol_of_a_formula_is_a_slider_that_shows_its_number(page):
    opened = page()
    handles = opened.locator("#formula .lf-symbol")
    assert handles.count() == 2
    handle = opened.locator("#formula").get_by_role("slider")
    assert handle.count() == 1  # the second k is the same slider
    assert handle.get_attribute("aria-label") == "k, Slope"
    places = "(handles) => handles.map((one) => one.getBoundingClientRect())"
    for box, symbol in zip(handles.evaluate_all(places), opened.locator("#formula [data-slot]").evaluate_all(places), strict=True):
        assert box["width"] >= 24 <= box["height"]
        assert middle(box) == pytest.approx(middle(symbol), abs=2)
    number = "(node) => [getComputedStyle(node, '::after').visibility, node.dataset.shown]"
    assert handle.evaluate(number) == ["hidden", "1\u00a0K"]
    handle.press("ArrowRight")
    assert handle.evaluate(number) == ["visible", "1.1\u00a0K"] and value(opened) == 1.1
    x0, y0 = middle(handles.nth(1).bounding_box())
    opened.mouse.move(x0, y0)
    opened.mouse.down()
    opened.mouse.move(x0 + 72, y0)
    assert handles.nth(1).evaluate(number) == ["visible", "1.8\u00a0K"] and value(opened) == 1.8
    opened.mouse.up()
    assert handle.get_attribute("aria-valuetext") == "1.8\u00a0K"


# Two frames into a glide the reader does something; a second later, when the glide would long be over, the slope is what it was then.
INTERRUPT = """(act) => new Promise((done) => {
  const slope = () => Number(document.querySelector(".lf-box input").value);
  document.querySelector(".lf-words[data-alive]").click();
  requestAnimationFrame(() => requestAnimationFrame(() => {
    ({
      number: () => document.querySelector(".lf-drag").dispatchEvent(new KeyboardEvent("keydown", { key: "Home" })),
      box: () => { const box = document.querySelector(".lf-box input"); box.value = "2"; box.dispatchEvent(new Event("input")); },
      reset: () => [...document.querySelectorAll(".lf-tools button")].find((button) => button.textContent === "Reset").click(),
      touch: () => document.querySelector(".lf-control").dispatchEvent(new PointerEvent("pointerdown", { bubbles: true })),
    })[act]();
    const rest = slope();
    setTimeout(() => done([rest, slope()]), 1000);
  }));
})"""


@pytest.mark.parametrize("act", ["number", "box", "reset", "touch"])
def test_the_reader_stops_a_glide(page, act):
    rest, later = page().evaluate(INTERRUPT, act)
    assert later == rest < 4


def test_a_number_stops_play(page):
    opened = page(reduced_motion="reduce")
    opened.get_by_role("button", name="Play", exact=True).click()
    drags(opened).press("ArrowRight")
    expect(opened.get_by_role("button", name="Play", exact=True)).to_be_visible()
