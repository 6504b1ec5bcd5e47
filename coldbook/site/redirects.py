"""Redirects, so that every address that was ever published keeps working.

`published.txt` lists all pages that were ever published. A page that is in the list but not in the book stops the build, unless
`coldbook_redirects` in `_config.yml` gives its new place (`chapters/old: chapters/new`): then a small page at the old address redirects there.
`index.html` is such a page, too. `python -m publish.addresses` compares the list with a built site, and adds new pages.

(sphinx-reredirects knows neither the list nor our security policy, and its pages have no link for browsers that do not follow a redirect.)
"""

import posixpath
from html import escape
from pathlib import Path

from sphinx.errors import ExtensionError

from coldbook.site.meta_tags import SHARED, meta

LIST = "published.txt"
SUFFIX = ".html"
# Runs before the browser follows the <meta>, to keep the query and the fragment of the address.
FOLLOW = "location.replace(document.querySelector('a').href.split('#')[0] + location.search + location.hash)"


def published(root):
    """The addresses that were ever published, one per line of the list; lines with # are comments."""
    lines = (Path(root) / LIST).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def lost(listed, pages, moved):
    """Errors in the table of moved pages, and pages that have disappeared, as messages."""
    for old, new in moved.items():
        if new not in pages:
            yield f"coldbook_redirects in _config.yml: {old} redirects to {new}, which is not a page of the book"
        if old in pages:
            yield f"coldbook_redirects in _config.yml: {old} is still a page of the book and cannot redirect"
    for address in listed:
        page = address.removesuffix(SUFFIX)
        if page not in pages and page not in moved:
            yield (
                f"{address} was published and is gone: put it back into _toc.yml, or redirect it in _config.yml under "
                f"`sphinx: config: coldbook_redirects:`, as in `{page}: chapters/...`"
            )


def new(listed, pages):
    """The pages that are not in the list yet."""
    return sorted({page + SUFFIX for page in pages} - set(listed))


def check(app, env):
    if app.builder.format != "html":
        return
    errors = list(lost(published(app.srcdir), env.found_docs, app.config.coldbook_redirects))
    if errors:
        raise ExtensionError("\n".join(errors))


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
        moved["index"] = app.config.root_doc  # the address of the book itself
    for old, target in moved.items():
        shared = SHARED.findall((out / f"{target}{SUFFIX}").read_text(encoding="utf-8"))
        file = out / f"{old}{SUFFIX}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page(app, old, target, relinked(shared, old, target)), encoding="utf-8")


def relinked(shared, old, target):
    """The target's tags for the page at the old address, with relative paths of images adjusted."""
    here, there = posixpath.dirname(old) or ".", posixpath.dirname(target) or "."
    images = posixpath.relpath("_images", there)
    return [line.replace(f'content="{images}/', f'content="{posixpath.relpath("_images", here)}/') for line in shared]


def setup(app):
    app.add_config_value("coldbook_redirects", {}, "", types=(dict,))
    app.connect("env-check-consistency", check)
    app.connect("build-finished", write, priority=400)  # before Jupyter Book writes its own index.html
    return {"parallel_read_safe": True, "parallel_write_safe": True}
