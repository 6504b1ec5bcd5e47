"""A course folder: its layout, how it is made, and how a set is built in it.

::

    nbgrader_config.py  course.key  students.csv
    sets/               the sets, two files each: NAME.md and NAME.py
    source/NAME/        what `build` makes of a set for nbgrader: the notebook, and all students' numbers
    release/  submitted/  autograded/  feedback/  gradebook.db      made by nbgrader
"""

from __future__ import annotations

import functools
import importlib.util
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coursework.groups import drawn_for, require_sets, sizes
from coursework.roster import COLUMNS, CONFIG, STUDENTS, course_id, enrol, open_gradebook, students_of
from coursework.sheets.numbers import load_key, new_key

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from coursework.sheets.sheet import Sheet

__all__ = [
    "ASSIGNMENTS",
    "NoRubric",
    "build",
    "course_id",
    "key_text",
    "load_sheet",
    "open_gradebook",
    "page_of",
    "practice",
    "rubric_of",
    "sets_of",
    "start",
    "students_of",
]

KEY = "course.key"

TEMPLATE = '''\
"""nbgrader's settings for this course. nbgrader reads this file when it is run in this folder."""

import os

from coursework.gradebook.config import configure

c = get_config()  # noqa: F821
configure(c)

# Students' numbers depend on this id: do not change it once a set is released.
c.CourseDirectory.course_id = {course!r}
c.CourseDirectory.root = os.path.dirname(os.path.abspath(__file__))

# Limits for one notebook while it is graded.
# c.SandboxedExecute.seconds = 120          # wall time
# c.SandboxedExecute.cell_seconds = 30      # time of one cell, which is then interrupted
# c.SandboxedExecute.memory = 2 * 1024**3   # bytes
# c.SandboxedExecute.packages = []          # packages outside of Python's own folders that notebooks may import
# c.SandboxedExecute.prefix = []            # command that starts the sandbox in a container: ["podman", "run", ...]
'''


def _assignments() -> Path:
    installed = Path(__file__).resolve().parent / "assignments"
    return installed if installed.is_dir() else Path(__file__).resolve().parents[3] / "assignments"


#: The problem sets of the book: in an installed package its own folder `assignments`, in the book's repository the one at its top.
ASSIGNMENTS = _assignments()


class NoRubric(ValueError):
    """A student's notebook cannot be marked, for want of a rubric; the message says what to do."""


def sets_of(folder: str | Path) -> list[Path]:
    """The notebooks of the sets in a folder: each ``NAME.md`` that has a ``NAME.py`` beside it."""
    return [path for path in sorted(Path(folder).glob("*.md")) if path.with_suffix(".py").exists()]


def load_sheet(path: str | Path) -> Sheet:
    """Read a set's sheet: the variable `sheet` of a Python file.

    Raises
    ------
    ValueError
        If the file cannot be read or has no sheet.
    """
    path = Path(path).resolve()
    return _sheet(path, path.read_bytes()) if path.is_file() else _no_sheet(path)


def _no_sheet(path: Path) -> Sheet:
    raise ValueError(f"there is no sheet {path}; a set is two files, {path.stem}.md and {path.stem}.py")


@functools.lru_cache(maxsize=32)
def _sheet(path: Path, content: bytes) -> Sheet:
    from coursework.sheets.sheet import Sheet

    spec = importlib.util.spec_from_file_location(f"_coursework_set_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    exec(compile(content, path, "exec"), vars(module))  # the instructor's own file; leaves no bytecode beside it
    sheet = getattr(module, "sheet", None)
    if not isinstance(sheet, Sheet):
        raise ValueError(f"{path} must have a Sheet called `sheet`; got {type(sheet).__name__}")
    return sheet


def start(folder: str | Path, sets: str | Path | None = None, course: str | None = None) -> list[Path]:
    """Make a new course folder, which only its owner can open.

    Parameters
    ----------
    folder : path
        A new or empty folder.
    sets : path, optional
        Where to copy the problem sets from; by default `ASSIGNMENTS`.
    course : str, optional
        Id of the course, by default the folder's name.

    Returns
    -------
    list of path
        The files that were written.

    Raises
    ------
    ValueError
        If the folder is not empty, there are no sets, or the id has other characters than letters, digits, ``_``, ``-`` and ``.``.
    """
    root = Path(folder).resolve()
    course = course or root.name
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise ValueError(f"{root} already exists and is not empty; a course starts in a new folder")
    if not re.fullmatch(r"[A-Za-z0-9._-]+", course):
        raise ValueError(f"a course's id may have only letters, digits, `_`, `-` and `.`; got {course!r}. Give another with --course")
    origin = Path(sets) if sets else ASSIGNMENTS
    pages = sets_of(origin) if origin.is_dir() else []
    if not pages:
        raise ValueError(f"{origin} has no problem sets; give their folder with --sets")
    root.mkdir(parents=True, exist_ok=True)
    root.chmod(0o700)  # it will have marks, addresses and solutions in it, and other accounts of the machine are students'
    (root / "sets").mkdir()
    new_key(root / KEY)
    (root / CONFIG).write_text(TEMPLATE.format(course=course), encoding="utf-8")
    (root / STUDENTS).write_text(",".join(COLUMNS[:4]) + "\n", encoding="utf-8")
    copies = [shutil.copy(path, root / "sets") for page in pages for path in (page, page.with_suffix(".py"))]
    return [root / KEY, root / CONFIG, root / STUDENTS, *map(Path, copies)]


def build(root: str | Path, name: str, tell: Callable[[str], None] | None = None) -> list[Path]:
    """Make a set's source notebook and all students' numbers, and add the students to nbgrader's gradebook.

    Repeat it after adding students: the others' numbers do not change. `tell` is called with a line about each number that is
    asked for: how far a neighbour's answer would be right; and with one about the groups.

    Raises
    ------
    ValueError
        If there is no such set or no student, `students.csv` has groups for a set that is not there, a file is not valid, a solution is wrong, or answers can be copied from a neighbour.
    """
    from coursework.gradebook.authoring import source_notebook
    from coursework.sheets.copying import require_own_answers
    from coursework.sheets.handout import student_file
    from coursework.sheets.solutions import require_right_solutions

    root = Path(root)
    page = page_of(root, name)
    students = students_of(root)
    if not students:
        raise ValueError(f"{root / STUDENTS} has no students; write one line for each below `{','.join(COLUMNS[:4])}`, then build again")
    require_sets(students, [path.stem for path in sets_of(root / "sets")])
    sheet, key = load_sheet(page.with_suffix(".py")), load_key(root / KEY)
    notebook = source_notebook(page, sheet)
    require_right_solutions(notebook, sheet)
    for answer in require_own_answers(sheet):
        if tell:
            tell(f"  {answer}")
    if tell:
        tell(sizes(students, name))
    drawn = {student["id"]: drawn_for(student, name) for student in students}
    numbers = student_file(sheet, course_id(root), drawn, key, notebook.metadata.coursework.digest)
    enrol(root, students)
    return _write_set(root / "source" / name, notebook, numbers)


def practice(page: str | Path, to: str | Path) -> list[Path]:
    """Make copies of a set without a course: ``TO/instructor/NAME/`` with solutions, and ``TO/student/NAME/``.

    Both have the practice numbers, with which `check` marks at once.
    """
    from coursework.gradebook.authoring import practice_copies, set_digest
    from coursework.sheets.handout import student_file
    from coursework.sheets.numbers import PRACTICE
    from coursework.sheets.solutions import require_right_solutions

    page, to = Path(page), Path(to)
    sheet = load_sheet(page.with_suffix(".py"))
    numbers = student_file(sheet, PRACTICE, [], None, set_digest(page))
    instructor, student = practice_copies(page, sheet)
    require_right_solutions(instructor, sheet)
    return [
        *_write_set(to / "instructor" / page.stem, instructor, numbers),
        *_write_set(to / "student" / page.stem, student, numbers),
    ]


def _write_set(folder: Path, notebook: NotebookNode, numbers: dict[str, Any]) -> list[Path]:
    import nbformat

    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{notebook.metadata.coursework.assignment}.ipynb", folder / "numbers.json"]
    nbformat.write(notebook, paths[0])
    paths[1].write_text(json.dumps(numbers, indent=1, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")
    return paths


def key_text(root: str | Path) -> bytes:
    """The course's key as it is in its file, or nothing if there is none. No file that a notebook can read may contain it."""
    path = Path(root) / KEY
    return path.read_bytes().strip() if path.is_file() else b""


def rubric_of(root: str | Path, assignment: str, student: str) -> dict[str, Any]:
    """The rubric for one student's notebook: everything that marking needs.

    It is read from ``rubrics/ASSIGNMENT/STUDENT.json`` if the folder has rubrics, and otherwise computed from the key and the set.

    Raises
    ------
    NoRubric
        If the student is not in the course, or there is neither a rubric nor a set.
    """
    root = Path(root)
    rubrics = root / "rubrics"
    if rubrics.is_dir():
        path = rubrics / assignment / f"{student}.json"
        if path.parent.parent != rubrics or not path.is_file():
            raise NoRubric(f"there is no rubric of {assignment} for {student}")
        return json.loads(path.read_bytes())
    from coursework.gradebook.authoring import set_digest

    try:
        page = page_of(root, assignment)
        known = {one["id"]: drawn_for(one, assignment) for one in students_of(root)}
    except ValueError as error:
        raise NoRubric(str(error)) from None
    if student not in known:
        raise NoRubric(f"{student} is not in {STUDENTS}, and so has no numbers. Add a line, build {assignment} again and grade again")
    sheet, course = load_sheet(page.with_suffix(".py")), course_id(root)
    numbers = sheet.numbers(course, known[student], load_key(root / KEY))
    return sheet.rubric(numbers, course=course, version_digest=set_digest(page), student=student)


def page_of(root: str | Path, name: str) -> Path:
    """The notebook of one of a course's sets.

    Raises
    ------
    ValueError
        If there is no such set. The message lists the sets.
    """
    folder = Path(root) / "sets"
    pages = {path.stem: path for path in sets_of(folder)}
    if name not in pages:
        raise ValueError(f"there is no set {name!r} in {folder}; there are {', '.join(pages) or 'none'}")
    return pages[name]
