"""Reads a submitted file, whatever it contains, and keeps only what it has validated."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nbconvert.exporters import NotebookExporter

from coursework.gradebook.safety import pictures_only
from coursework.gradebook.submissions import LARGEST as MOST_BYTES
from coursework.gradebook.submissions import Refused, read_folder

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["LARGEST", "MOST_CELLS", "SubmissionExporter", "Unreadable", "read_submission", "require_measured"]

LARGEST = 20_000_000  # bytes of a notebook
MOST_CELLS = 2000
CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")


class Unreadable(Exception):
    """The file is not a notebook; the message says why, for the student and the instructor."""


def read_submission(path: str | Path) -> tuple[NotebookNode, str]:
    """Read a file that should be a notebook, and return a valid notebook and the file's SHA-256.

    Only the types, texts and pictures of cells are kept, and the metadata of nbgrader and `coursework`, one level deep. Outputs
    are dropped, since the cells will run again.

    Raises
    ------
    Unreadable
        If it is empty, larger than 20 MB, not JSON, not a notebook, or has more than 2000 cells.
    """
    from nbformat import from_dict

    path = Path(path)
    if path.is_symlink() or not path.is_file():
        raise Unreadable("the submission is not a file")
    if (size := path.stat().st_size) > LARGEST:
        raise Unreadable(
            f"the notebook has {size / 1e6:.0f} MB; {LARGEST / 1e6:.0f} MB is the most. Clear its outputs and hand it in again"
        )
    data = path.read_bytes()
    if not data.strip():
        raise Unreadable("the submitted file is empty")
    try:
        page = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise Unreadable(_why_not_json(data)) from None
    if isinstance(page, dict) and page.get("nbformat") in (1, 2, 3):
        raise Unreadable("the notebook has the format of 2014 or before; open it in JupyterLab, save it, and hand it in again")
    if not isinstance(page, dict) or not isinstance(page.get("cells"), list):
        raise Unreadable("the submitted file is not a notebook: it has no cells")
    if len(page["cells"]) > MOST_CELLS:
        raise Unreadable(f"the notebook has {len(page['cells'])} cells; {MOST_CELLS} is the most")
    seen: set[str] = set()
    cells = [_cell(cell, number, seen) for number, cell in enumerate(page["cells"]) if isinstance(cell, dict)]
    metadata = {"coursework": _flat(page.get("metadata"), "coursework")}
    return from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells}), hashlib.sha256(data).hexdigest()


def _why_not_json(data: bytes) -> str:
    """What a file is that is not JSON in UTF-8, as far as its first bytes tell."""
    for encoding, name in ((json.detect_encoding(data), "UTF-16 or UTF-32"), ("cp1252", "Latin-1 or another code of Windows")):
        with contextlib.suppress(ValueError, RecursionError):
            json.loads(data.decode(encoding))
            return f"the notebook was saved as {name}: save it as UTF-8, as JupyterLab does, and hand it in again"
    start = data.lstrip()[:4]
    for sign, what in (
        (b"<", "a web page"),
        (b"PK", "a zip archive"),
        (b"%PDF", "a PDF"),
        (b"{", "not valid JSON, perhaps damaged or cut off"),
    ):
        if start.startswith(sign):
            return f"the submitted file is not a notebook: it is {what}. Hand in the .ipynb file itself, as JupyterLab saves it"
    return "the submitted file is not a notebook: it is not valid JSON"


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
    """One part of some metadata, limited to plain values and lists of texts."""
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
    # A lone surrogate could not be written to a file again.
    return source.encode("utf-8", "replace").decode("utf-8") if isinstance(source, str) else ""


class SubmissionExporter(NotebookExporter):
    """Reads any submission. If it is not a notebook, the released cells replace it, with the reason why it is not graded.

    nbgrader makes it once, when it has found the submissions and not yet copied their files: the moment to look at these.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        try:
            require_measured(getattr(self.parent, "assignments", ()))
        except Exception as error:
            self.log.error("%s", error)  # nbgrader's command ends without a word
            raise

    def from_filename(self, filename: str, resources: Any = None, **options: Any) -> tuple[Any, Any]:
        """Read a file and run the preprocessors on it."""
        from nbformat.v4 import new_notebook

        resources = {} if resources is None else resources
        path = Path(filename)
        resources["metadata"] = {"name": path.stem, "path": str(path.parent)}
        try:
            notebook, digest = read_submission(path)
            resources["coursework"] = {"submission": digest}
        except Unreadable as error:
            notebook = new_notebook()
            resources["coursework"] = {"submission": _sha256(path), "unreadable": str(error)}
        return self.from_notebook_node(notebook, resources=resources, **options)


def require_measured(folders: Iterable[str | Path]) -> None:
    """Refuse submissions that nbgrader should not copy: it copies all that is in them, however large, and the targets of links.

    A link to a file of usual size passes here: what it led to is removed from the copy (`coursework.gradebook.running`).

    Raises
    ------
    NbGraderException
        If one is too large or too deep, has too many files, or a pipe or a link to a device. The message names it and the remedy.
    """
    from nbgrader.converters.base import NbGraderException

    for folder in sorted(map(Path, folders)):
        if reason := _not_to_be_copied(folder.resolve()):
            raise NbGraderException(
                f"nothing was graded: nbgrader would copy all that {folder.parent.name} handed in, and {reason}. "
                f"Grade with: python -m coursework grade {folder.name}"
            )


def _not_to_be_copied(folder: Path) -> str:
    """Why a folder should not be copied; empty if it may be."""
    try:
        read_folder(folder)
    except Refused as error:
        return str(error)
    for path in folder.rglob("*"):  # few enough, now that they are counted
        if path.exists() and not path.is_dir() and not (path.is_file() and path.stat().st_size <= MOST_BYTES):
            return f"{path.relative_to(folder)} is no file, or leads to none that can be copied"
    return ""


def _sha256(path: Path) -> str:
    if path.is_symlink() or not path.is_file():
        return ""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
