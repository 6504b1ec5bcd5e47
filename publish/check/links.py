"""Check all links within the built book, and list those to other sites.

`python -m publish.check.links [SITE] [--external FILE]` reports broken links, and prints external ones or writes them into a file. It does not
use the network; `make links` checks external links.
"""

import argparse
import functools
import json
import posixpath
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit

from lxml import html
from markdown_it import MarkdownIt

from publish.check.cache import once
from publish.check.pages import read
from sitebuilder import ROOT

NOT_OURS = ("lite", "_static")  # pages of JupyterLite and of themes
LOCAL_HOSTS = {"localhost", "127.0.0.1", "0.0.0.0", "::1", "[::1]"}


class Broken(NamedTuple):
    """A link that leads nowhere."""

    page: str
    address: str
    why: str

    def __str__(self):
        return f"{self.page}: the link to {self.address} is broken: {self.why}"


class Site:
    """The files of a built book, by their addresses in a browser."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.files = {path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file()}
        self.pages = sorted(name for name in self.files if name.endswith(".html") and name.split("/")[0] not in NOT_OURS)
        self.styles = sorted(name for name in self.files if name.endswith(".css") and name.split("/")[0] != "lite")
        self.notebooks = sorted(name for name in self.files if re.fullmatch(r"notebooks/[^/]*\.ipynb", name))
        self.home = next(filter(None, map(self._home, self.pages)), "")

    def _home(self, name):
        """The address of the whole book, from the canonical link of a page."""
        address = read(self.folder / name).home
        return address.removesuffix(name) if address.endswith(name) else ""

    @functools.cached_property
    def lower(self):
        """The files by their names in lower case, which some systems do not distinguish."""
        return {name.lower(): name for name in self.files}

    def follow(self, page, address, base=""):
        """Follow an address from a page. Returns None if it works, the address if it is external, or `Broken`."""
        address = address.strip()
        parts = urlsplit(address)
        if parts.scheme in ("data", "blob", "mailto", "tel", "about"):
            return None
        if self.home and (address + "/").startswith(self.home):
            name = unquote(urlsplit(address[len(self.home) :]).path)
        elif parts.scheme in ("http", "https") or (parts.netloc and not parts.scheme):
            return Broken(page, address, "it is the machine on which the book was built") if parts.hostname in LOCAL_HOSTS else address
        elif parts.scheme:
            return Broken(page, address, f"readers cannot open a {parts.scheme}: address")
        else:
            name = self._name(page, parts.path, base)
        if name is None:
            return Broken(page, address, "it begins with /, but the book may be published in a folder")
        return self._arrive(page, address, name, parts)

    def ids(self, name, fragment):
        """The ids that a link to this file may have as its fragment; any, if they are not known."""
        if name.endswith(".html"):
            return read(self.folder / name).ids
        return in_notebook(self.folder / name)[1] if name in self.notebooks else {fragment}

    def _name(self, page, path, base):
        start = urlsplit(self.home).path
        path, base = unquote(path), urlsplit(base).path
        if path.startswith("/") or base.startswith("/"):
            whole = posixpath.join(base, path)
            return whole.removeprefix(start) if start and whole.startswith(start) else None
        return posixpath.join(posixpath.dirname(page), base, path) if path else page

    def _arrive(self, page, address, name, parts):
        path = posixpath.normpath(name)
        if path.startswith(".."):
            return Broken(page, address, "it leads outside the book")
        if path == "." or name.endswith("/") or path not in self.files:
            index = posixpath.normpath(posixpath.join(path, "index.html"))
            path = index if index in self.files else path
        if path not in self.files:
            other = self.lower.get(path.lower())
            return Broken(page, address, f"upper and lower case differ from {other}" if other else f"there is no {path}")
        if path.startswith("lite/"):
            for notebook in parse_qs(parts.query).get("path", []):
                if f"lite/files/{notebook}" not in self.files:
                    return Broken(page, address, f"there is no lite/files/{notebook}")
            return None
        fragment = unquote(parts.fragment)
        if fragment and not fragment.startswith("live=") and fragment not in self.ids(path, fragment):  # `live=`: a figure's sliders
            return Broken(page, address, f"{path} has no id {fragment}")
        return None


@once
def in_style(path):
    """The addresses in a stylesheet."""
    text = path.read_text(encoding="utf-8")
    return re.findall(r"""url\(\s*["']?([^"')]+)""", text) + re.findall(r"""@import\s+["']([^"']+)""", text)


@functools.cache
def _markdown():
    return MarkdownIt("commonmark")


@once
def in_notebook(path):
    """(addresses, ids) in a notebook's text: of links and images, and of their targets."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError, TypeError):
        return [], frozenset()  # not a notebook, which the guard reports
    addresses, ids = [], set()
    for cell in cells:
        if cell["cell_type"] != "markdown":
            continue
        for token in _markdown().parse("".join(cell["source"])):
            for part in [token, *(token.children or [])]:
                addresses += [address for address in (part.attrGet("href"), part.attrGet("src")) if address]
                if part.type in ("html_block", "html_inline") and re.search(r"<\w", part.content):
                    tree = html.fragment_fromstring(part.content, create_parent="div")
                    addresses += [address for _, _, address, _ in tree.iterlinks()]
                    ids.update(tree.xpath("//@id | //@name"))
    return [address for address in addresses if not address.startswith("attachment:")], frozenset(ids)


def addresses(site):
    """All (file, address, base) of the book."""
    for name in site.pages:
        page = read(site.folder / name)
        for address in [*page.links, *page.loads]:
            yield name, address, page.base
    for name in site.styles:
        for address in in_style(site.folder / name):
            yield name, address, ""
    for name in site.notebooks:
        for address in in_notebook(site.folder / name)[0]:
            yield name, address, ""
    if "sitemap.xml" in site.files:
        for address in re.findall(r"<loc>([^<]+)</loc>", (site.folder / "sitemap.xml").read_text(encoding="utf-8")):
            yield "sitemap.xml", address, ""


def check(site):
    """(broken links, {external address: files that contain it})."""
    site = site if isinstance(site, Site) else Site(site)
    broken, external = [], defaultdict(set)
    for name, address, base in dict.fromkeys(addresses(site)):
        result = site.follow(name, address, base)
        if isinstance(result, Broken):
            broken.append(result)
        elif result:
            external[result].add(name)
    return broken, {address: sorted(external[address]) for address in sorted(external)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", nargs="?", type=Path, default=ROOT / "_build" / "site")
    parser.add_argument("--external", type=Path, metavar="FILE", help="write the links to other sites into a file instead")
    options = parser.parse_args()
    if not (options.site / "index.html").is_file():
        sys.exit(f"{options.site} is not a built book: it has no index.html")
    broken, external = check(options.site)
    listed = "".join(f"{address}\n    {', '.join(names)}\n" for address, names in external.items())
    if options.external:
        options.external.write_text(listed, encoding="utf-8")
    else:
        print(listed, end="")
    if broken:
        sys.exit("\n".join(map(str, broken)))
    print(f"All links within the book work; {len(external)} lead to other sites.")


if __name__ == "__main__":
    main()
