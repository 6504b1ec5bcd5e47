"""The search page, as a reader uses it: numbers, Greek letters and terms are found, and pages come before entries of the reference."""

import pytest

from coldbook.site.search import SearchScience

# A query, and a page on which a reader sees it.
SEEN = {
    "77": "price_of_coldness",
    "300": "stirling",
    "4.2": "introduction",
    "77 K": "price_of_coldness",
    "η": "two_tricks",
    "µ": "two_tricks",  # a micro sign
    "COP": "price_of_coldness",
    "efficiency": "two_tricks",
    "van der Waals": "inversion_temperature",
    "Joule–Thomson": "inversion_temperature",
    "T_C": "price_of_coldness",
    "C52": "claims",
}
RESULTS = "query => Search._performSearch(...Search._parseQuery(query)).reverse().map(([page, , , description]) => [page, description])"


@pytest.fixture(scope="module")
def search_page(book, serve):
    return f"{serve(book)}/search.html"


def test_what_readers_see_is_found_and_pages_come_first(visit, search_page, subtests):
    page = visit(f"{search_page}?q=entropy")
    page.wait_for_function("Search.hasIndex()")
    for query, seen in SEEN.items():
        with subtests.test(query):
            found = page.evaluate(RESULTS, query)
            entries = [bool(description) for _, description in found]
            assert f"chapters/{seen}" in [name for name, description in found if not description]
            assert entries == sorted(entries), found


def test_a_number_is_shown_with_the_words_around_it(visit, search_page):
    page = visit(f"{search_page}?q=4.2")
    result = page.locator("#search-results li", has_text="Introduction").first
    result.wait_for()
    assert "4.2" in result.locator("p.context").text_content()


MARKED = "() => [document.querySelectorAll('span.highlighted').length > 0, !!document.querySelector('.highlight-link')?.checkVisibility()]"


def test_words_are_marked_on_a_page_that_was_found_until_the_reader_hides_them(visit, search_page):
    page = visit(f"{search_page}?q=regenerator")
    page.locator("#search-results li a", has_text="Stirling").first.click()
    page.wait_for_function(f"({MARKED})().every(Boolean)")
    page.locator(".highlight-link a").click()
    page.wait_for_function(f"!({MARKED})().some(Boolean)")
    assert not page.troubles


def test_words_of_a_search_are_not_marked_on_another_page(visit, search_page, address):
    page = visit(f"{search_page}?q=regenerator")
    page.locator("#search-results li a").first.wait_for()
    page.goto(address("stirling"))
    page.wait_for_timeout(300)
    assert page.evaluate(MARKED) == [False, False]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("4.2 K, not 42. And 0.5.", ["4.2", "K", "not", "42", "And", "0.5"]),
        (r"\eta = 1 - \frac{a}{b}", ["η", "1", "frac", "a", "b"]),
        (r"\varTheta, \lambda and \mu", ["Θ", "λ", "and", "μ"]),
        ("5 \u00b5m, 3 m²", ["5", "\u03bcm", "3", "m2"]),
        ("c_p of n\u2082", ["c_p", "of", "n2"]),
    ],
)
def test_words_of_a_text(text, words):
    assert SearchScience({}).split(text) == words
