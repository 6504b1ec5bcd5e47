"""The live figures of the gallery and of the chapters, as Python objects."""

import functools
import io
import os
from contextlib import redirect_stdout

import gallery

from sitebuilder import ROOT
from support.chapters import CHAPTERS, code_cells, figure_names

# Figures are shown as in a built page, and matplotlib opens no window.
os.environ["LIVEFIGURE_STATIC"] = "1"
os.environ.setdefault("MPLBACKEND", "Agg")

# (page, name) of every live figure, the gallery's first.
GALLERY = [("gallery", name) for name in gallery.MAKERS]
LIVE = GALLERY + [(chapter.stem, name) for chapter in CHAPTERS for name in figure_names(chapter)]
PAGES = {page: [name for other, name in LIVE if other == page] for page in ("gallery", *(chapter.stem for chapter in CHAPTERS))}

# What a reader sees move in a figure in the browser: shapes, their places and colours, not words.
# The drawing that is not seen, wide or narrow, catches up as for print.
SHAPES = """(root) => {
  dispatchEvent(new Event('beforeprint'));
  return [...root.querySelectorAll('.lf-drawing path[d], .lf-drawing use')].map((part) => {
    const visibility = part.closest('[visibility]')?.getAttribute('visibility');
    if (visibility === 'hidden') return visibility; // wherever it was last
    return [...['d', 'x', 'y'].map((name) => part.getAttribute(name)), part.style.fill, visibility].join();
  }).join(';');
}"""

# Shows the answers of figures that ask their readers to guess first, with each figure at its start: a slider is moved and goes back.
SHOW_ANSWERS = """() => document.querySelectorAll('.lf-guessing').forEach((root) => {
  const range = root.querySelector('.lf-controls input[type=range]');
  const start = range.value;
  for (const value of [start === range.max ? range.min : range.max, start]) {
    range.value = value;
    range.dispatchEvent(new Event('input', { bubbles: true }));
  }
})"""

# Ends what plays, as a reader's key does, and nothing begins to play by itself again.
END_FILMS = "() => document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))"


@functools.cache
def figures_of(page):
    """A page's live figures by name. A chapter's cells run here, in order.

    That takes seconds, so `conftest.py` keeps all tests of a page's figures on one worker: each chapter runs once.
    """
    if page == "gallery":
        return {name: make() for name, make in gallery.MAKERS.items()}
    from IPython.core.interactiveshell import InteractiveShell
    from livefigure import LiveFigure

    figures, initialize = {}, LiveFigure.__init__

    def recording(self, *arguments, **options):
        initialize(self, *arguments, **options)
        figures[self.name] = self

    LiveFigure.__init__ = recording
    try:
        with redirect_stdout(io.StringIO()):
            shell = InteractiveShell()
            for cell in code_cells(ROOT / "chapters" / f"{page}.md"):
                shell.run_cell(cell, silent=True).raise_error()
    finally:
        LiveFigure.__init__ = initialize
    return figures
