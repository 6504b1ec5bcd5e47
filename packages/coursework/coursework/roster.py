"""A course's students and settings: `students.csv`, `nbgrader_config.py` and nbgrader's gradebook."""

from __future__ import annotations

import csv
import functools
import io
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

__all__ = [
    "COLUMNS",
    "CONFIG",
    "GROUP",
    "STUDENTS",
    "course_id",
    "enrol",
    "is_student_id",
    "open_gradebook",
    "require_student",
    "students_of",
]

STUDENTS, CONFIG = "students.csv", "nbgrader_config.py"
COLUMNS = ("id", "first_name", "last_name", "email", "lms_user_id")  # those that nbgrader knows
GROUP = "group"  # a column of its own, or one for each set, `group:NAME`
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
STUDENT_ID = re.compile(r"[A-Za-z0-9@._-]+")


def students_of(root: str | Path) -> list[dict[str, str]]:
    """The students of a course, from its `students.csv`.

    Raises
    ------
    ValueError
        If the file does not exist, a column is unknown, or an id is empty, a duplicate, or not usable as a folder's name.
    """
    path = Path(root) / STUDENTS
    if not path.is_file():
        raise ValueError(f"there is no {path}; is this a course folder?")
    return [dict(student) for student in _read_students(path, path.read_bytes())]


@functools.lru_cache(maxsize=4)
def _read_students(path: Path, content: bytes) -> list[dict[str, str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"{path} is not in UTF-8; save it from the spreadsheet as CSV UTF-8") from None
    # As spreadsheets write it, in some countries with semicolons.
    delimiter = max(DELIMITERS, key=text.partition("\n")[0].count)
    reader = csv.DictReader(io.StringIO(text, newline=""), skipinitialspace=True, delimiter=delimiter)
    columns = [column.strip() for column in reader.fieldnames or ()]
    rows = []
    for row in reader:
        if None in row:
            raise ValueError(
                f"line {reader.line_num} of {path} has more than {len(columns)} columns; "
                f"put a value with a {DELIMITERS[delimiter]} in double quotes"
            )
        rows.append([(value or "").strip() for value in row.values()])
    if "id" not in columns or not all(column in (*COLUMNS, GROUP) or column.startswith(f"{GROUP}:") for column in columns):
        known = f"{', '.join(COLUMNS)}, {GROUP} and {GROUP}:SET"
        raise ValueError(f"the columns of {path} are {known}, and `id` must be there; got {', '.join(columns) or 'none'}")
    students = [dict(zip(columns, row, strict=True)) for row in rows if any(row)]
    seen: set[str] = set()
    for student in students:
        name = student["id"]
        if not is_student_id(name):
            raise ValueError(f"an id in {path} may have only letters, digits, `@`, `.`, `_` and `-`; got {name!r}")
        if name in seen:
            raise ValueError(f"the id {name!r} occurs twice in {path}")
        seen.add(name)
    return students


def require_student(root: str | Path, name: str) -> None:
    """Refuse a login that no student of the course has.

    Raises
    ------
    ValueError
        If `students.csv` has no such student, or cannot be read.
    """
    if all(student["id"] != name for student in students_of(root)):
        raise ValueError(f"there is no student {name!r} in {STUDENTS}")


def is_student_id(name: str) -> bool:
    """Whether a text can be a student's id, and so the name of a folder."""
    return bool(STUDENT_ID.fullmatch(name)) and name.strip(".") != ""


def course_id(root: str | Path) -> str:
    """The id of a course: `c.CourseDirectory.course_id` in its `nbgrader_config.py`."""
    return str(_settings(root).get("course_id", ""))


def _settings(root: str | Path) -> Any:
    path = Path(root).resolve() / CONFIG
    if not path.is_file():
        raise ValueError(f"there is no {path}; is this a course folder? `python -m coursework start FOLDER` makes one")
    return _read_settings(path, path.stat().st_mtime_ns)


@functools.lru_cache(maxsize=8)
def _read_settings(path: Path, changed: int) -> Any:
    from traitlets.config.loader import PyFileConfigLoader

    return PyFileConfigLoader(path.name, str(path.parent)).load_config().CourseDirectory


def open_gradebook(root: str | Path) -> Gradebook:
    """Open nbgrader's gradebook of a course folder; a new one is made if there is none."""
    from nbgrader.api import Gradebook

    # nbgrader runs the program `alembic`, which is installed beside this Python and may not be on the PATH.
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    url = _settings(root).get("db_url") or f"sqlite:///{Path(root).resolve() / 'gradebook.db'}"
    return Gradebook(url, course_id(root))


def enrol(root: Path, students: list[dict[str, str]]) -> None:
    """Add students to the gradebook, or update their entries."""
    with open_gradebook(root) as gradebook:
        for student in students:
            details = {column: value for column, value in student.items() if column in COLUMNS[1:] and value}
            gradebook.update_or_create_student(student["id"], **details)
