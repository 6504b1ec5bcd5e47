"""The chapters' sources."""

import functools
import re

from sitebuilder import ROOT, contents

CHAPTERS = [path for page in contents.pages(ROOT) if "kernelspec:" in (path := ROOT / f"{page}.md").read_text(encoding="utf-8")]


def code_cells(chapter):
    """The sources of a chapter's code cells."""
    import jupytext

    return [cell.source for cell in jupytext.read(chapter).cells if cell.cell_type == "code"]


@functools.cache
def figure_names(chapter):
    """The names of a chapter's live figures, read from its source."""
    return re.findall(r"""\bname\s*=\s*["'](fig-[a-z0-9-]+)["']""", chapter.read_text(encoding="utf-8"))
