"""A reader with the Tab key: few stops to the first slider, and a way from figure to figure."""

import pytest
from support.figures import PAGES
from support.weekly import daily_or_weekly

LESSONS = [page for page, names in PAGES.items() if names and page != "gallery"]
FOCUSED = """() => {
  const part = document.activeElement, box = part.getBoundingClientRect();
  return {
    name: (part.getAttribute('aria-label') ?? part.textContent).trim().slice(0, 40),
    slider: part.matches('.live-figure input[type=range]'),
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
  };
}"""


def reach_a_slider(page, limit):
    """Press Tab until a slider has the focus."""
    passed = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        passed.append(page.evaluate(FOCUSED))
        if passed[-1]["slider"]:
            return
    raise AssertionError(f"no slider among {[stop['name'] for stop in passed]}")


@pytest.mark.parametrize("page", LESSONS)
def test_the_first_figure_is_a_few_stops_away(page, visit, address):
    opened = visit(address(page))
    opened.locator(".lf-tools").first.wait_for(state="attached")
    assert opened.evaluate("() => [...document.querySelectorAll('pre a')].filter((link) => link.tabIndex >= 0).length") == 0
    for _ in range(2):
        opened.keyboard.press("Tab")
    assert opened.evaluate(FOCUSED)["name"] == "Skip to the first figure"
    opened.keyboard.press("Enter")
    reach_a_slider(opened, limit=12)  # Play and its steps may come before


@pytest.mark.parametrize("page", daily_or_weekly(LESSONS, {"introduction", "stirling"}))
def test_each_figure_leads_to_the_next_and_back(page, visit, address):
    opened = visit(address(page))
    if len(PAGES[page]) == 1:
        assert opened.locator(".figure-steps").count() == 0
        return
    for name, words in [*((name, "Next") for name in PAGES[page][:-1]), *((name, "Previous") for name in reversed(PAGES[page][1:]))]:
        link = opened.locator(f"#{name} .figure-steps a", has_text=words)
        link.focus()
        assert opened.evaluate(FOCUSED)["seen"]
        opened.keyboard.press("Enter")
        opened.keyboard.press("Tab")
        step = 1 if words == "Next" else -1
        place = opened.evaluate("() => document.activeElement.closest('figure')?.id")
        assert place == PAGES[page][PAGES[page].index(name) + step]
