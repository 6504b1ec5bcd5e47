"""The bibliography says of each source which pages cite it, and which modules carry its numbers."""

import ast
import functools
import inspect
import sys

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from coldbook.reference.used_in import in_order, links


class CitedIn(SphinxPostTransform):
    default_priority = 6  # right after the bibliography has its entries, before references are resolved
    formats = ("html",)

    def run(self, **kwargs):
        domain = self.env.get_domain("cite")
        keys = {citation.citation_id: citation.key for citation in domain.citations}
        for citation in self.document.findall(nodes.citation):
            key = keys.get(citation["ids"][0])
            cite = {reference.docname for reference in domain.citation_refs if key in {target.key for target in reference.targets}}
            self.say(citation, "Cited in: ", links(self.app, self.env.docname, [page for page in in_order(self.env) if page in cite]))
            self.say(citation, "Numbers in: ", self.modules_with(key))

    def say(self, citation, words, where):
        if where:
            citation += nodes.paragraph("", words, *where, classes=["used-in"])

    def modules_with(self, key):
        """Links to the modules whose code has the key as a string: that of a published number."""
        made = []
        for name, entry in self.env.get_domain("py").modules.items():
            if key in strings(name):
                uri = f"{self.app.builder.get_relative_uri(self.env.docname, entry.docname)}#{entry.node_id}"
                made += [nodes.reference("", "", nodes.literal("", name), refuri=uri, internal=True), nodes.Text(", ")]
        return made[:-1]


@functools.cache
def strings(module):
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def setup(app):
    app.add_post_transform(CitedIn)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
