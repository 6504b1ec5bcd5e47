"""Makes students' texts safe to show: they must not run in the browsers of instructors and other students.

There are two layers. `inert` changes the Markdown in a graded notebook so that no renderer makes an HTML element that the student
chose. `markdown_to_html` renders Markdown for nbgrader's formgrader and feedback pages, and keeps only text, tables, links and
pictures.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from jinja2 import pass_context

__all__ = ["clean_html", "inert", "inert_outputs", "markdown_to_html", "pictures_only"]

#: MIME types of the outputs that a graded notebook keeps.
SAFE_OUTPUTS = ("text/plain", "text/latex", "image/png")

#: Length of the longest text cell that is rendered as Markdown: the time may grow with its third power.
LONGEST = 20_000

_TAGS = (
    "a b blockquote br code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i img li ol p pre s span strong sub sup table tbody td th thead tr ul"
)
_HIGHLIGHT = re.compile(r"highlight|hl-\w+|[a-z][a-z0-9]{0,2}")
_PICTURE = re.compile(r"data:image/(png|jpeg);base64,[A-Za-z0-9+/=\s]*|(?!/)(?!.*\.\.)[\w./-]+\.(png|jpe?g|gif)")
_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
_TARGET = r"(?:https?://|mailto:|attachment:|#|\./|\w[\w./-]*[\s)])"


def inert(markdown: str) -> str:
    """Change Markdown so that it has no HTML, no diagrams, and no links except to the web and to files.

    A space after ``<`` makes a tag plain text in every renderer, and does not change a formula.

    Examples
    --------
    >>> inert("a<b and <script>alert(1)</script>")
    'a< b and < script>alert(1)< /script>'
    >>> inert("[this](https://example.org), [that](javascript:alert)")
    '[this](https://example.org), [that] (javascript:alert)'
    """
    text = re.sub(r"<(?=[A-Za-z/!?])", "< ", markdown)
    text = re.sub(rf"\](?=\((?!\s*{_TARGET}))", "] ", text)  # [words](target)
    text = re.sub(rf"\](?=:(?!\s*{_TARGET}))", "] ", text)  # [words]: target
    # Not \s at the start of a line: it would match across empty lines, from each of them to the last.
    return re.sub(r"^([ \t>*+\-\d.)]*(?:`{3,}|~{3,}))([ \t]*)mermaid", r"\1\2text", text, flags=re.MULTILINE | re.IGNORECASE)


def pictures_only(attachments: Any) -> dict[str, dict[str, str]]:
    """Keep only PNG and JPEG pictures of a Markdown cell's attachments."""
    kept: dict[str, dict[str, str]] = {}
    for name, bundle in attachments.items() if isinstance(attachments, dict) else ():
        for kind, data in bundle.items() if isinstance(bundle, dict) else ():
            if kind in ("image/png", "image/jpeg") and isinstance(data, str) and _BASE64.fullmatch(data):
                kept.setdefault(str(name), {})[kind] = data
    return kept


def inert_outputs(outputs: Any) -> list[dict[str, Any]]:
    """Keep only text, errors, formulas and pictures of a notebook's outputs, without metadata."""
    kept = []
    for output in outputs:
        kind = output.get("output_type")
        if kind == "stream":
            kept.append(
                {"output_type": kind, "name": "stderr" if output.get("name") == "stderr" else "stdout", "text": _text(output.get("text"))}
            )
        elif kind == "error":
            lines = [_text(line) for line in output.get("traceback", ())]
            kept.append(
                {"output_type": kind, "ename": _text(output.get("ename")), "evalue": _text(output.get("evalue")), "traceback": lines}
            )
        elif kind in ("display_data", "execute_result"):
            data = {mime: _text(value) for mime, value in output.get("data", {}).items() if mime in SAFE_OUTPUTS}
            if not _BASE64.fullmatch(data.get("image/png", "")):
                del data["image/png"]
            kept.append({"output_type": "display_data", "data": data, "metadata": {}})
    return kept


@pass_context
def markdown_to_html(context: Any, source: str) -> str:
    """Render Markdown as nbconvert does, then remove active content: a Jinja filter that replaces nbconvert's own."""
    from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath

    if len(source) > LONGEST:
        return f"<pre>{escape(source)}</pre>"
    attachments = pictures_only(context.get("cell", {}).get("attachments", {}))
    try:
        html = MarkdownWithMath(renderer=IPythonRenderer(escape=True, exclude_anchor_links=True, attachments=attachments)).render(source)
    except InvalidNotebook:  # a picture is missing: show the rest
        html = MarkdownWithMath(renderer=IPythonRenderer(escape=True, exclude_anchor_links=True)).render(
            source.replace("attachment:", "missing-")
        )
    return clean_html(html)


def clean_html(html: Any) -> str:
    """Remove active content from HTML: a Jinja filter that replaces nbconvert's own, which removes tables."""
    import bleach

    text = html.decode() if isinstance(html, bytes) else str(html)
    return bleach.clean(text, tags=_TAGS.split(), attributes=_allowed, protocols=["http", "https", "mailto", "data"], strip=True)


def _allowed(tag: str, name: str, value: str) -> bool:
    if name == "class":  # no classes to which scripts of nbgrader's pages react
        if tag == "table":
            return value == "table"
        return tag in ("span", "div", "pre", "code") and all(_HIGHLIGHT.fullmatch(part) for part in value.split())
    if tag == "a":
        return name == "title" or (name == "href" and not value.lower().lstrip().startswith("data:"))
    if tag == "img":
        return name in ("alt", "title") or (name == "src" and bool(_PICTURE.fullmatch(value)))
    return tag in ("td", "th") and name == "align"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")
