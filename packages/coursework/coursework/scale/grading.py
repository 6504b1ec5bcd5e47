"""``python -m coursework grade SET``: grade all that was handed in, in parallel, and go on where an earlier run ended.

1. Whatever a submission's marks follow from makes its fingerprint: its files, its rubric, what the gradebook says of it, versions.
   One whose fingerprint has its marks in the gradebook is done; one whose outcome is in the journal only has to be merged.
2. The others go in shards to processes here or to a Dask cluster. Each outcome goes into the journal at once.
3. At the end all outcomes get into the gradebook in one transaction, and the graded notebooks to their places.

Only this process reads the course's key. A shard holds its students' rubrics, and nothing of anybody else.
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
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from coursework.scale.cluster import grade_shard, on_cluster
from coursework.scale.journal import AlreadyRunning, Journal
from coursework.scale.pools import GradingError, on_this_machine
from coursework.scale.results import Outcome, ShardResult, ShardTask, Standing, Submission, files_below, fingerprint_of

__all__ = ["ShardResult", "ShardTask", "Summary", "grade", "grade_shard", "main"]

# Settings that marks follow from.
DECISIVE = ("SandboxedExecute", "AssignLatePenalties", "LateSubmissionPlugin")
# Settings that workers get, beside those of the steps and of the plugin for late submissions. Others may hold passwords.
SENT = ("Autograde", "BaseConverter", "Exporter", "SubmissionExporter", "FilesWriter", "LateSubmissionPlugin")
# s beyond the time that a notebook may take after which the process that grades it counts as dead.
PATIENCE = 180


@dataclass(frozen=True)
class Summary:
    """What a run of `grade` did."""

    assignment: str
    outcomes: dict[str, Outcome]  # new in the gradebook, by student, without their files
    ran: int  # how many of them were graded in this run, and not in one before that was interrupted
    unchanged: int  # submissions that had their marks already
    seconds: float  # that grading took

    @property
    def not_graded(self) -> dict[str, str]:
        """Reasons, by student."""
        return {student: outcome.reason for student, outcome in sorted(self.outcomes.items()) if outcome.status != "graded"}

    def __str__(self) -> str:
        missing = self.not_graded
        speed = f"; {60 * self.ran / self.seconds:.0f} submissions a minute" if self.ran else ""
        earlier = f" ({len(self.outcomes) - self.ran} of them in an earlier run)" if len(self.outcomes) > self.ran else ""
        lines = [
            f"{self.assignment}: {len(self.outcomes) - len(missing)} graded, {len(missing)} not graded{earlier}, "
            f"{self.unchanged} unchanged since they were graded{speed}."
        ]
        if missing:
            width = max(map(len, missing))
            lines += ["Not graded, which is not zero; these wait for a person in the formgrader:"]
            lines += [f"  {student:{width}}  {reason}" for student, reason in missing.items()]
        return "\n".join([*lines, f"What was repaired, and more: python -m coursework report {self.assignment}"])


@dataclass
class _Course:
    """What the driver knows of a course folder, and no worker does."""

    root: Path
    assignment: str
    config: Any = field(init=False)
    directory: Any = field(init=False)

    def __post_init__(self) -> None:
        from nbgrader.apps import AutogradeApp

        app = AutogradeApp(log_level=logging.ERROR)  # reads the same files as nbgrader's commands do
        app.initialize([], root=str(self.root))
        self.config, self.directory = app.config, app.coursedir

    def place(self, step: str, student: str) -> Path:
        """Where nbgrader has a student's work, `step` being "submitted" or "autograded"."""
        return Path(self.directory.format_path(getattr(self.directory, f"{step}_directory"), student, self.assignment))

    def handed_in(self, students: str) -> list[str]:
        """The students who handed in, as far as they match a pattern."""
        step = self.directory.submitted_directory
        pattern = re.compile(self.directory.format_path(step, "(?P<student>[^/]+)", self.assignment, escape=True))
        found = [pattern.fullmatch(path) for path in glob.glob(self.directory.format_path(step, "*", self.assignment))]
        return sorted(match["student"] for match in found if match and fnmatch(match["student"], students) and Path(match[0]).is_dir())

    def source(self) -> dict[str, bytes]:
        """What lies beside the notebooks of the set."""
        folder = Path(self.directory.format_path(self.directory.source_directory, ".", self.assignment))
        return {name: content for name, content in files_below(folder).items() if not name.endswith(".ipynb")}


def _settings(course: _Course) -> dict[str, Any]:
    """The course's settings that grading needs, as data that go anywhere."""
    config = course.config
    steps = [*config.Autograde.get("sanitize_preprocessors", ()), *config.Autograde.get("autograde_preprocessors", ())]
    named = [*steps, config.AssignLatePenalties.get("plugin_class", "")]
    wanted = {*SENT, *(name.rpartition(".")[2] for name in named if isinstance(name, str))}
    kept = {name: config[name] for name in sorted(wanted) if name in config}
    kept["CourseDirectory"] = {"course_id": course.directory.course_id, "ignore": list(course.directory.ignore)}
    try:
        return json.loads(json.dumps(kept))
    except TypeError as error:
        raise GradingError(f"nbgrader_config.py must hold plain values, and classes and functions by name: {error}") from None


def _submission(course: _Course, student: str, standing: Standing, conditions: Any, source: Iterable[str]) -> Submission:
    """Read what a student handed in, and compute what it is to be marked with."""
    from coursework import folder

    try:
        rubric, refused = folder.rubric_of(course.root, course.assignment, student), ""
    except folder.NoRubric as error:
        rubric, refused = {}, str(error)
    files = files_below(course.place("submitted", student))
    key = folder.key_text(course.root)  # a link that was followed when this was collected may have brought it
    # What the source has, nbgrader takes from there.
    files = {name: content for name, content in files.items() if name not in source and not (key and key in content)}
    fingerprint = fingerprint_of(files, rubric, refused, standing.extension, conditions)
    return Submission(student, files, rubric, fingerprint, standing, refused)


def grade(
    root: str | Path,
    assignment: str,
    students: str = "*",
    workers: int | None = None,
    shard: int = 8,
    scheduler: str = "",
    again: bool = False,
) -> Summary:
    """Grade what was handed in, and put the marks into the gradebook.

    Parameters
    ----------
    root : path
        The course folder.
    assignment : str
        Name of the set.
    students : str
        Pattern of the students' ids, as for files.
    workers : int, optional
        Number of processes, by default that of the processors.
    shard : int
        At most so many submissions go to a process at once.
    scheduler : str
        Address of a Dask scheduler, whose workers grade instead of processes here.
    again : bool
        Also grade what has its marks already.

    Raises
    ------
    ValueError
        If nobody handed in, or the set is not in the gradebook.
    AlreadyRunning
        If the set is being graded already.
    GradingError
        If grading cannot go on. What is finished is kept for the next run.
    """
    if shard < 1 or (workers is not None and workers < 1):
        raise ValueError(f"workers and shard must be at least 1; got {workers} and {shard}")
    course = _Course(Path(root).resolve(), assignment)
    journal = Journal(course.root, assignment)
    with journal.locked():
        return _Run(course, journal, students, again).through(workers or len(os.sched_getaffinity(0)), shard, scheduler)


class _Run:
    """One run of `grade`."""

    def __init__(self, course: _Course, journal: Journal, students: str, again: bool) -> None:
        from importlib.metadata import version

        from coursework.scale import merging

        self.course, self.journal, self.name = course, journal, course.assignment
        self.config = _settings(course)
        self.template = merging.template(course.directory.db_url, self.name)
        self.standings = merging.standings(course.directory.db_url, self.name)
        self.source = course.source()
        decisive = {name: self.config[name] for name in DECISIVE if name in self.config}
        self.conditions = [version("cryolib"), version("nbgrader"), merging.due(course.directory.db_url, self.name), decisive]
        self.finished: dict[str, Outcome] = {}  # in the journal, by student
        self.todo: list[str] = []
        self.unchanged = 0
        self._sort(students, again)

    def _submission(self, student: str) -> Submission:
        return _submission(self.course, student, self.standings.get(student, Standing()), self.conditions, self.source)

    def _sort(self, students: str, again: bool) -> None:
        """Tell what is done from what is to be merged and what is to be graded."""
        handed_in = self.course.handed_in(students)
        if not handed_in:
            raise ValueError(
                f"nobody whose id matches {students!r} has handed in {self.name}: {self.course.place('submitted', '*')} is empty"
            )
        waiting, merged = self.journal.waiting(), self.journal.merged()
        for student in handed_in:
            fingerprint = self._submission(student).fingerprint
            if student in waiting and waiting[student].fingerprint == fingerprint:
                self.finished[student] = waiting[student]
            elif (
                not again
                and merged.get(student, [""])[0] == fingerprint
                and student in self.standings
                and self.course.place("autograded", student).is_dir()
            ):
                self.unchanged += 1
            else:
                self.todo.append(student)

    def _shards(self, hands: int, size: int) -> Iterator[ShardTask]:
        """Shards that become smaller towards the end, so that nobody waits long for the last one."""
        patience = self.config.get("SandboxedExecute", {}).get("seconds", 120) + PATIENCE
        left = list(self.todo)
        while left:
            now = min(size, max(1, math.ceil(len(left) / (2 * hands))))
            part, left = left[:now], left[now:]
            yield ShardTask(self.name, tuple(map(self._submission, part)), self.source, self.template, self.config, patience)

    def through(self, workers: int, shard: int, scheduler: str) -> Summary:
        """Grade, merge, report."""
        from coursework.scale import merging
        from coursework.scale.progress import Progress

        start, ran, earlier = time.monotonic(), len(self.todo), len(self.finished)
        if self.todo:
            if scheduler:
                outcomes, where = on_cluster(self._shards(8, shard), scheduler), f"on {scheduler}"
            else:
                workers = min(workers, len(self.todo))
                outcomes = on_this_machine(self._shards(workers, shard), workers, self.journal.log, self.course.root)
                where = f"in {workers} process{'es' if workers > 1 else ''}"
            with Progress(self.name, ran, self.unchanged, earlier, where) as progress, closing(outcomes):
                for outcome in outcomes:
                    self.journal.keep(outcome)
                    self.finished[outcome.student] = Outcome(**{**vars(outcome), "files": {}})
                    progress.count(outcome.status == "graded")
        seconds = time.monotonic() - start
        merged = self.journal.merged()
        news = [outcome for student, outcome in self.finished.items() if merged.get(student) != [outcome.fingerprint, outcome.run]]
        if news:
            merging.merge(self.course.directory.db_url, self.name, news)
            self.journal.note_merged(news)
        for student in self.finished:
            self.journal.settle(student, self.course.place("autograded", student))
        return Summary(self.name, self.finished, ran, self.unchanged, seconds)


def main(arguments: Sequence[str]) -> int:
    """Do what the command line says; 0 if all was processed, graded or not."""
    parser = argparse.ArgumentParser(
        prog="python -m coursework grade", description="Run and mark all submissions of a set, many at a time."
    )
    parser.add_argument("set", metavar="SET", help="name of the set")
    parser.add_argument("--course-dir", default=".", help="the course folder (this one)")
    parser.add_argument("--students", metavar="GLOB", default="*", help="only students whose ids match, as 'a*'")
    parser.add_argument("--workers", metavar="N", type=int, help="number of processes (that of the processors)")
    parser.add_argument("--shard", metavar="N", type=int, default=8, help="most submissions that go to a process at once (8)")
    parser.add_argument("--scheduler", metavar="ADDRESS", default="", help="of a Dask cluster that grades instead, as tcp://host:8786")
    parser.add_argument("--again", action="store_true", help="also grade what has its marks already")
    options = parser.parse_args(arguments)
    if options.scheduler and options.workers:
        parser.error("--workers is for this machine, --scheduler for a cluster: give one of them")
    try:
        print(grade(options.course_dir, options.set, options.students, options.workers, options.shard, options.scheduler, options.again))
    except (ValueError, OSError, AlreadyRunning, GradingError) as error:
        print(f"grade: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. What is finished is kept; the same command goes on from there.", file=sys.stderr)
        return 1
    return 0
