"""The page *Figures of merit*: measurements of `make bench` from `bench/record.json`, and the versions behind this build."""

import functools
import json
import platform
import re
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective
from sphinx.util.nodes import make_refnode

from coldbook.build.edition import taken_apart, versions

NAME_CLASS = "merit-name"
VERBATIM = {"support_smartquotes": False}  # keeps the two hyphens of an option


@functools.cache
def record(file):
    return json.loads(Path(file).read_text(encoding="utf-8"))


def table(columns, rows, title=""):
    """A table whose first column names the rows; a row named `aim` holds the targets."""
    head = nodes.thead("", line(columns))
    body = nodes.tbody("", *[line(row, *["aim"] * (row[0] == "aim")) for row in rows])
    group = nodes.tgroup("", *[nodes.colspec(colwidth=1) for _ in columns], head, body, cols=len(columns))
    return nodes.table("", *[nodes.title("", title)] * bool(title), group, classes=["merit"])


def line(cells, *classes):
    first, *others = cells
    name = nodes.paragraph("", "", nodes.inline("", first, classes=[NAME_CLASS], **VERBATIM))
    texts = [re.sub(r"(?<=[<>]) ", "\N{NO-BREAK SPACE}", cell) for cell in others]
    entries = [nodes.entry("", paragraph) for paragraph in (name, *map(text_of, texts))]
    return nodes.row("", *entries, classes=list(classes))


def text_of(text):
    return nodes.paragraph("", text, **VERBATIM)


def link_names(app, doctree, docname):
    """Link a row named after a page or a figure to it. If that has been removed since the measurement, the name stays plain."""
    for name in list(doctree.findall(lambda node: isinstance(node, nodes.inline) and NAME_CLASS in node["classes"])):
        page, anchor, words = target(app.env, name.astext())
        if page:
            name.replace_self(make_refnode(app.builder, docname, page, anchor, nodes.Text(words)))


def target(env, name):
    """(page, anchor, text) of a page or label with this name; the page is None if there is none."""
    if f"chapters/{name}" in env.titles:
        return f"chapters/{name}", "", env.titles[f"chapters/{name}"].astext()
    page, anchor = env.domains["std"].anonlabels.get(name, (None, ""))
    number = env.toc_fignumbers.get(page, {}).get("figure", {}).get(anchor)
    return page, anchor, env.config.numfig_format["figure"] % ".".join(map(str, number)) if number else name


class Measured(SphinxDirective):
    """`{measured} figures`: the tables of a section of the record, with date and machine."""

    required_arguments = 1

    def run(self):
        file = Path(self.env.srcdir, "bench", "record.json")
        self.env.note_dependency(str(file))
        section = record(file).get(self.arguments[0])
        if section is None:
            raise self.error(f"bench/record.json has no section {self.arguments[0]!r}; make bench measures it")
        content = []
        for sheet in section["sheets"]:
            content.append(table(["", *sheet["columns"]], sheet["rows"], sheet["title"]))
            content += map(text_of, sheet["notes"])
        commit, changed = taken_apart(section["commit"])
        words = f"Measured on {section['date']} at commit {commit[:7]}{' with changes' if changed else ''}: {section['machine']}."
        return [*content, nodes.paragraph("", words, classes=["used-in"])]


class MadeOf(SphinxDirective):
    """`{made-of}`: commit and date of this build, and versions of the packages."""

    def run(self):
        edition = self.env.app.coldbook_edition
        rows = [["commit", edition.short], ["built", f"{edition.built:%Y-%m-%d %H:%M} UTC"], ["Python", platform.python_version()]]
        return [nodes.container("", table(["", "this build"], rows + [list(row) for row in versions().items()]), classes=["made-of"])]


def setup(app):
    app.add_directive("measured", Measured)
    app.add_directive("made-of", MadeOf)
    app.connect("doctree-resolved", link_names)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
