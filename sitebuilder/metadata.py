"""The book's title, author, version and licences, from `CITATION.cff` and `_config.yml`."""

import functools
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
