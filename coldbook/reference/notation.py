"""The tables of symbols and constants, made from `cryolib.symbols` and `cryolib.constants`, so that they are always up to date."""

import ast
import inspect
import re

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from coldbook.reference.docstrings import DOI
from coldbook.reference.used_in import used_in


def groups(module, kind):
    """The module's objects of this class in groups: (title, {name: object}), titled by the comment above the first."""
    lines = inspect.getsource(module).splitlines()
    result = []
    for statement in ast.parse("\n".join(lines)).body:
        name = ast.unparse(statement.targets[0]) if isinstance(statement, ast.Assign) else ""
        if isinstance(getattr(module, name, None), kind):
            above = lines[statement.lineno - 2]
            if above.startswith("# ") or not result:
                result.append((above.removeprefix("# "), {}))
            result[-1][1][name] = getattr(module, name)
    return result


def number_latex(value):
    """A float in full, with digits in groups of three; dots mark a number that continues.

    >>> number_latex(6.62607015e-34), number_latex(101325.0), number_latex(8.31446261815324)
    ('6.626\\\\,070\\\\,15\\\\times 10^{-34}', '101\\\\,325', '8.314\\\\,462\\\\,618\\\\,153\\\\,24')
    """
    mantissa, _, power = f"{value:.16g}".partition("e")
    whole, _, decimals = mantissa.partition(".")
    continues = len(whole + decimals) >= 16
    whole = f"{int(whole):,}".replace(",", r"\,")
    decimals = r"\,".join(re.findall(r"\d{1,3}", decimals[:12] if continues else decimals))
    power = rf"\times 10^{{{int(power)}}}" if power else ""
    return whole + (f".{decimals}" if decimals else "") + (r"\ldots" if continues else "") + power


def with_mathematics(text):
    """Nodes of a text in which dollar signs enclose mathematics."""
    return [nodes.math("", part) if number % 2 else nodes.Text(part) for number, part in enumerate(text.split("$"))]


def with_addresses(text):
    """Nodes of a text in which a DOI becomes a link."""
    parts = DOI.split(text)
    content = [nodes.Text(parts[0])]
    for doi, rest in zip(parts[1::2], parts[2::2], strict=True):
        content += [nodes.reference("", f"doi:{doi}", refuri=f"https://doi.org/{doi}"), nodes.Text(rest)]
    return content


def unit_of(quantity):
    from livefigure.number import raised

    return raised(quantity.unit) or "none"


class Table(SphinxDirective):
    """A table with a row for each object; links to the object's name lead to the row."""

    def table(self, heads, rows, kind):
        group = nodes.tgroup(cols=len(heads))
        group += [nodes.colspec(colwidth=1, stub=int(column == 1)) for column in range(len(heads))]  # the name in code is the row's header
        group += nodes.thead("", nodes.row("", *(nodes.entry("", nodes.paragraph("", head)) for head in heads)))
        group += nodes.tbody("", *(self.row(*row) for row in rows))
        return nodes.table("", group, classes=["notation", kind, "colwidths-auto"])

    def row(self, name, *cells):
        row = nodes.row(ids=[name])
        self.state.document.note_explicit_target(row)
        self.env.get_domain("py").note_object(name, "data", name, location=self.get_location())
        for cell in cells:
            parts = cell if isinstance(cell, list) else [cell]
            row += nodes.entry("", nodes.paragraph("", "", *parts))
        return row


class Symbols(Table):
    def run(self):
        from cryolib import symbols

        self.env.note_dependency(symbols.__file__)
        sections = []
        for title, members in groups(symbols, symbols.PhysicalSymbol):
            section = nodes.section("", nodes.title("", title), ids=[nodes.make_id(f"notation-{title}")], names=[title.lower()])
            rows = [
                (
                    entry := f"{symbols.__name__}.{name}",
                    nodes.math("", symbol.latex),
                    nodes.literal("", name),
                    nodes.Text(symbol.meaning),
                    nodes.Text(unit_of(symbol)),
                    used_in("", of=entry),
                )
                for name, symbol in members.items()
            ]
            section.append(self.table(("Symbol", "In code", "Meaning", "Unit", "Used in"), rows, "symbols"))
            sections.append(section)
        return sections


class Constants(Table):
    def run(self):
        from cryolib import constants

        self.env.note_dependency(constants.__file__)
        members = {name: value for name, value in vars(constants).items() if isinstance(value, constants.Constant)}
        rows = [
            (
                f"{constants.__name__}.{name}",
                nodes.math("", constant.latex),
                nodes.literal("", name),
                [*with_mathematics(constant.meaning), nodes.inline("", "", *with_addresses(constant.source), classes=["source"])],
                [nodes.math("", number_latex(constant)), nodes.Text(f" {unit_of(constant)}")],
            )
            for name, constant in members.items()
        ]
        return [self.table(("Symbol", "In code", "Meaning and source", "Value"), rows, "constants")]


def setup(app):
    app.add_directive("symbols", Symbols)
    app.add_directive("constants", Constants)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
