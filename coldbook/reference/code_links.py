"""The first time that a page names something of our packages, in code or in prose, the name links to its entry in the reference.

Later uses stay plain. sphinx-codeautolink links every use in every block; it knows nothing of first uses or of names in prose.
"""

import ast
from html import escape, unescape

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging

from coldbook.page.folded_code import PIECE, uncolored
from coldbook.reference.python_names import Reader, documented

logger = logging.getLogger(__name__)

PYTHON = {"python", "python3", "py", "ipython", "ipython3"}


class FirstUses(SphinxPostTransform):
    default_priority = 30  # after references are resolved and MyST-NB has selected outputs
    formats = ("html",)

    def run(self, **kwargs):
        self.objects = self.env.get_domain("py").objects
        if any(entry.docname == self.env.docname for entry in self.objects.values()):
            return  # the reference itself
        self.reader, self.seen = Reader(), set()
        for node in list(self.document.findall(lambda node: isinstance(node, nodes.literal | nodes.literal_block))):
            if isinstance(node, nodes.literal_block):
                if node.get("language") in PYTHON:
                    node["coldbook_links"] = [(use, uri) for use in self.reader.read(node.astext()) if (uri := self.first(use.name))]
            elif not within(node, nodes.reference | nodes.title | nodes.literal_block) and (uri := self.in_prose(node.astext())):
                node.replace_self(nodes.reference("", "", node.deepcopy(), refuri=uri, internal=True))

    def first(self, name):
        """The address of a name's entry, if the page does not link to it yet."""
        entry = documented(name, self.objects)
        if entry is None or entry.node_id in self.seen:
            return None
        self.seen.add(entry.node_id)
        return f"{self.app.builder.get_relative_uri(self.env.docname, entry.docname)}#{entry.node_id}"

    def in_prose(self, text):
        try:
            expression = ast.parse(text, mode="eval").body
        except SyntaxError:
            return None
        known = self.reader.meaning(expression.func if isinstance(expression, ast.Call) else expression)
        return known and not known.instance and self.first(known.name)


def within(node, kinds):
    while node := node.parent:
        if isinstance(node, kinds):
            return True
    return False


def with_links(html, links):
    """Add links to highlighted code, given as ((start, end, name), address). The text is not changed.

    The Tab key passes them over: there are some fifty on a page, before and between its figures.

    >>> with_links('<pre>a<span class="o">&lt;</span>b + c</pre>', [((2, 3, "b"), "#b")])
    '<pre>a<span class="o">&lt;</span><a class="api-link" tabindex="-1" href="#b">b</a> + c</pre>'
    """
    waiting, position, output = sorted(links), 0, []
    for piece in PIECE.findall(html):
        if piece.startswith("<"):
            output.append(piece)
            continue
        text, done = unescape(piece), 0
        while waiting and waiting[0][0][1] <= position + len(text):
            (start, end, name), uri = waiting.pop(0)
            if start < position + done:
                raise ValueError(f"the highlighter splits {name}, which should link to {uri}")
            before, word = text[done : start - position], text[start - position : end - position]
            output += [escape(before, False), f'<a class="api-link" tabindex="-1" href="{escape(uri)}">{escape(word, False)}</a>']
            done = end - position
        position += len(text)
        output.append(escape(text[done:], False))
    if waiting:
        raise ValueError(f"the code ends before names that should link to {[uri for _, uri in waiting]}")
    return "".join(output)


def visit_code(self, node):
    try:
        type(self).visit_literal_block(self, node)
    except nodes.SkipNode:
        if links := node.get("coldbook_links"):
            try:
                self.body[-1] = with_links(self.body[-1], links)
            except ValueError as error:
                logger.warning("links in code: %s", error, location=node, type="coldbook", subtype="apilinks")
        if node.get("coldbook_folded"):
            self.body[-1] = uncolored(self.body[-1])
        raise


def depart_code(self, node):
    type(self).depart_literal_block(self, node)


def setup(app):
    app.add_node(nodes.literal_block, override=True, html=(visit_code, depart_code))
    app.add_post_transform(FirstUses)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
