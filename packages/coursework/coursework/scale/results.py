"""The input and output of grading a shard of submissions: plain data, for a pipe, a network or a file."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

__all__ = ["Outcome", "ShardResult", "ShardTask", "Standing", "Submission", "files_below", "fingerprint_of", "write_below"]


@dataclass(frozen=True)
class Standing:
    """A submission's entry in the gradebook before grading. Marking depends on it, and merging never changes it."""

    extension: float = 0.0  # s that the student may hand in later than others
    # {notebook: {cell: (manual score, extra credit)}}
    manual: dict[str, dict[str, tuple[float | None, float | None]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Submission:
    """One student's submission of one assignment."""

    student: str
    files: dict[str, bytes]  # by path below submitted/<student>/<assignment>
    rubric: dict[str, Any]
    fingerprint: str  # hash of everything that the marks depend on
    standing: Standing = Standing()
    refused: str = ""  # why it is not to be run: it cannot be read, say, or killed the processes that tried

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(map(len, self.files.values()))


@dataclass(frozen=True)
class ShardTask:
    """Submissions that are graded in order in one process, with everything that this needs."""

    assignment: str
    submissions: tuple[Submission, ...]
    source: dict[str, bytes]  # the files in source/<assignment>
    template: bytes  # an SQLite gradebook with the definition of the assignment and no students
    config: dict[str, Any]  # nbgrader's settings
    patience: float = 600.0  # s without a result after which the process counts as dead


@dataclass(frozen=True)
class Outcome:
    """The result of grading one submission."""

    student: str
    fingerprint: str
    status: str  # "graded" | "not graded"
    reason: str = ""  # why it is not graded
    timestamp: str | None = None  # when it was handed in, ISO 8601, UTC
    # {notebook: {"late_penalty": points | None, "grades": {cell: (points | None, needs a person)}, "comments": {cell: text | None}}}
    notebooks: dict[str, Any] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)  # by path below autograded/<student>/<assignment>
    run: str = field(default_factory=lambda: uuid4().hex)  # identifies this grading of the submission

    def to_bytes(self) -> bytes:
        """Make a zip archive of `outcome.json` and the files, below `autograded/`."""
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as zipped:
            zipped.writestr("outcome.json", json.dumps({**asdict(self), "files": None}))
            for name, content in self.files.items():
                zipped.writestr(f"autograded/{name}", content)
        return archive.getvalue()

    @classmethod
    def read(cls, path: Path | IO[bytes], files: bool = True) -> Outcome:
        """Read an archive made by `to_bytes`, with or without the contents of its files."""
        with zipfile.ZipFile(path) as zipped:
            known = json.loads(zipped.read("outcome.json"))
            names = zipped.namelist()[1:] if files else ()
            return cls(**{**known, "files": {name.removeprefix("autograded/"): zipped.read(name) for name in names}})


@dataclass(frozen=True)
class ShardResult:
    """The outcomes of a shard, in the order of its submissions."""

    outcomes: tuple[Outcome, ...]

    def to_bytes(self) -> bytes:
        """Make a zip archive of the outcomes' archives: JSON and files, and nothing that is unpickled."""
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as zipped:
            for number, outcome in enumerate(self.outcomes):
                zipped.writestr(f"{number}.zip", outcome.to_bytes())
        return archive.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> ShardResult:
        """Read what `to_bytes` made."""
        with zipfile.ZipFile(io.BytesIO(content)) as zipped:
            return cls(tuple(Outcome.read(io.BytesIO(zipped.read(name))) for name in zipped.namelist()))


def files_below(folder: Path) -> dict[str, bytes]:
    """All regular files below a folder, by relative path.

    Symbolic links are left out: one in a submission may point to the course's key. So are names with unprintable characters.
    """
    files = {}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        linked = any((folder / parent).is_symlink() for parent in [inside, *inside.parents][:-1])
        legible = inside.as_posix().isprintable() and ".ipynb_checkpoints" not in inside.parts
        if path.is_file() and legible and not linked:
            files[inside.as_posix()] = path.read_bytes()
    return files


def write_below(folder: Path, files: dict[str, bytes]) -> None:
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
    """Hash of a submission's files and of the other conditions of its marks (plain JSON data)."""
    digest = sha256(json.dumps(conditions, sort_keys=True).encode())
    for name in sorted(files):
        digest.update(f"\n{name}\n{sha256(files[name]).hexdigest()}".encode())
    return digest.hexdigest()
