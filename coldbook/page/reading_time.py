"""A lesson's reading time, below its title: of the path through it, and of what is folded.

It is an estimate for a reader who works along: 200 words a minute, two minutes for each live figure, half a minute for each displayed
formula and each open code cell. Folded code takes no time; questions, exercises and sources are not counted.
"""

import re

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from coldbook.page.deeper import fold
from coldbook.page.folded_cells import folded

WORDS_PER_MINUTE, FIGURE, STEP = 200, 2, 0.5
AFTER_THE_LESSON = ("Test yourself", "Exercises", "Sources")


def minutes(part):
    """The time for a part of a page without its folds, in minutes."""
    if isinstance(part, (fold, nodes.raw, nodes.comment)) or "cards" in part["classes"]:
        return 0
    if isinstance(part, nodes.section) and part[0].astext() in AFTER_THE_LESSON:
        return 0
    if isinstance(part, nodes.math_block):
        return STEP
    if isinstance(part, nodes.container) and part.get("nb_element") == "cell_code":
        return cell_minutes(part)
    if isinstance(part, nodes.TextElement):
        return len(re.findall(r"\S+", part.astext())) / WORDS_PER_MINUTE
    return sum(minutes(child) for child in part.children if isinstance(child, nodes.Element))


def shows_figure(cell):
    """Whether a cell shows a live figure or the sizing tool, with which a reader works as with a figure."""
    return any(kind in raw.astext() for raw in cell.findall(nodes.raw) for kind in ("live-figure", "sizing-tool"))


def cell_minutes(cell):
    hidden = folded(cell) or "hide_mode" in cell or not len(cell) or cell[0].get("nb_element") != "cell_code_source"
    return FIGURE * shows_figure(cell) + STEP * (not hidden)


class ReadingTime(SphinxPostTransform):
    default_priority = 200  # folds are made at 199
    formats = ("html",)

    def run(self, **options):
        if not any(shows_figure(cell) for cell in self.document.findall(nodes.container)):
            return
        title = self.document.next_node(nodes.title)
        deeper = sum(minutes(child) for each in self.document.findall(fold) for child in each.children)
        words = f"About {round(minutes(self.document))} minutes" + (f"; what is folded takes {round(deeper)} more." if deeper else ".")
        title.parent.insert(title.parent.index(title) + 1, nodes.paragraph("", words, classes=["reading-time"]))


def setup(app):
    app.add_post_transform(ReadingTime)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
