"""Code in a closed fold gets its colours when the fold is opened (`_static/folded_code.js`).

Until then nobody sees them, and their elements are a quarter to a half of a lesson's. The page says in one attribute what the script needs:
class and length of each run of text, `.` for text without a class. Links stay as they are.
"""

import re
from html import unescape

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from coldbook.page.folded_cells import folded

PIECE = re.compile(r"<[^>]*>|[^<]+")
CODE = re.compile(r"<pre>(.*?)</pre>", re.S)
SPAN = re.compile(r"</?span[^>]*>")
PROMPTS = re.compile(r'<span class="g[a-z]*"')  # the copy button leaves prompts and outputs out, by their classes


class MarkFolded(SphinxPostTransform):
    default_priority = 197  # folds are joined at 198
    formats = ("html",)

    def run(self, **options):
        for cell in self.document.findall(folded):
            for code in cell[0].findall(nodes.literal_block):
                code["coldbook_folded"] = True


def uncolored(html):
    """Highlighted code without the elements of its colours, which an attribute lists.

    >>> uncolored('<pre><span></span><span class="k">for</span> x</pre>')
    '<pre data-runs="k 3 . 2">for x</pre>'
    """
    if PROMPTS.search(html):
        return html
    return CODE.sub(lambda code: f'<pre data-runs="{" ".join(_runs(code[1]))}">{SPAN.sub("", code[1])}</pre>', html)


def _runs(inner):
    """The class and the length of each run of text that is not a link's, in the units of JavaScript's strings."""
    kind, within_link, runs = ".", False, []
    for piece in PIECE.findall(inner):
        if piece.startswith("<a"):
            within_link = True
        elif piece == "</a>":
            within_link = False
        elif piece.startswith("<span"):
            kind = match[1] if (match := re.search(r'class="([\w-]+)"', piece)) else "."
        elif piece == "</span>":
            kind = "."
        elif not within_link:
            length = len(unescape(piece).encode("utf-16-le")) // 2
            if runs and runs[-1][0] == kind:
                runs[-1][1] += length
            else:
                runs.append([kind, length])
    for kind, length in runs:
        yield from (kind, str(length))


def setup(app):
    app.add_post_transform(MarkFolded)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
