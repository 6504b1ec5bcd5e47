"""The chapters' sources."""

import functools

from sitebuilder import ROOT, contents

CHAPTERS = [ROOT / f"{page}.md" for page in contents.notebooks(ROOT)]


def code_cells(chapter):
    """The sources of a chapter's code cells."""
    import jupytext

    return [cell.source for cell in jupytext.read(chapter).cells if cell.cell_type == "code"]


@functools.cache
def figure_names(chapter):
    """The names of a chapter's live figures, read from its source."""
    return contents.figures(chapter.read_text(encoding="utf-8"))
