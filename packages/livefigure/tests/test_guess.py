"""Guess first: what is refused, what is hidden until the reader answers, and how guess and truth are compared."""

import gallery
import pytest
from livefigure import GUESSED, Curve, Guess, Label, Line, LiveFigure, Point, Slider
from livefigure.assets import module_of_parts
from playwright.sync_api import expect
from support.axe import faults
from support.touch import swipe
from sympy import sin, symbols

x, k, rate = symbols("x k rate", positive=True)
POINT = Point(k, 10 * k**2, "{price}")
ASKED = {
    "value": "price", "question": "How many watts at 2 K?", "low": 1, "high": 1000, "answer": "The least is {answer}",
    "log": True, "at": (k, GUESSED), "scene": "cold", "start": 2,
}  # fmt: skip


def figure(**changes):
    return LiveFigure(
        {"line": Curve(10 * x**2, label_at=1.5), "other": rate * x},
        x=(x, 0.5, 8), yscale="log", ylim=(0.5, 2000), xlabel="temperature (K)", ylabel="power (W)",
        sliders={k: Slider(4, 1, 6, 0.1, unit="K"), rate: (3, 1, 5)},
        points=[POINT], labels=[Label(3, 20 * rate, "somewhere")], lines=[Line(x=4, text="start")],
        readouts={"price": (10 * k**2, "W")},
        scenes={"cold": {k: 2}},
        predict=Guess(**ASKED | changes),
        status="At {k} it takes {price}.",
        name="fig-guessed",
        alt="A line that rises with the square of what is along the axis.",
    )  # fmt: skip


# ---- what is refused ----


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"question": "Guess the watts."}, "question of a guess must end with a question mark; got 'Guess the watts.'"),
        ({"answer": "It is more"}, r"answer of a guess must hold \{answer\} once and no full stop at its end; got 'It is more'"),
        ({"answer": "It is {answer}."}, r"answer of a guess must hold \{answer\} once and no full stop"),
        ({"compare": "share"}, "compare of a guess must be times or difference; got 'share'"),
        ({"log": False, "compare": "times", "low": 0}, "low of a guess that is compared by times must be positive; got 0"),
        ({"step": 3}, "^step of a guess must be left out where it is logarithmic; got 3"),
        ({"step": 3, "start": None}, "^step of a guess must be left out where it is logarithmic; got 3"),
        ({"digits": 2.5}, "^digits of a guess must be a whole number from 1 to 15; got 2.5"),
        ({"low": 2000}, r"start of a slider must lie between low and high"),
        ({"at": (k, 1)}, "x or y of at must hold GUESSED, one of the two"),
        ({"at": (GUESSED, GUESSED)}, "x or y of at must hold GUESSED, one of the two"),
        ({"value": "cost"}, "value of the guess of fig-guessed must be an expression or the name of a readout; got 'cost'"),
        ({"value": x}, "value of the guess of fig-guessed must depend on the sliders alone; got x in x"),
        ({"scene": "warm"}, "scene of the guess of fig-guessed must be the name of a scene; got 'warm'"),
        ({"high": 30}, r"low and high of the guess of fig-guessed must enclose the right value; got 40 in \[1, 30\]"),
        (
            {"low": 0.1, "start": None},
            r"at of the guess of fig-guessed must stay in the axes from low to high; got y = 0.1 in \(0.5, 2000",
        ),
        ({"at": (10 * k, GUESSED)}, r"at of the guess of fig-guessed must stay in the axes .*; got x = 20 in \(0.5, 8"),
        ({"at": (k, 10 + sin(GUESSED))}, "at of the guess of fig-guessed must hold GUESSED times a number, plus a number"),
        ({"panel": 1}, "panel of the guess of fig-guessed must be the number of a panel with axes; got 1"),
        ({"hides": ["lin"]}, "hides of the guess of fig-guessed must name curves or hold artists of the figure; got 'lin'"),
    ],
)
def test_a_guess_that_cannot_be_made_is_refused(changes, message):
    assert figure()
    with pytest.raises(ValueError, match=message):
        figure(**changes)


def test_a_choice_begins_in_the_middle_unless_told():
    assert figure(start=None).predict.choice.start == pytest.approx(1000**0.5, rel=0.03)
    assert figure(log=False, start=None, high=101).predict.choice.start == 51


def test_all_that_the_graph_shows_is_hidden_unless_told():
    made = figure()
    hidden = set(made.markup[1]["guess"]["hides"])
    assert {type(placed.artist).__name__ for placed in made.artists if placed.id not in hidden} == {"Line", "LineName"}


def test_what_belongs_to_a_hidden_curve_is_hidden_with_it():
    made = figure(hides=["line", POINT])
    kinds = {placed.id: type(placed.artist).__name__ for placed in made.artists}
    assert sorted(kinds[name] for name in made.markup[1]["guess"]["hides"]) == ["Curve", "CurveName", "Label", "Point"]


# ---- the sentence ----

SENTENCES = [
    # guess, truth, times, unit, what is said
    (10, 70.4286, True, "W", "Your guess: 10 W. It is 70.4 W, 7 times your guess."),
    (1000, 70.4286, True, "W", "Your guess: 1000 W. It is 70.4 W. Your guess is 14 times that."),
    (0.1, 70.4286, True, "W", "Your guess: 0.1 W. It is 70.4 W, 700 times your guess."),
    (60, 70.4286, True, "W", "Your guess: 60 W. It is 70.4 W, 1.2 times your guess."),
    (66, 70.4286, True, "W", "Your guess: 66 W. It is 70.4 W. You were close."),
    (75, 70.4286, True, "W", "Your guess: 75 W. It is 70.4 W. You were close."),
    (70.4, 70.4286, True, "W", "Your guess: 70.4 W. It is 70.4 W, as you guessed."),
    (200, 77.4, False, "K", "Your guess: 200 K. It is 77.4 K, 123 K less than your guess."),
    (20, 77.4, False, "K", "Your guess: 20 K. It is 77.4 K, 57.4 K more than your guess."),
    (80, 77.4, False, "K", "Your guess: 80 K. It is 77.4 K. You were close."),
    (5, 33, False, "%", "Your guess: 5 %. It is 33.0 %, 28.0 percentage points more than your guess."),
    (None, 33, False, "%", "It is 33.0 %."),
    (-40, 0.0, False, "K", "Your guess: −40 K. It is 0.00 K, 40.0 K more than your guess."),
]


def test_the_comparison_is_right_in_both_directions_and_for_a_near_hit(visit):
    page = visit("about:blank")
    asked = [[{"answer": "It is {answer}", "truth": truth, "digits": 3, "unit": unit, "times": times, "slider": {"low": 1, "high": 500}}, guess]
             for guess, truth, times, unit, _ in SENTENCES]  # fmt: skip
    said = page.evaluate(
        """async ([source, asked]) => {
          const { verdict } = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
          return asked.map((pair) => verdict(...pair));
        }""",
        [module_of_parts("verdict"), asked],
    )
    assert [text.replace("\u00a0", " ") for text in said] == [sentence for *_, sentence in SENTENCES]


# ---- in the browser ----


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The figure on two pages: with its mark on an axis, and without."""
    folder = tmp_path_factory.mktemp("guess")
    for name, changes in (("axis", {}), ("line", {"at": None})):
        (folder / f"{name}.html").write_text(gallery.page([figure(**changes)]), encoding="utf-8")
    return folder


@pytest.fixture
def opened(pages, visit):
    return lambda name="axis", fragment="", **options: visit(f"{(pages / name).as_uri()}.html{fragment}", **options)


GUESS = "#fig-guessed-lf-guess"
CURVES = "() => document.querySelectorAll('.lf-wide .lf-veiled').length && [...document.querySelectorAll('.lf-wide .lf-veiled')].every((part) => getComputedStyle(part).visibility === 'hidden')"


def middle(part):
    box = part.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def is_veiled(page):
    heard = page.locator("main").aria_snapshot()
    return page.evaluate(CURVES) and "rises" not in heard and "At 4" not in heard and "price" not in heard


def test_until_the_reader_answers_the_answer_is_hidden_from_eyes_and_ears(opened):
    page = opened()
    assert is_veiled(page)
    expect(page.get_by_role("group", name="How many watts at 2 K?")).to_be_visible()
    assert page.locator(".lf-controls").is_hidden() and page.locator(".lf-tools").is_hidden() and page.locator(".lf-said").is_hidden()
    assert page.evaluate("getComputedStyle(document.querySelector('.lf-wide text')).visibility") == "visible"  # the axes stay
    page.get_by_role("button", name="Show me").click()
    assert not is_veiled(page)
    assert page.locator(".lf-verdict").inner_text().replace("\u00a0", " ") == "The least is 40.0 W."
    expect(page.locator(".lf-status")).to_have_text(figure().sentence(k=2))
    assert page.get_by_role("img", name="A line that rises").count() == 1 and not page.troubles


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_by_keys_a_guess_is_made_and_stands_beside_the_truth(opened, motion):
    page = opened(reduced_motion=motion)
    page.locator(GUESS).focus()
    page.keyboard.press("End")
    assert page.locator(GUESS).get_attribute("aria-valuetext").replace("\u00a0", " ") == "1000 W"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    verdict = "Your guess: 1000 W. The least is 40.0 W. Your guess is 25 times that."
    expect(page.locator(".lf-verdict")).to_be_focused()
    assert page.locator(".lf-verdict").inner_text().replace("\u00a0", " ") == verdict
    expect(page.locator(".lf-status")).to_have_text(figure().sentence(k=2))  # it went to the scene that was asked about
    assert page.locator(".lf-wide .lf-mark-words").all_text_contents() == ["Answer: 40.0\u00a0W", "Your guess: 1000\u00a0W"]
    guessed, true, point = (middle(page.locator(f".lf-wide {part}")) for part in (".lf-mark-knob", ".lf-mark-dot", "[visibility] use"))
    assert guessed[0] == pytest.approx(true[0], abs=1) and guessed[1] < true[1] - 50
    assert point == pytest.approx(true, abs=1.5)
    page.locator("#fig-guessed-k").press("End")  # elsewhere the marks have no words, which would stand in the way of others
    assert page.locator(".lf-wide .lf-mark-dot").is_visible() and not page.locator(".lf-wide .lf-mark-words").first.is_visible()


def test_a_number_can_be_typed(opened):
    page = opened()
    page.locator(".lf-ask .lf-box input").fill("55 W")
    page.get_by_role("button", name="This is my guess").click()
    assert "Your guess: 55" in page.locator(".lf-verdict").inner_text()


def mark(page, layout="wide"):
    return middle(page.locator(f".lf-{layout} .lf-mark-knob"))


def test_the_mark_is_dragged_by_mouse_or_set_by_a_click(opened):
    page = opened()
    x_mark, y_mark = mark(page)
    page.mouse.move(x_mark, y_mark)
    page.mouse.down()
    page.mouse.move(x_mark + 5, y_mark - 80)
    page.mouse.up()
    said = float(page.locator(GUESS).get_attribute("aria-valuetext").split()[0])
    assert said > 5 and mark(page) == pytest.approx((x_mark, y_mark - 80), abs=4)
    page.mouse.click(x_mark + 100, y_mark - 20)
    assert 2 < float(page.locator(GUESS).get_attribute("aria-valuetext").split()[0]) < said


def test_a_finger_drags_the_mark_and_the_page_stays(opened):
    page = opened(viewport={"width": 390, "height": 700}, has_touch=True, is_mobile=True)
    page.evaluate("document.body.style.padding = '300px 0 1500px'")
    page.evaluate("scrollTo(0, 200)")
    swipe(page, mark(page, "narrow"), (0, -90))
    assert float(page.locator(GUESS).get_attribute("aria-valuetext").split()[0]) > 5
    assert page.evaluate("scrollY") == 200


def test_reset_brings_the_guess_back_and_nothing_was_stored(opened):
    page = opened()
    page.locator(GUESS).press("End")
    page.get_by_role("button", name="This is my guess").click()
    page.get_by_role("button", name="Reset").click()
    assert is_veiled(page) and page.locator(GUESS).get_attribute("aria-valuetext").replace("\u00a0", " ") == "2 W"
    expect(page.locator(GUESS)).to_be_focused()
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_a_link_to_a_state_shows_it_and_one_to_the_start_asks(opened):
    assert not is_veiled(opened(fragment="#live=fig-guessed&k=3&rate=3"))
    assert is_veiled(opened(fragment="#live=fig-guessed&k=4&rate=3"))


def test_without_scripts_and_on_paper_the_answer_is_there(opened):
    still = opened(java_script_enabled=False)
    assert still.get_by_role("img", name="A line that rises").first.is_visible()
    visible = "[...document.querySelectorAll('.lf-wide path')].every((path) => getComputedStyle(path).visibility === 'visible')"
    paper = opened()
    assert not paper.evaluate(visible)
    paper.emulate_media(media="print")
    assert paper.evaluate(visible)
    assert paper.locator(".lf-guess, .lf-mark").evaluate_all("(all) => all.every((one) => getComputedStyle(one).display === 'none')")
    assert paper.locator(".lf-status").inner_text() == figure().sentence()


def test_the_answer_does_not_flash_by_and_is_shown_if_no_script_comes(pages, tmp_path, visit):
    text = (pages / "axis.html").read_text(encoding="utf-8")
    (tmp_path / "silent.html").write_text(text[: text.rindex("<script>")] + "</body></html>", encoding="utf-8")
    page = visit((tmp_path / "silent.html").as_uri())
    drawing = "getComputedStyle(document.querySelector('.lf-drawing')).visibility"
    assert page.evaluate(drawing) == "hidden"
    page.wait_for_function(f"{drawing} === 'visible'")


def test_a_guess_without_an_axis_has_a_line_of_its_own(opened):
    page = opened("line")
    assert page.locator(".lf-scale").is_hidden() and page.locator(".lf-mark").count() == 0
    page.locator(GUESS).press("End")
    page.get_by_role("button", name="This is my guess").click()
    box, yours, truth = (page.locator(f".lf-scale{part}").bounding_box() for part in ("", " .lf-yours b", " .lf-truth b"))
    share = {name: (one["x"] + one["width"] / 2 - box["x"]) / box["width"] for name, one in (("yours", yours), ("truth", truth))}
    assert share == pytest.approx({"yours": 1, "truth": 0.534}, abs=0.01)  # the logarithm of 40 is 1.602, that of 1000 is 3
    words = [page.locator(f".lf-scale {part} i").bounding_box() for part in (".lf-yours", ".lf-truth")]
    assert all(box["x"] - 1 <= one["x"] and one["x"] + one["width"] <= box["x"] + box["width"] + 1 for one in words)


@pytest.mark.parametrize("answered", [False, True], ids=["asked", "answered"])
def test_axe_finds_nothing(opened, answered):
    page = opened(reduced_motion="reduce")
    if answered:
        page.get_by_role("button", name="This is my guess").click()
    assert faults(page) == []


def test_in_forced_colours_the_marks_and_the_buttons_have_outlines(opened):
    page = opened(forced_colors="active")
    colors = "[...document.querySelectorAll('.lf-wide .lf-mark-knob, .lf-choices button')].map((part) => [getComputedStyle(part).stroke, getComputedStyle(part).borderTopColor])"
    canvas = page.evaluate(
        "(() => { const probe = document.createElement('p'); probe.style.color = 'Canvas'; document.body.append(probe); return getComputedStyle(probe).color; })()"
    )
    knob, *buttons = page.evaluate(colors)
    assert knob[0] not in ("none", canvas) and all(border != canvas for _, border in buttons)


def test_answering_says_one_thing(opened):
    page = opened(reduced_motion="reduce")
    page.evaluate("""() => { window.said = 0; for (const live of document.querySelectorAll('[aria-live], [role=status]'))
      new MutationObserver(() => { window.said += 1; }).observe(live, { childList: true, characterData: true, subtree: true }); }""")
    for _ in range(20):
        page.locator(GUESS).press("ArrowRight")
    page.wait_for_timeout(600)
    before = page.evaluate("said")
    page.get_by_role("button", name="This is my guess").click()
    page.wait_for_timeout(700)
    assert (before, page.evaluate("said")) == (0, 1)
