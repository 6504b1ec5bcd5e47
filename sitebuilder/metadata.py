"""The book's title, author, version and licences, from `CITATION.cff` and `_config.yml`."""

import functools
import re
from typing import NamedTuple

import yaml

from sitebuilder import ROOT


class Licence(NamedTuple):
    name: str
    title: str
    url: str


LICENCES = {
    "BSD-3-Clause": Licence("BSD 3-Clause", "BSD 3-Clause Licence", "https://opensource.org/license/bsd-3-clause"),
    "CC-BY-4.0": Licence("CC BY 4.0", "Creative Commons Attribution 4.0 International", "https://creativecommons.org/licenses/by/4.0/"),
}


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
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    title, _, subtitle = citation["title"].partition(":")
    code, text = citation["license"]
    return Book(
        title,
        subtitle.strip(),
        ", ".join(author["name"] for author in citation["authors"]),
        str(config()["copyright"]),
        str(citation["version"]),
        LICENCES[code],
        LICENCES[text],
    )


def config():
    """The content of `_config.yml`."""
    return yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
