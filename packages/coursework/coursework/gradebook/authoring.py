"""Makes nbgrader's source notebook from a set's two files, the MyST notebook and the sheet.

The author tags cells in the MyST file: ``:question: limit`` on a code cell that answers a question of the sheet, ``:manual: plot``
(or ``+++ {"manual": "design"}`` before text) on a cell that is marked by hand. Everything else is made here: the cells that show
the student's numbers, the stubs that replace solutions, the locked check after each answer, and nbgrader's metadata.
"""

from __future__ import annotations

import copy
import hashlib
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from coursework.sheets.sheet import Sheet

__all__ = ["BEGIN", "END", "KERNEL", "OWN_NUMBERS", "check_id", "practice_copies", "set_digest", "source_notebook"]

BEGIN, END = "BEGIN SOLUTION", "END SOLUTION"

#: The grade id of the locked cell that shows a student's numbers.
OWN_NUMBERS = "own-numbers"

ME = """\
# On the course's JupyterHub leave this empty. Elsewhere, write your student id between the quotes.
me = \"\""""
NUMBERS = """\
from coursework.student import check, own_numbers

numbers = own_numbers("{name}", me)"""
KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}, "language_info": {"name": "python"}}


def check_id(question: str) -> str:
    """The grade id of the locked cell that checks a question."""
    return f"check-{question}"


def set_digest(md: str | Path) -> str:
    """Twelve hexadecimal digits that change whenever the notebook or the sheet of a set changes, but not with the kind of line ends."""
    md = Path(md)
    texts = (path.read_bytes().replace(b"\r\n", b"\n") for path in (md, md.with_suffix(".py")))
    return hashlib.sha256(b"\0".join(texts)).hexdigest()[:12]


def source_notebook(set_md: str | Path, sheet: Sheet) -> NotebookNode:
    """Make the source notebook of a set, with solutions.

    Parameters
    ----------
    set_md : path
        The MyST notebook; the sheet's file beside it has the same name.
    sheet : Sheet
        The set's sheet.

    Returns
    -------
    NotebookNode
        Always with the same cells and ids, with nbgrader's metadata (schema version 3), and with the name, version and digest of
        the set in ``metadata.coursework``.

    Raises
    ------
    ValueError
        If a cell has a question that is not in the sheet, the sheet has a question without a cell, or solution markers are
        missing or do not match. The message has the file, the line and the id.
    """
    import jupytext
    from nbformat.v4 import new_code_cell, new_notebook

    page = _Page(Path(set_md), sheet)
    cells = []
    for cell in jupytext.read(page.path, fmt="md:myst").cells:
        if cell.cell_type == "code" and not any(one.cell_type == "code" for one in cells):
            numbers = new_code_cell(NUMBERS.format(name=sheet.name), metadata={"nbgrader": _metadata(OWN_NUMBERS, locked=True)})
            cells += [new_code_cell(ME), numbers]
        cells += page.released_cells(cell)
    page.require_all_questions()
    digest = {"assignment": sheet.name, "version": sheet.version, "digest": set_digest(page.path)}
    return new_notebook(cells=_with_ids(cells), metadata={**copy.deepcopy(KERNEL), "coursework": digest})


def practice_copies(set_md: str | Path, sheet: Sheet) -> tuple[NotebookNode, NotebookNode]:
    """Make the instructor's and the student's copy of a set, without a course or a gradebook."""
    from nbgrader.preprocessors import ClearOutput, ClearSolutions, ComputeChecksums, LockCells
    from traitlets.config import Config

    from coursework.gradebook.config import configure

    config = Config()
    configure(config)
    instructor = source_notebook(set_md, sheet)
    student, resources = copy.deepcopy(instructor), {}
    for step in (LockCells, ClearSolutions, ClearOutput, ComputeChecksums):
        student, resources = step(config=config).preprocess(student, resources)
    return instructor, student


class _Page:
    """A MyST file while it is converted: the questions so far, and error messages with line numbers."""

    def __init__(self, path: Path, sheet: Sheet) -> None:
        self.path, self.sheet = path, sheet
        self.text = path.read_text(encoding="utf-8")
        self.questions = {question.id: question for question in sheet.questions}
        self.seen: list[str] = []
        if sheet.name != path.stem:
            raise self.error(f"the sheet is called {sheet.name!r}, its notebook {path.stem!r}; give them the same name")

    def error(self, message: str, near: str = "") -> ValueError:
        """An error at the line of the text `near`."""
        offset = self.text.find(near) if near else -1
        line = self.text.count("\n", 0, offset) + 1 if offset >= 0 else 0
        return ValueError(f"{self.path.name}{f', line {line}' if line else ''}: {message}")

    def released_cells(self, cell: NotebookNode) -> list[NotebookNode]:
        """The cells of the source notebook that one of the author's cells becomes."""
        from nbformat.v4 import new_code_cell, new_markdown_cell

        marks = {kind: str(cell.metadata[kind]) for kind in ("question", "manual") if kind in cell.metadata}
        make = {"code": new_code_cell, "markdown": new_markdown_cell}.get(cell.cell_type)
        if make is None:
            raise self.error(f"a {cell.cell_type} cell cannot be released; use code or text")
        if not marks:
            if BEGIN in cell.source or END in cell.source:
                raise self.error("there is a solution in a cell without `:question:` or `:manual:`", cell.source)
            tags = {"tags": cell.metadata["tags"]} if "tags" in cell.metadata else {}
            return [make(cell.source, metadata=tags)]
        (kind, name), *more = marks.items()
        near = next((line for line in self.text.splitlines() if re.search(rf"\b{kind}\b.*\b{re.escape(name)}\b", line)), "")
        if more:
            raise self.error(f"a cell is `question` or `manual`, not both; got {name!r} and {more[0][1]!r}", near)
        question = self._question(kind, name, near)
        if kind == "question" and cell.cell_type != "code":
            raise self.error(f"the answer to {name!r} must be a code cell", near)
        self._check_markers(cell, name, near)
        if kind == "manual":
            return [make(cell.source, metadata={"nbgrader": _metadata(name, grade=True, solution=True, points=question.points)})]
        check = _metadata(check_id(name), grade=True, locked=True, points=question.points)
        return [
            make(_with_stubs(cell.source, question), metadata={"nbgrader": _metadata(name, solution=True)}),
            new_code_cell(f'check("{name}")', metadata={"nbgrader": check}),
        ]

    def _question(self, kind: str, name: str, near: str) -> Any:
        """The sheet's question for a cell, which must be its first cell."""
        question = self.questions.get(name)
        if question is None or (kind == "manual") == bool(question.answers):
            known = ", ".join(one.id for one in self.sheet.questions if bool(one.answers) == (kind == "question"))
            raise self.error(f"{name!r} is not a {kind} of the sheet {self.sheet.name!r}; it has {known or 'none'}", near)
        if name in self.seen:
            raise self.error(f"{name!r} has two cells", near)
        self.seen.append(name)
        return question

    def _check_markers(self, cell: NotebookNode, name: str, near: str) -> None:
        inside = marked = False
        for line in cell.source.splitlines():
            if BEGIN in line or END in line:
                if (BEGIN in line) == inside:
                    defect = f"`{BEGIN}` twice" if inside else f"`{END}` without `{BEGIN}`"
                    raise self.error(f"the solution of {name!r} has {defect}", near)
                inside, marked = not inside, True
        if inside:
            raise self.error(f"the solution of {name!r} has `{BEGIN}` without `{END}`", near)
        # Text that is marked by hand needs no markers: nbgrader then replaces all of it.
        if not marked and cell.cell_type == "code":
            raise self.error(f"the solution of {name!r} is not marked; put it between `### {BEGIN}` and `### {END}`", near)

    def require_all_questions(self) -> None:
        for name, question in self.questions.items():
            if name not in self.seen:
                raise self.error(f"the sheet asks {name!r}, but no cell has `:{'question' if question.answers else 'manual'}: {name}`")


def _with_stubs(source: str, question: Any) -> str:
    """Put a stub ``name = ...`` for each answer before the solution; a student starts from these lines."""
    lines = source.splitlines()
    begin = next(number for number, line in enumerate(lines) if BEGIN in line)
    defined = re.findall(r"^(\w+)\s*=[^=]", "\n".join(lines[:begin]), flags=re.MULTILINE)
    return "\n".join([*lines[:begin], *(_stub(answer) for answer in question.answers if answer.name not in defined), *lines[begin:]])


def _stub(answer: Any) -> str:
    symbols = getattr(answer, "symbols", None)
    if symbols is not None:
        return f"{answer.name} = ...  # a formula in {', '.join(str(symbol) for symbol in symbols)}"
    return f"{answer.name} = ...  # in {answer.unit}" if answer.unit else f"{answer.name} = ..."


def _metadata(grade_id: str, *, grade: bool = False, solution: bool = False, locked: bool = False, points: float | None = None) -> dict:
    metadata = {"schema_version": 3, "grade_id": grade_id, "grade": grade, "solution": solution, "locked": locked, "task": False}
    return metadata if points is None else metadata | {"points": points}


def _with_ids(cells: list[NotebookNode]) -> list[NotebookNode]:
    """Give each cell an id that stays the same as long as its text does."""
    seen: Counter[str] = Counter()
    for cell in cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id") or hashlib.sha256(cell.source.encode()).hexdigest()[:12]
        seen[name] += 1
        cell["id"] = f"{name[:56]}-{seen[name]}" if seen[name] > 1 else name[:64]
    return cells
