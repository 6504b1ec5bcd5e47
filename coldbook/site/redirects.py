"""Addresses that stay: what was published once leads to its page for good.

`published.txt` lists every page that was ever published. A page that is in the list and not in the book stops the build, unless
`coldbook_redirects` in `_config.yml` says where it went (`chapters/old: chapters/new`): then a small page at the old address leads there.
`index.html` is such a page, too. `python -m publish.addresses` compares the list with a built site, and adds what is new.

(sphinx-reredirects knows neither the list nor our policy, and has no link for a reader whose browser does not follow by itself.)
"""

import posixpath
from html import escape
from pathlib import Path

from sphinx.errors import ExtensionError

from coldbook.site.meta_tags import SHARED, meta

LIST = "published.txt"
SUFFIX = ".html"
# Before the browser follows the <meta>: a link into the old page keeps its place.
FOLLOW = "location.replace(document.querySelector('a').href.split('#')[0] + location.search + location.hash)"


def published(root):
    """The addresses that were ever published: one in each line of the list, but for comments."""
    lines = (Path(root) / LIST).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def lost(listed, pages, moved):
    """What is wrong with the table of moved pages and with what is gone, in words; nothing if all is well."""
    for old, new in moved.items():
        if new not in pages:
            yield f"coldbook_redirects in _config.yml: {old} leads to {new}, which is no page of the book"
        if old in pages:
            yield f"coldbook_redirects in _config.yml: {old} is still a page of the book and can not lead elsewhere"
    for address in listed:
        page = address.removesuffix(SUFFIX)
        if page not in pages and page not in moved:
            yield (
                f"{address} was published and is gone: put it back into _toc.yml, or say in _config.yml under "
                f"`sphinx: config: coldbook_redirects:` where its readers are to go: `{page}: chapters/...`"
            )


def new(listed, pages):
    """The pages that the list does not have yet."""
    return sorted({page + SUFFIX for page in pages} - set(listed))


def check(app, env):
    if app.builder.format != "html":
        return
    found = list(lost(published(app.srcdir), env.found_docs, app.config.coldbook_redirects))
    if found:
        raise ExtensionError("\n".join(found))


def page(app, old, new_page, shared):
    """The page at the old address."""
    base, start = app.config.html_baseurl, posixpath.dirname(old)
    target = posixpath.relpath(new_page + SUFFIX, start or ".")
    title = escape(app.env.titles[new_page].astext())
    canonical = f'<link rel="canonical" href="{escape(base + new_page + SUFFIX)}">' if base else ""
    heads = [meta(name="viewport", content="width=device-width, initial-scale=1"), meta(name="build", content=app.config.coldbook_build)]
    heads += [f"<title>{title} - {escape(app.config.html_title)}</title>", '<meta name="color-scheme" content="light dark">', canonical]
    head = "\n    ".join(filter(None, [*heads, *(line.strip() for line in shared)]))
    return f"""<!DOCTYPE html>
<html lang="{app.config.language}">
  <head>
    <meta charset="utf-8">
    {head}
    <meta http-equiv="refresh" content="0; url={escape(target)}">
  </head>
  <body>
    <main><h1>{title}</h1><p>This page is at <a href="{escape(target)}">{escape(target)}</a>.</p></main>
    <script>{FOLLOW}</script>
  </body>
</html>
"""


def write(app, exception):
    if exception or app.builder.format != "html":
        return
    out = Path(app.outdir)
    moved = dict(app.config.coldbook_redirects)
    if app.config.root_doc != "index":
        moved["index"] = app.config.root_doc  # the door of the book
    for old, target in moved.items():
        shared = SHARED.findall((out / f"{target}{SUFFIX}").read_text(encoding="utf-8"))
        file = out / f"{old}{SUFFIX}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page(app, old, target, relinked(shared, old, target)), encoding="utf-8")


def relinked(shared, old, target):
    """Tags of the target, for the page at the old address: a picture's relative path is seen from there."""
    here, there = posixpath.dirname(old) or ".", posixpath.dirname(target) or "."
    images = posixpath.relpath("_images", there)
    return [line.replace(f'content="{images}/', f'content="{posixpath.relpath("_images", here)}/') for line in shared]


def setup(app):
    app.add_config_value("coldbook_redirects", {}, "", types=(dict,))
    app.connect("env-check-consistency", check)
    app.connect("build-finished", write, priority=400)  # before an index.html is made that knows less
    return {"parallel_read_safe": True, "parallel_write_safe": True}
