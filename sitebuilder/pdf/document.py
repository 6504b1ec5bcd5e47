"""The whole book as one HTML document for printing: the article of each page, in the order of the table of contents.

Ids get the page's name as a prefix (`stirling--four-steps`), and links between pages become links within the document.
Elements that only work on a screen are removed; solutions and answers move to a chapter of their own (`solutions.py`).
"""

import re
from collections import Counter
from dataclasses import dataclass
from html import escape
from pathlib import Path
from posixpath import dirname, join, normpath

import yaml
from bs4 import BeautifulSoup

from sitebuilder import Refused
from sitebuilder.contents import listed
from sitebuilder.metadata import address
from sitebuilder.pdf.solutions import gathered

ANSWERS = "answers"
# Folded code, which only draws or feeds the text, is shown by the pages on demand and not printed.
SCREEN_ONLY = (
    "script:not([type]), .headerlink, .figure-steps, .toctree-wrapper, details.hide, details.pr-model, .claims-filter, .cards, .lf-tools, "
    ".noprint, .d-print-none, template"
)
FIGURES = ".live-figure, .live-figure *"  # keep their ids, which their script uses and which are unique in the book
POINTERS = ("for", "aria-labelledby", "aria-describedby")


@dataclass
class Page:
    """A page of the book; `part` is the title of the part that it is in, if any."""

    name: str
    file: str
    part: str | None
    article: BeautifulSoup

    @property
    def title(self):
        """The title as text, with its number."""
        return re.sub(r"^([\d.]+)\.\s+", r"\1  ", " ".join(self.article.find(class_="page-title").get_text().split()))


def read(site: Path, file, part):
    soup = BeautifulSoup((site / f"{file}.html").read_text(encoding="utf-8"), "html.parser")
    article = soup.find("article", class_="bd-article")
    if article is None or article.h1 is None:
        raise Refused(f"{file}.html has no article with a title")
    return Page(file.rpartition("/")[2], f"{file}.html", part, article.extract()), soup


def clean(page):
    """Remove what only works on a screen, and cells that are then empty."""
    for element in page.article.select(SCREEN_ONLY):
        element.decompose()
    for fold in page.article.select("details.deeper"):
        fold["open"] = ""
    for box in page.article.select("div.cell, div.cell_output"):
        if not box.get_text(strip=True) and not box.find(["img", "svg", "math"]):
            box.decompose()
    lower = 1 if page.part else 0  # below the title of the part
    for heading in page.article.find_all(re.compile("^h[1-5]$")):
        level = int(heading.name[1])
        heading["class"] = [*heading.get("class", []), "page-title" if level == 1 else f"level-{level}"]
        heading.name = f"h{level + lower}"


def prefix_ids(page):
    figures = {id(element) for element in page.article.select(FIGURES)}
    for element in page.article.find_all(True):
        if id(element) in figures:
            continue
        if element.has_attr("id"):
            element["id"] = f"{page.name}--{element['id']}"
        for pointer in POINTERS:
            if element.has_attr(pointer):
                element[pointer] = " ".join(f"{page.name}--{name}" for name in element[pointer].split())


def redirect_links(page, names, home):
    """Make links between pages internal. Links to other files of the site get the public address, or become plain text."""
    for link in page.article.find_all("a", href=True):
        path, _, fragment = link["href"].partition("#")
        if re.match(r"[a-z]+:", path):
            continue
        file = normpath(join(dirname(page.file), path)) if path else page.file
        if file in names:
            link["href"] = f"#{names[file]}--{fragment}" if fragment else f"#{names[file]}"
            link["class"] = [name for name in link.get("class", []) if name != "external"]
        elif home:
            link["href"] = f"{home}/{file}" + (f"#{fragment}" if fragment else "")
        else:
            link.unwrap()
    for picture in page.article.find_all("img", src=True):
        if not picture["src"].startswith("data:"):
            picture["src"] = f"/site/{normpath(join(dirname(page.file), picture['src']))}"


def book_of(site, head):
    """The book's address, if it has one, and its icon, from the head of a page."""
    icon = head.find("link", rel="icon")
    return {"address": address(site), "icon": icon["href"] if icon else ""}


def pages_of(site: Path, contents):
    pages, heads = zip(*(read(site, file, part) for file, part in listed(contents)), strict=True)
    book = book_of(site, heads[0])
    names = {page.file: page.name for page in pages}
    for page in pages:
        clean(page)
        prefix_ids(page)
        redirect_links(page, names, book["address"])
    return list(pages), book


def headings(page):
    """(id, HTML, level) of the headings of a page that the table of contents lists."""
    for heading in page.article.select(".page-title, .level-2"):
        inner = BeautifulSoup(heading.decode_contents(), "html.parser")
        for link in inner.find_all("a"):
            link.unwrap()
        name = page.name if "page-title" in heading["class"] else heading.find_parent("section")["id"]
        yield name, inner.decode_contents(), 1 if "page-title" in heading["class"] else 2


def table_of_contents(pages):
    rows, part = [], None
    for page in pages:
        if page.part and page.part != part:
            rows.append(f'<li class="part"><span>{escape(page.part)}</span></li>')
        part = page.part
        for name, html, level in headings(page):
            rows.append(
                f'<li class="level-{level}"><a href="#{name}"><span>{html}</span> <span class="dots"></span> <span class="at">000</span></a></li>'
            )
    return f'<nav class="contents"><h1>Contents</h1><ol>{"".join(rows)}</ol></nav>'


def running_heads(pages):
    """Give each chapter its own kind of page with its title, as Chromium has no other running heads."""
    for page in pages:
        words = page.title.replace("\\", r"\\").replace('"', r"\"")
        yield f'#{page.name} {{ page: {page.name}; }} @page {page.name} {{ @top-left {{ content: "{words}"; }} }}'


def body(pages):
    part = None
    for page in pages:
        caption = f'<h1 class="part-title">{escape(page.part)}</h1>' if page.part and page.part != part else ""
        part = page.part
        yield f'<section class="chapter" id="{page.name}">{caption}{page.article.decode_contents()}</section>'


def check(html):
    """Raise Refused if an id occurs twice or an internal link has no target."""
    names = re.findall(r'\sid="([^"]*)"', html)
    if twice := [name for name, times in Counter(names).items() if times > 1]:
        raise Refused(f"ids that occur twice in the book: {', '.join(twice[:5])}")
    if lost := sorted(set(re.findall(r'href="#([^"]*)"', html)) - set(names)):
        raise Refused(f"internal links without a target: {', '.join(lost[:5])}")


def document(site: Path, contents: Path, title, front):
    """The document's HTML; `front(book)` returns the pages before the table of contents."""
    pages, book = pages_of(site, yaml.safe_load(contents.read_text(encoding="utf-8")))
    numbered = [index for index, page in enumerate(pages) if page.article.select_one(".page-title .section-number")]
    after_chapters = max(numbered, default=-1) + 1
    if (articles := gathered(pages, ANSWERS)) is not None:
        pages.insert(after_chapters, Page(ANSWERS, "", None, articles))
    html = f"""<!DOCTYPE html>
<html lang="en" data-theme="light"><head><meta charset="utf-8"><title>{escape(title)}</title>
<link rel="stylesheet" href="/site/_static/live.css"><link rel="stylesheet" href="/paper/book.css"><style>{" ".join(running_heads(pages))}</style></head>
<body>{front(book)}{table_of_contents(pages)}{"".join(body(pages))}
<script src="/site/_static/live.js"></script><script src="/static/roots.js"></script></body></html>"""
    check(html)
    return html
