"""Stop the build if a page is not in `_toc.yml`: Jupyter Book would silently leave it out."""

from pathlib import Path

from sphinx.errors import ExtensionError


def check(app, env, docnames):
    pages = {f"chapters/{path.stem}" for path in Path(app.srcdir, "chapters").glob("*.md")}
    if left_out := sorted(pages - set(env.found_docs)):
        raise ExtensionError(f"_toc.yml does not have {', '.join(left_out)}: a page that is not in it is not in the book")


def setup(app):
    app.connect("env-before-read-docs", check)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
