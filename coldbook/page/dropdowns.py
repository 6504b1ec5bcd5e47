"""`class: dropdown` makes a <details> element, which opens by keyboard, by find-in-page and for a link into it, without a script."""

import re

from docutils import nodes
from sphinx.locale import admonitionlabels
from sphinx_exercise.nodes import exercise_enumerable_node, exercise_node, solution_node

TITLE = '<p class="admonition-title">'
ARROW = '<span class="fa-solid fa-angle-down" aria-hidden="true"></span>'


def visit(self, node, name=""):
    node["coldbook_start"] = len(self.body)
    self.body.append(self.starttag(node, "div", CLASS=f"admonition {name}".strip()) + "\n")
    if name:  # a note, a tip ...: Sphinx passes the kind, which becomes the title
        node.insert(0, nodes.title(name, admonitionlabels[name]))


def depart(self, node, name=""):
    self.body.append("</div>\n")
    if "dropdown" not in node["classes"]:
        return
    html = "".join(self.body[node["coldbook_start"] :])
    head, _, rest = html.partition(TITLE)
    inner, _, rest = rest.partition("</p>")
    inner = re.sub(r"</?a\b[^>]*>", "", inner)  # a link inside a <summary> cannot be followed
    html = head.replace("<div", "<details", 1) + f'<summary class="admonition-title">{inner}{ARROW}</summary>' + rest
    self.body[node["coldbook_start"] :] = [html.rstrip().removesuffix("</div>") + "</details>\n"]


def setup(app):
    for kind in (nodes.admonition, exercise_node, exercise_enumerable_node, solution_node):
        app.add_node(kind, override=True, html=(visit, depart))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
