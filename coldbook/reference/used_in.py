"""List the chapters that use a name of our packages: at its entry, and in place of each `used_in` node.

A chapter uses the names that its cells import or call, also in cells whose code is hidden.
"""

import jupytext
from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from coldbook.page_order import has_kernel, in_order
from coldbook.reference.python_names import Reader, documented


class used_in(nodes.Inline, nodes.TextElement):
    """Stands for the list of chapters that use the entry with the id `of`."""


def users(env):
    """Pages by the id of the entry that they use, in the book's order. Computed once in a build, when all pages are known."""
    if env.app.coldbook_users is None:
        objects, by_entry = env.get_domain("py").objects, {}
        for page in in_order(env):
            for name in names_in(env.doc2path(page)) if has_kernel(env, page) else ():
                if entry := documented(name, objects):
                    by_entry.setdefault(entry.node_id, {})[page] = None
        env.app.coldbook_users = {key: list(pages) for key, pages in by_entry.items()}
    return env.app.coldbook_users


def names_in(path):
    """The dotted names that a notebook's cells use."""
    reader = Reader()
    return {use.name for cell in jupytext.read(path).cells if cell.cell_type == "code" for use in reader.read(cell.source)}


def short_title(env, page):
    return env.titles[page].astext().partition(":")[0]


def links(app, fromdoc, pages):
    """The pages' titles as links, separated by commas."""
    content = []
    for page in pages:
        text = short_title(app.env, page)
        content += [nodes.reference("", text, refuri=app.builder.get_relative_uri(fromdoc, page), internal=True), nodes.Text(", ")]
    return content[:-1]


class UsedIn(SphinxPostTransform):
    default_priority = 40
    formats = ("html",)

    def run(self, **kwargs):
        for entry in list(self.document.findall(addnodes.desc)):
            content, ids = entry[-1], [id_ for part in entry.findall(addnodes.desc_signature) for id_ in part["ids"]]
            if entry["domain"] == "py" and ids and users(self.env).get(ids[0]):
                index = next((k for k, part in enumerate(content) if isinstance(part, addnodes.desc | addnodes.index)), len(content))
                content.insert(index, nodes.paragraph("", "Used in: ", used_in("", of=ids[0]), classes=["used-in"]))
        for node in list(self.document.findall(used_in)):
            node.replace_self(links(self.app, self.env.docname, users(self.env).get(node["of"], [])))


def write_again(app, env):
    """Pages that list other pages are written in every build, also if their own text has not changed."""
    app.coldbook_users = None
    listing = {entry.docname for entry in env.get_domain("py").objects.values()}
    return listing | {key.docname for key in env.get_domain("cite").bibliographies}


def setup(app):
    app.coldbook_users = None
    app.add_node(used_in)
    app.add_post_transform(UsedIn)
    app.connect("env-updated", write_again)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
