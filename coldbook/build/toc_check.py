"""A page that is written and not in `_toc.yml` would be left out without a word: here that stops the build."""

from pathlib import Path

from sphinx.errors import ExtensionError


def check_contents(app, env, docnames):
    written = {f"chapters/{path.stem}" for path in Path(app.srcdir, "chapters").glob("*.md")}
    if left_out := sorted(written - set(env.found_docs)):
        raise ExtensionError(f"_toc.yml does not have {', '.join(left_out)}: a page that is not in it is not in the book")


def setup(app):
    app.connect("env-before-read-docs", check_contents)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
