"""{deeper} folds the rest of its section: what goes deeper is there, and the path through the chapter does not need it.

The line after its name says what is in the fold. The heading stays outside, so the contents and all addresses lead to it. The fold is a
<details> element, which opens by keyboard, by find-in-page and for a link into it, without a script; paper shows it open. Only the HTML
is folded, after the sections have their numbers. A notebook shows the line as a paragraph.
"""

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

logger = logging.getLogger(__name__)

WORDS = "Going deeper:"


class deeper(nodes.paragraph):
    """Says what the rest of its section is about, and stands where the fold begins."""


class fold(nodes.General, nodes.Element):
    """The rest of the section, in HTML."""


class Deeper(SphinxDirective):
    required_arguments = 1
    final_argument_whitespace = True

    def run(self):
        words, messages = self.state.inline_text(self.arguments[0], self.lineno)
        mark = deeper("", "", nodes.strong("", WORDS), nodes.Text(" "), *words, classes=["deeper"])
        self.set_source_info(mark)
        return [mark, *messages]


class Fold(SphinxPostTransform):
    default_priority = 199
    formats = ("html",)

    def run(self, **options):
        for mark in list(self.document.findall(deeper)):
            section, index = mark.parent, mark.parent.index(mark)
            if not isinstance(section, nodes.section):
                logger.warning(
                    "deeper folds a section: it stands below a heading, in no list, table or note",
                    location=mark,
                    type="coldbook",
                    subtype="deeper",
                )
            rest = section.children[index + 1 :]
            section[index:] = [fold("", mark, *rest)]


def visit_fold(self, node):
    self.body.append(self.starttag(node, "details", CLASS="deeper"))


def depart_fold(self, node):
    self.body.append("</details>\n")


def visit_deeper(self, node):
    self.body.append("<summary>" if isinstance(node.parent, fold) else self.starttag(node, "p"))


def depart_deeper(self, node):
    self.body.append("</summary>\n" if isinstance(node.parent, fold) else "</p>\n")


def setup(app):
    app.add_node(deeper, html=(visit_deeper, depart_deeper))
    app.add_node(fold, html=(visit_fold, depart_fold))
    app.add_directive("deeper", Deeper)
    app.add_post_transform(Fold)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
