"""What goes into a shard of submissions and what comes out of it: plain data, so that it goes through a pipe, a network or a file."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

__all__ = ["Outcome", "ShardResult", "ShardTask", "Standing", "Submission", "files_below", "fingerprint_of", "write_below"]


@dataclass(frozen=True)
class Standing:
    """What the gradebook has for a submission before it is graded: marking depends on it, and merging never changes it."""

    extension: float = 0.0  # s, how much later than others the student may hand in
    # {notebook: {cell: (manual score, extra credit)}}
    manual: dict[str, dict[str, tuple[float | None, float | None]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Submission:
    """One student's submission of one assignment."""

    student: str
    files: dict[str, bytes]  # what was handed in, by its path below submitted/<student>/<assignment>
    rubric: dict[str, Any]
    fingerprint: str  # of all that its marks follow from; equal fingerprints, equal marks
    standing: Standing = Standing()
    refused: str = ""  # why it is not run at all: it ended those who tried


@dataclass(frozen=True)
class ShardTask:
    """Submissions that are graded one after another in one process, and all that this takes."""

    assignment: str
    submissions: tuple[Submission, ...]
    source: dict[str, bytes]  # what is in source/<assignment>
    template: bytes  # an SQLite gradebook with the definition of the assignment, and nobody in it
    config: dict[str, Any]  # nbgrader's
    patience: float = 600.0  # s without a result after which the process counts as dead


@dataclass(frozen=True)
class Outcome:
    """What became of one submission."""

    student: str
    fingerprint: str
    status: str  # "graded" | "not graded"
    reason: str = ""  # why not
    timestamp: str | None = None  # when it was handed in, ISO 8601, UTC
    # {notebook: {"late_penalty": points | None, "grades": {cell: (points | None, needs a person)}, "comments": {cell: text | None}}}
    notebooks: dict[str, Any] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)  # what goes into autograded/<student>/<assignment>
    run: str = field(default_factory=lambda: uuid4().hex)  # of this grading: another one of the same submission has another

    def to_bytes(self) -> bytes:
        """As a zip archive: `outcome.json`, and the files below `autograded/`."""
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as zipped:
            zipped.writestr("outcome.json", json.dumps({**asdict(self), "files": None}))
            for name, content in self.files.items():
                zipped.writestr(f"autograded/{name}", content)
        return archive.getvalue()

    @classmethod
    def read(cls, path: Path, files: bool = True) -> Outcome:
        """Read what `to_bytes` gave; without `files` their contents stay behind."""
        with zipfile.ZipFile(path) as zipped:
            known = json.loads(zipped.read("outcome.json"))
            names = zipped.namelist()[1:] if files else ()
            return cls(**{**known, "files": {name.removeprefix("autograded/"): zipped.read(name) for name in names}})


@dataclass(frozen=True)
class ShardResult:
    """The outcomes of a shard, in the order of its submissions."""

    outcomes: tuple[Outcome, ...]


def files_below(folder: Path) -> dict[str, bytes]:
    """All regular files below a folder, by relative path.

    Symbolic links are left out: a submission may hold one that points to the course's key. So are names that are no text.
    """
    found = {}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        linked = any((folder / parent).is_symlink() for parent in [inside, *inside.parents][:-1])
        legible = inside.as_posix().isprintable() and ".ipynb_checkpoints" not in inside.parts
        if path.is_file() and legible and not linked:
            found[inside.as_posix()] = path.read_bytes()
    return found


def write_below(folder: Path, files: dict[str, bytes]):
    """Write files below a folder, by relative path.

    Raises
    ------
    ValueError
        If a path leaves the folder.
    """
    for name, content in files.items():
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            raise ValueError(f"files must stay below their folder; got {name!r}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def fingerprint_of(files: dict[str, bytes], *conditions: Any) -> str:
    """Hash of a submission's files and of what else its marks follow from (plain JSON data)."""
    digest = sha256(json.dumps(conditions, sort_keys=True).encode())
    for name in sorted(files):
        digest.update(f"\n{name}\n{sha256(files[name]).hexdigest()}".encode())
    return digest.hexdigest()
