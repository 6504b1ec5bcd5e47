"""Collects from nbgrader's exchange: follows no links, believes no clock but the system's, and lets no submission stop another."""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nbgrader.exchange import default
from traitlets import Bool

from coursework.gradebook.submissions import REFUSAL, TIMESTAMP, Contents, Refused, read_folder, time_in, write_refusal
from coursework.roster import is_student_id
from coursework.scale.results import write_below

__all__ = ["ExchangeCollect"]

#: s by which the time that a submission states may differ from the time at which it came.
LEEWAY = 600


class ExchangeCollect(default.ExchangeCollect):
    """nbgrader's collector, with a guard around each submission.

    nbgrader itself copies a link's target with the instructor's rights: the course's key, say, or another student's notebook. It ends
    at the first submission that it cannot copy, and believes the time that a submission states.
    """

    believe_timestamps = Bool(
        False, help="Believe the times in submissions, also where the exchange shows another time: after it was moved or restored."
    ).tag(config=True)

    def _path_to_record(self, path: str) -> dict[str, Any]:
        try:
            return super()._path_to_record(path)
        except (ValueError, OverflowError):
            name = Path(path).name
            self.log.warning("%s has no time in its name; it counts as older than any other submission", name)
            return {"username": name.rsplit("+", 3)[0], "filename": name, "timestamp": datetime.min}

    def init_src(self) -> None:
        """Find the submissions, without those whose names are no student's."""
        super().init_src()
        for record in self.src_records:
            if not is_student_id(record["username"]):
                self.log.error("%r in the exchange was not collected: no student can have that login", record["filename"])
        self.src_records = [record for record in self.src_records if is_student_id(record["username"])]

    def copy_files(self) -> None:
        """Collect one submission after another; trouble with one is logged, and the next follows."""
        records = self.src_records
        if not records:
            super().copy_files()
        for record in records:
            self.src_records = [record]
            try:
                super().copy_files()
            except Exception as error:
                self.log.error("%s was not collected: %s: %s", record["username"], type(error).__name__, error)

    def do_copy(self, src: str, dest: str, log: Any = None) -> None:
        """Copy a submission from the exchange, by way of a private copy that its student cannot change meanwhile."""
        student = Path(dest).parent.name
        try:
            contents = read_folder(src)
            if not contents.files and Path(src).is_symlink():
                raise Refused("it is a link to another folder")
            for sentence in contents.left_out:
                self.log.warning("%s/%s", src, sentence)
            contents.files.pop(REFUSAL, None)
            contents.files = {name: content for name, content in contents.files.items() if not name.startswith(f"{TIMESTAMP}/")}
            contents.files[TIMESTAMP] = f"{self._time(contents, student)} UTC\n".encode()
            with tempfile.TemporaryDirectory() as folder:
                copy = Path(folder) / "submission"
                copy.mkdir()
                write_below(copy, contents.files)
                super().do_copy(str(copy), dest, log)
        except (Refused, OSError, RuntimeError) as error:
            shutil.rmtree(dest, ignore_errors=True)
            write_refusal(Path(dest), str(error))
            self.log.error(
                "The submission of %s was not collected and will not be graded: %s. The others are not affected.", student, error
            )

    def _time(self, contents: Contents, student: str) -> datetime:
        """When the submission came [UTC]: what it states, unless the system's clock shows another time."""
        came = datetime.fromtimestamp(contents.changed, UTC).replace(tzinfo=None)
        try:
            stated = time_in(contents.files)
        except Refused:
            stated = None
        if stated is not None and (self.believe_timestamps or abs((came - stated).total_seconds()) <= LEEWAY):
            return stated
        says = "no time" if stated is None else f"{stated:%Y-%m-%d %H:%M} UTC"
        self.log.warning(
            "The submission of %s states %s, but was last changed at %s UTC, and that counts. Was the exchange moved or restored? "
            "Then set c.ExchangeCollect.believe_timestamps = True, delete submitted/%s and collect again",
            student,
            says,
            f"{came:%Y-%m-%d %H:%M}",
            student,
        )
        return came
