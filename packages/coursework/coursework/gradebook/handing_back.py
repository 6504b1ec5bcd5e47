"""Writes the archive with which Canvas or Moodle takes the feedback pages of many students at once.

Both find the student by numbers in the name of a file, so a page gets the name of what its student handed in. Canvas asks for its own
numbers of the student and of a file that the student handed in (`generate_comments_from_files`). It attaches the page to a comment, which
all members see if one of its own groups handed in. Moodle asks for the student's number in this assignment, which stands before
``_assignsubmission_file`` (`importziplib.php`); the page becomes a feedback file of this student alone. A group's folder has the number of
the group there, so Moodle would give a page in it to nobody, or to a student who happens to have that number.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from coursework import lms
from coursework.gradebook.archives import MOODLE, Submitted, open_archive, plain, submitted_in
from coursework.groups import members
from coursework.roster import students_of

__all__ = ["HandedBack", "hand_back"]


@dataclass
class HandedBack:
    """Whose page is in the archive, and whose is not."""

    to: Path
    assignment: str
    system: str  # Canvas or Moodle
    students: list[str] = field(default_factory=list)  # whose page is in it
    pageless: list[str] = field(default_factory=list)  # who handed in and has no page
    members: dict[str, str] = field(default_factory=dict)  # whose page they share: members of groups who handed nothing in
    group_folders: dict[str, str] = field(default_factory=dict)  # for whom the page would be, by the folder of a group
    absent: list[str] = field(default_factory=list)  # who has a page and handed in nothing that is in the system's archive
    unknown: dict[str, str] = field(default_factory=dict)  # why a file of that archive is nobody's

    def __str__(self) -> str:
        number = len(self.students)
        lines = [f"Wrote {self.to} with {number} page{'s' * (number != 1)}, for {self.system}."]
        if self.system == "Canvas":
            lines.append("Canvas shows a page under the name of the notebook that was handed in. To read it, rename it to feedback.html.")
        if self.pageless:
            lines.append(f"Without a page, run nbgrader generate_feedback {self.assignment}: {', '.join(self.pageless)}")
        if self.absent:
            lines.append(f"Not in the archive, so give them their page yourself: {', '.join(self.absent)}")
        shown = (
            "Canvas shows it to them if it has the same groups"
            if self.system == "Canvas"
            else "Name Moodle's grading worksheet with --table"
        )
        for title, rows in (
            (f"Handed nothing in, as a member of their group did. {shown}:", self.members),
            (
                "Left out, since Moodle knows no student by the number of a group. Name its grading worksheet with --table:",
                self.group_folders,
            ),
            ("Left out, since nobody knows whose it is; correct students.csv and run this again:", self.unknown),
        ):
            if rows:
                lines += [title, *(f"  {name}  {text}" for name, text in sorted(rows.items()))]
        return "\n".join(lines)


def hand_back(root: str | Path, assignment: str, archive: str | Path, to: str | Path, worksheet: str | Path | None = None) -> HandedBack:
    """Write the feedback pages of an assignment into a new archive, under the names that Canvas or Moodle gave to the submissions.

    Parameters
    ----------
    root : path
        The course folder.
    assignment : str
        Name of the assignment.
    archive : path
        The archive of all submissions that the system made.
    to : path
        The archive to write.
    worksheet : path, optional
        Moodle's grading worksheet of the assignment, which has the numbers of those whom the archive does not name: members of groups.

    Raises
    ------
    ValueError
        If `to` is there already, `archive` has no submissions, `worksheet` is none, or nobody has a page that can be handed back.
    """
    root, to = Path(root), Path(to)
    if to.exists():
        raise ValueError(f"{to} is there already. Delete it, or choose another name with --to")
    students = students_of(root)
    with open_archive(archive) as zipped:
        numbers = lms.participants(worksheet, students) if worksheet else {}
        files = submitted_in(zipped, students, assignment, numbers)
    result = HandedBack(to, assignment, "Moodle" if files[0].match.re is MOODLE else "Canvas")
    if worksheet and result.system == "Canvas":
        raise ValueError(f"--table is for Moodle's grading worksheet, and {archive} is Canvas's; leave it out")
    result.unknown = {file.entry.filename: file.why for file in files if not file.login}
    pages = {one["id"]: root / "feedback" / one["id"] / assignment / f"{assignment}.html" for one in students}
    pages = {login: page for login, page in pages.items() if page.is_file()}

    groups = members(students, assignment)
    in_folder = {_prefix(file): logins for file in files if (logins := _group_named(file, groups))}
    handed_in: dict[str, list[Submitted]] = defaultdict(list)
    for file in files:
        if file.login and _prefix(file) not in in_folder:
            handed_in[file.login].append(file)
    names = {login: _name_back(theirs, assignment) for login, theirs in handed_in.items()}
    for login, number in numbers.items():  # they are students', while a folder's may be that of a group with a student's name
        names[login] = f"{login.replace('_', ' ')}_{number}_assignsubmission_file/{assignment}.html"

    result.students = sorted(names.keys() & pages.keys())
    result.pageless = sorted({*handed_in, *chain(*in_folder.values())} - pages.keys())
    for folder, logins in in_folder.items():
        if nameless := [login for login in logins if login in pages and login not in names]:
            result.group_folders[folder] = ", ".join(nameless)
    for logins in groups.values():
        if there := [login for login in logins if login in handed_in]:
            result.members |= dict.fromkeys((login for login in logins if login not in names), f"(page of {there[0]})")
    result.absent = sorted(pages.keys() - names.keys() - result.members.keys() - {*chain(*in_folder.values())})
    if not result.students:
        what = "Name Moodle's grading worksheet with --table" if result.group_folders else f"Run: nbgrader generate_feedback {assignment}"
        raise ValueError(f"{archive} names nobody who has a page of feedback. {what}")
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as zipped:
        for login in result.students:
            zipped.write(pages[login], names[login])
    with to.open("xb") as stream:
        stream.write(written.getvalue())
    return result


def _prefix(file: Submitted) -> str:
    """What the system put before the name that the file had for the student: a part of the file's name, or a folder."""
    return file.entry.filename[: file.match.start("file")]


def _name_back(files: Iterable[Submitted], assignment: str) -> str:
    """The name of a student's page in the new archive.

    In Canvas, the page goes with the student's newest notebook, and is not called like the set: Canvas ignores a name in which
    something behind the last `_` begins with "link".
    """
    newest = max(
        files, key=lambda file: (file.match["file"].endswith(".ipynb"), [int(part) for part in re.findall(r"\d+", _prefix(file))[-1:]])
    )
    return _prefix(newest) + (f"{assignment}.html" if newest.match.re is MOODLE else "feedback.html")


def _group_named(file: Submitted, groups: Mapping[str, list[str]]) -> list[str]:
    """The members of the group after which Moodle named a file, if it did."""
    if file.match.re is not MOODLE:
        return []
    return next((logins for group, logins in groups.items() if plain(group) == plain(file.match["name"])), [])
