"""The content security policy of each page: it may load what the book brings along, and nothing else may run.

Static hosts let nobody set headers, so it is a <meta> at the head of the page. Scripts are our files, and those few inline ones whose
digest is named; nothing is ever evaluated from text. `file:` stands beside 'self' because a page that is opened from a folder has no origin
that all browsers agree on; a page from the web can not load `file:` anyway.

Style attributes are allowed: matplotlib's drawings and MathML carry thousands, and no digest can name them. Style sheets are ours alone.
Inline handlers, which no policy of this kind lets run, are replaced by an attribute that `_static/common.js` listens for.
"""

import base64
import hashlib
import re
from pathlib import Path

from sphinx.errors import ExtensionError

OWN = "'self' file:"
POLICY = {
    "default-src": "'none'",
    "script-src": OWN,
    "style-src": f"{OWN} 'unsafe-inline'",  # only for browsers that do not know the next two
    "style-src-elem": OWN,
    "style-src-attr": "'unsafe-inline'",
    "img-src": f"{OWN} data:",  # the theme's style has small pictures in it
    "font-src": f"{OWN} data:",  # and ours its fonts
    "connect-src": OWN,  # the search reads the pages that it quotes
    "form-action": OWN,
    "base-uri": "'none'",
}
PLACE = '<meta http-equiv="Content-Security-Policy" content="{}">'
MADE = re.compile(re.escape(PLACE).replace(r"\{\}", '[^"]*') + r"\s*")
CHARSET = re.compile(r'<meta charset="utf-8" ?/?>\s*')
# What may stand in a page; a script with another type is data. Comments are left out: what is in them does not run.
SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)([^>]*)>(.*?)</script>", re.S)
STYLE = re.compile(r"<style[^>]*>(.*?)</style>", re.S)
HANDLER = re.compile(r"""\son([a-z]+)=(?:"([^"]*)"|'([^']*)')(?=[^<>]*>)""")
DEEDS = {"window.print()": "print", "toggleFullScreen()": "full-screen"}  # common.js does them


def digest(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def inline(html):
    """(scripts, styles) that stand in the page itself."""
    scripts = [text for attributes, text in SCRIPT.findall(html) if 'type="' not in attributes or "javascript" in attributes]
    return scripts, STYLE.findall(html)


def policy(html):
    scripts, styles = ([digest(text) for text in dict.fromkeys(found)] for found in inline(html))
    rules = POLICY | {
        "script-src": " ".join([POLICY["script-src"], *scripts]),
        "style-src-elem": " ".join([POLICY["style-src-elem"], *styles]),
    }
    return "; ".join(f"{rule} {sources}" for rule, sources in rules.items())


def without_handlers(html, page):
    def replaced(found):
        event, deed = found[1], found[2] or found[3]
        if event != "click" or deed not in DEEDS:
            raise ExtensionError(f'{page} has an inline handler that nobody has looked at: on{event}="{deed}"')
        return f' data-does="{DEEDS[deed]}"'

    return HANDLER.sub(replaced, html)


def apply(html, page):
    """The page with its policy, the first thing in its head: it is in force for what comes after it."""
    if not (found := CHARSET.search(html)):
        raise ExtensionError(f"{page} has no place for its policy: no <meta charset>")
    html = without_handlers(MADE.sub("", html), page)
    return CHARSET.sub(lambda _: f"{found[0].strip()}\n    {PLACE.format(policy(html))}\n    ", html, count=1)


def write(app, exception):
    if exception or app.builder.format != "html":
        return
    out = Path(app.outdir)
    for file in out.rglob("*.html"):
        if "_static" not in file.relative_to(out).parts:
            file.write_text(apply(file.read_text(encoding="utf-8"), file.relative_to(out)), encoding="utf-8")


def setup(app):
    app.connect("build-finished", write, priority=850)  # after all that writes pages, before assets.py looks at them
    return {"parallel_read_safe": True, "parallel_write_safe": True}
