"""A page's description: its opening prose as plain text, cut at a sentence, for search engines and link previews."""

import re

from docutils import nodes
from sphinx import addnodes

LEAST, MOST = 80, 200
END = re.compile(r"(?<=[.!?])[\"”’)]?\s+(?=[A-Z0-9“\"])")
CITATION = re.compile(r"\s*\[[\w+, ]+\](?=[\s.,;:)]|$)")  # what a citation has become: [1, 2]
BEFORE = re.compile(r"\s+(?=[.,;:)])")  # what is left where something was taken out
# What stands between paragraphs and is no prose; a claim's link is a mark, not a word.
SKIPPED = (nodes.raw, nodes.footnote_reference, nodes.citation_reference, nodes.math_block, nodes.image, nodes.Invisible)
HOLE = "\ufffc"  # where mathematics was: such a sentence has lost its point


def words(node):
    if isinstance(node, nodes.Text):
        return node.astext()
    if isinstance(node, nodes.math):
        return HOLE
    if isinstance(node, SKIPPED) or "claim-links" in node.get("classes", ()):
        return ""
    return "".join(words(child) for child in node.children)


def sentences(doctree):
    """The sentences of a page's own paragraphs, those before its first subsection first."""
    paragraphs = [node for node in doctree.findall(nodes.paragraph) if isinstance(node.parent, nodes.section | addnodes.highlightlang)]
    for paragraph in paragraphs:
        text = BEFORE.sub("", CITATION.sub("", " ".join(words(paragraph).split())))
        if not text.endswith(":"):  # it leads to what is not here
            yield from END.split(text)


def shortened(text, room):
    """The text's first words, so many characters at most, with dots that say that it goes on."""
    return text if len(text) <= room else text[:room].rsplit(" ", 1)[0].rstrip(",;:.") + "…"


def opening(doctree):
    """As many of the first sentences as fit, between LEAST and MOST characters; less if the page does not say more."""
    said = ""
    for sentence in sentences(doctree):
        if HOLE in sentence:
            if said:
                break
            continue
        longer = f"{said} {sentence}".strip()
        if len(longer) > MOST:
            return said if len(said) >= LEAST else shortened(longer, MOST)
        said = longer
    return said
