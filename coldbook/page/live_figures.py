"""Live figures: they are static HTML while the book is built, and pages that have one load their script and stylesheet."""

import os
from pathlib import Path

MARK = 'class="live-figure'


def use_static_html(app, config):
    # Inherited by the kernels that execute the pages. A widget would leave only dead state in a built page.
    os.environ["LIVEFIGURE_STATIC"] = "1"


def mark_page(app, pagename, templatename, context, doctree):
    context["has_figures"] = MARK in context.get("body", "")


def write_assets(app, exception):
    if exception or app.builder.format != "html":
        return
    from livefigure import classic_script, stylesheet  # slow to import, and not needed by other builders

    static = Path(app.outdir, "_static")
    (static / "live.js").write_text(classic_script(), encoding="utf-8")
    (static / "live.css").write_text(stylesheet(), encoding="utf-8")


def setup(app):
    app.connect("config-inited", use_static_html)
    app.connect("html-page-context", mark_page)
    app.connect("build-finished", write_assets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
