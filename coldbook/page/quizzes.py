"""Self-checks: formulas in their texts become MathML, and every page loads the script that checks the answers.

The forms are written by `chapterkit.selfcheck.ask` while the pages are executed.
"""

import re
from html import unescape
from pathlib import Path

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from coldbook.page.mathematics import mathml

logger = logging.getLogger(__name__)

MARK = '<form class="quiz-question"'
FORMULA = re.compile(r'<span class="quiz-formula">(.*?)</span>', re.S)
SCRIPT = "selfcheck.js"


class Quizzes(SphinxPostTransform):
    default_priority = 20  # after MyST-NB has selected one MIME type for each output
    formats = ("html",)

    def run(self, **kwargs):
        for node in list(self.document.findall(nodes.raw)):
            if MARK not in node.astext():
                continue
            try:
                shown = FORMULA.sub(lambda formula: mathml(unescape(formula[1])), node.astext())
            except ValueError as error:
                logger.warning("quiz: %s", error, location=node, type="coldbook", subtype="quiz")
            else:
                node.replace_self(nodes.raw("", shown, format="html"))


def write_script(app, exception):
    if exception or app.builder.format != "html":
        return
    from chapterkit.selfcheck.form import script  # slow to import, and not needed by other builders

    Path(app.outdir, "_static", SCRIPT).write_text(script(), encoding="utf-8")


def setup(app):
    app.add_post_transform(Quizzes)
    app.add_js_file(SCRIPT)
    app.connect("build-finished", write_script)  # before assets.py joins all scripts
    return {"parallel_read_safe": True, "parallel_write_safe": True}
