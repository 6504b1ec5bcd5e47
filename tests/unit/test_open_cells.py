"""A lesson's open cells stand alone, and the path through it does without its folds: what a cell uses, a reader has seen made."""

import builtins
import symtable
from typing import NamedTuple

import jupytext
import pytest
from support.chapters import CHAPTERS

HIDING = {"hide-input", "hide-cell", "remove-input", "remove-cell"}
LESSONS = [chapter for chapter in CHAPTERS if "```{deeper}" in chapter.read_text(encoding="utf-8")]


class Cell(NamedTuple):
    uses: set
    makes: set
    is_open: bool
    in_fold: bool  # or among the exercises, which may build on a fold


def names(source):
    """(used, bound) global names of a cell."""
    used, bound = set(), set()
    tables = [symtable.symtable(source, "cell", "exec")]
    while tables:
        table = tables.pop()
        tables += table.get_children()
        top = table.get_type() == "module"
        for symbol in table.get_symbols():
            if symbol.is_referenced() and (top or symbol.is_global()):
                used.add(symbol.get_name())
            if top and (symbol.is_assigned() or symbol.is_imported()):
                bound.add(symbol.get_name())
    return used - set(dir(builtins)), bound


def cells(text):
    """A lesson's cells in order."""
    found, level, folded_at, exercises = [], 0, None, False
    for cell in jupytext.reads(text, "md:myst").cells:
        if cell.cell_type == "code":
            used, bound = names(cell.source)
            found.append(Cell(used, bound, not HIDING & set(cell.metadata.get("tags", ())), folded_at is not None or exercises))
            continue
        fence = False
        for line in cell.source.splitlines():
            fence ^= line.startswith("```") and not line.endswith("```", 3)
            if line.startswith("#") and not fence:
                level = len(line) - len(line.lstrip("#"))
                folded_at = None if folded_at is not None and level <= folded_at else folded_at
                exercises = line == "## Exercises" if level <= 2 else exercises
            elif line.startswith("```{deeper}") and folded_at is None:
                folded_at = level
    return found


def missing(found, seen, reads):
    """Names that a cell of the kind `reads` uses and only a cell that is not of the kind `seen` made before it, in order."""
    known, others, lacking = set(), set(), []
    for cell in found:
        if reads(cell):
            lacking += sorted((cell.uses - cell.makes - known) & others)
        (known if seen(cell) else others).update(cell.makes)
    return lacking


def unseen(text):
    """What open cells use and only closed ones make."""
    return missing(cells(text), seen=lambda cell: cell.is_open, reads=lambda cell: cell.is_open)


def from_folds(text):
    """What cells of the core use and only cells in a fold make."""
    return missing(cells(text), seen=lambda cell: not cell.in_fold, reads=lambda cell: not cell.in_fold)


@pytest.mark.parametrize("chapter", LESSONS, ids=lambda chapter: chapter.stem)
def test_open_cells_use_what_open_cells_make(chapter):
    assert unseen(chapter.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("chapter", LESSONS, ids=lambda chapter: chapter.stem)
def test_the_core_uses_nothing_that_is_made_in_a_fold(chapter):
    assert from_folds(chapter.read_text(encoding="utf-8")) == []


LESSON = """\
# Title

```{code-cell} ipython3
:tags: [hide-input]
a = 1
```

```{code-cell} ipython3
b = OPEN
```

## Folded

```{deeper} What is in it
```

### Below it

```{code-cell} ipython3
c = 2
```

## Core again

```{code-cell} ipython3
d = [CORE for x in range(b)]
```
"""


@pytest.mark.parametrize(
    ("use", "core", "lacking", "folded"), [("1", "x", [], []), ("a", "x", ["a"], []), ("2", "c", [], ["c"]), ("len", "b", [], [])]
)
def test_a_name_that_a_reader_has_not_seen_is_found(use, core, lacking, folded):
    text = LESSON.replace("OPEN", use).replace("CORE", core)
    assert (unseen(text), from_folds(text)) == (lacking, folded)
