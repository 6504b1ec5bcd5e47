"""Grades a shard of submissions, one after another, in a process that has already imported everything.

The process is a child of the main one and talks to it through a pipe (`coursework.scale.pools` has the other end). In a course
folder and a gradebook of its own it runs nbgrader's converter with the preprocessors of this package.
"""

from __future__ import annotations

import contextlib
import copy
import functools
import json
import logging
import os
import queue
import shutil
import signal
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from nbformat.v4 import new_notebook
from nbgrader import api
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import Engine, create_engine, event
from traitlets import Unicode
from traitlets.config import Config

from coursework.gradebook import records
from coursework.gradebook.preprocessors import SubmissionExporter
from coursework.gradebook.submissions import refusal_in
from coursework.sandbox.sandbox import SandboxError
from coursework.scale import merging
from coursework.scale.results import Outcome, ShardTask, Submission, files_below, write_below

__all__ = ["grade_each", "serve"]

# s without work after which the process ends, since a Dask worker lives longer than a run of `grade`.
IDLE = 300


@functools.cache
def _engine(url: str, **options: Any) -> Engine:
    """Keep one SQLAlchemy engine per address, for a gradebook that is not needed after a crash.

    nbgrader opens the gradebook about ten times per submission, and each new engine would compile every query again.
    """
    engine = create_engine(url, **options)
    event.listen(engine, "connect", lambda connection, _: connection.executescript("PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF"))
    return engine


class _Converter(Autograde):
    """nbgrader's converter, which also keeps the error that a submission raised: nbgrader itself only says that there was one."""

    error: Exception | None = None

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        with self._kept():
            super().init_assignment(assignment_id, student_id)

    def convert_single_notebook(self, notebook_filename: str) -> None:
        with self._kept():
            super().convert_single_notebook(notebook_filename)

    @contextlib.contextmanager
    def _kept(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            self.error = error
            raise


class UngradedExporter(SubmissionExporter):
    """Ignores the submission: the released cells replace it, with the reason why it is not graded."""

    reason = Unicode().tag(config=True)

    def from_filename(self, filename: str, resources: Any = None, **options: Any) -> tuple[Any, Any]:
        if not self.parent._sanitizing:  # the second reading, of the result of the first
            return super().from_filename(filename, resources, **options)
        path = Path(filename)
        resources |= {
            "metadata": {"name": path.stem, "path": str(path.parent)},
            "coursework": {"submission": "", "unreadable": self.reason},
        }
        return self.from_notebook_node(new_notebook(), resources=resources, **options)


def _config(task: ShardTask, root: Path, url: str) -> Config:
    """The course's settings, for a separate folder with nbgrader's default layout."""
    config = Config(task.config)
    kept = {name: config.CourseDirectory[name] for name in ("course_id", "ignore") if name in config.CourseDirectory}
    config.CourseDirectory = Config(kept | {"root": str(root), "db_url": url, "assignment_id": task.assignment})
    return config


def _convert(config: Config) -> None:
    """Run nbgrader's converter on the submission, and raise the notebook's error if it fails."""
    converter = _Converter(coursedir=CourseDirectory(config=config), config=config)
    try:
        converter.start()
    except Exception as error:
        raise converter.error or error from None


def _grade(task: ShardTask, submission: Submission, config: Config) -> Outcome:
    """Grade one submission, in a course folder that has no other."""
    student, root, url = submission.student, Path(config.CourseDirectory.root), config.CourseDirectory.db_url
    handed_in, autograded = (root / step / student / task.assignment for step in ("submitted", "autograded"))
    try:
        write_below(handed_in, submission.files)
        write_below(root / "rubrics" / task.assignment, {f"{student}.json": json.dumps(submission.rubric).encode()})
        with api.Gradebook(url) as gradebook:
            merging.seed(gradebook, task.assignment, student, submission.standing)
            notebooks = [f"{notebook.name}.ipynb" for notebook in gradebook.find_assignment(task.assignment).notebooks]
        reason = submission.refused
        if not reason and not any(name in submission.files for name in notebooks):
            reason = refusal_in(submission.files) or f"no {' or '.join(notebooks)} was handed in"
        if not reason:
            reason = _failure(config)
        if reason:
            for folder in (handed_in, autograded):
                shutil.rmtree(folder, ignore_errors=True)
            write_below(handed_in, dict.fromkeys(notebooks, b""))
            _write_ungraded(config, reason)
            with api.Gradebook(url) as gradebook:
                records.mark_not_graded(gradebook, task.assignment, student, reason)
        with api.Gradebook(url) as gradebook:
            marks = merging.marks(gradebook, task.assignment, student)
        files = files_below(autograded) if autograded.exists() else {}
    finally:
        for folder in (handed_in, autograded):
            shutil.rmtree(folder, ignore_errors=True)
    record = json.loads(files.get(records.RECORD, b"{}"))
    status, reason = (records.NOT_GRADED, reason) if reason else (record.get("status", records.GRADED), record.get("reason", ""))
    return Outcome(student, submission.fingerprint, status, reason, **marks, files=files)


def _failure(config: Config) -> str:
    """Grade the submission; return why that failed, or nothing. One bad submission never stops the others."""
    try:
        _convert(config)
    except SandboxError:
        raise
    except Exception as error:
        return f"it could not be graded: {type(error).__name__}: {error}"
    return ""


def _write_ungraded(config: Config, reason: str) -> None:
    """Write the released notebook, with the reason why the submission is not graded, as the graded one."""
    config = copy.deepcopy(config)
    config.Autograde.exporter_class, config.UngradedExporter.reason = UngradedExporter, reason
    try:
        _convert(config)
    except Exception:
        logging.exception("no page for an ungraded submission")


def grade_each(task: ShardTask, root: Path) -> Iterator[Outcome]:
    """Grade a shard in an empty folder, and yield each outcome as soon as it is ready.

    Only for a separate process, since nbgrader changes the working directory.
    """
    database = root / "gradebook.db"
    database.write_bytes(task.template)
    write_below(root / "source" / task.assignment, task.source)
    config = _config(task, root, f"sqlite:///{database}")
    _ = AssignLatePenalties(config=config).plugin_class  # fail here, and not for each submission, if it cannot be imported
    for submission in task.submissions:
        try:
            yield _grade(task, submission, config)
        except SandboxError:
            raise
        except Exception as error:
            logging.exception("%s of %s", task.assignment, submission.student)
            yield _grade(task, replace(submission, files={}, refused=f"it could not be graded: {type(error).__name__}: {error}"), config)


def _listen(pipe: Connection, tasks: queue.SimpleQueue[ShardTask], folder: str) -> None:
    """Receive tasks. When the other end closes, end the process, whatever the main thread is doing."""
    try:
        while True:
            tasks.put(pipe.recv())
    except (EOFError, OSError):
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(10)
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(1)


def serve(descriptor: int, folder: str, modules: str = "") -> None:
    """Grade shards for the process at the other end of a pipe, until it closes the pipe.

    Parameters
    ----------
    descriptor : int
        This end of the pipe.
    folder : str
        An empty folder, which is removed at the end.
    modules : str, optional
        Folder that may have a plugin of the course; it is searched last.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    if modules:
        sys.path.append(modules)
    api.create_engine = _engine  # in this process only
    pipe, tasks = Connection(descriptor), queue.SimpleQueue()
    threading.Thread(target=_listen, args=(pipe, tasks, folder), daemon=True).start()
    root = Path(folder) / "course"
    try:
        pipe.send(("ready", None))
        while True:
            task = tasks.get(timeout=IDLE)
            shutil.rmtree(root, ignore_errors=True)
            root.mkdir()
            try:
                for outcome in grade_each(task, root):
                    pipe.send(("outcome", outcome))
                pipe.send(("done", None))
            except SandboxError as error:
                pipe.send(("error", str(error)))
            except Exception:
                pipe.send(("error", traceback.format_exc()))
    except (queue.Empty, BrokenPipeError):
        pass
    finally:
        shutil.rmtree(folder, ignore_errors=True)
