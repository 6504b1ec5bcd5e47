"""The sizing tool: a page that has one loads its script and its stylesheet."""

from pathlib import Path

MARK = 'class="sizing-tool'


def mark_page(app, pagename, templatename, context, doctree):
    context["has_sizing"] = MARK in context.get("body", "")


def write_assets(app, exception):
    if exception or app.builder.format != "html":
        return
    import chapterkit  # noqa: F401  # names the colours of the book's figures
    from chapterkit.sizing import script, style  # slow to import, and not needed by other builders

    static = Path(app.outdir, "_static")
    (static / "sizing.js").write_text(script(), encoding="utf-8")
    (static / "sizing.css").write_text(style(), encoding="utf-8")


def setup(app):
    app.connect("html-page-context", mark_page)
    app.connect("build-finished", write_assets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
