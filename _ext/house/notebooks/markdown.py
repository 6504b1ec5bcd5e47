"""A resolved page as a row of cells: plain Markdown, split at headings, and between it the places of the code cells.

Inline nodes write words, which their paragraph gathers; blocks go into the frame that is open: the page's, a list item's, a table
cell's. Only the page's own frame can be cut by a code cell. A node without a method here is a warning.
"""

import base64
import mimetypes
import re
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urldefrag

from docutils import nodes
from sphinx.locale import admonitionlabels
from sphinx.util import logging
from sphinx.util.docutils import SphinxTranslator
from sphinx.util.math import get_node_equation_number
from sphinx_exercise.utils import get_node_number

from house.mathematics import ALIGNED, GATHERED, PLAIN
from house.notebooks import escaping

logger = logging.getLogger(__name__)

LEFT_OUT = ("<!--", "<form")  # raw HTML that a notebook does without: remarks, and forms that a script of the page answers
ALONE = ("#", "|", "$$", "```", ">", "- ", "1. ", "---", "<")  # how blocks begin that cannot have an anchor in their first line


class Prose(NamedTuple):
    source: str
    folded: bool = False  # a heading under which everything is folded when the notebook is opened


class Code(NamedTuple):
    index: int  # of the cell among all cells of the source
    line: int


class MarkdownTranslator(SphinxTranslator):
    def __init__(self, document, builder):
        super().__init__(document, builder)
        self.cells, self.frames, self.words, self.anchors = [], [[]], [], []
        self.level, self.within_solution, self.folded, self.plain_links = 0, False, None, False
        self.wanted = builder.wanted[builder.current_docname]
        domain = builder.env.get_domain("cite")
        self.citations, self.cited = {citation.citation_id: citation for citation in domain.citations}, {}

    # ---- frames ----

    def warn(self, node, message, *arguments):
        logger.warning(message, *arguments, location=node, type="house", subtype="notebooks")

    def unknown_visit(self, node):
        self.warn(node, "a notebook cannot yet show a %s: write visit_%s for it", node.tagname, type(node).__name__)
        raise nodes.SkipNode

    def dispatch_visit(self, node):
        if isinstance(node, nodes.Element) and not isinstance(node, nodes.document):
            self.anchors += [each for each in node["ids"] if each in self.wanted]
        super().dispatch_visit(node)

    def add(self, block):
        if not block.strip():
            return
        self.unfold()
        if self.anchors and len(self.frames) == 1:
            marks = "".join(f'<a id="{each}"></a>' for each in self.anchors)
            block = f"{marks}\n\n{block}" if block.startswith(ALONE) else marks + block
            self.anchors = []
        self.frames[-1].append(block)

    def flush(self, folded=False):
        """What the page's frame holds becomes a cell."""
        if self.frames[0]:
            self.cells.append(Prose("\n\n".join(self.frames[0]), folded))
            self.frames[0] = []

    def unfold(self):
        """A fold reaches to the next heading: a solution stays open if something else than a heading follows it."""
        if self.folded is not None and not self.within_solution:
            self.cells[self.folded] = self.cells[self.folded]._replace(folded=False)
            self.folded = None

    def blocks_of(self, node):
        """The blocks that a node's children make, in a frame of their own."""
        self.frames.append([])
        for child in node.children:
            child.walkabout(self)
        return self.frames.pop()

    def words_of(self, *children):
        self.words.append([])
        for child in children:
            child.walkabout(self)
        return "".join(self.words.pop())

    def heading(self, words, level, folded=False):
        self.folded = None
        if len(self.frames) == 1:
            self.flush()
        self.add(f"{'#' * min(level, 6)} {words}")
        if folded or level == 1:  # in a cell of its own
            self.flush(folded)

    # ---- words ----

    def visit_Text(self, node):
        self.words[-1].append(escaping.text(node.astext()))
        raise nodes.SkipNode

    def visit_emphasis(self, node):
        self.words[-1].append(f"*{self.words_of(*node.children)}*")
        raise nodes.SkipNode

    def visit_strong(self, node):
        self.words[-1].append(f"**{self.words_of(*node.children)}**")
        raise nodes.SkipNode

    def visit_literal(self, node):
        self.words[-1].append(escaping.code(node.astext()))
        raise nodes.SkipNode

    def visit_subscript(self, node):
        self.words[-1].append(f"<sub>{self.words_of(*node.children)}</sub>")
        raise nodes.SkipNode

    def visit_superscript(self, node):
        self.words[-1].append(f"<sup>{self.words_of(*node.children)}</sup>")
        raise nodes.SkipNode

    def visit_math(self, node):
        latex = " ".join(node.astext().split())
        self.words[-1].append(f"${latex}$")
        raise nodes.SkipNode

    def visit_inline(self, node):
        pass

    visit_title_reference = visit_inline

    def depart_inline(self, node):
        pass

    depart_title_reference = depart_inline

    def visit_reference(self, node):
        words = self.words_of(*node.children)
        where = self.address(node)
        self.words[-1].append(f"[{words}]({where})" if where and not self.plain_links else words)
        raise nodes.SkipNode

    def address(self, node):
        """Where a link leads from a notebook, or nothing."""
        if "refid" in node:
            return f"#{node['refid']}"
        where, place = urldefrag(node["refuri"])
        if place in self.citations and isinstance(node.parent, nodes.inline) and "bibtex-citation" in node.parent["classes"]:
            citation = self.citations[place]
            self.cited[citation.formatted_entry.label] = citation
            return f"#reference-{citation.formatted_entry.label}"
        if where.startswith("nowhere:"):
            return None
        return node["refuri"].replace("(", "%28").replace(")", "%29").replace(" ", "%20")

    # ---- blocks ----

    def visit_document(self, node):
        pass

    def depart_document(self, node):
        self.references()
        self.flush()

    def references(self):
        """The works that the page cites, by their numbers on the page."""
        if not self.cited:
            return
        domain = self.builder.env.get_domain("cite")
        self.heading("References", 2)
        for label in sorted(self.cited, key=lambda label: (not label.isdigit(), int(label) if label.isdigit() else 0, label)):
            entry = domain.backend.paragraph(self.cited[label].formatted_entry)
            self.add(f'<a id="reference-{label}"></a>\\[{label}\\] {self.words_of(*entry.children)}')

    def visit_section(self, node):
        self.level += bool(node.children and isinstance(node[0], nodes.title))

    def depart_section(self, node):
        self.level -= bool(node.children and isinstance(node[0], nodes.title))

    def visit_title(self, node):
        number = self.builder.secnumbers.get("" if self.level == 1 else f"#{node.parent['ids'][0]}")
        number = f"{'.'.join(map(str, number))}. " if number else ""
        self.heading(number + self.words_of(*node.children), self.level)
        raise nodes.SkipNode

    def visit_rubric(self, node):
        self.heading(self.words_of(*node.children), self.level + 1)
        raise nodes.SkipNode

    def visit_paragraph(self, node):
        self.add(escaping.paragraph(self.words_of(*node.children).strip()))
        raise nodes.SkipNode

    def visit_compound(self, node):
        pass

    def depart_compound(self, node):
        pass

    def visit_target(self, node):
        raise nodes.SkipNode

    visit_comment = visit_index = visit_substitution_definition = visit_toctree = visit_target

    def visit_transition(self, node):
        self.add("---")
        raise nodes.SkipNode

    def visit_container(self, node):
        if node.get("nb_element") != "cell_code":
            return
        if len(self.frames) > 1:
            self.warn(node, "a code cell within a list, a table or a note cannot be a cell of a notebook")
        self.unfold()
        self.flush()
        self.cells.append(Code(node["cell_index"], node.line or 0))
        raise nodes.SkipNode

    def depart_container(self, node):
        pass

    def visit_math_block(self, node):
        latex = PLAIN.sub("", GATHERED.sub(r"\\\1{gathered}", ALIGNED.sub(r"\\\1{aligned}", node.astext()))).strip()
        if "\\\\" in latex and "\\begin" not in latex:
            latex = f"\\begin{{aligned}}\n{latex}\n\\end{{aligned}}"
        latex = re.sub(r"\n\s*\n", "\n", latex)
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
        self.list(node, lambda number: "- ")

    def visit_enumerated_list(self, node):
        self.list(node, lambda number: f"{number}. ")

    def list(self, node, mark):
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
        # A bar ends a cell, also within code and formulas.
        text = re.sub(r"\$[^$]+\$", lambda formula: re.sub(r"(?<!\\)\|", r"\\vert ", formula[0]).replace(r"\|", r"\Vert "), text)
        return re.sub(r"(?<!\\)\|", r"\\|", text)

    # ---- pictures ----

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
            self.warn(node, "the image %s is not a file that a notebook could hold", node["uri"])
            raise nodes.SkipNode
        # In the text, not as an attachment of the cell: Colab does not show those.
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

    # ---- notes, exercises, solutions ----

    def visit_Admonition(self, node):
        title, children = admonitionlabels.get(node.tagname, ""), node.children
        if children and isinstance(children[0], nodes.title):
            title, children = self.words_of(*children[0].children), children[1:]
        self.frames.append([])
        for child in children:
            child.walkabout(self)
        self.add(escaping.indented("\n\n".join([f"**{title}**", *self.frames.pop()]), "> ", "> "))
        raise nodes.SkipNode

    def visit_exercise_enumerable_node(self, node):
        number = self.config.numfig_format["exercise"] % get_node_number(self, node, "exercise")
        self.heading(number + self.words_of(*node[0].children), self.level + 1)
        self.content(node)
        raise nodes.SkipNode

    def visit_exercise_node(self, node):
        self.heading(self.words_of(*node[0].children), self.level + 1)
        self.content(node)
        raise nodes.SkipNode

    def visit_solution_node(self, node):
        """Folded under its heading: JupyterLab opens it on a click, its cells run all the same, and Colab shows it open."""
        self.plain_links = True
        words = self.words_of(*node[0].children)
        self.plain_links = False
        self.heading(words, self.level + 2, folded=True)
        place, self.within_solution = len(self.cells) - 1, True
        self.content(node)
        self.folded, self.within_solution = place, False
        raise nodes.SkipNode

    def content(self, node):
        for child in node.children[1:]:
            child.walkabout(self)
        self.flush()
