"""Tables of a learning-management system: the students in them become `students.csv`, and marks go back into their columns.

Read are Canvas's gradebook (Grades, Export) and Moodle's lists: participants, grader report, and the grading worksheet of an assignment.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from coursework.roster import COLUMNS, DELIMITERS, STUDENTS, is_student_id, students_of

__all__ = ["Table", "fill", "identities", "login_column", "login_of", "participants", "read_table", "students_in", "update_roster"]

#: Columns by what is in them, in the spelling of Canvas and Moodle; the first that a table has, and fills, is taken.
LOGIN = ("username", "sis login id", "id number", "email address")
FIRST, LAST, EMAIL = ("first name",), ("last name", "surname"), ("email address",)
NAME = ("student", "full name")  # Canvas: "Last, First"
NUMBER = ("id", "id number")
IDENTIFIER = "identifier"  # of Moodle's grading worksheet


@dataclass(frozen=True)
class Table:
    """A table of an LMS: its columns, and all rows below them, also those that are no student's."""

    path: Path
    columns: list[str]
    rows: list[list[str]]
    delimiter: str

    def column(self, *names: str) -> int | None:
        """The index of the first of these columns that the table has."""
        known = {column.strip().casefold(): index for index, column in reversed([*enumerate(self.columns)])}
        return next((known[name] for name in names if name in known), None)

    def get(self, row: list[str], *names: str) -> str:
        """The cell of a row in the first of these columns, or nothing."""
        index = self.column(*names)
        return "" if index is None or index >= len(row) else row[index].strip()

    @property
    def from_canvas(self) -> bool:
        """Whether Canvas made it."""
        return self.column("student") is not None and self.column("id") is not None


def read_table(path: str | Path) -> Table:
    """Read a CSV file of Canvas or Moodle, with commas, semicolons or tabs.

    Raises
    ------
    ValueError
        If it is no text in UTF-8 or UTF-16, or has none of the columns that tell who a student is.
    """
    path = Path(path)
    data = path.read_bytes()
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        raise ValueError(f"{path} is not in UTF-8; export it as CSV in UTF-8, and not as a file of Excel") from None
    head = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=head.count)
    columns, *rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)) or [[]]
    table = Table(path, columns, [row for row in rows if any(cell.strip() for cell in row)], delimiter)
    if table.column(*LOGIN) is None and table.column(*NAME) is None and table.column(*LAST) is None:
        got = ", ".join(column.strip() for column in columns) or "none"
        raise ValueError(f"{path} has no column that says who a student is: {', '.join((*LOGIN, *NAME))}; got {got}. Export it in English")
    return table


def _is_student(table: Table, row: list[str]) -> bool:
    """Canvas has rows for the points possible, for how marks are posted, and for a test student."""
    name = table.get(row, *NAME)
    return not table.from_canvas or (bool(table.get(row, "id")) and name not in ("Points Possible", "Student, Test"))


def login_column(table: Table, login: str = "") -> str:
    """The column of a table from which `students_in` takes the logins."""
    return table.columns[_login_column(table, login)]


def _login_column(table: Table, login: str) -> int:
    names = (login.strip().casefold(),) if login else LOGIN
    columns = [column for name in names if (column := table.column(name)) is not None]
    if not columns:
        raise ValueError(f"{table.path} has no column {login or 'with logins'!r}; it has {', '.join(table.columns)}. Choose with --login")
    # Moodle's table has a column for ID numbers also where nobody has one.
    rows = [row for row in table.rows if _is_student(table, row)]
    return next((column for column in columns if any(cell.strip() for row in rows for cell in row[column : column + 1])), columns[0])


def students_in(table: Table, login: str = "") -> list[dict[str, str]]:
    """The students in a table, as lines of `students.csv`.

    Parameters
    ----------
    table : Table
        The table.
    login : str, optional
        The column with the logins; by default the first of `LOGIN` that there is, and is not empty.

    Raises
    ------
    ValueError
        If there is no such column, or a student has no login in it or one that cannot be the name of a folder.
    """
    column = _login_column(table, login)
    students = []
    for row in filter(lambda row: _is_student(table, row), table.rows):
        last, _, first = table.get(row, *NAME).partition(",") if table.from_canvas else ("", "", "")
        student = {
            "id": row[column].strip() if column < len(row) else "",
            "first_name": table.get(row, *FIRST) or first.strip(),
            "last_name": table.get(row, *LAST) or last.strip() or ("" if table.from_canvas else table.get(row, *NAME)),
            "email": table.get(row, *EMAIL),
            "lms_user_id": table.get(row, *NUMBER) if table.from_canvas else table.get(row, "id number"),
        }
        if not is_student_id(student["id"]):
            who = " ".join(filter(None, (student["first_name"], student["last_name"]))) or f"row {len(students) + 2}"
            raise ValueError(
                f"{who} has {student['id']!r} in the column {table.columns[column]!r} of {table.path}; a login has letters, digits, `@`, "
                "`.`, `_` and `-`. Correct the file, or choose another column with --login"
            )
        students.append(student)
    return students


def update_roster(root: str | Path, students: Iterable[Mapping[str, str]]) -> tuple[list[str], list[str], dict[str, str]]:
    """Add students to `students.csv`, and bring the details of those who are there up to date. Nobody is removed.

    Returns
    -------
    tuple of two lists of str and a dict
        The logins that are new; those that are in the course and not among these students; and those of the first that have the name or
        the address of one of the second, with that one's login: perhaps the same person with another login.
    """
    path = Path(root) / STUDENTS
    known = {student["id"]: student for student in students_of(root)}
    there = set(known)
    fresh = {student["id"]: student for student in students}
    absent = identities(student for login, student in known.items() if login not in fresh)
    again = {}
    for login in fresh.keys() - there:
        first, last, email = (fresh[login].get(key, "").strip().casefold() for key in ("first_name", "last_name", "email"))
        if other := absent.get(("email", email)) or absent.get(("name", f"{first} {last}".strip())):
            again[login] = other
    for login, student in fresh.items():
        known[login] = known.get(login, {}) | {key: value for key, value in student.items() if value}
    columns = dict.fromkeys([*COLUMNS, *(column for student in known.values() for column in student)])
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(columns), restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(known.values())
    students_of(root)  # refuses what it could not read again
    return [login for login in fresh if login not in there], sorted(there - set(fresh)), again


def identities(students: Iterable[Mapping[str, str]]) -> dict[tuple[str, str], str]:
    """The login by what may identify a student in a table: (kind, text in lower case). What fits two students identifies none."""
    found: dict[tuple[str, str], str] = {}
    twice = set()
    for student in students:
        first, last = student.get("first_name", ""), student.get("last_name", "")
        texts = {"login": student["id"], "number": student.get("lms_user_id", ""), "email": student.get("email", "")}
        pairs = [*texts.items(), ("name", f"{first} {last}"), ("name", f"{last}, {first}")]
        for pair in {(kind, text.strip().casefold()) for kind, text in pairs if text.strip(", ")}:
            if found.setdefault(pair, student["id"]) != student["id"]:
                twice.add(pair)
    return {pair: login for pair, login in found.items() if pair not in twice}


def login_of(table: Table, row: list[str], known: Mapping[tuple[str, str], str]) -> str:
    """The login of the student in a row, or nothing."""
    pairs = [("login", table.get(row, name)) for name in LOGIN]
    pairs += [("number", table.get(row, name)) for name in (*NUMBER, "sis user id")] + [("email", table.get(row, *EMAIL))]
    pairs += [("name", table.get(row, *NAME)), ("name", f"{table.get(row, *FIRST)} {table.get(row, *LAST)}")]
    return next((known[kind, text.strip().casefold()] for kind, text in pairs if (kind, text.strip().casefold()) in known), "")


def participants(path: str | Path, students: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The numbers of students in an assignment of Moodle by login, from its grading worksheet, where they are "Participant 501".

    Raises
    ------
    ValueError
        If the file is no grading worksheet.
    """
    table, known = read_table(path), identities(students)
    if table.column(IDENTIFIER) is None:
        raise ValueError(f"{path} is no grading worksheet of Moodle: it has no column 'Identifier'")
    numbers = {login_of(table, row, known): re.search(r"\d+$", table.get(row, IDENTIFIER)) for row in table.rows}
    return {login: number[0] for login, number in numbers.items() if login and number}


def fill(
    table: Table, marks: Mapping[str, str], titles: Iterable[str], students: Iterable[Mapping[str, str]]
) -> tuple[list[list[str]], list[str], list[str]]:
    """Write marks into one column of a table.

    Parameters
    ----------
    table : Table
        A table of the LMS.
    marks : dict of str
        Marks by login; an empty one leaves the cell as it is.
    titles : iterable of str
        What the column may be called, or a part of its name: Canvas adds a number, Moodle "(Real)".
    students : iterable of dict
        The students of the course, who are found in the table by login, number, address or name.

    Returns
    -------
    tuple
        All rows of the new table, the logins that have a mark but no row, and the names in the rows that are no student's of these.

    Raises
    ------
    ValueError
        If the table has no such column, or more than one.
    """
    titles = list(titles)
    found: list[int] = []
    for same in (str.__eq__, str.__contains__):
        for title in titles if not found else ():
            found = [index for index, column in enumerate(table.columns) if same(column.strip().casefold(), title.strip().casefold())]
            if found:
                break
    if len(found) != 1:
        which = "more than one column" if found else "no column"
        raise ValueError(
            f"{table.path} has {which} {' or '.join(map(repr, titles))}; it has {', '.join(table.columns)}. Name it with --column"
        )
    known, missing = identities(students), {login for login, mark in marks.items() if mark}
    rows, unknown = [list(table.columns)], []
    for row in table.rows:
        new = [*row, *[""] * (len(table.columns) - len(row))]
        login = login_of(table, row, known) if _is_student(table, row) else ""
        if not login and _is_student(table, row):
            name = table.get(row, *NAME) or f"{table.get(row, *FIRST)} {table.get(row, *LAST)}".strip()
            unknown.append(name or table.get(row, *LOGIN) or f"row {len(rows) + 1}")
        if marks.get(login):
            new[found[0]] = marks[login]
        missing.discard(login)
        rows.append(new)
    return rows, sorted(missing), unknown
