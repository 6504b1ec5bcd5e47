"""What CITATION.cff says of the book. What the book needs and the file lacks, or what the book does not know, is a ValueError that names it."""

from dataclasses import dataclass
from pathlib import Path

import yaml

NAME = "CITATION.cff"


@dataclass(frozen=True)
class Licence:
    name: str
    title: str
    url: str


LICENCES = {  # by their identifiers in SPDX
    "BSD-3-Clause": Licence("BSD 3-Clause", "BSD 3-Clause Licence", "https://opensource.org/license/bsd-3-clause"),
    "CC-BY-4.0": Licence("CC BY 4.0", "Creative Commons Attribution 4.0 International", "https://creativecommons.org/licenses/by/4.0/"),
}


@dataclass(frozen=True)
class Author:
    """A person or a group."""

    given: str  # empty for a group
    family: str  # with particle and suffix; the name of a group
    is_group: bool

    @property
    def name(self):
        """As on a title page."""
        return f"{self.given} {self.family}".strip()

    @property
    def sorted_name(self):
        """As in a list of references."""
        return ", ".join(filter(None, (self.family, self.given)))


@dataclass(frozen=True)
class Citation:
    title: str
    authors: tuple
    version: str
    code_licence: Licence
    text_licence: Licence
    doi: str = ""
    url: str = ""


def read(root):
    """The citation of the book in this folder."""
    fields = yaml.safe_load((Path(root) / NAME).read_text(encoding="utf-8")) or {}
    for field in ("title", "version", "authors", "license"):
        if not fields.get(field):
            raise ValueError(f"{NAME} has no {field}, which the book needs")
    code, text = licences(fields["license"])
    return Citation(
        title=str(fields["title"]),
        authors=tuple(map(author, fields["authors"])),
        version=str(fields["version"]),
        code_licence=code,
        text_licence=text,
        doi=str(fields.get("doi") or ""),
        url=str(fields.get("url") or fields.get("repository-code") or ""),
    )


def author(fields):
    if fields.get("name"):
        return Author("", fields["name"], is_group=True)
    family = " ".join(filter(None, (fields.get("name-particle"), fields.get("family-names"), fields.get("name-suffix"))))
    if not family:
        raise ValueError(f"{NAME}: an author needs a name (a group) or family-names (a person); got {fields}")
    return Author(fields.get("given-names") or "", family, is_group=False)


def licences(names):
    """The licences of code and of text: the first and the second of a list, or one for both."""
    listed = [names] if isinstance(names, str) else names
    if unknown := [name for name in listed if name not in LICENCES]:
        raise ValueError(f"{NAME}: license is {unknown[0]}; known are {', '.join(LICENCES)}, listed in coldbook/citation_file.py")
    if len(listed) > 2:
        raise ValueError(f"{NAME}: license has {len(listed)} entries; it takes one for all, or one for code and one for text")
    return LICENCES[listed[0]], LICENCES[listed[-1]]
