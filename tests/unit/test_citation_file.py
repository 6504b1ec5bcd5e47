"""CITATION.cff as the Citation File Format allows it: persons and groups, one licence or two; what the book cannot use is named."""

import re
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
import yaml

from coldbook import citation_file
from coldbook.build import edition
from coldbook.citation_file import LICENCES
from coldbook.dates import bibtex_month, written_out
from coldbook.site import citation
from sitebuilder import metadata

PERSON = {"given-names": "Ada", "family-names": "Low", "name-particle": "van"}
FIELDS = {"title": "Cold: a book", "version": 1.5, "authors": [PERSON, {"name": "The Group"}], "license": "CC-BY-4.0"}


@pytest.fixture
def folder(tmp_path):
    """folder(**fields) -> a folder whose CITATION.cff has these fields instead of FIELDS."""

    def write(**fields):
        (tmp_path / "CITATION.cff").write_text(yaml.safe_dump(FIELDS | fields), encoding="utf-8")
        return tmp_path

    return write


def test_persons_and_one_licence_are_read(folder, monkeypatch):
    found = citation_file.read(folder())
    assert [author.name for author in found.authors] == ["Ada van Low", "The Group"]
    assert [author.sorted_name for author in found.authors] == ["van Low, Ada", "The Group"]
    assert (found.version, found.doi, found.url) == ("1.5", "", "")
    assert found.code_licence is found.text_licence is LICENCES["CC-BY-4.0"]
    monkeypatch.setattr(metadata, "ROOT", folder())
    monkeypatch.setattr(metadata, "config", lambda: {"copyright": 2026})
    book = metadata.book.__wrapped__()
    assert (book.title, book.subtitle, book.author) == ("Cold", "a book", "Ada van Low, The Group")


def test_two_licences_are_that_of_code_and_that_of_text(folder):
    found = citation_file.read(folder(license=["BSD-3-Clause", "CC-BY-4.0"]))
    assert (found.code_licence, found.text_licence) == (LICENCES["BSD-3-Clause"], LICENCES["CC-BY-4.0"])


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"license": "WTFPL"}, "CITATION.cff: license is WTFPL; known are BSD-3-Clause, CC-BY-4.0"),
        ({"license": ["BSD-3-Clause"] * 3}, "CITATION.cff: license has 3 entries"),
        ({"license": []}, "CITATION.cff has no license"),
        ({"authors": None}, "CITATION.cff has no authors"),
        (
            {"authors": [{"alias": "ada"}]},
            "CITATION.cff: an author needs a name (a group) or family-names (a person); got {'alias': 'ada'}",
        ),
    ],
)
def test_what_the_book_cannot_use_is_named(folder, fields, complaint):
    with pytest.raises(ValueError, match=f"^{re.escape(complaint)}"):
        citation_file.read(folder(**fields))


def test_dates_are_in_english_whatever_the_language_of_the_machine(folder):
    """`strftime` would follow the machine, so these days have none."""
    days = [SimpleNamespace(day=1, month=month, year=2026) for month in range(1, 13)]
    assert [written_out(day) for day in days] == [f"1 {name} 2026" for name in (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    )]  # fmt: skip
    assert " ".join(map(bibtex_month, days)) == "jan feb mar apr may jun jul aug sep oct nov dec"


def test_a_reference_does_not_follow_the_language_of_the_machine(folder):
    class Day(datetime):
        def strftime(self, form):
            raise AssertionError(f"{form} is in the language of the machine")

        __format__ = strftime

    config = SimpleNamespace(html_baseurl="", html_theme_options={})
    made = edition.Edition("a" * 40, Day(2026, 5, 5, tzinfo=UTC), Day(2027, 1, 1, tzinfo=UTC), citation_file.read(folder()))
    assert "5 May 2026" in "".join(node.astext() for node in citation.sentence(made, config))
    assert "month = may" in citation.bibtex(made, config)
