"""Which chapters use a name of the package: at its entry, and wherever a `used_in` node asks for it.

A chapter uses what its cells import or call, cells whose code is not shown among them.
"""

import jupytext
from docutils import nodes
from sphinx import addnodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from coldbook.reference.python_names import Reader, documented


class used_in(nodes.Inline, nodes.TextElement):
    """The place for the list of chapters that use the entry with the id `of`."""


def users(env):
    """Id of an entry -> the pages that use it, in the book's order. Read once a build, when all pages are known."""
    if env.app.coldbook_users is None:
        objects, found = env.get_domain("py").objects, {}
        for page in in_order(env):
            for name in names_in(env.doc2path(page)):
                if entry := documented(name, objects):
                    found.setdefault(entry.node_id, {})[page] = None
        env.app.coldbook_users = {key: list(pages) for key, pages in found.items()}
    return env.app.coldbook_users


def in_order(env):
    """All pages, as a reader turns them."""
    pages, todo = [], [env.config.root_doc]
    while todo:
        page = todo.pop(0)
        pages.append(page)
        todo = env.toctree_includes.get(page, []) + todo
    return pages


def names_in(path):
    """The dotted names that a notebook's cells use."""
    with open(path, encoding="utf-8") as file:
        if "kernelspec:" not in file.read(2000):
            return set()
    reader = Reader()
    return {use.name for cell in jupytext.read(path).cells if cell.cell_type == "code" for use in reader.read(cell.source)}


def short_title(env, page):
    return env.titles[page].astext().partition(":")[0]


def links(app, fromdoc, pages):
    """The pages' titles as links, with commas between."""
    made = []
    for page in pages:
        text = short_title(app.env, page)
        made += [nodes.reference("", text, refuri=app.builder.get_relative_uri(fromdoc, page), internal=True), nodes.Text(", ")]
    return made[:-1]


class UsedIn(SphinxPostTransform):
    default_priority = 40
    formats = ("html",)

    def run(self, **kwargs):
        for entry in list(self.document.findall(addnodes.desc)):
            content, ids = entry[-1], [id_ for part in entry.findall(addnodes.desc_signature) for id_ in part["ids"]]
            if entry["domain"] == "py" and ids and users(self.env).get(ids[0]):
                place = next((k for k, part in enumerate(content) if isinstance(part, addnodes.desc | addnodes.index)), len(content))
                content.insert(place, nodes.paragraph("", "Used in: ", used_in("", of=ids[0]), classes=["used-in"]))
        for place in list(self.document.findall(used_in)):
            place.replace_self(links(self.app, self.env.docname, users(self.env).get(place["of"], [])))


def write_again(app, env):
    """Pages that list other pages are written in every build, though they did not change themselves."""
    app.coldbook_users = None
    listing = {entry.docname for entry in env.get_domain("py").objects.values()}
    return listing | {key.docname for key in env.get_domain("cite").bibliographies}


def setup(app):
    app.coldbook_users = None
    app.add_node(used_in)
    app.add_post_transform(UsedIn)
    app.connect("env-updated", write_again)
    return {"parallel_read_safe": True, "parallel_write_safe": False}
