"""404.html, the page for addresses that do not exist, with the book's look, its search and its chapters.

A host shows this file for any address, so relative links in it do not work. If the book has a public address, all links are made
to begin at the site's root; otherwise they stay relative, which is right for the file itself. (sphinx-notfound-page does this for Sphinx's own
links, but not for those in the theme's sidebar.)
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

from coldbook.page_order import in_order

PAGE = "404"
RELATIVE = re.compile(r'(\s(?:href|src|action|data-content_root)=")(?!#|[a-z]+:|/)(?:\./)?([^"]*")')


def collect(app):
    pages = [(page, app.env.titles[page].astext()) for page in in_order(app.env)]
    yield PAGE, {"title": "This page does not exist", "chapters": pages}, "404.html"


def without_address(app, pagename, templatename, context, doctree):
    if pagename == PAGE:
        context["pageurl"] = None
        context["metatags"] += '\n    <meta name="robots" content="noindex">'


def root(address):
    """The path of the site's address, with which links from the site's root begin."""
    return urlsplit(address).path if address else ""


def rooted(html, start):
    return RELATIVE.sub(rf"\g<1>{start}\g<2>", html)


def write(app, exception):
    start = root(app.config.html_baseurl)
    if exception or app.builder.format != "html" or not start:
        return
    file = Path(app.outdir, f"{PAGE}.html")
    file.write_text(rooted(file.read_text(encoding="utf-8"), start), encoding="utf-8")


def setup(app):
    app.connect("html-collect-pages", collect)
    app.connect("html-page-context", without_address, priority=600)  # after meta_tags.py
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
