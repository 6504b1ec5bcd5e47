"""Collects the archive of all submissions that Canvas or Moodle makes, student by student.

Canvas names a file ``fullada_98765_4711_set.ipynb``, or ``fullada_LATE_98765_4711_set-1.ipynb``, with its own number of the student;
Moodle ``Ada Full_12345_assignsubmission_file_set.ipynb``, or a folder ``Ada Full_12345_assignsubmission_file``. Both are found in
`students.csv` by that number or by the name. For a group, Canvas and newer versions of Moodle write its name instead of a member's.
Students choose the names of their files and, in many places, their own: a file whose name fits two students is nobody's.
"""

from __future__ import annotations

import contextlib
import json
import re
import shutil
import unicodedata
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath

from coursework.gradebook.late import deadline
from coursework.gradebook.reading import LARGEST as LARGEST_NOTEBOOK
from coursework.gradebook.submissions import DEEPEST, LARGEST, MOST, REFUSAL, TIMESTAMP, Refused, write_refusal
from coursework.groups import group_of
from coursework.lms import participants
from coursework.roster import students_of
from coursework.scale.results import files_below, write_below

__all__ = ["CANVAS", "MOODLE", "Collected", "Submitted", "collect_archive", "open_archive", "plain", "submitted_in"]

CANVAS = re.compile(r"(?P<late>_LATE)?_(?P<number>\d+)_\d+_(?P<file>[^/]+)")  # behind the student's name
# In a name, Moodle writes a space for `_`.
MOODLE = re.compile(r"(?P<name>[^/_]+)_(?P<participant>\d+)_assignsubmission_file(?:_?/|_)(?P<file>.+)")
NAME = re.compile(r"\w+")
AGAIN = re.compile(r"(?:-| \(| ?)(\d+)\)?$")  # what Canvas and browsers append to the name of a file that comes again


@dataclass
class Collected:
    """What was collected from an archive."""

    assignment: str
    due: datetime | None = None  # the deadline in the gradebook [UTC]
    students: list[str] = field(default_factory=list)  # whose submissions are new or changed
    unchanged: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)  # as Canvas says
    refused: dict[str, str] = field(default_factory=dict)  # why a student's submission will not be graded
    kept: dict[str, str] = field(default_factory=dict)  # why a student's older submission stays
    unknown: dict[str, str] = field(default_factory=dict)  # why a file was left out: it is nobody's

    def __str__(self) -> str:
        lines = [f"Collected {len(self.students)} submissions; {len(self.unchanged)} were there already and are the same."]
        if self.late:
            lines.append(f"Late, says Canvas: {', '.join(sorted(self.late))}")
        where = f"submitted/LOGIN/{self.assignment}"
        if self.due:
            lines.append(
                f"The deadline is {self.due:%Y-%m-%d %H:%M} UTC, but the archive does not say when anything came, so nothing is taken off "
                "for late work. Let Canvas or Moodle take it off, or write the time, such as "
                f"{self.due + timedelta(days=1):%Y-%m-%d %H:%M} UTC, into {where}/timestamp.txt of who was late."
            )
        for title, rows in (
            ("Not collected, and so not graded:", self.refused),
            ("Not collected; what was there before stays:", self.kept),
            (
                "Left out, since it is not certain whose it is. Correct students.csv and collect again, or copy it by hand to "
                f"{where}/{self.assignment}.ipynb:",
                self.unknown,
            ),
        ):
            if rows:
                lines += [title, *(f"  {name}  {why}" for name, why in sorted(rows.items()))]
        return "\n".join(lines)


@dataclass(frozen=True)
class Submitted:
    """A file in an archive that a student handed in."""

    entry: zipfile.ZipInfo
    match: re.Match[str]  # its name, by `CANVAS` or `MOODLE`
    login: str = ""
    late: bool = False  # as Canvas says
    why: str = ""  # why it is nobody's, if there is no login


def open_archive(path: str | Path) -> zipfile.ZipFile:
    """Open an archive, or say in a `ValueError` that the file is none."""
    if not Path(path).is_file():
        raise ValueError(f"there is no file {path}")
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise ValueError(f"{path} is no zip archive that can be read: {error}") from None


def submitted_in(
    zipped: zipfile.ZipFile, students: Iterable[Mapping[str, str]], assignment: str, worksheet: Mapping[str, str] | None = None
) -> list[Submitted]:
    """All files in an archive that students handed in, with who it was; the numbers in Moodle's worksheet tell namesakes apart.

    Raises
    ------
    ValueError
        If the archive has no names as Canvas and Moodle write them.
    """
    entries = [(entry, readings) for entry in zipped.infolist() if not entry.is_dir() and (readings := _readings(entry.filename))]
    numbers = {match.groupdict().get("number") for _, readings in entries for match in readings}
    find, files = _Finder(students, assignment, numbers), []
    for entry, readings in entries:
        try:
            login, fitting = find.login(readings, worksheet or {})
        except LookupError as error:
            files.append(Submitted(entry, readings[0], why=str(error.args[0])))
        else:
            files.append(Submitted(entry, fitting[0], login, late=any(match.groupdict().get("late") for match in fitting)))
    if not files:
        raise ValueError(f"{zipped.filename} has no submissions with names as Canvas or Moodle write them")
    return files


def collect_archive(root: str | Path, assignment: str, archive: str | Path, worksheet: str | Path | None = None) -> Collected:
    """Collect all submissions in an archive into `submitted`; one that is handed in again replaces the older one.

    Parameters
    ----------
    root : path
        The course folder.
    assignment : str
        Name of the assignment.
    archive : path
        The archive of all submissions that Canvas or Moodle made.
    worksheet : path, optional
        Moodle's grading worksheet of the assignment, which tells namesakes apart.

    Raises
    ------
    ValueError
        If the file is no zip archive, or has no names as Canvas and Moodle write them, or the worksheet is none.
    """
    root, result = Path(root), Collected(assignment, deadline(root, assignment))
    entries: dict[str, list[tuple[str, zipfile.ZipInfo]]] = defaultdict(list)
    students = students_of(root)
    numbers = participants(worksheet, students) if worksheet else {}
    with open_archive(archive) as zipped:
        for file in submitted_in(zipped, students, assignment, numbers):
            if not file.login:
                result.unknown[file.entry.filename] = file.why
                continue
            entries[file.login].append((file.match["file"], file.entry))
            if file.late and file.login not in result.late:
                result.late.append(file.login)
        for login, files in sorted(entries.items()):
            _collect(root / "submitted" / login / assignment, assignment, zipped, files, login, result)
    return result


def _collect(
    target: Path, assignment: str, zipped: zipfile.ZipFile, entries: list[tuple[str, zipfile.ZipInfo]], login: str, result: Collected
) -> None:
    """Collect one student's files; whatever is wrong with them stops nobody else, and replaces nothing."""
    new = target.with_name(f".{target.name}.new")
    there: dict[str, bytes] = {}
    try:
        there = files_below(target) if target.is_dir() else {}
        files = _files(assignment, zipped, entries)
        if {name: content for name, content in there.items() if name != TIMESTAMP} == files:  # a person may have written the time
            result.unchanged.append(login)
            return
        shutil.rmtree(new, ignore_errors=True)
        write_below(new, files)
        shutil.rmtree(target, ignore_errors=True)
        new.rename(target)
        result.students.append(login)
    except (ValueError, OSError) as error:
        shutil.rmtree(new, ignore_errors=True)
        if there and REFUSAL not in there:
            result.kept[login] = str(error)
        else:
            result.refused[login] = str(error)
            with contextlib.suppress(OSError):
                write_refusal(target, str(error))


def _files(assignment: str, zipped: zipfile.ZipFile, entries: list[tuple[str, zipfile.ZipInfo]]) -> dict[str, bytes]:
    """A student's files by the names that they get; the notebook gets the name of the set."""
    if len(entries) > MOST:
        raise Refused(f"it has more than {MOST} files")
    if sum(entry.file_size for _, entry in entries) > LARGEST:
        raise Refused(f"its files take more than {LARGEST / 1e6:.0f} MB")
    notebooks = [name for name, _ in entries if name.endswith(".ipynb") and "/" not in name]
    chosen = _notebook(assignment, notebooks, [name for name, _ in entries])
    files, left = {}, LARGEST
    for name, entry in entries:
        if not name.isprintable() or name.count("/") > DEEPEST:
            raise Refused(f"{name[:60]!r} is no usable name of a file")
        if name.startswith(REFUSAL) or PurePosixPath(name).parts[0] == TIMESTAMP or (name in notebooks and name != chosen):
            continue  # the time at which it was handed in is the system's to know
        try:
            with zipped.open(entry) as stream:
                content = stream.read(left + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
            raise Refused(f"{name} in the archive is damaged or encrypted ({error}). Download the archive again") from None
        left -= len(content)
        if left < 0:
            raise Refused(f"its files take more than {LARGEST / 1e6:.0f} MB")
        if name == chosen and (made_for := _set_in(content)) not in ("", assignment):
            raise Refused(f"it is the notebook of {made_for}, not of {assignment}")
        files[f"{assignment}.ipynb" if name == chosen else name] = content
    return files


def _set_in(notebook: bytes) -> str:
    """The set for which a notebook was made, as its metadata say; empty if they say nothing that can be a name."""
    try:
        name = json.loads(notebook)["metadata"]["coursework"]["assignment"] if len(notebook) <= LARGEST_NOTEBOOK else ""
    except (ValueError, RecursionError, LookupError, TypeError):
        return ""
    return name if isinstance(name, str) and re.fullmatch(r"[\w.+-]{1,64}", name) else ""


def _notebook(assignment: str, notebooks: list[str], names: Iterable[str]) -> str:
    """Which of a student's notebooks is the set's: the only one, or the last of those with its name."""
    if len(notebooks) == 1:
        return notebooks[0]
    ours = {}
    for name in notebooks:
        stem = name.removesuffix(".ipynb")
        again = AGAIN.search(stem)
        if stem == assignment or (again and stem[: again.start()] == assignment):
            ours[int(again[1]) if again and stem != assignment else 0] = name
    if ours:
        return ours[max(ours)]
    had = ", ".join(sorted(notebooks or names))[:200]
    raise Refused(f"it has {len(notebooks) or 'no'} notebooks and none is called {assignment}.ipynb, but {had}")


def _readings(filename: str) -> list[re.Match[str]]:
    """All that the name of a file in an archive may say: in Canvas's, the names of the student and of the file may have numbers, too."""
    if match := MOODLE.fullmatch(filename):
        return [match]
    matches = [CANVAS.fullmatch(filename, place) for place, sign in enumerate(filename) if sign == "_"]
    return [match for match in matches if match and NAME.fullmatch(_name(match)) and (match["late"] or not _name(match).endswith("_LATE"))]


def _name(match: re.Match[str]) -> str:
    """The name of the student, or of the group, in the name of a file."""
    return match["name"] if match.re is MOODLE else match.string[: match.start()]


class _Finder:
    """Finds the student whom Canvas or Moodle names; for a group, the first of its members or the one whose number is there."""

    def __init__(self, students: Iterable[Mapping[str, str]], assignment: str, numbers: Collection[str | None]) -> None:
        self.by_number: dict[str, set[str]] = defaultdict(set)
        self.by_name: dict[str, set[str]] = defaultdict(set)
        self.by_group: dict[str, str] = {}
        self.names: dict[str, set[str]] = {}
        for student in students:
            login, first, last = student["id"], student.get("first_name", ""), student.get("last_name", "")
            if number := student.get("lms_user_id"):
                self.by_number[number].add(login)
            self.names[login] = {plain(first + last), plain(last + first)} - {""}
            for name in self.names[login]:
                self.by_name[name].add(login)
            if name := plain(group_of(student, assignment)):
                self.by_group.setdefault(name, login)
                if self.names[login]:
                    self.names[login].add(name)
        # A name that anybody may take says nothing of those whose number is known, unless `students.csv` has numbers of another kind.
        of_this_kind = any(number in self.by_number for number in numbers)
        self.numbered = set[str]().union(*self.by_number.values()) if of_this_kind else set[str]()

    def login(self, readings: list[re.Match[str]], worksheet: Mapping[str, str]) -> tuple[str, list[re.Match[str]]]:
        """The login of the student and the readings that fit, or a `LookupError` that says what is missing."""
        known = [match for match in readings if match.groupdict().get("number") in self.by_number]
        if known:
            found = {login for match in known for login in self.by_number[match["number"]]}
        else:
            found = {login for match in readings for login in self._called(match)}
        participant = readings[0].groupdict().get("participant")
        if len(found) > 1 and participant:
            found = {login for login in found if worksheet.get(login) == participant} or found
        if len(found) > 1:
            remedy = "; name Moodle's grading worksheet with --table" if participant and not worksheet else ""
            raise LookupError(f"{', '.join(sorted(found))} fit this name{remedy}")
        if not found:
            number = readings[0].groupdict().get("number")
            raise LookupError(f"no student has the {f'number {number}' if number else f'name {_name(readings[0])!r}'}")
        (login,) = found
        if known and self.names[login] and self.names[login].isdisjoint(plain(_name(match)) for match in known):
            raise LookupError(f"{known[0]['number']} is the number of {login}, who has another name in students.csv")
        return login, known or readings

    def _called(self, match: re.Match[str]) -> set[str]:
        """The logins of those who have a name, or the first of a group with that name."""
        found, name = set[str](), _name(match)
        while not found and name:  # older versions of Moodle put the name of a group and "-" before the student's
            found = self.by_name.get(plain(name), set())
            name = name.partition("-")[2]
        if not found and (first := self.by_group.get(plain(_name(match)))):
            found = {first}
        return found if match.re is MOODLE else found - self.numbered


def plain(name: str) -> str:
    """A name without case, spaces and signs."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFC", name))).casefold()
