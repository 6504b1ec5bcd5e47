"""Where the built site is, and the public address that tests give to a copy of it."""

import functools
import os
from pathlib import Path

import yaml
from bs4 import BeautifulSoup

from sitebuilder import ROOT

SITE = Path(os.environ.get("BOOK", ROOT / "_build" / "site"))
ADDRESS = "https://github.com/the-price-of-cold/book"


def configuration(text, address):
    """The text of a `_config.yml` with another public address, or none if it is empty, whatever address it has."""
    config = yaml.safe_load(text)
    config["repository"] = {"url": address, "branch": "main"}
    config.get("html", {}).pop("baseurl", None)
    return yaml.safe_dump(config, allow_unicode=True, sort_keys=False)


@functools.cache
def parsed(file):
    """A built page; tests only read it."""
    return BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser")


@functools.cache
def places(file):
    """The elements of a built page to which a link can lead, by their ids."""
    return {element["id"]: element for element in parsed(file).find_all(id=True)}
