"""Read a page of the built book: its links, the files that it loads, and content that should not be there."""

import json
import re
from dataclasses import dataclass, field

from lxml import html

from publish.check.cache import once
from publish.check.raw_markup import raw_markup

NAVIGATION = {"a", "area", "form", "blockquote", "q", "ins", "del"}  # elements whose addresses are links; those of others are loaded
LOADED = {
    "stylesheet",
    "icon",
    "shortcut",
    "apple-touch-icon",
    "preload",
    "modulepreload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
    "manifest",
}
OUTPUT = "ancestor-or-self::*[contains(concat(' ', @class, ' '), ' cell_output ')]"
SHOWN = "//text()[not(ancestor::script or ancestor::style or ancestor::title or ancestor::math or ancestor::code or ancestor::pre)]"
SAID = "//@alt | //@aria-label | //@title"  # by screen readers
ERROR_CLASSES = {  # classes that MyST-NB and docutils give to errors
    "traceback": "the traceback of a failed cell",
    "stderr": "error output of a cell",
    "system-message": "a message of the parser",
    "problematic": "markup that was not understood",
}
TRACEBACK = "Traceback (most recent call last)"


@dataclass
class Page:
    """What the guard checks of a page."""

    title: str = ""
    build: str | None = None
    home: str = ""  # its canonical address, if it has one
    base: str = ""
    redirect: bool = False
    heading: str = ""
    length: int = 0  # of the text of its article
    elements: int = 0
    ids: frozenset = frozenset()
    links: list = field(default_factory=list)
    loads: list = field(default_factory=list)
    figures: dict = field(default_factory=dict)  # what is wrong with each live figure, by name; empty if nothing is
    faults: list = field(default_factory=list)


@once
def read(path):
    """Read the page in a file."""
    data = path.read_bytes()
    page = Page()
    if not data.strip():
        page.faults.append("is empty")
        return page
    tree = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    refresh = [meta for meta in tree.iter("meta") if (meta.get("http-equiv") or "").lower() == "refresh"]
    page.redirect = bool(refresh) and tree.find(".//article") is None
    page.elements = sum(isinstance(element.tag, str) for element in tree.iter())
    head(tree, page)
    addresses(tree, page)
    if not page.redirect:
        if not data.rstrip().endswith(b"</html>"):
            page.faults.append("is cut off: </html> is missing")
        page.figures = {live.get("id", "").removesuffix("-live"): figure(live) for live in tree.find_class("live-figure")}
        page.faults += leftovers(tree)
    return page


def head(tree, page):
    page.title = (tree.findtext(".//title") or "").strip()
    metas = {meta.get("name") or meta.get("property"): meta.get("content", "") for meta in tree.iter("meta")}
    page.build = metas.get("build")
    for link in tree.iter("link"):
        if link.get("rel") == "canonical":
            page.home = link.get("href", "")
    base = tree.find(".//base")
    page.base = base.get("href", "") if base is not None else ""
    article = tree.find(".//article")
    if article is not None:
        page.heading = article.xpath("string(.//h1)").strip()
        words = article.xpath(".//text()[not(ancestor::script or ancestor::style or ancestor::*[local-name()='svg'])]")
        page.length = len(" ".join(" ".join(words).split()))
    page.ids = frozenset(tree.xpath("//@id")) | frozenset(tree.xpath("//a/@name"))


def addresses(tree, page):
    """Collect all addresses of the page, as links or as loaded files."""
    for element, attribute, address, _ in tree.iterlinks():
        rels = set((element.get("rel") or "").lower().split())
        follows = element.tag in NAVIGATION or element.tag == "meta" or (element.tag == "link" and not rels & LOADED)
        if element.tag == "base" or (attribute == "style" and address.startswith("#")):
            continue
        (page.links if follows and attribute != "style" else page.loads).append(address)
    for meta in tree.iter("meta"):
        if (meta.get("property") or meta.get("name") or "") in ("og:url", "og:image", "twitter:image"):
            page.links.append(meta.get("content", ""))
    for names in tree.xpath("//@srcset | //@imagesrcset"):
        page.loads += [part.split()[0] for part in names.split(",") if part.strip()]
    page.loads += tree.xpath("//@poster")
    page.loads += tree.xpath("//*[local-name()='use' or local-name()='image']/@*[name()='href' or name()='xlink:href']")


def figure(live):
    """What is wrong with a live figure; empty if nothing is."""
    drawings = live.xpath(".//*[contains(concat(' ', @class, ' '), ' lf-drawing ')]//*[local-name()='svg']")
    if not drawings or not all(drawing.xpath(".//*[local-name()='path']") for drawing in drawings):
        return "has no still picture"
    programs = live.xpath(".//script[@type='application/json']")
    if not programs:
        return "has no program"
    try:
        program = json.loads(programs[0].text or "")
    except ValueError:
        return "has a program that cannot be read"
    if not (isinstance(program, dict) and program.get("sliders")):
        return "has a program without sliders"
    return ""


def leftovers(tree):
    """Errors, and markup that has not been rendered."""
    errors = [f"shows {what} ({quote(element)})" for name, what in ERROR_CLASSES.items() for element in tree.find_class(name)]
    errors += [f"shows an error in an equation ({quote(element)})" for element in tree.iter("merror")]
    # A traceback is intended in a docstring's example or a chapter's listing, but not in a cell's output or in running text.
    for text in tree.xpath(f"//text()[contains(., '{TRACEBACK}')]"):
        parent = text.getparent()
        if parent.xpath(OUTPUT) or not parent.xpath("ancestor-or-self::pre | ancestor-or-self::code | ancestor-or-self::script"):
            errors.append(f"shows a traceback ({quote(parent)})")
    for text in tree.xpath(f"{SHOWN} | {SAID}"):
        if raw := raw_markup(text):
            errors.append(f"shows raw markup: {raw!r} in {' '.join(text.split())[-60:]!r}")
    for element in tree.xpath("//*[contains(concat(' ', @class, ' '), ' xref ')]"):
        # A reference to code may have no target (a type of another library), but one to a place in the book must have one.
        if re.search(r"\b(std|eq|doc|myst|cite)\b", element.get("class")) and not element.xpath("ancestor::a"):
            errors.append(f"has a reference without a target: {quote(element)}")
    return list(dict.fromkeys(errors))


def quote(element):
    words = " ".join(element.xpath("string()").split())
    return repr(words[:60] + "..." * (len(words) > 60))
