"""Reads the folder of a submission, whatever is in it, with limits on its size, on the number of its files and on their depth.

Each limit is checked before anything is read, and nothing outside the folder is read, even if the student changes the folder meanwhile.
So one bad submission costs little memory and time, and is refused with a reason that a person understands.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

__all__ = [
    "DEEPEST",
    "LARGEST",
    "MOST",
    "REFUSAL",
    "Contents",
    "Refused",
    "read_folder",
    "refusal_in",
    "time_in",
    "without_clashes",
    "write_refusal",
]

LARGEST = 50_000_000  # bytes of all files together
MOST = 1000  # files and folders
DEEPEST = 20  # folders inside each other
LONGEST = 500  # characters of a path

#: Takes the place of a submission that could not be collected, and says why.
REFUSAL = "not-collected.txt"
TIMESTAMP = "timestamp.txt"
CHECKPOINTS = ".ipynb_checkpoints"


class Refused(ValueError):
    """A submission cannot be read; the message says why, for the student and the instructor."""


@dataclass
class Contents:
    """What is in a submission's folder.

    Parameters
    ----------
    files : dict of bytes
        The regular files, by relative path.
    left_out : list of str
        Sentences on what was left out, such as "data.csv is a link and was left out".
    changed : float
        When anything in the folder was last changed, by the clock of the system [s since 1970]. A student cannot set it.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    changed: float = 0.0


def read_folder(folder: str | Path) -> Contents:
    """Read the regular files below a folder.

    Links, named pipes and the like are left out, as are Jupyter's checkpoints and names with unprintable characters.

    Raises
    ------
    Refused
        If the folder has too many files, is too large or too deep, or something in it cannot be read.
    """
    try:
        return _read_folder(folder)
    except OSError as error:
        raise Refused(f"a folder in it cannot be read: {error.strerror}") from None


def _read_folder(folder: str | Path) -> Contents:
    contents, size, count = Contents(), 0, 0

    def cannot(error: OSError) -> None:
        raise error

    for place, folders, names, descriptor in os.fwalk(folder, onerror=cannot):
        inside = os.path.relpath(place, folder)
        prefix = "" if inside == "." else f"{inside}/"
        if prefix.count("/") > DEEPEST:
            raise Refused(f"its folders are nested more than {DEEPEST} deep. Hand in the notebook, and beside it only the files it needs")
        count += len(folders) + len(names)
        if count > MOST:
            raise Refused(f"it has more than {MOST} files and folders. Hand in the notebook, and beside it only the files it needs")
        contents.changed = max(contents.changed, os.stat(descriptor).st_ctime)
        contents.left_out += [f"{prefix}{name} is a link and was left out" for name in folders if _is_link(name, descriptor)]
        folders[:] = sorted(name for name in folders if name.isprintable() and name != CHECKPOINTS)
        for name in sorted(filter(str.isprintable, names)):
            if len(prefix + name) > LONGEST:
                raise Refused(f"the path of a file in it has more than {LONGEST} characters: {(prefix + name)[:40]}...")
            size += _read_file(contents, prefix, name, descriptor, LARGEST - size)
    return contents


def _is_link(name: str, descriptor: int) -> bool:
    return stat.S_ISLNK(os.stat(name, dir_fd=descriptor, follow_symlinks=False).st_mode)


def _read_file(contents: Contents, prefix: str, name: str, descriptor: int, most: int) -> int:
    """Read one file of an open folder into `contents`; return its size."""
    try:
        about = os.stat(name, dir_fd=descriptor, follow_symlinks=False)
        if not stat.S_ISREG(about.st_mode):
            kind = "a link" if stat.S_ISLNK(about.st_mode) else "neither a file nor a folder"
            contents.left_out.append(f"{prefix}{name} is {kind} and was left out")
            return 0
        if about.st_size > most:
            raise Refused(f"its files take more than {LARGEST / 1e6:.0f} MB ({prefix}{name} has {about.st_size / 1e6:.0f} MB)")
        # O_NONBLOCK: it may have become a pipe by now, and O_NOFOLLOW: or a link.
        with open(os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=descriptor), "rb") as stream:
            content = stream.read(most + 1)
    except OSError as error:
        raise Refused(f"{prefix}{name} cannot be read: {error.strerror}") from None
    if len(content) > most:
        raise Refused(f"its files take more than {LARGEST / 1e6:.0f} MB")
    contents.files[prefix + name] = content
    contents.changed = max(contents.changed, about.st_ctime)
    return len(content)


def without_clashes(files: dict[str, bytes], source: Collection[str]) -> dict[str, bytes]:
    """Leave out the files that the set brings itself, and those whose name is a folder where the set has a file, or the reverse."""
    ours = {*source, TIMESTAMP}
    folders = {name[:end] for name in ours for end in range(len(name)) if name[end] == "/"}
    return {
        name: content
        for name, content in files.items()
        if name == TIMESTAMP
        or not (name in ours or name in folders or any(name[:end] in ours for end in range(len(name)) if name[end] == "/"))
    }


def time_in(files: dict[str, bytes]) -> datetime | None:
    """When a submission was handed in, in UTC, as its `timestamp.txt` says; None without that file.

    Raises
    ------
    Refused
        If the file has something else than a time.
    """
    from nbgrader.utils import parse_utc

    if not (text := files.get(TIMESTAMP, b"").decode("utf-8", "replace").strip()):
        return None
    try:
        return parse_utc(text)
    except (ValueError, OverflowError, TypeError):
        raise Refused(f"its {TIMESTAMP} has no time but {text[:40]!r}. Correct or delete that file and grade again") from None


def refusal_in(files: dict[str, bytes]) -> str:
    """Why a submission was not collected; empty if it was."""
    return files.get(REFUSAL, b"").decode("utf-8", "replace").strip()[:500]


def write_refusal(folder: Path, reason: str) -> None:
    """Leave a note in place of a submission that was not collected: it is then not graded, for this reason."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / REFUSAL).write_text(f"it could not be collected: {reason}\n", encoding="utf-8")
