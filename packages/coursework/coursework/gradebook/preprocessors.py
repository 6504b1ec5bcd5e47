"""Steps of nbgrader's autograding: a submission is repaired, run in the sandbox, marked in this process, and recorded.

`coursework.gradebook.config.configure` puts them into nbgrader's two lists of preprocessors. They pass data on in
``resources["coursework"]`` within a list, and in the notebook's ``metadata.coursework`` from the first list to the second.
"""

from __future__ import annotations

import copy
import json
import math
import re
from pathlib import Path
from typing import Any

import nbgrader
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from nbgrader.utils import compute_checksum, is_grade, is_solution
from traitlets import Float, Integer, List, Unicode

import coursework
import cryolib
from coursework import folder
from coursework.gradebook import feedback
from coursework.gradebook.authoring import KERNEL, OWN_NUMBERS, check_id
from coursework.gradebook.reading import SubmissionExporter
from coursework.gradebook.records import GRADED, NOT_GRADED, Record, comment_of
from coursework.gradebook.repair import released_cells, repair
from coursework.gradebook.running import shared_sandbox, working_files
from coursework.gradebook.safety import inert, inert_outputs
from coursework.marking.answers import NotRun, Unanswered
from coursework.marking.questions import mark_question
from coursework.sandbox.sandbox import Cell, Execution, Limits

__all__ = ["GradeAnswers", "Publish", "Repair", "SandboxedExecute", "SaveMarks", "SubmissionExporter"]

#: A line in which the student wrote the login. People who mark need not read it: the formgrader shows no names either.
LOGIN = re.compile(r"""^([ \t]*me[ \t]*=[ \t]*)(?:"[^"\n]+"|'[^'\n]+').*$""", re.MULTILINE)
#: So that `me` exists even if the student's own assignment fails. While grading, numbers.json has one student, whatever `me` is.
ENSURE_ME = 'me = globals().get("me", "")\n'


class Repair(NbGraderPreprocessor):
    """Repairs damaged notebooks (`coursework.gradebook.repair`). The first step of the first list."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Restore the released cells and metadata around the student's answers."""
        about = resources["nbgrader"]
        known = resources.get("coursework") or {}
        with Gradebook(about["db_url"]) as gradebook:
            released = released_cells(gradebook, about["notebook"], about["assignment"])
        repaired = repair(nb.cells, released)
        claimed = nb.metadata.get("coursework", {})
        handed_in = [str(claimed.get(key, "")) for key in ("assignment", "version", "digest")]
        handed_in = [part if re.fullmatch(r"[\w.+-]{1,64}", part) else "" for part in handed_in]
        unreadable = known.get("unreadable", "")
        if not unreadable and handed_in[0] not in ("", about["assignment"]):  # none of its cells answers a question of this set
            unreadable = f"it is the notebook of {handed_in[0]}, not of {about['assignment']}"
        nb.cells = repaired.cells
        nb.metadata.clear()
        nb.metadata.update(
            language_info={"name": "python"},
            coursework={
                "submission": known.get("submission", ""),
                "unreadable": unreadable,
                "repaired": [] if unreadable else repaired.notes,
                "restored": repaired.restored,
                "handed_in": handed_in,
            },
        )
        for note in nb.metadata.coursework.repaired:
            self.log.warning("%s of %s was repaired: %s", about["assignment"], about["student"], note)
        return nb, resources


class SandboxedExecute(NbGraderPreprocessor):
    """Runs the notebook in the sandbox, which returns only plain values. Replaces nbgrader's `Execute`."""

    seconds = Float(Limits.seconds, help="Wall time of a whole notebook [s]; after it the process is killed.").tag(config=True)
    cell_seconds = Float(Limits.cell_seconds, help="Wall time of one cell [s]; after it the cell is interrupted.").tag(config=True)
    memory = Integer(Limits.memory, help="Memory of a notebook [bytes], of all its processes together.").tag(config=True)
    processes = Integer(Limits.processes, help="Processes and threads that a notebook may have.").tag(config=True)
    output = Integer(Limits.output, help="Size of the outputs that are kept of a notebook [bytes].").tag(config=True)
    files = Integer(Limits.files, help="Total size of the files that a notebook may write [bytes].").tag(config=True)
    packages = List(Unicode(), help="Packages outside of Python's own folders that notebooks may import.").tag(config=True)
    prefix = List(Unicode(), help="Command that starts the sandbox in a container.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Run the cells; keep their outputs, and the answers after each check."""
        about, known, course = resources["nbgrader"], dict(nb.metadata.get("coursework", {})), self._course_directory()
        state = {"known": known, "rubric": None, "execution": None, "reason": known.get("unreadable", ""), "set": {}}
        resources["coursework"] = state
        try:
            rubric = folder.rubric_of(course.root, about["assignment"], about["student"])
        except folder.NoRubric as error:
            state["reason"] = state["reason"] or str(error)
            return nb, resources
        state["set"] = {key: rubric.get(key, "") for key in ("version", "digest")}
        if known.get("unreadable"):
            return nb, resources
        code = [cell for cell in nb.cells if cell.cell_type == "code"]
        execution = self._run(code, rubric, Path(resources["metadata"]["path"]), about, course)
        for number, cell in enumerate(code):
            outputs = execution.outputs[number] if number < len(execution.outputs) else ()
            cell.outputs = [_node(output) for output in inert_outputs(outputs)]
            cell.execution_count = number + 1 if number < execution.reached else None
        state |= {"rubric": rubric, "execution": execution, "checks": {_grade_id(cell): number for number, cell in enumerate(code)}}
        if not execution.finished:
            state["reason"] = execution.reason
            self.log.warning("%s of %s did not finish: %s", about["assignment"], about["student"], execution.reason)
        return nb, resources

    def _run(self, code: list[Any], rubric: dict[str, Any], path: Path, about: Any, course: CourseDirectory) -> Execution:
        """Run code cells in the sandbox, with the student's files; the answers to a question are read after its check."""
        asks = {check_id(question["id"]): tuple(answer["name"] for answer in question["answers"]) for question in rubric["questions"]}
        cells = [
            Cell(ENSURE_ME + cell.source if _grade_id(cell) == OWN_NUMBERS else cell.source, asks.get(_grade_id(cell), ())) for cell in code
        ]
        handed_in = Path(course.format_path(course.submitted_directory, about["student"], about["assignment"]))
        files = working_files(path, handed_in, rubric, folder.key_text(course.root))
        return shared_sandbox(self._limits(), tuple(self.packages), tuple(self.prefix)).run(cells, files)

    def _course_directory(self) -> CourseDirectory:
        """The course folder, which nbgrader's converter, the parent of our parent, knows."""
        converter = getattr(self.parent, "parent", None)
        return getattr(converter, "coursedir", None) or CourseDirectory(parent=self)

    def _limits(self) -> Limits:
        return Limits(**{name: getattr(self, name) for name in Limits.__dataclass_fields__})


class GradeAnswers(NbGraderPreprocessor):
    """Marks the answers in this process, which runs no student's code, and puts points and feedback under each check."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Mark each question of the rubric."""
        state = resources["coursework"]
        questions = [question for question in state["rubric"]["questions"] if not question["manual"]] if state["rubric"] else []
        state["marks"] = {
            question["id"]: mark_question(
                question, answers_of(question, state["execution"], state["checks"].get(check_id(question["id"]), -1))
            )
            for question in questions
        }
        for cell in nb.cells:
            name = _grade_id(cell)
            if name is not None and cell.cell_type == "code" and is_grade(cell) and not is_solution(cell):
                reason = state["reason"] or "the rubric has no such question"
                cell.outputs = [_node(output) for output in feedback.outputs_of(_mark_of(name, state), reason)]
        return nb, resources


def answers_of(question: dict[str, Any], execution: Execution, check: int) -> dict[str, Any]:
    """The answers to a question, whose check is the code cell with index `check`.

    An answer that was not reached is `NotRun`. So is one that is missing when a cell before it was stopped: running out of time is
    not a wrong answer.
    """
    answers = {}
    stopped = [number for number in execution.interrupted if number <= check]
    for answer in question["answers"]:
        name = answer["name"]
        value = execution.answers.get(name, NotRun(_sentence(execution.reason or "the notebook was not run to this point")))
        if isinstance(value, Unanswered) and stopped:
            value = NotRun(f"Cell {stopped[-1] + 1} ran too long and was stopped, and `{name}` was not there afterwards")
        answers[name] = value
    return answers


class SaveMarks(SaveAutoGrades):
    """Saves marks and comments in the gradebook. A question that is not graded has no score and waits for a person."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Save all marks of a notebook in one transaction."""
        about, state = resources["nbgrader"], resources["coursework"]
        where = about["notebook"], about["assignment"], about["student"]
        with Gradebook(about["db_url"]) as gradebook:
            for cell in nb.cells:
                name = _grade_id(cell)
                if name is None:
                    continue
                unchanged = cell.metadata.nbgrader.get("checksum") == compute_checksum(cell)
                if is_grade(cell):
                    grade = gradebook.find_grade(name, *where)
                    grade.auto_score = self._score(name, cell, state, unchanged)
                    grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
                if is_solution(cell):
                    gradebook.find_comment(name, *where).auto_comment = self._comment(name, cell, state, unchanged)
            gradebook.db.commit()
        return nb, resources

    @staticmethod
    def _score(name: str, cell: Any, state: dict[str, Any], unchanged: bool) -> float | None:
        if is_solution(cell):  # marked by hand, unless the student wrote nothing
            return 0.0 if unchanged and name not in _restored(state) and not _unmarked(state) else None
        mark = _mark_of(name, state)
        return None if mark is None else feedback.points_of(mark)

    @staticmethod
    def _comment(name: str, cell: Any, state: dict[str, Any], unchanged: bool) -> str | None:
        if reason := _unmarked(state):
            return comment_of(f"Not graded: {reason}")
        if unchanged:
            return "No response."
        if name in _restored(state) and is_grade(cell):
            return "This cell was missing from the notebook that was handed in."
        mark = state["marks"].get(name)
        return comment_of(*feedback.comments(mark)) if mark else None


class Publish(NbGraderPreprocessor):
    """The last step: makes students' texts safe to show, hides the login, adds a summary to the notebook, and writes the record."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Prepare the notebook for the formgrader and for feedback."""
        from nbformat.v4 import new_markdown_cell

        record = self._record(resources)
        for cell in nb.cells:
            cell.source = LOGIN.sub(r'\1"your login"', cell.source) if cell.cell_type == "code" else inert(cell.source)
        nb.metadata.update(copy.deepcopy(KERNEL))
        nb.cells.insert(0, new_markdown_cell(feedback.summary(record), id="graded"))
        record.write(resources["metadata"]["path"])
        return nb, resources

    @staticmethod
    def _record(resources: Any) -> Record:
        about, state = resources["nbgrader"], resources["coursework"]
        known, current = state["known"], state["set"]
        marks = state["marks"].values()
        reasons = [state["reason"], *(one.message for mark in marks for one in mark.marks if one.points is None)]
        missing = state["rubric"] is None or any(mark.points is None for mark in marks)
        old = dict(zip(("assignment", "version", "digest"), known.get("handed_in", ()), strict=False))
        stale = bool(old.get("digest")) and old["digest"] != current.get("digest") and old["assignment"] in ("", about["assignment"])
        return Record(
            student=about["student"],
            assignment=about["assignment"],
            version=current.get("version", ""),
            digest=current.get("digest", ""),
            coursework=coursework.__version__,
            cryolib=cryolib.__version__,
            nbgrader=nbgrader.__version__,
            submission=known.get("submission", ""),
            status=NOT_GRADED if missing else GRADED,
            reason=next(filter(None, reasons), "") if missing else "",
            questions=[_plain(mark) for mark in marks],
            answers=_readable(state["execution"].answers) if state["execution"] else {},
            protection=list(state["execution"].protection) if state["execution"] else [],
            repaired=list(known.get("repaired", ())),
            handed_in=old if stale else {},
        )


def _sentence(reason: str) -> str:
    return reason[:1].upper() + reason[1:]


def _plain(mark: Any) -> dict[str, Any]:
    marks = [{key: getattr(one, key) for key in ("name", "points", "maximum", "message", "read_as")} for one in mark.marks]
    return {"id": mark.id, "points": feedback.points_of(mark), "maximum": mark.maximum, "marks": marks}


def _readable(answers: dict[str, Any]) -> dict[str, Any]:
    """Keep the answers that JSON can hold: numbers that are finite, and texts."""
    return {
        name: value
        for name, value in answers.items()
        if isinstance(value, str) or (isinstance(value, int | float) and math.isfinite(value))
    }


def _unmarked(state: dict[str, Any]) -> str:
    """Why the notebook could not be marked at all; empty if it was."""
    return state["reason"] if state["rubric"] is None else ""


def _restored(state: dict[str, Any]) -> list[str]:
    """Ids of the answer cells that were missing from the submission."""
    return state["known"].get("restored", [])


def _mark_of(check: str, state: dict[str, Any]) -> Any:
    """The mark of the question that a check cell belongs to, or None."""
    return next((mark for question, mark in state["marks"].items() if check_id(question) == check), None)


def _grade_id(cell: Any) -> str | None:
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def _node(output: dict[str, Any]) -> Any:
    from nbformat import from_dict

    return from_dict(json.loads(json.dumps(output)))
