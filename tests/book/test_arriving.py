"""A link with a place in it: a page that is moved while it loads comes back to the place, unless the reader has moved it."""

import pytest

# Before the page has loaded, something moves it away, as it was seen in Firefox.
LOST = "addEventListener('load', () => scrollTo({ top: 0, behavior: 'instant' }));"
READER = "addEventListener('load', () => dispatchEvent(new WheelEvent('wheel')));"
TOP = "() => document.querySelector(':target').getBoundingClientRect().top"


@pytest.mark.parametrize("width", [1280, 390])
def test_a_page_comes_back_to_the_place_in_its_address(visit, address, width):
    page = visit(f"{address('claims')}#claim-c60", viewport={"width": width, "height": 900}, script=LOST)
    page.wait_for_timeout(200)
    assert 0 <= page.evaluate(TOP) < 200


def test_a_reader_who_has_moved_stays(visit, address):
    page = visit(f"{address('claims')}#claim-c60", script=LOST + READER)
    page.wait_for_timeout(200)
    assert page.evaluate("() => scrollY") == 0
