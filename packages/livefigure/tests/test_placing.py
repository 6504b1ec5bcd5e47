"""Words step aside, in Python and in the browser alike; what leaves the axes leaves a sign; an invitation goes when it was followed."""

import numpy as np
import pytest
from livefigure import Curve, Line, LiveFigure, Panel, Point, Slider
from livefigure.placing import Page, box_of, common, places, places_along
from sympy import symbols

x, k = symbols("x k", positive=True)


def crowded():
    """Names and values that would lie on one another, on an axis and beyond the frame, each at some place of the slider."""
    return LiveFigure(
        {"straight": Curve(2 * k * x, label_at=3.2), "level": Curve(7 + 0 * x, label_at=1, color="blue")},
        x=(x, 0, 4),
        ylim=(0, 16),
        xlabel="place",
        ylabel="height",
        sliders={k: Slider(1, 0.1, 4, step=0.1)},
        lines=[Line(x=k, text="here"), Line(y=4 * k, text="a level that moves", color="green")],
        points=[Point(k, 7, "{height}", invite="drag me", drag=True), Point(2, 5 * k, "five {height}", color="vermilion")],
        readouts={"height": (k**7, "m")},
        beside=[Panel({"other": k * x}, x=(x, 0, 4), ylim=(0, 16), points=[Point(4 - k, 3, "at the left {height}", anchor="end")])],
        name="fig-crowded",
        alt="Lines and points that come too close to one another.",
    )


@pytest.fixture(scope="module")
def figure():
    return crowded()


@pytest.fixture
def page(figure, tmp_path, visit):
    figure.to_html(tmp_path / "crowded.html")
    page = visit((tmp_path / "crowded.html").as_uri())
    page.locator(".lf-tools").wait_for()
    return page


MOVE = """(value) => {
  const range = document.getElementById('fig-crowded-k');
  range.value = value;
  range.dispatchEvent(new Event('input', { bubbles: true }));
}"""
PLACES = """() => [...document.querySelectorAll('.lf-wide g[id] > text, .lf-wide g[id] > g > text')].filter((text) => text.hasAttribute('transform'))
  .map((text) => [text.closest('g[id]'), text]).filter(([group]) => group.getAttribute('visibility') === 'visible')
  .map(([group, text]) => [group.id, text.style.textAnchor, ...text.getAttribute('transform').match(/-?[\\d.]+/g).slice(0, 2).map(Number)])"""


def places_on_paper(figure, value):
    """Where the words of the wide drawing are, with the same names and units."""
    drawn = figure.still(k=value)
    height = drawn.get_figheight() * 72
    for ax in drawn.axes:
        for words in ax.texts:
            if words.get_gid() and words.get_alpha() != 0:
                words.update_positions(drawn.canvas.get_renderer())
                right, up = words.get_transform().transform(words.get_position())
                anchor = {"left": "start", "center": "middle", "right": "end"}[words.get_ha()]
                yield f"fig-crowded-wide-{words.get_gid()}", anchor, right, height - up


@pytest.mark.parametrize("value", [0.1, 0.6, 1, 1.7, 2.4, 3.1, 4])
def test_words_go_to_the_same_place_in_python_and_in_the_browser(figure, page, value):
    page.evaluate(MOVE, value)
    invitation = next(placed.id for placed in figure.artists if placed.artist.browser(placed, figure).get("invites"))
    shown = {label: rest for label, *rest in page.evaluate(PLACES) if not label.endswith(f"-{invitation}")}
    paper = {label: rest for label, *rest in places_on_paper(figure, value)}
    assert shown.keys() == paper.keys()
    for label, (anchor, *place) in paper.items():
        assert shown[label][0] == anchor, label
        assert shown[label][1:] == pytest.approx(place, abs=1.5), label


def test_a_point_beyond_the_axes_leaves_an_arrowhead_and_takes_its_words_along(figure, page):
    arrow = page.locator(".lf-wide .lf-beyond")
    assert arrow.count() == 0
    page.evaluate(MOVE, 4)  # 5 k is 20, and the axis ends at 16
    assert arrow.count() == 1 and arrow.get_attribute("transform").endswith("rotate(-90)")
    group = page.locator(f"[id='{arrow.locator('xpath=..').get_attribute('id')}']")
    assert group.get_attribute("visibility") == "hidden"
    (shown,) = [line for line in figure.still(k=4).axes[0].lines if (line.get_gid() or "").endswith("-beyond")]
    np.testing.assert_allclose([shown.get_xdata(), shown.get_ydata()], [[0.5], [1]])
    page.evaluate(MOVE, 1)
    assert arrow.count() == 0 and group.get_attribute("visibility") == "visible"


def test_the_name_of_a_curve_stays_on_what_is_seen_of_it(page):
    name = page.locator(".lf-wide text", has_text="straight")
    page.evaluate(MOVE, 4)  # at its place, x = 3.2, the curve is at 25.6
    box, frame = name.bounding_box(), page.locator(".lf-wide").bounding_box()
    assert name.locator("xpath=ancestor::*[@visibility]").get_attribute("visibility") == "visible"
    assert box["y"] >= frame["y"] - 1 and box["x"] < frame["x"] + 0.4 * frame["width"]


def test_an_invitation_goes_once_it_was_followed(figure, page):
    invitation = page.locator(".lf-wide text", has_text="drag me")
    group = invitation.locator("xpath=ancestor::*[@visibility]")
    assert group.get_attribute("visibility") == "visible"
    box = page.locator(".lf-wide .lf-handle").bounding_box()
    page.mouse.move(box["x"] + 16, box["y"] + 16)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 16)
    page.mouse.up()
    assert group.get_attribute("visibility") == "hidden"
    page.locator("button", has_text="Reset").click()
    assert group.get_attribute("visibility") == "hidden"
    # Nobody can follow it on paper.
    assert not [words for words in figure.still().axes[0].texts if words.get_text() == "drag me" and words.get_alpha() != 0]


def test_an_invitation_needs_something_to_drag():
    with pytest.raises(ValueError, match="invite must be given for a point to drag only; got 'drag me'"):
        Point(k, 1, invite="drag me")


def test_words_turn_round_at_an_edge():
    figure = LiveFigure({"flat": 1 + 0 * x}, x=(x, 0, 1), ylim=(0, 2), sliders={k: (0.5, 0, 1)}, points=[Point(k, 1, "a long name of a point")],
                        name="fig-edge", alt="A point that goes to the right end.")  # fmt: skip
    alignments = [figure.still(k=value).axes[0].texts[0].get_ha() for value in (0.3, 1)]
    assert alignments == ["left", "right"]


def test_the_first_place_is_the_wish_and_all_differ():
    from livefigure.artists.words import Wish

    wish = Wish(7, 5, "start")
    found = list(places(wish))
    assert found[0] == (7, -5, "start") and len(set(found)) == len(found)
    along = list(places_along(Wish(-4, -4, "end", 9, turned=True), 40, (0, 0, 200, 100)))
    boxes = [box_of(100 + right, down, anchor, 40, 9, turned=True) for right, down, anchor in along]
    assert along[0] == (-4, 4, "end") and all(top >= 0 and bottom <= 100 for _, top, _, bottom in boxes)


def test_boxes():
    assert box_of(10, 20, "middle", 8, 10, turned=False) == (6, 12.4, 14, 22.2)
    assert common((0, 0, 4, 4), (3, 2, 9, 9)) == 2 and common((0, 0, 4, 4), (5, 0, 9, 9)) == 0
    assert Page._marker(5, 5) == (1, 1, 9, 9)
