"""A copy of the repository with two small pages instead of the chapters, which is built in seconds."""

import shutil
import subprocess
import sys

from sitebuilder import ROOT
from support.environment import without

CONTENTS = """\
format: jb-book
root: chapters/introduction
chapters:
  - file: chapters/other
"""
SMALL = """\
(ch-small)=
# A small page

Cold has its price {cite}`carnot1824`, and {ref}`ch-other` says more of it than this page does, which has little to say.
"""
OTHER = """\
(ch-other)=
# Another page

It goes back to {ref}`ch-small`, where readers have come from, and then it lists the sources of what both pages say.

```{bibliography}
```
"""
KERNEL = """\
---
jupytext:
  text_representation:
    extension: .md
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

"""
CELL = """
```{code-cell} ipython3
from cryolib.limits import carnot_cop

print(carnot_cop(77, 300))
```
"""


def write(folder):
    """Copy the repository to an empty folder, with the two pages as its chapters."""
    ignored = shutil.ignore_patterns(".*", "_build", "__pycache__", "chapters", "tests", "bench")
    shutil.copytree(ROOT, folder, ignore=ignored, dirs_exist_ok=True)
    (folder / "chapters").mkdir()
    (folder / "_toc.yml").write_text(CONTENTS, encoding="utf-8")
    (folder / "published.txt").write_text("chapters/introduction.html\n", encoding="utf-8")
    (folder / "chapters/introduction.md").write_text(SMALL, encoding="utf-8")
    (folder / "chapters/other.md").write_text(OTHER, encoding="utf-8")


def add_cell(folder, cell=CELL):
    (folder / "chapters/introduction.md").write_text(KERNEL + SMALL + cell, encoding="utf-8")


def build(folder, module="sitebuilder", before=(), **variables):
    command = [*before, sys.executable, "-m", module]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False, env=environment() | variables)


def environment():
    return without("WHOLE_SITE", "BOOK") | {"NO_COLOR": "1", "PYTHONUNBUFFERED": "1"}
