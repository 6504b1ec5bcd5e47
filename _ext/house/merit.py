"""The page *Figures of merit*: what `make bench` kept in `bench/record.json`, and what this build is made of."""

import functools
import json
import platform
from importlib import metadata
from pathlib import Path

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from house.edition import PACKAGES


@functools.cache
def record(file):
    return json.loads(Path(file).read_text(encoding="utf-8"))


def table(columns, rows, title=""):
    """A table whose first column names the rows; a row named `aim` says what is wanted."""
    head = nodes.thead("", line(columns))
    body = nodes.tbody("", *[line(row, *["aim"] * (row[0] == "aim")) for row in rows])
    group = nodes.tgroup("", *[nodes.colspec(colwidth=1) for _ in columns], head, body, cols=len(columns))
    return nodes.table("", *[nodes.title("", title)] * bool(title), group, classes=["merit"])


def line(cells, *classes):
    return nodes.row("", *[nodes.entry("", nodes.paragraph("", cell)) for cell in cells], classes=list(classes))


class Measured(SphinxDirective):
    """`{measured} figures`: the tables of a section of the record, with when and on what they were measured."""

    required_arguments = 1

    def run(self):
        file = Path(self.env.srcdir, "bench", "record.json")
        self.env.note_dependency(str(file))
        section = record(file).get(self.arguments[0])
        if section is None:
            raise self.error(f"bench/record.json has no section {self.arguments[0]!r}; make bench measures it")
        found = []
        for sheet in section["sheets"]:
            found.append(table(["", *sheet["columns"]], sheet["rows"], sheet["title"]))
            found += [nodes.paragraph("", note) for note in sheet["notes"]]
        commit, changed, _ = section["commit"].partition("-dirty")
        words = f"Measured on {section['date']} at commit {commit[:7]}{' with changes' if changed else ''}: {section['machine']}, load {section['load']}."
        return [*found, nodes.paragraph("", words, classes=["used-in"])]


class MadeOf(SphinxDirective):
    """`{made-of}`: commit and date of this build, and the versions of what made it."""

    def run(self):
        edition = self.env.app.house_edition
        rows = [["commit", edition.commit], ["built", f"{edition.built:%Y-%m-%d %H:%M} UTC"], ["Python", platform.python_version()]]
        return [table(["", "this build"], rows + [[name, metadata.version(name)] for name in PACKAGES])]


def setup(app):
    directives.register_directive("measured", Measured)
    directives.register_directive("made-of", MadeOf)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
