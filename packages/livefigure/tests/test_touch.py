"""Fingers in Chromium: a state is dragged and the page stays; a swipe over a slider scrolls and the value stays."""

import pytest
from livefigure import LiveFigure, Point, Slider
from support.touch import swipe
from sympy import symbols

x, k = symbols("x k", positive=True)


@pytest.fixture
def page(tmp_path, visit):
    """A figure on a page that can scroll, on a phone."""
    figure = LiveFigure(
        {"line": k * x},
        x=(x, 0, 4),
        ylim=(0, 16),
        sliders={k: Slider(1, 0.5, 4, step=0.1)},
        artists=[Point(k, 4, drag=True)],
        name="fig-touch",
        alt="A line whose slope is the place of a point.",
    )
    figure.to_html(tmp_path / "touch.html")
    page = visit((tmp_path / "touch.html").as_uri(), viewport={"width": 390, "height": 700}, has_touch=True, is_mobile=True)
    page.evaluate("document.body.style.padding = '300px 0 1500px'")
    page.locator("#fig-touch-live .lf-tools").wait_for()
    page.evaluate("scrollTo(0, 200)")
    return page


def middle(box):
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


VALUE = "document.getElementById('fig-touch-k').getAttribute('aria-valuetext')"


def test_a_finger_drags_a_state_and_the_page_stays(page):
    handle = page.locator(".lf-narrow .lf-handle")
    swipe(page, middle(handle.bounding_box()), (120, 90))
    assert float(page.evaluate(VALUE)) > 1.5
    assert page.evaluate("scrollY") == 200


def test_a_swipe_over_a_slider_scrolls_the_page_and_leaves_the_value(page):
    slider = page.locator("#fig-touch-k")
    box = slider.bounding_box()
    swipe(page, (box["x"] + 0.8 * box["width"], box["y"] + box["height"] / 2), (3, -150))
    assert page.evaluate("scrollY") > 250
    assert page.evaluate(VALUE) == "1"


def test_a_finger_moves_a_slider_along(page):
    box = page.locator("#fig-touch-k").bounding_box()
    swipe(page, (box["x"] + 0.2 * box["width"], box["y"] + box["height"] / 2), (0.5 * box["width"], 2))
    assert float(page.evaluate(VALUE)) > 2
