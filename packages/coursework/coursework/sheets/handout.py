"""Makes `numbers.json`, the file beside a set's notebook: all students' numbers and the questions, without key or right answers.

For practice, whose numbers are public, the file also has the rubric.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from coursework.sheets.numbers import PRACTICE

if TYPE_CHECKING:
    from coursework.sheets.sheet import Sheet

__all__ = ["entry_of", "student_file"]


def entry_of(course: str, assignment: str, student: str) -> str:
    """The name of a student's entry: a hash, so that the file does not list the course's members.

    Examples
    --------
    >>> entry_of("cryo", "first", "ada")
    'a7fc6f91dfb63eaf'
    """
    return hashlib.sha256(f"{course}|{assignment}|{student}".encode()).hexdigest()[:16]


def student_file(sheet: Sheet, course: str, students: Iterable[str] | Mapping[str, str], key: bytes | None, digest: str) -> dict[str, Any]:
    """Make the content of `numbers.json`, as plain data for JSON.

    Parameters
    ----------
    sheet : Sheet
        The sheet of the set.
    course : str
        Id of the course.
    students : iterable of str, or dict of str
        Their logins; none for practice alone. In a dict each login has the name for which its numbers are drawn: that of a group, say.
    key : bytes or None
        The course's key; not needed without students.
    digest : str
        Digest of the set's files.

    Raises
    ------
    ValueError
        If there are students and no key.
    """
    drawn = dict(students) if isinstance(students, Mapping) else {login: login for login in students}
    if drawn and not key:
        raise ValueError(f"the numbers of {len(drawn)} students need the course's key")
    practice = sheet.practice()
    rubric = sheet.rubric(practice, course=PRACTICE, version_digest=digest)
    return {
        "assignment": sheet.name,
        "title": sheet.title,
        "version": sheet.version,
        "digest": digest,
        "course": course,
        "quantities": {symbol.name: {"latex": symbol.latex, "meaning": symbol.meaning, "unit": symbol.unit} for symbol in sheet.quantities},
        "asked": [_asked(question) for question in rubric["questions"]],
        "students": {entry_of(course, sheet.name, login): dict(sheet.numbers(course, name, key or b"")) for login, name in drawn.items()},
        "practice": {"numbers": dict(practice), "rubric": rubric},
    }


def _asked(question: dict[str, Any]) -> dict[str, Any]:
    answers = [
        {
            "name": answer["name"],
            "kind": answer["kind"],
            "points": answer["points"],
            "unit": answer.get("unit", ""),
            "symbols": list(answer.get("symbols", ())),
            "spellings": answer.get("spellings", {}),
        }
        for answer in question["answers"]
    ]
    return {key: question[key] for key in ("id", "title", "manual", "points")} | {"answers": answers}
