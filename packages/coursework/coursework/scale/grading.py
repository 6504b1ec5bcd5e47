"""``python -m coursework grade SET``: grade all submissions in parallel, and continue where an earlier run stopped.

1. A submission's fingerprint covers everything that its marks depend on: its files, its rubric, its entry in the gradebook, versions.
   If the marks for this fingerprint are in the gradebook, nothing is left to do; if its outcome is in the journal, only the merge is.
2. The others go in shards to local processes or to a Dask cluster. Each outcome is written to the journal at once.
3. At the end, all outcomes go into the gradebook in one transaction, and the graded notebooks into their folders.

Only this process reads the course's key. A shard has the rubrics of its own students only.
"""

from __future__ import annotations

import argparse
import glob
import json
import logging
import math
import os
import re
import sys
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook

from coursework.folder import page_of
from coursework.gradebook.submissions import Refused, read_folder, time_in, without_clashes
from coursework.gradebook.waiting import by_hand
from coursework.groups import counted, replaced
from coursework.roster import course_id, is_student_id, require_student, students_of
from coursework.scale import merging
from coursework.scale.cluster import UNPROTECTED, grade_shard, on_cluster
from coursework.scale.journal import AlreadyRunning, Journal
from coursework.scale.pools import GradingError, on_this_machine
from coursework.scale.results import Outcome, ShardResult, ShardTask, Standing, Submission, files_below, fingerprint_of
from coursework.scale.summary import Summary

__all__ = ["ShardResult", "ShardTask", "Summary", "grade", "grade_shard", "main"]

# Settings that marks depend on.
DECISIVE = ("SandboxedExecute", "AssignLatePenalties", "LateSubmissionPlugin")
# Settings that are sent to workers, beside those of the steps and of the plugin for late submissions. Others may hold passwords.
SENT = ("Autograde", "BaseConverter", "Exporter", "SubmissionExporter", "FilesWriter", "LateSubmissionPlugin")
# s after a notebook's time limit at which the process that grades it counts as dead.
PATIENCE = 180
# Bytes of submissions after which a shard is full: all of them are in memory at once.
HEAVY = 50_000_000


@dataclass
class _Course:
    """A course folder, which only the main process reads, and no worker."""

    root: Path
    assignment: str
    config: Any = field(init=False)
    directory: Any = field(init=False)

    def __post_init__(self) -> None:
        from nbgrader.apps import AutogradeApp

        app = AutogradeApp(log_level=logging.ERROR)  # reads the same settings as nbgrader's commands
        app.initialize([], root=str(self.root))
        self.config, self.directory = app.config, app.coursedir

    def folder(self, step: str, student: str) -> Path:
        """The folder in which nbgrader has a student's work; `step` is "submitted" or "autograded"."""
        return Path(self.directory.format_path(getattr(self.directory, f"{step}_directory"), student, self.assignment))

    def handed_in(self, students: str) -> list[str]:
        """The students who handed in and match a pattern."""
        step = self.directory.submitted_directory
        pattern = re.compile(self.directory.format_path(step, "(?P<student>[^/]+)", self.assignment, escape=True))
        matches = [pattern.fullmatch(path) for path in glob.glob(self.directory.format_path(step, "*", self.assignment))]
        return sorted(match["student"] for match in matches if match and fnmatch(match["student"], students) and Path(match[0]).is_dir())

    def source(self) -> dict[str, bytes]:
        """The files beside the notebooks of the set."""
        folder = Path(self.directory.format_path(self.directory.source_directory, ".", self.assignment))
        return {name: content for name, content in files_below(folder).items() if not name.endswith(".ipynb")}


def _settings(course: _Course) -> dict[str, Any]:
    """The course's settings that grading needs, as plain data."""
    config = course.config
    steps = [*config.Autograde.get("sanitize_preprocessors", ()), *config.Autograde.get("autograde_preprocessors", ())]
    named = [*steps, config.AssignLatePenalties.get("plugin_class", "")]
    sections = {*SENT, *(name.rpartition(".")[2] for name in named if isinstance(name, str))}
    kept = {name: config[name] for name in sorted(sections) if name in config}
    kept["CourseDirectory"] = {"course_id": course.directory.course_id, "ignore": list(course.directory.ignore)}
    try:
        return json.loads(json.dumps(kept))
    except TypeError as error:
        raise GradingError(f"nbgrader_config.py must have plain values, and classes and functions by name: {error}") from None


def _submission(
    course: _Course, student: str, standing: Standing, conditions: Any, source: Collection[str], due: datetime | None
) -> Submission:
    """Read a student's submission, and compute its rubric."""
    from coursework import folder

    try:
        rubric, refused = folder.rubric_of(course.root, course.assignment, student), ""
    except folder.NoRubric as error:
        rubric, refused = {}, str(error)
    files: dict[str, bytes] = {}
    try:
        files = without_clashes(read_folder(course.folder("submitted", student).resolve()).files, source)
        stamp = time_in(files)
    except Refused as error:
        files, refused, stamp = {}, refused or str(error), None
    key = folder.key_text(course.root)  # in the submission if a link to it was followed on collection
    files = {name: content for name, content in files.items() if not (key and key in content)}
    late = due and stamp and stamp > due + timedelta(seconds=standing.extension)
    # A penalty may be a part of the whole mark, and so depend on what people gave.
    fingerprint = fingerprint_of(files, rubric, refused, standing.extension, *([standing.manual] if late else []), conditions)
    return Submission(student, files, rubric, fingerprint, standing, refused)


def grade(
    root: str | Path,
    assignment: str,
    students: str = "*",
    workers: int | None = None,
    shard: int = 8,
    scheduler: str = "",
    again: bool = False,
    unprotected: bool = False,
) -> Summary:
    """Grade all submissions, and put the marks into the gradebook.

    Parameters
    ----------
    root : path
        The course folder.
    assignment : str
        Name of the set.
    students : str
        Pattern of the students' ids, as for file names.
    workers : int, optional
        Number of processes, by default one for each processor.
    shard : int
        The largest number of submissions handed to a process at once.
    scheduler : str
        Address of a Dask scheduler, whose workers then grade instead of local processes.
    again : bool
        Also grade submissions that already have their marks.
    unprotected : bool
        Use a scheduler on another machine without TLS, too: whoever reaches it can run code as this user.

    Raises
    ------
    ValueError
        If this is no course folder, there is no such set, it is not in the gradebook, or nobody handed in.
    AlreadyRunning
        If another run is grading the set.
    GradingError
        If grading cannot continue. Finished outcomes are kept for the next run.
    """
    if shard < 1 or (workers is not None and workers < 1):
        raise ValueError(f"workers and shard must be at least 1; got {workers} and {shard}")
    root = Path(root).resolve()
    # Before the journal, which makes files: a slip of typing leaves none.
    course_id(root)
    page_of(root, assignment)
    course = _Course(root, assignment)
    merging.require_assignment(course.directory.db_url, assignment)
    journal = Journal(root, assignment)
    with journal.locked():
        return _Run(course, journal, students, again).grade(workers or len(os.sched_getaffinity(0)), shard, scheduler, unprotected)


class _Run:
    """One run of `grade`."""

    def __init__(self, course: _Course, journal: Journal, students: str, again: bool) -> None:
        from importlib.metadata import version

        self.course, self.journal, self.name = course, journal, course.assignment
        self.config = _settings(course)
        self.template = merging.template(course.directory.db_url, self.name)
        self.standings = merging.standings(course.directory.db_url, self.name)
        self.source = course.source()
        plugin = str(self.config.get("AssignLatePenalties", {}).get("plugin_class", "")).rpartition(".")[2]
        decisive = {name: self.config[name] for name in (*DECISIVE, plugin) if name in self.config}
        versions = [version(package) for package in ("coursework", "cryolib", "nbgrader")]
        due = merging.due(course.directory.db_url, self.name)
        self.due = datetime.fromisoformat(due) if due else None
        self.conditions = [*versions, due, decisive]
        self.finished: dict[str, Outcome] = {}  # in the journal, by student
        self.todo: list[str] = []
        self.unchanged = 0
        self._sort(students, again)

    def _submission(self, student: str) -> Submission:
        return _submission(self.course, student, self.standings.get(student, Standing()), self.conditions, self.source, self.due)

    def _sort(self, students: str, again: bool) -> None:
        """Sort the submissions into those that are done, to be merged, and to be graded."""
        handed_in = self.course.handed_in(students)
        if not handed_in:
            raise ValueError(self._nobody(students))
        waiting, merged = self.journal.waiting(), self.journal.merged()
        for student in handed_in:
            fingerprint = self._submission(student).fingerprint
            if student in waiting and waiting[student].fingerprint == fingerprint:
                self.finished[student] = waiting[student]
            elif (
                not again
                and merged.get(student, [""])[0] == fingerprint
                and student in self.standings
                and self.course.folder("autograded", student).is_dir()
            ):
                self.unchanged += 1
            else:
                self.todo.append(student)

    def _nobody(self, students: str) -> str:
        """Why there is nothing to grade, in words."""
        others = len(self.course.handed_in("*"))
        if not others:
            return f"nobody has handed in {self.name}: {os.path.relpath(self.course.folder('submitted', '*'), self.course.root)} is empty"
        if is_student_id(students):  # a login, and no pattern
            require_student(self.course.root, students)
        return f"no student whose id matches {students!r} has handed in {self.name}; {others} other{'s have' if others > 1 else ' has'}"

    def _shards(self, workers: int, size: int) -> Iterator[ShardTask]:
        """Shards that become smaller towards the end, so that the last one does not take long."""
        patience = self.config.get("SandboxedExecute", {}).get("seconds", 120) + PATIENCE
        left = list(self.todo)
        while left:
            count = min(size, max(1, math.ceil(len(left) / (2 * workers))))
            part: list[Submission] = []
            while left and len(part) < count and sum(one.size for one in part) < HEAVY:
                part.append(self._submission(left.pop(0)))
            yield ShardTask(self.name, tuple(part), self.source, self.template, self.config, patience)

    def grade(self, workers: int, shard: int, scheduler: str, unprotected: bool) -> Summary:
        """Grade, merge and summarise."""
        start, ran = time.monotonic(), len(self.todo)
        if self.todo:
            self._grade(workers, shard, scheduler, unprotected)
        seconds = time.monotonic() - start
        self._merge()
        with Gradebook(self.course.directory.db_url, self.course.directory.course_id) as gradebook:
            students = students_of(self.course.root)
            waiting = by_hand(gradebook, self.name, replaced(gradebook, self.name, counted(gradebook, self.name, students)))
        return Summary(self.name, self.finished, ran, self.unchanged, seconds, waiting)

    def _grade(self, workers: int, shard: int, scheduler: str, unprotected: bool) -> None:
        """Grade what is to be graded, and store each outcome in the journal."""
        from coursework.scale.progress import Progress

        if scheduler:
            outcomes, where = on_cluster(self._shards(8, shard), scheduler, unprotected), f"on {scheduler}"
        else:
            workers = min(workers, len(self.todo))
            outcomes = on_this_machine(self._shards(workers, shard), workers, self.journal.log, self.course.root)
            where = f"in {workers} process{'es' if workers > 1 else ''}"
        with Progress(self.name, len(self.todo), self.unchanged, len(self.finished), where) as progress, closing(outcomes):
            for outcome in outcomes:
                self.journal.keep(outcome)
                self.finished[outcome.student] = Outcome(**{**vars(outcome), "files": {}})
                progress.count(outcome.status == "graded")

    def _merge(self) -> None:
        """Write finished outcomes to the gradebook, and move their files to their folders."""
        merged = self.journal.merged()
        new = [outcome for student, outcome in self.finished.items() if merged.get(student) != [outcome.fingerprint, outcome.run]]
        if new:
            merging.merge(self.course.directory.db_url, self.name, new)
            self.journal.note_merged(new)
        for student in self.finished:
            self.journal.settle(student, self.course.folder("autograded", student))


def main(arguments: Sequence[str]) -> int:
    """Run the command; 0 if all submissions were processed, graded or not."""
    parser = argparse.ArgumentParser(prog="python -m coursework grade", description="Run and mark all submissions of a set, in parallel.")
    parser.add_argument("set", metavar="SET", help="name of the set")
    parser.add_argument("--course-dir", default=".", help="the course folder (default: this folder)")
    parser.add_argument("--students", metavar="GLOB", default="*", help="only students whose ids match, such as 'a*'")
    parser.add_argument("--workers", metavar="N", type=int, help="number of processes (default: one for each processor)")
    parser.add_argument(
        "--shard", metavar="N", type=int, default=8, help="largest number of submissions handed to a process at once (default: 8)"
    )
    parser.add_argument("--scheduler", metavar="ADDRESS", default="", help="address of a Dask cluster to grade on, such as tls://host:8786")
    parser.add_argument(UNPROTECTED, action="store_true", dest="unprotected", help="use a scheduler that is not tls://, on another machine")
    parser.add_argument("--again", action="store_true", help="also grade submissions that already have their marks")
    options = parser.parse_args(arguments)
    if options.scheduler and options.workers:
        parser.error("--workers is for this machine, --scheduler for a cluster: give only one of them")
    chosen = {name: getattr(options, name) for name in ("students", "workers", "shard", "scheduler", "again", "unprotected")}
    try:
        print(grade(options.course_dir, options.set, **chosen))
    except (ValueError, OSError, AlreadyRunning, GradingError) as error:
        print(f"grade: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Finished outcomes are kept; run the same command to continue.", file=sys.stderr)
        return 1
    return 0
