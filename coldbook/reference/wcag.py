"""The table of the page *Accessibility*: each criterion of WCAG 2.1 at levels A and AA, from `wcag.toml`."""

import tomllib
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

FILE = Path(__file__).with_suffix(".toml")
HEADS = ("Criterion", "Level", "Result", "What the book does", "Tests")


def criteria():
    """The criteria as dictionaries, with the keys of the file."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))["criterion"]


class Criteria(SphinxDirective):
    """`{wcag}`: the table."""

    def run(self):
        self.env.note_dependency(str(FILE))
        head = nodes.thead("", row([nodes.Text(name)] for name in HEADS))
        body = nodes.tbody("", *(row(cells(criterion)) for criterion in criteria()))
        columns = [nodes.colspec(colwidth=width, stub=int(width == 20)) for width in (20, 6, 12, 32, 30)]
        return [nodes.table("", nodes.tgroup("", *columns, head, body, cols=len(HEADS)), classes=["wcag"])]


def row(contents):
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *content)) for content in contents))


def cells(criterion):
    yield [nodes.Text(f"{criterion['number']} {criterion['name']}")]
    yield from ([nodes.Text(criterion[key])] for key in ("level", "result", "says"))
    tests = [nodes.literal("", test.partition("::")[2]) for test in criterion.get("tests", ())]
    yield [part for test in tests for part in (test, nodes.Text(" "))]


def setup(app):
    app.add_directive("wcag", Criteria)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
