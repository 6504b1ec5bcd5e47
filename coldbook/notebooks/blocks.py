"""Blocks other than plain text: formulas, listings, lists, tables, images."""

import base64
import mimetypes
import re
from pathlib import Path

from docutils import nodes
from sphinx.util.math import get_node_equation_number

from coldbook.notebooks import escaping
from coldbook.page.mathematics import plain

LEFT_OUT = ("<!--", "<form")  # raw HTML that a notebook leaves out: comments, and forms that need a script of the page


class Blocks:
    def visit_math_block(self, node):
        latex = re.sub(r"\n\s*\n", "\n", plain(node.astext()))
        number = f"\n\\tag{{{get_node_equation_number(self, node)}}}" if node["number"] and node["ids"] else ""
        self.add(f"$$\n{latex}{number}\n$$")
        raise nodes.SkipNode

    def visit_literal_block(self, node):
        language = node.get("language", "")
        self.add(escaping.block(node.astext().rstrip("\n"), "" if language in ("none", "default") else language))
        raise nodes.SkipNode

    def visit_block_quote(self, node):
        self.add(escaping.indented("\n\n".join(self.blocks_of(node)), "> ", "> "))
        raise nodes.SkipNode

    def visit_bullet_list(self, node):
        self.items(node, lambda number: "- ")

    def visit_enumerated_list(self, node):
        self.items(node, lambda number: f"{number}. ")

    def items(self, node, mark):
        items = [self.blocks_of(item) for item in node.children]
        gap = "\n" if all(len(blocks) == 1 for blocks in items) else "\n\n"
        marked = (escaping.indented("\n\n".join(blocks), mark(number)) for number, blocks in enumerate(items, node.get("start", 1)))
        self.add(gap.join(marked))
        raise nodes.SkipNode

    def visit_definition_list(self, node):
        for item in node.children:
            term, *rest = item.children
            words = [f"**{self.words_of(*term.children)}**"]
            for definition in rest:
                words += self.blocks_of(definition)
            self.add("\n\n".join(words))
        raise nodes.SkipNode

    # ---- tables ----

    def visit_table(self, node):
        head, body = [], []
        for row in node.findall(nodes.row):
            (head if isinstance(row.parent, nodes.thead) else body).append(row)
            if any("morecols" in entry or "morerows" in entry for entry in row):
                self.warn(node, "a table with cells over several rows or columns cannot be written in a notebook")
        titles = [child for child in node.children if isinstance(child, nodes.title)]
        if titles:
            self.add(f"**{self.words_of(*titles[0].children)}**")
        width = len(body[0] if body else head[0])
        rows = [["" for _ in range(width)] if not head else [self.entry(entry) for entry in head[0]]]
        rows += [["---:" if "text-right" in entry["classes"] else "---" for entry in (head or body)[0]]]
        rows += [[self.entry(entry) for entry in row] for row in [*head[1:], *body]]
        self.add("\n".join(f"| {' | '.join(row)} |" for row in rows))
        raise nodes.SkipNode

    def entry(self, node):
        text = "<br>".join(block.replace("\n", " ") for block in self.blocks_of(node))
        # A bar ends a table cell, also within code and formulas.
        text = re.sub(r"\$[^$]+\$", lambda formula: re.sub(r"(?<!\\)\|", r"\\vert ", formula[0]).replace(r"\|", r"\Vert "), text)
        return re.sub(r"(?<!\\)\|", r"\\|", text)

    # ---- images ----

    def visit_figure(self, node):
        for part in node.children:
            if isinstance(part, nodes.caption):
                number = self.builder.fignumbers.get("figure", {}).get(node["ids"][0] if node["ids"] else "")
                number = f"**{self.config.numfig_format['figure'] % '.'.join(map(str, number))}.** " if number else ""
                self.add(number + self.words_of(*part.children))
            else:
                part.walkabout(self)
        raise nodes.SkipNode

    def visit_legend(self, node):
        pass

    def depart_legend(self, node):
        pass

    def visit_image(self, node):
        path = Path(self.builder.srcdir, node["uri"])
        kind = mimetypes.guess_type(path.name)[0]
        if not kind or not path.is_file():
            self.warn(node, "the image %s is not a file that a notebook can include", node["uri"])
            raise nodes.SkipNode
        # Inline, not as an attachment of the cell, which Colab does not show.
        data = base64.b64encode(path.read_bytes()).decode()
        image = f"![{escaping.text(node.get('alt', ''))}](data:{kind};base64,{data})"
        if self.words:
            self.words[-1].append(image)
        else:
            self.add(image)
        raise nodes.SkipNode

    def visit_raw(self, node):
        if not (node["format"] == "html" and node.astext().lstrip().startswith(LEFT_OUT)):
            self.warn(node, "a notebook cannot show this raw %s: %s", node["format"], node.astext()[:60])
        raise nodes.SkipNode
