"""The book's title, author, version and licences, from `CITATION.cff` and `_config.yml`; its address and commit, from a site's `build.json`."""

import functools
import json
import re
from typing import NamedTuple

import yaml

from coldbook import citation_file
from coldbook.citation_file import Licence
from sitebuilder import ROOT


class Book(NamedTuple):
    title: str
    subtitle: str
    author: str
    copyright: str  # years
    version: str
    code_licence: Licence
    text_licence: Licence

    @property
    def slug(self):
        """The title as a name for folders."""
        return re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")


@functools.cache
def book():
    citation = citation_file.read(ROOT)
    title, _, subtitle = citation.title.partition(":")
    return Book(
        title,
        subtitle.strip(),
        ", ".join(author.name for author in citation.authors),
        str(config()["copyright"]),
        citation.version,
        citation.code_licence,
        citation.text_licence,
    )


def config():
    """The content of `_config.yml`."""
    return yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))


def built(site):
    """What a site's build.json says of its build (coldbook/build/edition.py); nothing if there is none."""
    file = site / "build.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def address(site):
    """The book's public address without a slash at its end, or an empty text."""
    return (built(site).get("address") or "").rstrip("/")
