"""What is kept of each grading: `record.json` beside the graded notebook, and "not graded" in nbgrader's gradebook."""

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
        Whose, and by which version of the set. `digest` changes with any change of its files.
    cryolib, nbgrader : str
        Versions of the programs.
    submission : str
        SHA-256 of the notebook that was handed in.
    status : str
        ``"graded"``, or ``"not graded"`` if any question that the program marks has no mark.
    reason : str
        Why not, in words.
    questions : list of dict
        Per question `id`, `points` (None: not graded), `maximum` and the `marks` of its answers.
    answers : dict
        What the notebook handed out and could be read as a number or a text, as it was.
    protection : list of str
        What kept the notebook apart while it ran.
    repaired : list of str
        What was wrong with the notebook and was put right.
    handed_in : dict
        Version and digest of the set that the notebook was made from, if another one.
    """

    student: str
    assignment: str
    version: str
    digest: str
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
        """Write `record.json` into a folder, whole or not at all."""
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


def comment_of(*says: str) -> str | None:
    """Make a comment of sentences that may quote a student; None if there are none."""
    text = inert("\n\n".join(filter(None, says)))
    return (text if len(text) <= LONGEST_COMMENT else text[:LONGEST_COMMENT] + " ...") or None


def mark_not_graded(gradebook: Gradebook, assignment: str, student: str, reason: str) -> None:
    """Say in the gradebook that a submission is not graded, which is not zero, and why.

    What a program had given is taken back and each question waits for a person; marks that a person gave stay.
    """
    with gradebook.db.no_autoflush:  # or SQLAlchemy warns of nbgrader's half-made submission
        submission = gradebook.update_or_create_submission(assignment, student)
    for notebook in submission.notebooks:
        for grade in notebook.grades:
            grade.auto_score = None
            grade.needs_manual_grade = True
        for comment in notebook.comments:
            comment.auto_comment = comment_of(f"Not graded: {reason}")
    gradebook.db.commit()
