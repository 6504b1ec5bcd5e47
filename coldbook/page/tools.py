"""The tools that live in a page: a page that has one loads its script and its stylesheet. Formulas in their texts become MathML."""

import html
import re
from pathlib import Path

from coldbook.page.mathematics import mathml

# By the name of its files: what a page with it holds.
TOOLS = {"sizing": 'class="sizing-tool', "practice": 'class="practice-tool'}
FORMULA = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]", re.DOTALL)
TEXT = re.compile(r'<div class="pr-text">.*?</div><(?:table|div)', re.DOTALL)


def with_mathematics(body):
    """A page's body, with the formulas in the texts of problem sets as MathML."""

    def converted(match):
        return mathml(html.unescape(match[1] or match[2]), display=match[1] is None)

    return TEXT.sub(lambda text: FORMULA.sub(converted, text[0]), body)


def mark_page(app, pagename, templatename, context, doctree):
    context["tools"] = [name for name, mark in TOOLS.items() if mark in context.get("body", "")]
    if "practice" in context["tools"]:
        context["body"] = with_mathematics(context["body"])


def write_assets(app, exception):
    if exception or app.builder.format != "html":
        return
    from chapterkit.practice import PracticeTool  # slow to import, and not needed by other builders
    from chapterkit.sizing import SizingTool

    static = Path(app.outdir, "_static")
    for tool in (PracticeTool, SizingTool):
        (static / f"{tool.kind}.js").write_text(tool.script(), encoding="utf-8")
        (static / f"{tool.kind}.css").write_text(tool.style(), encoding="utf-8")


def setup(app):
    app.connect("html-page-context", mark_page)
    app.connect("build-finished", write_assets)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
