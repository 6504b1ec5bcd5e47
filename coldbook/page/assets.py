"""What a page loads: one stylesheet, one script, and files that only some pages need. Nothing comes from another host.

The theme and the extensions add some twenty files to every page. They are joined here into `book.css` and `book.js`, unchanged and in
their order; the icon script is replaced (`icons.py`). A file from another host or an unknown inline script stops the build.
"""

import posixpath
import re
import shutil
from pathlib import Path

from sphinx.errors import ExtensionError

from coldbook.page import icons, mathematics_font
from coldbook.page.css_pruning import without_unused

# The theme's templates link these; ours, which replace them, do not.
FIRST_STYLES = ["basic.css", "styles/pydata-sphinx-theme.css"]
LAST_SCRIPTS = ["scripts/bootstrap.js", "scripts/pydata-sphinx-theme.js"]
UNUSED_FOLDERS = ["scripts", "styles", "vendor", "locales"]
FOREIGN = re.compile(r"""<(?!a\b|link rel="canonical")\w+\b[^>]*\s(?:src|srcset|href|data|poster)\s*=\s*["']?(?:https?:)?//[^>]*>""")
KNOWN_INLINE = ("DOCUMENTATION_OPTIONS.pagename", "DOCUMENTATION_OPTIONS.search_as_you_type")
# Scripts of the theme that log to the console; warnings and errors still get through.
VERBOSE = {"scripts/pydata-sphinx-theme.js", "scripts/sphinx-book-theme.js"}


def name(asset):
    if "://" in asset.filename:
        raise ExtensionError(f"a page loads a file from another host: {asset.filename}")
    return asset.filename.removeprefix("_static/")


def gather(app, pagename, templatename, context, doctree):
    styles = [name(asset) for asset in sorted(context["css_files"], key=lambda asset: asset.priority)]
    scripts = []
    for asset in sorted(context["script_files"], key=lambda asset: asset.priority):
        if asset.filename:
            scripts.append(name(asset))
        elif not asset.attributes.get("body", "").startswith(KNOWN_INLINE):
            raise ExtensionError(f"{pagename} has an unknown inline script: {asset.attributes.get('body')[:80]}")
    assets = FIRST_STYLES + styles, scripts + LAST_SCRIPTS
    if app.coldbook_assets not in (None, assets):
        raise ExtensionError(f"{pagename} loads other files than the pages before it: {assets}")
    app.coldbook_assets = assets
    context.update(css_files=[], script_files=[], has_mathematics="<math" in context.get("body", ""), digest=app.config.coldbook_digest[:8])


def style(static, file):
    """A stylesheet's text without icon fonts, with addresses relative to the folder of `book.css`."""
    text = (static / file).read_text(encoding="utf-8-sig")
    text = re.sub(r"@font-face\s*\{[^}]*fontawesome[^}]*\}", "", text)
    text = re.sub(r"/\*# sourceMappingURL=.*?\*/|@charset [^;]*;", "", text)

    def relocated(match):
        return f"url({posixpath.normpath(posixpath.join(posixpath.dirname(file), match[1]))})"

    return re.sub(r"""url\(["']?(?!data:|["'])([^)"']+)["']?\)""", relocated, text)


def script(static, file):
    text = (static / file).read_text(encoding="utf-8-sig")
    text = re.sub(r"//# sourceMappingURL=.*", "", text)
    if file in VERBOSE:
        return f"(console => {{{text}\n}})({{...console, log() {{}}}});"
    return text


def bundle(app, exception):
    if exception or app.builder.format != "html":
        return
    out = Path(app.outdir)
    static = out / "_static"
    css = write_bundles(static, *app.coldbook_assets) if app.coldbook_assets else ""
    for folder in UNUSED_FOLDERS:  # Sphinx copies them in every build, and no page loads them
        shutil.rmtree(static / folder, ignore_errors=True)
    if css:
        pages = [page.read_text(encoding="utf-8") for page in out.rglob("*.html") if "_static" not in page.parts]
        write_stylesheet(static, css, pages)
        mathematics_font.write(static, pages)


def write_bundles(static, styles, scripts):
    """Write `book.js`, and return the text of all stylesheets. The files that were joined are removed."""
    js = "\n;".join(script(static, file) for file in scripts)
    css = icons.without_names("\n".join(style(static, file) for file in styles))
    for file in styles + scripts:
        (static / file).unlink(missing_ok=True)
    (static / "book.js").write_text(js, encoding="utf-8")
    return css


def write_stylesheet(static, css, pages):
    """Write `book.css` without the rules that neither a page nor any script of the site can use."""
    for page in pages:
        if match := FOREIGN.search(page):
            raise ExtensionError(f"a page loads something from another host: {match[0]}")
    scripts = [file.read_text(encoding="utf-8") for file in static.rglob("*.js")]  # those that pages load: others are gone by now
    css = without_unused(css, [*pages, *scripts])
    (static / "book.css").write_text(icons.stylesheet(pages, css) + css, encoding="utf-8")


def setup(app):
    app.coldbook_assets = None
    app.config.templates_path.insert(0, str(Path(__file__).parent / "templates"))
    app.connect("html-page-context", gather, priority=900)
    app.connect("build-finished", bundle, priority=900)
    # Not parallel: pages written in other processes would not share `coldbook_assets`.
    return {"parallel_read_safe": True, "parallel_write_safe": False}
