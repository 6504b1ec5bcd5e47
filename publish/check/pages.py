"""One page of the built book, read once: what it links to, what it loads, what stands on it that should not."""

import json
import re
from dataclasses import dataclass, field

from lxml import html

from publish.check.cache import once

NAVIGATION = {"a", "area", "form", "blockquote", "q", "ins", "del"}  # elements whose addresses a reader follows; others are loaded
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
LEFT = {  # classes that MyST-NB, docutils and the book's mathematics give to what went wrong
    "traceback": "the traceback of a failed cell",
    "stderr": "what a cell wrote to its error output",
    "system-message": "a message of the parser",
    "problematic": "markup that was not understood",
}
RAW = re.compile(
    r"\{[a-z]+(?::[a-z]+)*\}(?=`|$)"  # a MyST role, whose backticks may have become code
    r"|:[a-z]+(?::[a-z]+)*:`"  # a role of reStructuredText
    r"|^\s*(?:`{3,}|:{3,})\s*\{[a-z-]+\}"  # a directive
    r"|^\.\. [a-z-]+::"
    r"|\{\{\s*\w+\s*\}\}"  # a substitution
    r"|\(\?\?\)|\[\?\]"  # a reference without a number
)
TRACEBACK = "Traceback (most recent call last)"


@dataclass
class Page:
    """What the guard asks of a page."""

    title: str = ""
    build: str | None = None
    home: str = ""  # its own address, when it says so
    base: str = ""
    redirect: bool = False
    heading: str = ""
    length: int = 0  # of its article's text
    places: frozenset = frozenset()
    links: list = field(default_factory=list)
    loads: list = field(default_factory=list)
    figures: dict = field(default_factory=dict)  # name of a live figure -> what is wrong with it, or nothing
    faults: list = field(default_factory=list)


@once
def read(path):
    """A page by its file."""
    data = path.read_bytes()
    page = Page()
    if not data.strip():
        page.faults.append("is empty")
        return page
    tree = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    refresh = [meta for meta in tree.iter("meta") if (meta.get("http-equiv") or "").lower() == "refresh"]
    page.redirect = bool(refresh) and tree.find(".//article") is None
    head(tree, page)
    addresses(tree, page)
    if not page.redirect:
        if not data.rstrip().endswith(b"</html>"):
            page.faults.append("ends before its end: </html> is missing")
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
    page.places = frozenset(tree.xpath("//@id")) | frozenset(tree.xpath("//a/@name"))


def addresses(tree, page):
    """Every address on the page, as a link or as something that it loads."""
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
    """What is wrong with a live figure, or nothing."""
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
    """What no finished page shows: errors, and markup that nobody has turned into text."""
    found = [f"shows {what} ({quote(element)})" for name, what in LEFT.items() for element in tree.find_class(name)]
    found += [f"shows an error in an equation ({quote(element)})" for element in tree.iter("merror")]
    # In a docstring's example, or a chapter's listing, a traceback is meant; in a cell's output or in running text it is not.
    for text in tree.xpath(f"//text()[contains(., '{TRACEBACK}')]"):
        parent = text.getparent()
        if parent.xpath(OUTPUT) or not parent.xpath("ancestor-or-self::pre | ancestor-or-self::code | ancestor-or-self::script"):
            found.append(f"shows a traceback ({quote(parent)})")
    for text in tree.xpath(SHOWN):
        if raw := RAW.search(text):
            found.append(f"shows markup as it is written: {raw[0]!r} in {' '.join(text.split())[-60:]!r}")
    for element in tree.xpath("//*[contains(concat(' ', @class, ' '), ' xref ')]"):
        # A reference to code may have no target (a type of another library); one to a place in the book must.
        if re.search(r"\b(std|eq|doc|myst|cite)\b", element.get("class")) and not element.xpath("ancestor::a"):
            found.append(f"has a reference that leads nowhere: {quote(element)}")
    return list(dict.fromkeys(found))


def quote(element):
    words = " ".join(element.xpath("string()").split())
    return repr(words[:60] + "..." * (len(words) > 60))
