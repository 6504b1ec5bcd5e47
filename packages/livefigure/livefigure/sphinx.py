"""A Sphinx extension: words and numbers in the text that belong to a figure of the same page.

``{live}`pendulum: period` `` prints a readout or a slider's value, and follows the figure. ``{drag}`pendulum: length` `` prints the value of a
slider, by its symbol's name, and can be dragged. ``{scene}`pendulum: on the moon` `` prints the name of a scene and leads to it, as does
``{scene}`go there <pendulum: on the moon>` `` with other words. The figure's script (``js/words.js``) brings them to life. Without it, on paper,
in the search and in other builders they are plain text, as the figure is at its start.

A figure that is not on the page, or that has no such readout, slider or scene, is a warning, which stops a build with ``-W``.

`figures_on` reads the figures of a page, for other extensions.
"""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

logger = logging.getLogger(__name__)

SPECIFICATION = re.compile(
    r'<div class="live-figure"[^>]*? id="([\w-]+)-live"[^>]*>.*?<script type="application/json">(.*?)</script>', re.S
)
TARGET = re.compile(r"(?:(?P<words>.*\S)\s*<)?(?P<figure>[a-z][a-z0-9-]*):\s*(?P<part>[^<>]+?)>?", re.S)
# Role -> what it leads to, and the class by which the script finds it.
PARTS = {"scene": ("scene", "lf-words"), "live": ("readout or slider", "lf-live"), "drag": ("slider", "lf-drag")}


class FigureText(nodes.inline):
    """Words or a number in the text: `role`, and the `figure` and its `part` that they belong to."""


class FigureRole(SphinxRole):
    """``{role}`figure: part` ``; a scene may have other words: ``{scene}`words <figure: scene>` ``."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The words, without a number yet: the figure may come later on the page."""
        target = TARGET.fullmatch(self.text)
        if not target or (target["words"] and self.name != "scene"):
            part = PARTS[self.name][0]
            return [], [self.inliner.reporter.error(f"a {part} is written as figure: {part}; got {self.text!r}", line=self.lineno)]
        words = target["words"] or target["part"]
        node = FigureText("", words, role=self.name, figure=target["figure"], part=target["part"])
        self.set_source_info(node)
        return [node], []


def figures_on(document: nodes.document) -> dict[str, dict[str, Any]]:
    """The specification of each live figure on a page, by its name."""
    html = "".join(node.astext() for node in document.findall(nodes.raw) if "live-figure" in node.astext())
    return {name: json.loads(text) for name, text in SPECIFICATION.findall(html)}


def shown(specification: dict[str, Any], role: str) -> dict[str, str]:
    """What each part of a figure prints at the start, by the part's name."""
    if role == "scene":
        return {scene: scene for scene, _ in specification["scenes"]}
    names = specification["slots"] if role == "live" else [slider["name"] for slider in specification["sliders"]]
    return {name: specification["slots"][name]["shown"] for name in names}


class FillFigureTexts(SphinxTransform):
    """Numbers are in the text before anything reads it: the search, the notebooks, the printed page."""

    default_priority = 850  # the page is whole, with the figures in the cells' outputs

    def apply(self, **kwargs: Any) -> None:
        """Check each text against its figure, and write numbers."""
        texts = list(self.document.findall(FigureText))
        figures = figures_on(self.document) if texts else {}
        for node in texts:
            role, figure, part = node["role"], node["figure"], node["part"]
            known = shown(figures[figure], role) if figure in figures else {}
            if part not in known:
                names = ", ".join(known) or "none" if figure in figures else "none: the figure is not on this page"
                message = "%s has no %s %r; it has %s"
                logger.warning(message, figure, PARTS[role][0], part, names, location=node, type="livefigure", subtype=role)
            elif role != "scene":
                node[:] = [nodes.Text(known[part])]


def visit_html(translator: Any, node: FigureText) -> None:
    """The element that the script finds; a scene is called so, and any other part is a slot."""
    kind = "scene" if node["role"] == "scene" else "slot"
    start = f'<span class="{PARTS[node["role"]][1]}" data-figure="{escape(node["figure"])}" data-{kind}="{escape(node["part"])}">'
    translator.body.append(start)


def depart_html(translator: Any, node: FigureText) -> None:
    """The end of the element."""
    translator.body.append("</span>")


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the roles."""
    for role in PARTS:
        app.add_role(role, FigureRole())
    app.add_node(FigureText, html=(visit_html, depart_html))
    app.add_transform(FillFigureTexts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
