"""Inline elements: text, code, formulas, links."""

from urllib.parse import urldefrag

from docutils import nodes

from coldbook.notebooks import escaping


class Inline:
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
        address = self.address(node)
        self.words[-1].append(f"[{words}]({address})" if address and not self.plain_links else words)
        raise nodes.SkipNode

    def address(self, node):
        """The address of a link in a notebook, or None."""
        if "refid" in node:
            return f"#{node['refid']}"
        page, fragment = urldefrag(node["refuri"])
        if fragment in self.citations and isinstance(node.parent, nodes.inline) and "bibtex-citation" in node.parent["classes"]:
            citation = self.citations[fragment]
            self.cited[citation.formatted_entry.label] = citation
            return f"#reference-{citation.formatted_entry.label}"
        if page.startswith("nowhere:"):
            return None
        return node["refuri"].replace("(", "%28").replace(")", "%29").replace(" ", "%20")
