"""The sandbox in which a student's notebook is graded, and the files in its working folder."""

from __future__ import annotations

import functools
import json
import os
from multiprocessing.util import Finalize
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coursework.gradebook.submissions import LARGEST
from coursework.student import YOU

if TYPE_CHECKING:
    from coursework.sandbox.sandbox import Limits, Sandbox

__all__ = ["shared_sandbox", "working_files"]

NUMBERS = "numbers.json"
_NOT_COPIED = (NUMBERS, "record.json", "timestamp.txt")


def shared_sandbox(limits: Limits, packages: tuple[str, ...] = (), prefix: tuple[str, ...] = ()) -> Sandbox:
    """The sandbox of this process with these settings: made at first use, closed when the process ends.

    A process that is forked from this one makes its own.
    """
    return _sandbox(os.getpid(), limits, packages, prefix)


@functools.cache
def _sandbox(process: int, limits: Limits, packages: tuple[str, ...], prefix: tuple[str, ...]) -> Sandbox:
    from coursework.sandbox.sandbox import Sandbox

    sandbox = Sandbox(limits, packages, prefix)
    sandbox.__enter__()
    # Workers of multiprocessing skip `atexit` but run finalizers, and a forked process does not run its parent's.
    Finalize(None, sandbox.__exit__, (None, None, None), exitpriority=10)
    return sandbox


def working_files(folder: Path, handed_in: Path, rubric: dict[str, Any], secret: bytes = b"") -> dict[str, bytes]:
    """Collect the files beside a submitted notebook, with `numbers.json` reduced to the student's own numbers.

    The reduced file is also written back: all students' numbers beside each of 2000 notebooks would fill a disk.

    Parameters
    ----------
    folder : path
        Where nbgrader has combined the submission with the set's own files.
    handed_in : path
        The submission itself. A link in it was followed with the instructor's rights, and is removed from `folder`.
    rubric : dict
        The student's rubric.
    secret : bytes
        The course's key; a file that contains it is removed.
    """
    files: dict[str, bytes] = {}
    size = 0
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_symlink() or not path.is_file() or path.suffix == ".ipynb" or inside.as_posix() in _NOT_COPIED:
            continue
        size += path.stat().st_size
        data = path.read_bytes() if size <= LARGEST else b""
        if any((handed_in / part).is_symlink() for part in (inside, *inside.parents)) or (secret and secret in data):
            path.unlink()  # or it would be copied on, to the student's feedback
        elif size <= LARGEST:
            files[inside.as_posix()] = data
    path = folder / NUMBERS
    page = json.loads(path.read_bytes()) if path.is_file() and not path.is_symlink() else {}
    page.pop("practice", None)
    own = {key: rubric[key] for key in ("assignment", "version", "digest", "course")}
    files[NUMBERS] = json.dumps({**page, **own, "students": {YOU: rubric["numbers"]}}, ensure_ascii=False).encode()
    path.unlink(missing_ok=True)
    path.write_bytes(files[NUMBERS])
    return files
