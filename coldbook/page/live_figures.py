"""Live figures: while the book is built they give static HTML, and a page that has one links their script and their style."""

import os
from pathlib import Path

MARK = 'class="live-figure'


def say_static(app, config):
    # The kernels that execute the pages inherit this. Widgets made while building would only leave dead state in the page.
    os.environ["LIVEFIGURE_STATIC"] = "1"


def mark_page(app, pagename, templatename, context, doctree):
    context["has_figures"] = MARK in context.get("body", "")


def write_assets(app, exception):
    if exception or app.builder.format != "html":
        return
    from livefigure import classic_script, stylesheet  # here: it takes a while, and other builders need none of it

    static = Path(app.outdir, "_static")
    (static / "live.js").write_text(classic_script(), encoding="utf-8")
    (static / "live.css").write_text(stylesheet(), encoding="utf-8")


def setup(app):
    app.connect("config-inited", say_static)
    app.connect("html-page-context", mark_page)
    app.connect("build-finished", write_assets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
