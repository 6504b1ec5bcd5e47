"""Records how each submission was graded: `record.json` beside the graded notebook, and "not graded" in nbgrader's gradebook."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coursework.gradebook.safety import inert

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

__all__ = ["GRADED", "NOT_GRADED", "RECORD", "Record", "comment_of", "mark_not_graded", "records_of"]

RECORD = "record.json"
GRADED, NOT_GRADED = "graded", "not graded"
LONGEST_COMMENT = 2000


@dataclass(frozen=True)
class Record:
    """How one submission was graded.

    Parameters
    ----------
    student, assignment, version, digest : str
        Whose submission, and which version of the set. `digest` changes with any change of its files.
    coursework, cryolib, nbgrader : str
        Versions of the packages.
    submission : str
        SHA-256 of the submitted notebook.
    status : str
        ``"graded"``, or ``"not graded"`` if any question that the program marks has no mark.
    reason : str
        Why it is not graded.
    questions : list of dict
        For each question `id`, `points` (None: not graded), `maximum` and the `marks` of its answers.
    answers : dict
        The answers that are numbers or texts, unchanged.
    protection : list of str
        The protections of the sandbox in which the notebook ran.
    repaired : list of str
        The damage to the notebook that was repaired.
    handed_in : dict
        Version and digest of the set that the notebook was made from, if they differ.
    """

    student: str
    assignment: str
    version: str
    digest: str
    coursework: str
    cryolib: str
    nbgrader: str
    submission: str
    status: str
    reason: str = ""
    questions: list[dict[str, Any]] = field(default_factory=list)
    answers: dict[str, float | int | str] = field(default_factory=dict)
    protection: list[str] = field(default_factory=list)
    repaired: list[str] = field(default_factory=list)
    handed_in: dict[str, str] = field(default_factory=dict)

    def write(self, folder: str | Path) -> Path:
        """Write `record.json` into a folder, atomically."""
        path = Path(folder) / RECORD
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=".record-", delete=False) as stream:
            stream.write(json.dumps(asdict(self), indent=1, ensure_ascii=False, allow_nan=False) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(stream.name, 0o644)
        os.replace(stream.name, path)
        return path

    @classmethod
    def read(cls, path: str | Path) -> Record:
        """Read a record."""
        return cls(**json.loads(Path(path).read_text(encoding="utf-8")))


def records_of(root: str | Path, assignment: str) -> Iterator[Record]:
    """The records of an assignment in a course folder, by student."""
    for path in sorted(Path(root, "autograded").glob(f"*/{assignment}/{RECORD}")):
        yield Record.read(path)


def comment_of(*sentences: str) -> str | None:
    """Join sentences, which may quote a student, to a comment; None if there are none."""
    text = inert("\n\n".join(filter(None, sentences)))
    return (text if len(text) <= LONGEST_COMMENT else text[:LONGEST_COMMENT] + " ...") or None


def mark_not_graded(gradebook: Gradebook, assignment: str, student: str, reason: str) -> None:
    """Record in the gradebook that a submission is not graded, which is not zero, and why.

    Marks by the program are removed, and each question waits for a person. Marks by a person stay.
    """
    with gradebook.db.no_autoflush:  # or SQLAlchemy warns about nbgrader's incomplete submission
        submission = gradebook.update_or_create_submission(assignment, student)
    for notebook in submission.notebooks:
        for grade in notebook.grades:
            grade.auto_score = None
            grade.needs_manual_grade = True
        for comment in notebook.comments:
            comment.auto_comment = comment_of(f"Not graded: {reason}")
    gradebook.db.commit()
