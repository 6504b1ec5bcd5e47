"""Repairs submitted notebooks in which cells were deleted, copied, edited or moved, or lost their metadata.

The gradebook is trusted to know each released cell; the submitted notebook is not. The student's cells run in the student's order.
Each check runs after the last cell of its answer, and no answer is lost or graded twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coursework.gradebook.authoring import OWN_NUMBERS, check_id

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from nbgrader.api import Gradebook

__all__ = ["Released", "Repaired", "released_cells", "repair"]


@dataclass(frozen=True)
class Released:
    """A released cell, as nbgrader's gradebook has it."""

    id: str
    cell_type: str
    source: str
    locked: bool
    checksum: str
    grade: bool = False
    solution: bool = False
    task: bool = False
    points: float | None = None

    @property
    def metadata(self) -> dict[str, Any]:
        """The metadata that nbgrader expects in the cell."""
        flags = {"grade": self.grade, "solution": self.solution, "locked": self.locked, "task": self.task}
        metadata = {"schema_version": 3, "grade_id": self.id, "cell_type": self.cell_type, "checksum": self.checksum, **flags}
        return metadata | ({"points": self.points} if self.points is not None else {})


@dataclass(frozen=True)
class Repaired:
    """A repaired notebook: its cells, notes on what was repaired, and the ids of answers that were missing."""

    cells: list[NotebookNode]
    notes: list[str]
    restored: list[str]


def released_cells(gradebook: Gradebook, notebook: str, assignment: str) -> dict[str, Released]:
    """The cells of a released notebook that nbgrader tracks, by grade id."""
    page = gradebook.find_notebook(notebook, assignment)
    points = {cell.name: float(cell.max_score) for cell in [*page.grade_cells, *page.task_cells]}
    kinds = [{cell.name for cell in cells} for cells in (page.grade_cells, page.solution_cells, page.task_cells)]
    return {
        cell.name: Released(
            cell.name,
            cell.cell_type,
            cell.source,
            cell.locked,
            cell.checksum,
            *(cell.name in kind for kind in kinds),
            points.get(cell.name),
        )
        for cell in page.source_cells
    }


def repair(cells: list[NotebookNode], released: Mapping[str, Released]) -> Repaired:
    """Repair the cells of a notebook.

    Parameters
    ----------
    cells : list of NotebookNode
        The submitted cells; they are modified.
    released : dict of Released
        The released cells.
    """
    notebook = _Notebook(released)
    for cell in cells:
        notebook.identify(cell)
    notebook.identify_locked_cells_by_text()
    for name in released:
        notebook.remove_duplicates(name)
    notebook.restore_own_numbers()
    for name, source in released.items():
        if source.grade and source.locked:
            notebook.restore_answer_and_check(name)
        elif name != OWN_NUMBERS:
            notebook.restore(name)
    for cell, name in zip(notebook.cells, notebook.owners, strict=True):
        notebook.set_metadata(cell, name)
    return Repaired(notebook.cells, notebook.notes, notebook.restored)


class _Notebook:
    """A notebook during its repair."""

    def __init__(self, released: Mapping[str, Released]) -> None:
        self.released = released
        self.cells: list[NotebookNode] = []
        self.owners: list[str | None] = []  # the grade id of each cell
        self.copies: dict[str, list[NotebookNode]] = {}  # all cells of an answer, in order
        self.notes: list[str] = []
        self.restored: list[str] = []

    def identify(self, cell: NotebookNode) -> None:
        """Add a cell, find out which released cell it is, and undo changes to what was locked."""
        metadata = cell.metadata.get("nbgrader", {})
        name = metadata.get("grade_id") if isinstance(metadata.get("grade_id"), str) else None
        source = self.released.get(name or "")
        if source is None:
            if any(metadata.get(flag) for flag in ("grade", "solution", "locked", "task")):
                self.notes.append(f"a cell with the unknown id {str(name)[:40]!r} was treated as an ordinary cell")
            name = None
        else:
            expected = source.metadata
            if wrong := [key for key in expected if key != "checksum" and metadata.get(key) != expected[key]]:
                self.notes.append(f"the metadata of {name!r} had been changed ({', '.join(wrong)})")
            if cell.cell_type != source.cell_type:
                _change_type(cell, source.cell_type)
                self.notes.append(f"{name!r} was no longer a {source.cell_type} cell")
            if source.locked and cell.source != source.source:
                cell.source = source.source
                self.notes.append(f"the locked cell {name!r} had been edited; the original ran")
        self.cells.append(cell)
        self.owners.append(name)

    def identify_locked_cells_by_text(self) -> None:
        """Identify locked cells that lost their metadata."""
        locked = {source.source.strip(): name for name, source in self.released.items() if source.locked and name not in self.owners}
        for index, cell in enumerate(self.cells):
            if self.owners[index] is None and cell.cell_type == "code" and (name := locked.get(cell.source.strip())):
                self.owners[index] = name
                cell.source = self.released[name].source
                self.notes.append(f"the cell {name!r} had lost its metadata")

    def remove_duplicates(self, name: str) -> None:
        """Keep one cell of this id. All copies of an answer still run."""
        indices = self._indices(name)
        self.copies[name] = [self.cells[index] for index in indices]
        if len(indices) < 2:
            return
        self.notes.append(f"{name!r} occurred {len(indices)} times")
        source = self.released[name]
        if not source.locked:  # the last copy that the student changed keeps the id
            changed = [index for index in indices if self.cells[index].source != source.source] or indices
            for index in set(indices) - {changed[-1]}:
                self.owners[index] = None
        elif not source.grade:  # the first, since later cells need it
            for index in reversed(indices[1:]):
                self._remove(index)

    def restore_own_numbers(self) -> None:
        if OWN_NUMBERS not in self.released or OWN_NUMBERS in self.owners:
            return
        login = next((index for index, cell in enumerate(self.cells) if re.search(r"^me\s*=", cell.source, flags=re.MULTILINE)), -1)
        self._restore_at(login + 1, OWN_NUMBERS, self.released[OWN_NUMBERS].source)

    def restore_answer_and_check(self, check: str) -> None:
        """Make sure that a check and the cell of its answer exist, and that the check comes after the answer."""
        answer = next((question for question in self.released if check_id(question) == check), None)
        if answer is not None and answer not in self.owners:
            self._restore_at(next(iter(self._indices(check)), len(self.cells)), answer, "")
            self.restored.append(answer)
        self._place_check(check, self._last_cell_of(answer) if answer else -1)

    def _last_cell_of(self, answer: str) -> int:
        """The index of the last cell of an answer, copies included; -1 if there is none."""
        copies = self.copies.get(answer, ())
        indices = (index for index, cell in enumerate(self.cells) if self.owners[index] == answer or any(cell is copy for copy in copies))
        return max(indices, default=-1)

    def _place_check(self, check: str, last: int) -> None:
        """Keep one check, after the cell with the index `last`."""
        indices = self._indices(check)
        if not indices:
            self._restore_at(last + 1 if last >= 0 else len(self.cells), check, self.released[check].source)
            return
        kept = next((index for index in indices if index > last), None)
        if kept is None:
            self.notes.append(f"{check!r} came before the answer that it checks and was moved after it")
            kept = last + 1
            self._insert(kept, check, self.cells[indices[-1]])
        for index in reversed(indices):
            if index != kept:
                self._remove(index)

    def restore(self, name: str) -> None:
        """Insert a released cell that is missing."""
        source = self.released[name]
        if name in self.owners or (source.solution and not source.grade):  # answers are restored with their checks
            return
        order = list(self.released)
        before = [self.owners.index(other) for other in order[: order.index(name)] if other in self.owners]
        self._restore_at(before[-1] + 1 if before else len(self.cells), name, source.source)
        if source.solution:
            self.restored.append(name)

    def set_metadata(self, cell: NotebookNode, name: str | None) -> None:
        cell.metadata.clear()
        if name is not None:
            cell.metadata["nbgrader"] = _node(self.released[name].metadata)
            cell.metadata["deletable"] = False
            if self.released[name].locked:
                cell.metadata["editable"] = False

    def _indices(self, name: str) -> list[int]:
        return [index for index, owner in enumerate(self.owners) if owner == name]

    def _restore_at(self, index: int, name: str, source: str) -> None:
        from nbformat.v4 import new_code_cell, new_markdown_cell

        make = new_code_cell if self.released[name].cell_type == "code" else new_markdown_cell
        taken = {cell.id for cell in self.cells}
        new_id = name[:60]
        while new_id in taken:
            new_id += "-"
        self._insert(index, name, make(source, id=new_id))
        self.notes.append(f"the cell {name!r} was missing and was restored")

    def _insert(self, index: int, name: str | None, cell: NotebookNode) -> None:
        self.cells.insert(index, cell)
        self.owners.insert(index, name)

    def _remove(self, index: int) -> None:
        del self.cells[index], self.owners[index]


def _change_type(cell: NotebookNode, kind: str) -> None:
    cell.cell_type = kind
    for key in ("outputs", "execution_count", "attachments"):
        cell.pop(key, None)
    if kind == "code":
        cell.update(outputs=[], execution_count=None)


def _node(data: dict[str, Any]) -> NotebookNode:
    from nbformat import from_dict

    return from_dict(data)
