"""Reading what was handed in, whatever it is: nothing of it is believed before it is checked."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbconvert.exporters import NotebookExporter

from coursework.gradebook.safety import pictures_only

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["LARGEST", "MOST_CELLS", "SubmissionExporter", "Unreadable", "read_submission"]

LARGEST = 20_000_000  # bytes of a notebook
MOST_CELLS = 2000
CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")


class Unreadable(Exception):
    """The file is no notebook; the text says what it is, for the student and the instructor."""


def read_submission(path: str | Path) -> tuple[NotebookNode, str]:
    """Read a notebook that may be anything, and give it with its SHA-256.

    Kept are the cells' kinds, texts and pictures, and of all metadata what nbgrader and `cryolib` wrote, one level deep; outputs
    are not, for they are made anew. What is left is a valid notebook.

    Raises
    ------
    Unreadable
        If it is empty, larger than 20 MB, no JSON, no notebook, or of more than 2000 cells.
    """
    from nbformat import from_dict

    path = Path(path)
    if path.is_symlink() or not path.is_file():
        raise Unreadable("what was handed in is not a file")
    if (size := path.stat().st_size) > LARGEST:
        raise Unreadable(
            f"the notebook is {size / 1e6:.0f} MB large; {LARGEST / 1e6:.0f} MB is the most. Clear its outputs and hand it in again"
        )
    data = path.read_bytes()
    if not data.strip():
        raise Unreadable("the file that was handed in is empty")
    try:
        page = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Unreadable("the file that was handed in is not a notebook: it is no valid JSON") from None
    if isinstance(page, dict) and page.get("nbformat") in (1, 2, 3):
        raise Unreadable("the notebook has the format of 2014 or before; open it in JupyterLab, save it, and hand it in again")
    if not isinstance(page, dict) or not isinstance(page.get("cells"), list):
        raise Unreadable("the file that was handed in is not a notebook: it has no cells")
    if len(page["cells"]) > MOST_CELLS:
        raise Unreadable(f"the notebook has {len(page['cells'])} cells; {MOST_CELLS} is the most")
    seen: set[str] = set()
    cells = [_cell(cell, number, seen) for number, cell in enumerate(page["cells"]) if isinstance(cell, dict)]
    metadata = {"cryolib": _flat(page.get("metadata"), "cryolib")}
    return from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}), hashlib.sha256(data).hexdigest()


def _cell(cell: dict[str, Any], number: int, seen: set[str]) -> dict[str, Any]:
    kind = cell.get("cell_type") if cell.get("cell_type") in ("code", "markdown", "raw") else "raw"
    name = cell.get("id")
    if not isinstance(name, str) or not CELL_ID.fullmatch(name) or name in seen:
        name = f"cell-{number}"
        while name in seen:
            name += "-"
    seen.add(name)
    metadata = {"nbgrader": _flat(cell.get("metadata"), "nbgrader")} if "nbgrader" in (cell.get("metadata") or ()) else {}
    kept: dict[str, Any] = {"cell_type": kind, "id": name, "metadata": metadata, "source": _text(cell.get("source"))}
    if kind == "code":
        kept |= {"outputs": [], "execution_count": None}
    elif kind == "markdown" and (pictures := pictures_only(cell.get("attachments"))):
        kept["attachments"] = pictures
    return kept


def _flat(metadata: Any, name: str) -> dict[str, Any]:
    """One part of some metadata, as far as it is plain values and lists of texts."""
    part = metadata.get(name) if isinstance(metadata, dict) else None
    if not isinstance(part, dict):
        return {}
    kept = {}
    for key, value in part.items():
        if value is None or isinstance(value, bool | int | float):
            kept[_text(key)] = value
        elif isinstance(value, str):
            kept[_text(key)] = _text(value)
        elif isinstance(value, list) and all(isinstance(item, str) for item in value):
            kept[_text(key)] = [_text(item) for item in value]
    return kept


def _text(source: Any) -> str:
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    # A lone half of a surrogate pair cannot be written to a file again.
    return source.encode("utf-8", "replace").decode("utf-8") if isinstance(source, str) else ""


class SubmissionExporter(NotebookExporter):
    """Reads what was handed in even if it is no notebook: then the released cells stand in for it, and say that it is not graded."""

    def from_filename(self, filename: str, resources: Any = None, **options: Any) -> tuple[Any, Any]:
        """Read a file and run the preprocessors on it."""
        from nbformat.v4 import new_notebook

        resources = {} if resources is None else resources
        path = Path(filename)
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        try:
            notebook, digest = read_submission(path)
            resources["cryolib"] = {"submission": digest}
        except Unreadable as error:
            notebook = new_notebook()
            resources["cryolib"] = {"submission": _sha256(path), "unreadable": str(error)}
        return self.from_notebook_node(notebook, resources=resources, **options)


def _sha256(path: Path) -> str:
    if path.is_symlink() or not path.is_file():
        return ""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
