"""Words in the text that lead to a scene of a figure on the same page.

{scene}`fig-one-watt: liquid helium` prints the scene's name, {scene}`go to helium <fig-one-watt: liquid helium>` other words. The figure's
script makes buttons of them (livefigure, js/scenes.js); without scripts, on paper and in notebooks they are words of the sentence.

The build fails if the figure is not on the page or has no such scene.
"""

import json
import re
from html import escape

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

logger = logging.getLogger(__name__)

SPECIFICATION = re.compile(r'<div class="live-figure" id="([\w-]+)-live">.*?<script type="application/json">(.*?)</script>', re.S)
TARGET = re.compile(r"(?:(?P<words>.*\S)\s*<)?(?P<figure>[a-z][a-z0-9-]*):\s*(?P<scene>[^<>]+?)>?", re.S)


class SceneRole(SphinxRole):
    def run(self):
        target = TARGET.fullmatch(self.text)
        if not target:
            message = self.inliner.reporter.error(f"a scene is written as figure: scene; got {self.text!r}", line=self.lineno)
            return [], [message]
        words = nodes.inline("", target["words"] or target["scene"], figure=target["figure"], scene=target["scene"])
        self.set_source_info(words)
        return [words], []


class SceneWords(SphinxPostTransform):
    default_priority = 20  # after MyST-NB has selected one MIME type for each output
    formats = ("html",)

    def run(self, **kwargs):
        words = [node for node in self.document.findall(nodes.inline) if "scene" in node]
        if not words:
            return
        html = "".join(node.astext() for node in self.document.findall(nodes.raw) if "live-figure" in node.astext())
        scenes = {name: [scene for scene, _ in json.loads(text)["scenes"]] for name, text in SPECIFICATION.findall(html)}
        for node in words:
            figure, scene = node["figure"], node["scene"]
            if scene not in scenes.get(figure, ()):
                known = ", ".join(scenes[figure]) or "none" if figure in scenes else "none: the figure is not on this page"
                logger.warning("%s has no scene %r; it has %s", figure, scene, known, location=node, type="coldbook", subtype="scenes")
            start = f'<span class="lf-words" data-figure="{escape(figure)}" data-scene="{escape(scene)}">'
            node[:] = [nodes.raw("", start, format="html"), *node.children, nodes.raw("", "</span>", format="html")]


def setup(app):
    app.add_role("scene", SceneRole())
    app.add_post_transform(SceneWords)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
