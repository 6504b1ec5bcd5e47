"""A page's description: its opening prose as plain text, cut at a sentence, for search engines and link previews."""

import re

from docutils import nodes
from sphinx import addnodes

LEAST, MOST = 80, 200
END = re.compile(r"(?<=[.!?])[\"”’)]?\s+(?=[A-Z0-9“\"])")
CITATION = re.compile(r"\s*\[[\w+, ]+\](?=[\s.,;:)]|$)")  # a rendered citation: [1, 2]
SPACE_BEFORE = re.compile(r"\s+(?=[.,;:)])")  # left where something was removed
# Not prose; the link to a claim is left out as well.
SKIPPED = (nodes.raw, nodes.footnote_reference, nodes.citation_reference, nodes.math_block, nodes.image, nodes.Invisible)
FORMULA = "\ufffc"  # stands for mathematics; a sentence makes no sense without its formulas


def words(node):
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, nodes.math):
        return FORMULA
    if isinstance(node, SKIPPED) or "claim-links" in node.get("classes", ()):
        return ""
    return "".join(words(child) for child in node.children)


def sentences(doctree):
    """The sentences of a page's paragraphs, in order."""
    paragraphs = [node for node in doctree.findall(nodes.paragraph) if isinstance(node.parent, nodes.section | addnodes.highlightlang)]
    for paragraph in paragraphs:
        text = SPACE_BEFORE.sub("", CITATION.sub("", " ".join(words(paragraph).split())))
        if not text.endswith(":"):  # it introduces something that is left out
            yield from END.split(text)


def shortened(text, room):
    """The first words of a text, at most so many characters, with an ellipsis if it is cut."""
    return text if len(text) <= room else text[:room].rsplit(" ", 1)[0].rstrip(",;:.") + "…"


def opening(doctree):
    """As many of the first sentences as fit into LEAST to MOST characters; fewer if the page has less text."""
    text = ""
    for sentence in sentences(doctree):
        if FORMULA in sentence:
            if text:
                break
            continue
        longer = f"{text} {sentence}".strip()
        if len(longer) > MOST:
            return text if len(text) >= LEAST else shortened(longer, MOST)
        text = longer
    return text
