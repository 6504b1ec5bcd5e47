"""Values are read off the drawing by mouse, finger and keys, and they are those that the figure computes."""

import gallery
import pytest
from livefigure import Curve, Data, LiveFigure, Panel, Point, Slider
from livefigure.number import format_number
from playwright.sync_api import expect
from support.axe import faults
from support.touch import swipe, tap
from sympy import Piecewise, cos, pi, sin, symbols

x, k, turn = symbols("x k turn", positive=True)
MACHINES = Data(
    [2, 60],
    [3, 40],
    ["", "B"],
    label="machines",
    names=["Machine A", "Machine B"],
    sources=["Author, A Journal about Machines that Make Cold, 2004", "Another, Journal (2009)"],
)


def figure():
    return LiveFigure(
        {"square": k * x**2 / 100, "half": Piecewise((x / 2, x < 50)), "_": 1 + 0 * x},
        x=(x, 1, 100), xscale="log", yscale="log", ylim=(0.1, 1000), xlabel="temperature (K)", ylabel="power (W)",
        sliders={k: Slider(1, 0.5, 4, 0.1)}, data=[MACHINES], points=[Point(10 * k, 100, drag=True)],
        beside=[Panel({"loop": Curve(2 + k * sin(turn) / 2, x=2 + cos(turn), over=(turn, 0, 2 * pi))}, xlim=(0, 4), ylim=(0, 4.5),
                      xlabel="volume (L)", ylabel="entropy (J/(mol K))", title="cycle"),
                Panel({"wall": Curve(x, x=1, over=(x, 0, 1))}, xlim=(0, 2), ylim=(0, 2), axes=False)],
        readouts={"one": k}, status="It is {one}.", name="fig-read", alt="A square, a line that ends, a loop and a wall.",
    )  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The figure, and its page."""
    made, path = figure(), tmp_path_factory.mktemp("reading") / "reading.html"
    path.write_text(gallery.page([made]), encoding="utf-8")
    return made, path.as_uri()


@pytest.fixture
def opened(made, visit):
    def opened(**options):
        page = visit(made[1], **options)
        page.locator(".lf-tools").wait_for()
        return page

    return opened


def place(page, made, panel, at_x, at_y, layout="wide"):
    """Where a point of a panel's axes is on the page [CSS pixels]."""
    import numpy as np

    maps = made[0].markup[1]["layouts"][layout][panel]
    box = page.locator(f".lf-{layout}").bounding_box()
    scale = box["width"] / float(page.locator(f".lf-{layout}").get_attribute("viewBox").split()[2])
    values = {axis: np.log10(value) if maps[axis]["log"] else value for axis, value in (("x", at_x), ("y", at_y))}
    along = {axis: maps[axis]["slope"] * value + maps[axis]["offset"] for axis, value in values.items()}
    return box["x"] + scale * along["x"], box["y"] + scale * along["y"]


def card(page):
    """What the card says: its heading, its lines and its source."""
    return page.locator(".lf-card").evaluate(
        """(card) => card.hidden ? null : [card.querySelector('strong')?.textContent,
             [...card.querySelectorAll('div')].map((row) => [...row.children].map((cell) => cell.textContent)),
             card.querySelector('small')?.textContent]"""
    )


def written(value, unit):
    return f"{format_number(float(value), 4, True)}\u00a0{unit}"


# ---- by mouse ----


def test_a_hover_reads_each_curve_as_python_computes_it(opened, made):
    page = opened()
    page.locator("#fig-read-k").press("End")
    values = made[0].curve_values(k=4)
    for wanted in (8.0, 30.0):
        page.mouse.move(*place(page, made, 0, wanted, 300))
        head, lines, source = card(page)
        n = min(range(241), key=lambda n: abs(format_number(values["square"][0][n], 4, True) != head.split()[1].split("\u00a0")[0]))
        assert head == f"temperature {written(values['square'][0][n], 'K')}" and values["square"][0][n] == pytest.approx(wanted, rel=0.02)
        expected = [
            [name or "power", written(values[curve][1][n], "W")] for curve, name in (("square", "square"), ("half", "half"), ("_", ""))
        ]
        assert lines == expected and source is None
    assert page.locator(".lf-wide .lf-cross circle").count() == 3
    page.mouse.move(5, 5)
    assert card(page) is None and page.locator(".lf-cross").count() == 0


def test_a_curve_that_ends_is_left_out_beyond_its_end(opened, made):
    page = opened()
    page.mouse.move(*place(page, made, 0, 80, 300))
    assert [name for name, _ in card(page)[1]] == ["square", "power"]


def test_of_a_loop_the_nearest_point_is_read(opened, made):
    page = opened()
    page.mouse.move(*place(page, made, 1, 3.2, 2.02))
    head, lines, _ = card(page)
    assert head == "loop" and [name for name, _ in lines] == ["volume", "entropy"]
    assert [float(value.split("\u00a0")[0]) for _, value in lines] == pytest.approx([3, 2.01], abs=0.02)
    assert lines[1][1].endswith("J/(mol K)")
    page.mouse.move(*place(page, made, 1, 3.1, 4.2))
    assert card(page) is None  # far from it


def test_a_picture_without_axes_has_no_values(opened, made):
    page = opened()
    page.mouse.move(*place(page, made, 2, 1, 0.5))
    assert card(page) is None


def test_a_point_of_data_has_a_name_and_a_source(opened, made):
    page = opened()
    page.mouse.move(*place(page, made, 0, 60.5, 41))
    assert card(page) == ["Machine B", [["temperature", "60\u00a0K"], ["power", "40\u00a0W"]], "Another, Journal (2009)"]


@pytest.mark.parametrize(("width", "layout"), [(1280, "wide"), (390, "narrow")])
def test_the_card_never_leaves_the_drawing(opened, made, width, layout):
    page = opened(viewport={"width": width, "height": 900})
    frame = page.locator(".lf-drawing").bounding_box()
    for at_x in (1, 2, 12, 48, 99):
        for at_y in (0.11, 3, 990):
            page.mouse.move(*place(page, made, 0, at_x, at_y, layout))
            box = page.locator(".lf-card").bounding_box()
            assert frame["x"] - 1 <= box["x"] and box["x"] + box["width"] <= frame["x"] + frame["width"] + 1
            assert frame["y"] - 1 <= box["y"] and box["y"] + box["height"] <= frame["y"] + frame["height"] + 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_escape_hides_it_and_a_state_can_still_be_dragged(opened, made):
    page = opened()
    page.mouse.move(*place(page, made, 0, 30, 300))
    assert card(page)
    page.keyboard.press("Escape")
    assert card(page) is None
    start = place(page, made, 0, 10, 100)
    page.mouse.move(*start)
    assert card(page) is None  # the handle is for dragging
    page.mouse.down()
    page.mouse.move(start[0] + 40, start[1], steps=3)
    assert card(page) is None
    page.mouse.up()
    assert page.locator("#fig-read-k").get_attribute("aria-valuetext") != "1"


def test_what_is_read_follows_a_slider_that_moves_by_itself(opened, made):
    page = opened()
    page.mouse.move(*place(page, made, 0, 10, 300))
    before = card(page)[1][0]
    page.evaluate(
        "(() => { const range = document.getElementById('fig-read-k'); range.value = 2; range.dispatchEvent(new Event('input')); })()"
    )
    assert before[1].startswith("1") and float(card(page)[1][0][1].split("\u00a0")[0]) == pytest.approx(
        2 * float(before[1].split("\u00a0")[0]), rel=1e-3
    )


# ---- by keys ----


def test_the_drawing_is_one_stop_of_the_keyboard_and_arrow_keys_read_along_x(opened, made):
    page = opened()
    reader = page.get_by_role("slider", name="Values in the drawing")
    page.keyboard.press("Tab")
    expect(reader).to_be_focused()
    values = made[0].curve_values()
    x_values = values["square"][0]
    assert card(page)[0] == f"temperature {written(x_values[120], 'K')}"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowLeft")
    assert card(page)[:2] == [f"temperature {written(x_values[123], 'K')}", [[name, written(values[curve][1][123], "W")] for curve, name in (("square", "square"), ("half", "half"), ("_", "power"))]]  # fmt: skip
    page.keyboard.press("Home")
    assert card(page)[0] == "temperature 1\u00a0K"
    page.keyboard.press("End")
    assert card(page)[0] == "Machine B"
    page.keyboard.press("ArrowLeft")
    assert card(page)[0] == "Machine A"
    page.keyboard.press("ArrowLeft")
    assert card(page)[0] == "loop"
    page.keyboard.press("Escape")
    assert card(page) is None
    expect(reader).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#fig-read-k")).to_be_focused()
    assert card(page) is None and not page.troubles


def test_a_screen_reader_hears_one_value_when_the_keys_rest(opened, made):
    page = opened()
    reader = page.locator(".lf-reader")
    reader.focus()
    page.evaluate("""() => { window.said = []; const reader = document.querySelector('.lf-reader');
      new MutationObserver(() => window.said.push(reader.getAttribute('aria-valuetext'))).observe(reader, { attributeFilter: ['aria-valuetext'] });
      window.live = 0;
      for (const live of document.querySelectorAll('[aria-live], [role=status]'))
        new MutationObserver(() => { window.live += 1; }).observe(live, { childList: true, characterData: true, subtree: true }); }""")
    for _ in range(20):
        page.keyboard.press("ArrowLeft")
    page.wait_for_timeout(700)
    said = page.evaluate("said")
    at = made[0].curve_values()["square"][0][40]
    assert len(said) == 1 and said[0].startswith(f"temperature {written(at, 'K')}: square ") and page.evaluate("live") == 0
    assert reader.get_attribute("aria-valuenow") == "40"


# ---- by finger ----


@pytest.fixture
def phone(opened):
    page = opened(viewport={"width": 390, "height": 700}, has_touch=True, is_mobile=True)
    page.evaluate("document.body.style.padding = '200px 0 1500px'")
    page.evaluate("scrollTo(0, 150)")
    return page


def test_a_tap_reads_and_a_tap_elsewhere_hides(phone, made):
    for wanted in (30, 6):
        tap(phone, place(phone, made, 0, wanted, 200, "narrow"))
        assert float(card(phone)[0].split()[1]) == pytest.approx(wanted, rel=0.05)
    tap(phone, (200, 20))
    assert card(phone) is None


def test_a_finger_that_scrolls_over_the_drawing_reads_nothing(phone, made):
    swipe(phone, place(phone, made, 0, 30, 200, "narrow"), (3, -120))
    assert card(phone) is None and phone.evaluate("scrollY") > 200


# ---- how it looks ----


@pytest.mark.parametrize("by", ["hover", "keys"])
def test_axe_finds_nothing_while_a_value_is_read(opened, made, by):
    page = opened()
    if by == "hover":
        page.mouse.move(*place(page, made, 0, 60.5, 41))
    else:
        page.locator(".lf-reader").focus()
    assert card(page)
    assert faults(page) == []


def test_a_drawing_on_paper_has_no_card(opened, made):
    page = opened()
    page.mouse.move(*place(page, made, 0, 30, 300))
    page.emulate_media(media="print")
    assert (
        page.locator(".lf-card, .lf-cross, .lf-reader").evaluate_all("(all) => all.map((one) => getComputedStyle(one).display)")
        == ["none"] * 3
    )


@pytest.mark.parametrize(("changes", "message"), [
    ({"names": ["A"]}, "names of data must be as many as x; got 1, and 2 values"),
    ({"sources": ["A", "B", "C"]}, "sources of data must be as many as x; got 3, and 2 values"),
])  # fmt: skip
def test_data_with_names_for_some_is_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        Data([1, 2], [1, 2], ["a", "b"], **changes)
