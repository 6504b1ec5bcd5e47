"""Add to each source of the bibliography the pages that cite it and the modules that hold its numbers."""

import ast
import functools
import tomllib
from importlib.util import find_spec
from pathlib import Path

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from coldbook.page_order import in_order
from coldbook.reference.used_in import links


class CitedIn(SphinxPostTransform):
    default_priority = 6  # after the bibliography has its entries, before references are resolved
    formats = ("html",)

    def run(self, **kwargs):
        domain = self.env.get_domain("cite")
        keys = {citation.citation_id: citation.key for citation in domain.citations}
        for citation in self.document.findall(nodes.citation):
            key = keys.get(citation["ids"][0])
            citing = {reference.docname for reference in domain.citation_refs if key in {target.key for target in reference.targets}}
            self.append(citation, "Cited in: ", links(self.app, self.env.docname, [page for page in in_order(self.env) if page in citing]))
            self.append(citation, "Numbers in: ", self.modules_with(key))

    def append(self, citation, words, links):
        if links:
            citation += nodes.paragraph("", words, *links, classes=["used-in"])

    def modules_with(self, key):
        """Links to the modules whose code has the citation key as a string, beside a published number."""
        content = []
        for name, entry in self.env.get_domain("py").modules.items():
            if key in strings(name):
                uri = f"{self.app.builder.get_relative_uri(self.env.docname, entry.docname)}#{entry.node_id}"
                content += [nodes.reference("", "", nodes.literal("", name), refuri=uri, internal=True), nodes.Text(", ")]
        return content[:-1]


@functools.cache
def strings(module):
    """The strings of a module, and of the TOML file of its name, or of those in its folder if it is a package within another."""
    file = Path(find_spec(module).origin)  # a build that reads only the pages that changed may not have imported it
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    inner = file.name == "__init__.py" and "." in module
    for data in file.parent.glob("*.toml" if inner else f"{file.stem}.toml"):
        found.update(leaves(tomllib.loads(data.read_text(encoding="utf-8"))))
    return found


def leaves(data):
    """The strings in nested lists and tables."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, (dict, list)):
        for each in data.values() if isinstance(data, dict) else data:
            yield from leaves(each)


def setup(app):
    app.add_post_transform(CitedIn)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
