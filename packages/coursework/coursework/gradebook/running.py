"""What a student's notebook finds when it runs to be graded: the process that runs it, and the files in its folder."""

from __future__ import annotations

import functools
import json
import os
from multiprocessing.util import Finalize
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coursework.sandbox.sandbox import Limits, Sandbox

__all__ = ["MOST_FILES", "shared_sandbox", "working_files"]

MOST_FILES = 50_000_000  # bytes of a submission's files beside the notebook
NUMBERS = "numbers.json"
_NOT_SHOWN = (NUMBERS, "record.json", "timestamp.txt")


def shared_sandbox(limits: Limits, packages: tuple[str, ...] = (), prefix: tuple[str, ...] = ()) -> Sandbox:
    """The sandbox of this process with these settings: made when first wanted, closed when the process ends.

    A process that was forked from this one makes its own.
    """
    return _sandbox(os.getpid(), limits, packages, prefix)


@functools.cache
def _sandbox(process: int, limits: Limits, packages: tuple[str, ...], prefix: tuple[str, ...]) -> Sandbox:
    from coursework.sandbox.sandbox import Sandbox

    sandbox = Sandbox(limits, packages, prefix)
    sandbox.__enter__()
    # Workers of multiprocessing leave without `atexit`, but not without this; forked ones do not end what is not theirs.
    Finalize(None, sandbox.__exit__, (None, None, None), exitpriority=10)
    return sandbox


def working_files(folder: Path, handed_in: Path, rubric: dict[str, Any], secret: bytes = b"") -> dict[str, bytes]:
    """Gather the files beside a submitted notebook, with `numbers.json` cut down to the student's own numbers.

    That file is also written back, for a copy of everybody's numbers beside each of 2000 notebooks would fill a disk.

    Parameters
    ----------
    folder : path
        Where nbgrader has put together the submission and the set's own files.
    handed_in : path
        The submission itself. What is a link there was resolved with the instructor's rights, and is taken out of `folder`.
    rubric : dict
        The student's.
    secret : bytes
        The course's key; a file that has it inside is taken out.
    """
    found, size = {}, 0
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_symlink() or not path.is_file() or path.suffix == ".ipynb" or inside.as_posix() in _NOT_SHOWN:
            continue
        size += path.stat().st_size
        data = path.read_bytes() if size <= MOST_FILES else b""
        if any((handed_in / part).is_symlink() for part in (inside, *inside.parents)) or (secret and secret in data):
            path.unlink()  # or it would go on from here, to the folder of the student's feedback
        elif size <= MOST_FILES:
            found[inside.as_posix()] = data
    path = folder / NUMBERS
    page = json.loads(path.read_bytes()) if path.is_file() and not path.is_symlink() else {}
    page.pop("practice", None)
    own = {key: rubric[key] for key in ("assignment", "version", "digest", "course")}
    found[NUMBERS] = json.dumps({**page, **own, "students": {"you": rubric["numbers"]}}, ensure_ascii=False).encode()
    path.unlink(missing_ok=True)
    path.write_bytes(found[NUMBERS])
    return found
