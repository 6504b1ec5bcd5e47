"""The tests of pages with a public address build the book with one, also in a fork that has another."""

import pytest
import yaml
from support.site import ADDRESS, configuration

from sitebuilder import ROOT

TEXT = (ROOT / "_config.yml").read_text(encoding="utf-8")


def with_repository(**repository):
    return yaml.safe_dump(yaml.safe_load(TEXT) | {"repository": repository}, allow_unicode=True)


OWN_DOMAIN = (
    with_repository(url="https://codeberg.org/someone/cold", branch="trunk")
    + "html: {baseurl: https://cold.example.org, use_issues_button: true}\n"
)


@pytest.mark.parametrize(
    "text",
    [TEXT, with_repository(url="", branch="main"), with_repository(url="https://github.com/someone/cold"), OWN_DOMAIN],
    ids=["the book's own", "none", "a fork's", "a domain of its own"],
)
@pytest.mark.parametrize("address", [ADDRESS, ""])
def test_the_address_is_set_whatever_it_was_and_nothing_else(text, address):
    before, after = yaml.safe_load(text), yaml.safe_load(configuration(text, address))
    assert after["repository"] == {"url": address, "branch": "main"} and "baseurl" not in after.get("html", {})
    for config in (before, after):
        del config["repository"]
        config.get("html", {}).pop("baseurl", None)
    assert after == before
