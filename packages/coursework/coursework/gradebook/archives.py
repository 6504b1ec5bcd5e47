"""Collects the archive of all submissions that Canvas or Moodle makes, student by student.

Canvas names a file ``fullada_98765_4711_set.ipynb``, or ``fullada_LATE_98765_4711_set-1.ipynb``, with its own number of the student;
Moodle ``Ada Full_12345_assignsubmission_file_set.ipynb``, or a folder ``Ada Full_12345_assignsubmission_file``. Both are found in
`students.csv` by that number or by the name. Newer versions of Moodle name the group instead of each member.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from coursework.gradebook.submissions import DEEPEST, LARGEST, MOST, REFUSAL, TIMESTAMP, Refused, write_refusal
from coursework.groups import group_of
from coursework.roster import students_of
from coursework.scale.results import files_below, write_below

__all__ = ["CANVAS", "MOODLE", "Collected", "Submitted", "collect_archive", "open_archive", "plain", "submitted_in"]

CANVAS = re.compile(r"(?P<name>\w+?)(?P<late>_LATE)?_(?P<number>\d+)_\d+_(?P<file>[^/]+)")
MOODLE = re.compile(r"(?P<name>[^/]+)_\d+_assignsubmission_file(?:_?/|_)(?P<file>.+)")
AGAIN = re.compile(r"(?:-| \(| ?)(\d+)\)?$")  # what Canvas and browsers append to the name of a file that comes again


@dataclass
class Collected:
    """What was collected from an archive."""

    students: list[str] = field(default_factory=list)  # whose submissions are new or changed
    unchanged: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)  # as Canvas says
    refused: dict[str, str] = field(default_factory=dict)  # why a student's submission will not be graded
    unknown: dict[str, str] = field(default_factory=dict)  # why a file was left out: it is nobody's

    def __str__(self) -> str:
        lines = [f"Collected {len(self.students)} submissions; {len(self.unchanged)} were there already and are the same."]
        if self.late:
            lines.append(f"Late, says Canvas: {', '.join(sorted(self.late))}")
        for title, rows in (
            ("Not collected, and so not graded:", self.refused),
            ("Left out, since nobody knows whose it is; correct students.csv and collect again:", self.unknown),
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
    why: str = ""  # why it is nobody's, if there is no login


def open_archive(path: str | Path) -> zipfile.ZipFile:
    """Open an archive, or say in a `ValueError` that the file is none."""
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError) as error:
        raise ValueError(f"{path} is no zip archive that can be read: {error}") from None


def submitted_in(zipped: zipfile.ZipFile, students: Iterable[Mapping[str, str]], assignment: str) -> list[Submitted]:
    """All files in an archive that students handed in, with who it was.

    Raises
    ------
    ValueError
        If the archive has no names as Canvas and Moodle write them.
    """
    find, files = _Finder(students, assignment), []
    for entry in zipped.infolist():
        match = MOODLE.fullmatch(entry.filename) or CANVAS.fullmatch(entry.filename)
        if match is None or entry.is_dir():
            continue
        try:
            files.append(Submitted(entry, match, find.login(match)))
        except LookupError as error:
            files.append(Submitted(entry, match, why=str(error.args[0])))
    if not files:
        raise ValueError(f"{zipped.filename} has no submissions with names as Canvas or Moodle write them")
    return files


def collect_archive(root: str | Path, assignment: str, archive: str | Path) -> Collected:
    """Collect all submissions in an archive into `submitted`; one that is handed in again replaces the older one.

    Raises
    ------
    ValueError
        If the file is no zip archive, or has no names as Canvas and Moodle write them.
    """
    root, result = Path(root), Collected()
    entries: dict[str, list[tuple[str, zipfile.ZipInfo]]] = defaultdict(list)
    with open_archive(archive) as zipped:
        for file in submitted_in(zipped, students_of(root), assignment):
            if not file.login:
                result.unknown[file.entry.filename] = file.why
                continue
            entries[file.login].append((file.match["file"], file.entry))
            if file.match.groupdict().get("late") and file.login not in result.late:
                result.late.append(file.login)
        for login, files in sorted(entries.items()):
            _collect(root / "submitted" / login / assignment, assignment, zipped, files, login, result)
    return result


def _collect(
    target: Path, assignment: str, zipped: zipfile.ZipFile, entries: list[tuple[str, zipfile.ZipInfo]], login: str, result: Collected
) -> None:
    """Collect one student's files; whatever is wrong with them stops nobody else."""
    try:
        files = _files(assignment, zipped, entries)
        if target.is_dir() and files_below(target) == files:
            result.unchanged.append(login)
            return
        shutil.rmtree(target, ignore_errors=True)
        write_below(target, files)
        result.students.append(login)
    except (ValueError, OSError) as error:
        shutil.rmtree(target, ignore_errors=True)
        write_refusal(target, str(error))
        result.refused[login] = str(error)


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
        files[f"{assignment}.ipynb" if name == chosen else name] = content
    return files


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


class _Finder:
    """Finds the student whom Canvas or Moodle names; for a group, the first of its members."""

    def __init__(self, students: Iterable[Mapping[str, str]], assignment: str) -> None:
        self.by_number: dict[str, set[str]] = defaultdict(set)
        self.by_name: dict[str, set[str]] = defaultdict(set)
        self.by_group: dict[str, str] = {}
        for student in students:
            first, last = student.get("first_name", ""), student.get("last_name", "")
            if number := student.get("lms_user_id"):
                self.by_number[number].add(student["id"])
            for name in {plain(first + last), plain(last + first)} - {""}:
                self.by_name[name].add(student["id"])
            if name := plain(group_of(student, assignment)):
                self.by_group.setdefault(name, student["id"])

    def login(self, match: re.Match[str]) -> str:
        """The login of the student, or a `LookupError` that says what is missing."""
        number = match.groupdict().get("number")
        found = self.by_number.get(number or "", set())
        name = match["name"]
        while not found and name:  # Moodle puts the name of a group and "-" before the student's
            found = self.by_name.get(plain(name), set())
            name = name.partition("-")[2]
        if not found and (first := self.by_group.get(plain(match["name"]))):
            found = {first}
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise LookupError(f"{', '.join(sorted(found))} have this name")
        who = f"number {number}" if number else f"name {match['name']!r}"
        raise LookupError(f"no student has the {who}")


def plain(name: str) -> str:
    """A name without case, spaces and signs."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFC", name))).casefold()
