"""Translate a resolved page into a list of cells: plain Markdown, split at headings, and placeholders of code cells.

Inline nodes append to the words of their paragraph; blocks are added to the innermost open frame: that of the page, a list item or a table
cell. A code cell can only interrupt the page's own frame. A node without a method here is a warning.
"""

from typing import NamedTuple

from docutils import nodes
from sphinx.locale import admonitionlabels
from sphinx.util import logging
from sphinx.util.docutils import SphinxTranslator
from sphinx_exercise.utils import get_node_number

from coldbook.notebooks import escaping
from coldbook.notebooks.blocks import Blocks
from coldbook.notebooks.inline import Inline

logger = logging.getLogger(__name__)

ALONE = ("#", "|", "$$", "```", ">", "- ", "1. ", "---", "<")  # beginnings of blocks that cannot have an anchor in their first line


class Prose(NamedTuple):
    source: str
    folded: bool = False  # a heading whose section is collapsed when the notebook is opened


class Code(NamedTuple):
    index: int  # among all cells of the source


class MarkdownTranslator(Inline, Blocks, SphinxTranslator):
    def __init__(self, document, builder):
        super().__init__(document, builder)
        self.cells, self.frames, self.words, self.anchors = [], [[]], [], []
        self.level, self.within_solution, self.folded, self.plain_links = 0, False, None, False
        self.wanted = builder.wanted[builder.current_docname]
        domain = builder.env.get_domain("cite")
        self.citations, self.cited = {citation.citation_id: citation for citation in domain.citations}, {}

    # ---- frames ----

    def warn(self, node, message, *arguments):
        logger.warning(message, *arguments, location=node, type="coldbook", subtype="notebooks")

    def unknown_visit(self, node):
        self.warn(node, "a notebook cannot yet show a %s: write visit_%s for it", node.tagname, type(node).__name__)
        raise nodes.SkipNode

    def dispatch_visit(self, node):
        if isinstance(node, nodes.Element) and not isinstance(node, nodes.document):
            self.anchors += [id_ for id_ in node["ids"] if id_ in self.wanted]
        super().dispatch_visit(node)

    def add(self, block):
        if not block.strip():
            return
        self.unfold()
        if self.anchors and len(self.frames) == 1:
            marks = "".join(f'<a id="{id_}"></a>' for id_ in self.anchors)
            block = f"{marks}\n\n{block}" if block.startswith(ALONE) else marks + block
            self.anchors = []
        self.frames[-1].append(block)

    def flush(self, folded=False):
        """Turn the content of the page's frame into a cell."""
        if self.frames[0]:
            self.cells.append(Prose("\n\n".join(self.frames[0]), folded))
            self.frames[0] = []

    def unfold(self):
        """Leave a solution uncollapsed if text follows it: collapsing would hide everything up to the next heading."""
        if self.folded is not None and not self.within_solution:
            self.cells[self.folded] = self.cells[self.folded]._replace(folded=False)
            self.folded = None

    def blocks_of(self, node):
        """The blocks of a node's children, collected in a new frame."""
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

    # ---- blocks ----

    def visit_document(self, node):
        pass

    def depart_document(self, node):
        self.references()
        self.flush()
        if self.anchors:
            self.warn(node, "links lead to %s, which the notebook does not have", ", ".join(self.anchors))

    def references(self):
        """Add the works that the page cites, with their numbers on the page."""
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

    visit_deeper = visit_paragraph

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
        self.cells.append(Code(node["cell_index"]))
        raise nodes.SkipNode

    def depart_container(self, node):
        pass

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
        """Collapsed under its heading: JupyterLab opens it on a click, its cells still run, and Colab shows it open."""
        self.plain_links = True
        words = self.words_of(*node[0].children)
        self.plain_links = False
        self.heading(words, self.level + 2, folded=True)
        index, self.within_solution = len(self.cells) - 1, True
        self.content(node)
        self.folded, self.within_solution = index, False
        raise nodes.SkipNode

    def content(self, node):
        for child in node.children[1:]:
            child.walkabout(self)
        self.flush()
