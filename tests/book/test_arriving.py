"""A link with a place in it: a page that is moved while it loads comes back to the place, unless the reader has moved it."""

import pytest

# Before the page has loaded, something moves it away, as it was seen in Firefox.
LOST = "addEventListener('load', () => scrollTo({ top: 0, behavior: 'instant' }));"
READER = "addEventListener('load', () => dispatchEvent(new WheelEvent('wheel')));"
# The browser, too, may still be on its way to the place, so what the page does is noted, and not where it ends.
NOTED = "window.brought = 0; Element.prototype.scrollIntoView = () => { brought += 1; };"
TOP = "() => document.querySelector(':target').getBoundingClientRect().top"


@pytest.mark.parametrize("width", [1280, 390])
def test_a_page_comes_back_to_the_place_in_its_address(visit, address, width):
    page = visit(f"{address('claims')}#claim-c60", viewport={"width": width, "height": 900}, script=LOST)
    page.wait_for_timeout(200)
    assert 0 <= page.evaluate(TOP) < 200


def test_a_reader_who_has_moved_stays(visit, address):
    url = f"{address('claims')}#claim-c60"
    for script, brought in ((NOTED, 2), (NOTED + READER, 0)):
        page = visit(url, script=script)
        page.evaluate("document.fonts.ready")
        page.wait_for_timeout(200)
        assert page.evaluate("brought") == brought
