"""The Content Security Policy of each page: it loads only the book's own files, and no other script runs.

Static hosts do not let authors set headers, so the policy is a <meta> element. It allows the book's script files and the few inline
scripts whose digest it lists; nothing is evaluated from text. `file:` is beside 'self' because browsers disagree about the origin of a
page opened from a folder; a page from the web cannot load `file:` anyway.

Style attributes are allowed: matplotlib's drawings and MathML have thousands, and digests do not cover them. Stylesheets are ours alone.
Inline event handlers, which such a policy blocks, are replaced by an attribute that `_static/common.js` listens for.
"""

import base64
import hashlib
import re
from pathlib import Path

from sphinx.errors import ExtensionError

OWN = "'self' file:"
POLICY = {
    "default-src": OWN,  # the next page, which some browsers fetch in advance
    "object-src": "'none'",
    "script-src": OWN,
    "style-src": f"{OWN} 'unsafe-inline'",  # for browsers that do not know the next two
    "style-src-elem": OWN,
    "style-src-attr": "'unsafe-inline'",
    "img-src": f"{OWN} data:",  # small pictures in the theme's stylesheet
    "font-src": f"{OWN} data:",  # fonts in ours
    "connect-src": OWN,  # the search loads the pages that it quotes
    "form-action": OWN,
    "base-uri": "'none'",
}
TAG = '<meta http-equiv="Content-Security-Policy" content="{}">'
EXISTING = re.compile(re.escape(TAG).replace(r"\{\}", '[^"]*') + r"\s*")
CHARSET = re.compile(r'<meta charset="utf-8" ?/?>\s*')
# Inline scripts; one with another type is data.
SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)([^>]*)>(.*?)</script>", re.S)
STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.S)
HANDLER = re.compile(r"""\son([a-z]+)=(?:"([^"]*)"|'([^']*)')(?=[^<>]*>)""")
ACTIONS = {"window.print()": "print", "toggleFullScreen()": "full-screen"}  # carried out by common.js


def digest(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def inline(html):
    """The inline (scripts, styles) of a page."""
    scripts = [text for attributes, text in SCRIPT.findall(html) if 'type="' not in attributes or "javascript" in attributes]
    return scripts, STYLE.findall(html)


def policy(html):
    scripts, styles = ([digest(text) for text in dict.fromkeys(texts)] for texts in inline(html))
    rules = POLICY | {
        "script-src": " ".join([POLICY["script-src"], *scripts]),
        "style-src-elem": " ".join([POLICY["style-src-elem"], *styles]),
    }
    return "; ".join(f"{rule} {sources}" for rule, sources in rules.items())


def without_handlers(html, page):
    def replaced(match):
        event, code = match[1], match[2] or match[3]
        if event != "click" or code not in ACTIONS:
            raise ExtensionError(f'{page} has an unknown inline handler: on{event}="{code}"')
        return f' data-does="{ACTIONS[code]}"'

    return HANDLER.sub(replaced, html)


def apply(html, page):
    """The page with its policy at the start of its head: a policy applies to what comes after it."""
    if not (charset := CHARSET.search(html)):
        raise ExtensionError(f"{page} has no <meta charset>, after which its policy belongs")
    html = without_handlers(EXISTING.sub("", html), page)
    return CHARSET.sub(lambda _: f"{charset[0].strip()}\n    {TAG.format(policy(html))}\n    ", html, count=1)


def write(app, exception):
    if exception or app.builder.format != "html":
        return
    out = Path(app.outdir)
    for file in out.rglob("*.html"):
        if "_static" not in file.relative_to(out).parts:
            file.write_text(apply(file.read_text(encoding="utf-8"), file.relative_to(out)), encoding="utf-8")


def setup(app):
    app.connect("build-finished", write, priority=850)  # after everything that writes pages, before assets.py reads them
    return {"parallel_read_safe": True, "parallel_write_safe": True}
