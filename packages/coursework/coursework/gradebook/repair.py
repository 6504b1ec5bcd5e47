"""Putting right what students do to notebooks: cells that were deleted, copied, edited, moved, or lost their metadata.

The gradebook knows each cell that was released, and it is believed; the notebook that was handed in is not. What a student wrote
runs in the student's order. A check comes after the last cell of its answer, and nothing is ever lost or graded twice.
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
    """A cell as it was released: what nbgrader's gradebook knows of it."""

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
        """What nbgrader wants to find in the cell."""
        flags = {"grade": self.grade, "solution": self.solution, "locked": self.locked, "task": self.task}
        made = {"schema_version": 3, "grade_id": self.id, "cell_type": self.cell_type, "checksum": self.checksum, **flags}
        return made | ({"points": self.points} if self.points is not None else {})


@dataclass(frozen=True)
class Repaired:
    """A repaired notebook's cells, what was done, in words, and the ids of answers that were not there."""

    cells: list[NotebookNode]
    notes: list[str]
    restored: list[str]


def released_cells(gradebook: Gradebook, notebook: str, assignment: str) -> dict[str, Released]:
    """All cells of a released notebook that nbgrader keeps account of, by grade id."""
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
    """Put the cells of a notebook right.

    Parameters
    ----------
    cells : list of NotebookNode
        As they were read; they are changed.
    released : dict of Released
        What was released.
    """
    work = _Work(released)
    for cell in cells:
        work.recognise(cell)
    work.adopt_copies_of_locked_cells()
    for name in released:
        work.keep_one(name)
    work.put_back_own_numbers()
    for name, source in released.items():
        if source.grade and source.locked:
            work.put_check_after_answer(name)
        elif name != OWN_NUMBERS:
            work.put_back(name)
    for cell, name in zip(work.cells, work.owners, strict=True):
        work.mark(cell, name)
    return Repaired(work.cells, work.notes, work.restored)


class _Work:
    def __init__(self, released: Mapping[str, Released]) -> None:
        self.released = released
        self.cells: list[NotebookNode] = []
        self.owners: list[str | None] = []  # the grade id of each cell
        self.copies: dict[str, list[NotebookNode]] = {}  # all cells of an answer, in order
        self.notes: list[str] = []
        self.restored: list[str] = []

    def recognise(self, cell: NotebookNode) -> None:
        given = cell.metadata.get("nbgrader", {})
        name = given.get("grade_id") if isinstance(given.get("grade_id"), str) else None
        source = self.released.get(name or "")
        if source is None:
            if any(given.get(flag) for flag in ("grade", "solution", "locked", "task")):
                self.notes.append(f"a cell with the unknown id {str(name)[:40]!r} counts as an ordinary one")
            name = None
        else:
            expected = source.metadata
            if wrong := [key for key in expected if key != "checksum" and given.get(key) != expected[key]]:
                self.notes.append(f"the metadata of {name!r} had been changed ({', '.join(wrong)})")
            if cell.cell_type != source.cell_type:
                _turn_into(cell, source.cell_type)
                self.notes.append(f"{name!r} was no {source.cell_type} cell any more")
            if source.locked and cell.source != source.source:
                cell.source = source.source
                self.notes.append(f"the locked cell {name!r} had been edited; the original ran")
        self.cells.append(cell)
        self.owners.append(name)

    def adopt_copies_of_locked_cells(self) -> None:
        """Recognise, in a notebook that lost its metadata, locked cells by their text."""
        locked = {source.source.strip(): name for name, source in self.released.items() if source.locked and name not in self.owners}
        for place, cell in enumerate(self.cells):
            if self.owners[place] is None and cell.cell_type == "code" and (name := locked.get(cell.source.strip())):
                self.owners[place] = name
                cell.source = self.released[name].source
                self.notes.append(f"the cell {name!r} had lost its metadata")

    def keep_one(self, name: str) -> None:
        places = [place for place, owner in enumerate(self.owners) if owner == name]
        self.copies[name] = [self.cells[place] for place in places]
        if len(places) < 2:
            return
        self.notes.append(f"{name!r} was there {len(places)} times")
        source = self.released[name]
        if not source.locked:  # all copies run; of text that is marked by hand, the last that was written in counts
            written = [place for place in places if self.cells[place].source != source.source] or places
            for place in set(places) - {written[-1]}:
                self.owners[place] = None
        elif not source.grade:  # the first: what follows needs it
            for place in reversed(places[1:]):
                self._take_out(place)

    def put_back_own_numbers(self) -> None:
        if OWN_NUMBERS not in self.released or OWN_NUMBERS in self.owners:
            return
        after = next((place for place, cell in enumerate(self.cells) if re.search(r"^me\s*=", cell.source, flags=re.MULTILINE)), -1)
        self._put_in(after + 1, OWN_NUMBERS, self.released[OWN_NUMBERS].source)

    def put_check_after_answer(self, name: str) -> None:
        answer = next((question for question in self.released if check_id(question) == name), None)
        if answer is not None and answer not in self.owners:
            places = [place for place, owner in enumerate(self.owners) if owner == name]
            self._put_in(places[0] if places else len(self.cells), answer, "")
            self.restored.append(answer)
        answers = [place for place, cell in enumerate(self.cells) if any(cell is copy for copy in self.copies.get(answer or "", ()))]
        last = max([*answers, *(place for place, owner in enumerate(self.owners) if answer and owner == answer)], default=-1)
        places = [place for place, owner in enumerate(self.owners) if owner == name]
        if not places:
            self._put_in(last + 1 if last >= 0 else len(self.cells), name, self.released[name].source)
            return
        after = [place for place in places if place > last]
        if after:
            kept = after[0]
        else:
            self.notes.append(f"{name!r} came before the answer that it checks, and was moved behind it")
            kept = last + 1
            self._insert(kept, name, self.cells[places[-1]])
        for place in reversed(places):
            if place != kept:
                self._take_out(place)

    def put_back(self, name: str) -> None:
        source = self.released[name]
        if name in self.owners or (source.solution and not source.grade):  # answers come back with their checks
            return
        order = list(self.released)
        before = [self.owners.index(other) for other in order[: order.index(name)] if other in self.owners]
        self._put_in(before[-1] + 1 if before else len(self.cells), name, source.source)
        if source.solution:
            self.restored.append(name)

    def mark(self, cell: NotebookNode, name: str | None) -> None:
        cell.metadata.clear()
        if name is not None:
            cell.metadata["nbgrader"] = _node(self.released[name].metadata)
            cell.metadata["deletable"] = False
            if self.released[name].locked:
                cell.metadata["editable"] = False

    def _put_in(self, place: int, name: str, source: str) -> None:
        from nbformat.v4 import new_code_cell, new_markdown_cell

        make = new_code_cell if self.released[name].cell_type == "code" else new_markdown_cell
        taken = {cell.id for cell in self.cells}
        new_id = name[:60]
        while new_id in taken:
            new_id += "-"
        self._insert(place, name, make(source, id=new_id))
        self.notes.append(f"the cell {name!r} was missing and was put back")

    def _insert(self, place: int, name: str | None, cell: NotebookNode) -> None:
        self.cells.insert(place, cell)
        self.owners.insert(place, name)

    def _take_out(self, place: int) -> None:
        del self.cells[place], self.owners[place]


def _turn_into(cell: NotebookNode, kind: str) -> None:
    cell.cell_type = kind
    for key in ("outputs", "execution_count", "attachments"):
        cell.pop(key, None)
    if kind == "code":
        cell.update(outputs=[], execution_count=None)


def _node(data: dict[str, Any]) -> NotebookNode:
    from nbformat import from_dict

    return from_dict(data)
