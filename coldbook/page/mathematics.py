"""Mathematics as MathML, made when the book is built: browsers draw it without a script.

`math-core` is strict: it raises an error for an unknown command, which becomes a warning here and so fails the build (`-W`).
Mathematics in the text and SymPy's outputs are both Sphinx math nodes and are converted here.
"""

import re
from html import escape

from docutils import nodes
from math_core import LatexError, LatexToMathML
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from coldbook.page import formula_symbols

logger = logging.getLogger(__name__)

# SymPy prints `\substack` under an evaluated derivative.
converter = LatexToMathML(fancy_error=False, macros={"substack": r"\begin{matrix}#1\end{matrix}"})

# Environments that number their lines are replaced by ones that do not: Sphinx numbers equations.
_ALIGNED = re.compile(r"\\(begin|end)\{(?:align|split|eqnarray)\*?\}")
_GATHERED = re.compile(r"\\(begin|end)\{(?:gather|multline)\*?\}")
_UNNEEDED = re.compile(r"\\(?:begin|end)\{(?:equation|displaymath)\*?\}")
# Chromium misplaces a bar over several letters and stretches dots, as the converter writes them.
REPLACEMENTS = {
    '<mo stretchy="true">\u0332</mo>': '<mo stretchy="true">_</mo>',
    "<mo>\u02d9</mo>": '<mo stretchy="false">\u02d9</mo>',
    "<mo>\u00a8</mo>": '<mo stretchy="false">\u00a8</mo>',
}


def plain(latex):
    """LaTeX whose environments of displays are replaced by those that can stand within a formula."""
    latex = _UNNEEDED.sub("", _GATHERED.sub(r"\\\1{gathered}", _ALIGNED.sub(r"\\\1{aligned}", latex))).strip()
    bare = "\\\\" in latex and "\\begin" not in latex  # line breaks, as Sphinx and MathJax allow
    return f"\\begin{{aligned}}\n{latex}\n\\end{{aligned}}" if bare else latex


def mathml(latex, display=False):
    """LaTeX as a <math> element; raises ValueError for LaTeX that cannot be converted."""
    try:
        result = converter.convert_with_local_state(plain(latex), displaystyle=display)
    except LatexError as error:
        raise ValueError(str(error)) from None
    if "(??)" in result:
        raise ValueError("\\eqref cannot refer to other equations; use {eq}`label` in the text")
    for old, new in REPLACEMENTS.items():
        result = result.replace(old, new)
    return result


def converted(node, display=False):
    try:
        return mathml(node.astext(), display)
    except ValueError as error:
        logger.warning("mathematics %r: %s", node.astext(), error, location=node, type="coldbook", subtype="math")
        return f"<code>{escape(node.astext())}</code>"


def visit_inline(self, node):
    self.body.append(converted(node))
    raise nodes.SkipNode


def visit_display(self, node):
    # On a narrow screen the equation scrolls in its own box, with its number beside it.
    self.body.append(self.starttag(node, "div", CLASS="math notranslate nohighlight"))
    formula, attribute = converted(node, display=True), ""
    if figure := formula_symbols.figure_of(node):
        try:
            symbols = {name: mathml(latex) for name, latex in formula_symbols.sliders_of(self.document, figure).items()}
            formula, attribute = formula_symbols.marked(formula, symbols), f' data-live-formula="{escape(figure)}"'
        except ValueError as error:
            logger.warning("mathematics %r: %s", node.astext(), error, location=node, type="coldbook", subtype="math")
    self.body.append(f'<div class="math-scroll"{attribute}>{formula}</div>')
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, _("Link to this equation"))
        self.body.append("</span>")
    self.body.append("</div>\n")
    raise nodes.SkipNode


def setup(app):
    app.add_html_math_renderer("mathml", (visit_inline, None), (visit_display, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
