"""Numbers that a sentence quotes from a cell have a minus sign, as the figures' numbers have, and not Python's hyphen.

Only ``{glue:text}`` in the text is changed. What a cell prints, and what a program reads, keeps the hyphen.
"""

import re

from docutils import nodes
from livefigure.number import MINUS
from sphinx.transforms import SphinxTransform

HYPHEN = re.compile(r"^-(?=\d)")


class WriteMinusSigns(SphinxTransform):
    default_priority = 850  # as livefigure's numbers: before anything reads the text

    def apply(self, **kwargs):
        for node in self.document.findall(is_quoted_number):
            node[:] = [nodes.Text(HYPHEN.sub(MINUS, node.astext()))]


def is_quoted_number(node):
    """Whether MyST-NB made a node from ``{glue:text}``."""
    return isinstance(node, nodes.inline) and "pasted-text" in node["classes"]


def setup(app):
    app.add_transform(WriteMinusSigns)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
