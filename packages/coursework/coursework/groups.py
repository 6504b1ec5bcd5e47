"""Groups that hand in together: they have the same numbers, and one submission, whose mark and feedback are for all members.

`students.csv` says who is in which group, in a column ``group``, or ``group:NAME`` for the set NAME alone. Any member may hand in. If several
do, the last submission counts for all. Archives of Canvas and Moodle have no times: then the first in `students.csv` counts, and `told` says so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from coursework.roster import GROUP, STUDENTS, students_of

__all__ = ["counted", "drawn_for", "group_of", "members", "replaced", "require_sets", "share_feedback", "sizes", "told"]


def group_of(student: Mapping[str, str], assignment: str) -> str:
    """The group with which a student does a set; empty if alone."""
    return student.get(f"{GROUP}:{assignment}", student.get(GROUP, ""))


def drawn_for(student: Mapping[str, str], assignment: str) -> str:
    """For whom a student's numbers are drawn: the group, or the student. No login has a colon.

    Examples
    --------
    >>> drawn_for({"id": "ada", "group": "7"}, "machines"), drawn_for({"id": "ada", "group": "7", "group:machines": ""}, "machines")
    ('group:7', 'ada')
    """
    group = group_of(student, assignment)
    return f"{GROUP}:{group}" if group else student["id"]


def members(students: Iterable[Mapping[str, str]], assignment: str) -> dict[str, list[str]]:
    """The logins in each group."""
    groups: dict[str, list[str]] = defaultdict(list)
    for student in students:
        if group := group_of(student, assignment):
            groups[group].append(student["id"])
    return dict(groups)


def require_sets(students: Iterable[Mapping[str, str]], sets: Collection[str]) -> None:
    """Refuse groups for a set that is not there: their members would have numbers of their own.

    Raises
    ------
    ValueError
        If there is a column ``group:NAME``, and no set NAME.
    """
    for column in dict.fromkeys(column for student in students for column in student):
        kind, colon, name = column.partition(":")
        if kind == GROUP and colon and name not in sets:
            raise ValueError(f"{STUDENTS} has a column {column!r}, and there is no set {name!r}; there are {', '.join(sets)}")


def sizes(students: Iterable[Mapping[str, str]], assignment: str) -> str:
    """How many students there are, and how many groups of how many, in words.

    Examples
    --------
    >>> sizes([{"id": "ada", "group": "7"}, {"id": "bea", "group": "7"}, {"id": "cyd", "group": ""}], "machines")
    '3 students: 1 group of 2, 1 without a group'
    """
    students = list(students)
    text = f"{len(students)} student{'s' if len(students) > 1 else ''}"
    logins = members(students, assignment).values()
    if not logins:
        return text
    counts = sorted(Counter(map(len, logins)).items(), reverse=True)
    parts = [f"{count} group{'s' if count > 1 else ''} of {size}" for size, count in counts]
    alone = len(students) - sum(map(len, logins))
    return f"{text}: {', '.join([*parts, *([f'{alone} without a group'] if alone else [])])}"


def counted(gradebook: Any, assignment: str, students: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """Whose submission counts for each member of a group that has handed in: the last one, or of those without a time the first listed."""
    times = {one.student_id: one.timestamp or datetime.min for one in gradebook.assignment_submissions(assignment)}
    owners = {}
    for logins in members(students, assignment).values():
        if there := [login for login in logins if login in times]:
            owners |= dict.fromkeys(logins, max(there, key=times.__getitem__))
    return owners


def replaced(gradebook: Any, assignment: str, owners: Mapping[str, str]) -> list[str]:
    """Who handed in something that does not count, since another member's submission does."""
    there = {one.student_id for one in gradebook.assignment_submissions(assignment)}
    return [login for login, owner in owners.items() if login != owner and login in there]


def told(gradebook: Any, assignment: str, students: Iterable[Mapping[str, str]]) -> list[tuple[str, str]]:
    """For each group, whose submission counts for whom, in words."""
    students = list(students)
    owners = counted(gradebook, assignment, students)
    timeless = {one.student_id for one in gradebook.assignment_submissions(assignment) if one.timestamp is None}
    lost = replaced(gradebook, assignment, owners)
    rows = []
    for group, logins in members(students, assignment).items():
        owner = owners.get(logins[0])
        if owner is None:
            rows.append((group, f"nobody of {', '.join(logins)} handed in"))
            continue
        others = [login for login in logins if login != owner]
        also = [login for login in others if login in lost]
        text = f"{owner} handed in{', also for ' + ', '.join(others) if others else ''}"
        if also:
            text += f"; {', '.join(also)} did so, too, and that does not count"
        if also and timeless.intersection(logins):
            text += (
                " (not all times are known: write when a submission came, such as 2027-01-16 08:00 UTC, into "
                f"submitted/LOGIN/{assignment}/timestamp.txt, and grade again)"
            )
        rows.append((group, text))
    return rows


def share_feedback(assignment: str) -> None:
    """Give each member the feedback to the submission that counts, in the course folder that is the current one."""
    from coursework.roster import open_gradebook
    from coursework.scale.results import files_below, write_below

    students = students_of(".")
    if not members(students, assignment):
        return
    with open_gradebook(".") as gradebook:
        owners = counted(gradebook, assignment, students)
    for login, owner in owners.items():
        pages = Path("feedback", owner, assignment)
        if login != owner and pages.is_dir():
            write_below(Path("feedback", login, assignment), files_below(pages))
