"""Our steps in nbgrader's autograding: what was handed in is repaired, run in a confined process, marked in this one, and recorded.

`coursework.gradebook.config.configure` puts them into nbgrader's two lists. What one step knows and the next needs travels in
``resources["cryolib"]`` within a list, and in the notebook's ``metadata.cryolib`` from the first list to the second.
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
from cryolib import __version__

__all__ = ["GradeAnswers", "Publish", "Repair", "SandboxedExecute", "SaveMarks", "SubmissionExporter"]

#: A student who wrote nonsense behind `me =` still has own numbers: to be graded, a notebook finds one student in its numbers.json.
HAVE_ME = 'me = globals().get("me", "")\n'


class Repair(NbGraderPreprocessor):
    """Puts damaged notebooks right (`coursework.gradebook.repair`). The first step of the first list."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Replace cells and metadata by what the gradebook vouches for, around what the student wrote."""
        about = resources["nbgrader"]
        known = resources.get("cryolib") or {}
        with Gradebook(about["db_url"]) as gradebook:
            released = released_cells(gradebook, about["notebook"], about["assignment"])
        done = repair(nb.cells, released)
        told = nb.metadata.get("cryolib", {})
        handed_in = [str(told.get(key, "")) for key in ("assignment", "version", "digest")]
        unreadable = known.get("unreadable", "")
        nb.cells = done.cells
        nb.metadata.clear()
        nb.metadata.update(
            language_info={"name": "python"},
            cryolib={
                "submission": known.get("submission", ""),
                "unreadable": unreadable,
                "repaired": [] if unreadable else done.notes,
                "restored": done.restored,
                "handed_in": [part if re.fullmatch(r"[\w.+-]{1,64}", part) else "" for part in handed_in],
            },
        )
        for note in nb.metadata.cryolib.repaired:
            self.log.warning("%s of %s was repaired: %s", about["assignment"], about["student"], note)
        return nb, resources


class SandboxedExecute(NbGraderPreprocessor):
    """Runs the notebook in a confined process, which hands out plain values only. In the place of nbgrader's `Execute`."""

    seconds = Float(Limits.seconds, help="Wall time of a whole notebook [s]; past it the process is killed.").tag(config=True)
    cell_seconds = Float(Limits.cell_seconds, help="Wall time of one cell [s]; past it the cell is interrupted.").tag(config=True)
    memory = Integer(Limits.memory, help="Memory of a notebook [bytes], of all its processes together.").tag(config=True)
    processes = Integer(Limits.processes, help="Processes and threads that a notebook may have.").tag(config=True)
    output = Integer(Limits.output, help="Outputs that are kept of a notebook [bytes].").tag(config=True)
    files = Integer(Limits.files, help="What a notebook may write into its folder [bytes].").tag(config=True)
    packages = List(Unicode(), help="Packages outside of Python's own folders that notebooks may import.").tag(config=True)
    prefix = List(Unicode(), help="Command that starts the confined process, in a container for instance.").tag(config=True)

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Run the cells, keep what they put out, and the answers that were handed out after each check."""
        about = resources["nbgrader"]
        known = dict(nb.metadata.get("cryolib", {}))
        course = self._course_directory()
        resources["cryolib"] = {"known": known, "rubric": None, "execution": None, "reason": known.get("unreadable", ""), "set": {}}
        try:
            rubric = folder.rubric_of(course.root, about["assignment"], about["student"])
        except folder.NoRubric as error:
            resources["cryolib"]["reason"] = resources["cryolib"]["reason"] or str(error)
            return nb, resources
        resources["cryolib"]["set"] = {key: rubric.get(key, "") for key in ("version", "digest")}
        if known.get("unreadable"):
            return nb, resources
        asks = {check_id(question["id"]): tuple(answer["name"] for answer in question["answers"]) for question in rubric["questions"]}
        code = [cell for cell in nb.cells if cell.cell_type == "code"]
        cells = [
            Cell(HAVE_ME + cell.source if _grade_id(cell) == OWN_NUMBERS else cell.source, asks.get(_grade_id(cell), ())) for cell in code
        ]
        sandbox = shared_sandbox(self._limits(), tuple(self.packages), tuple(self.prefix))
        handed_in = Path(course.format_path(course.submitted_directory, about["student"], about["assignment"]))
        files = working_files(Path(resources["metadata"]["path"]), handed_in, rubric, folder.key_text(course.root))
        execution = sandbox.run(cells, files)
        for number, cell in enumerate(code):
            outputs = execution.outputs[number] if number < len(execution.outputs) else ()
            cell.outputs = [_node(output) for output in inert_outputs(outputs)]
            cell.execution_count = number + 1 if number < execution.reached else None
        resources["cryolib"] |= {
            "rubric": rubric,
            "execution": execution,
            "checks": {_grade_id(cell): number for number, cell in enumerate(code)},
        }
        if not execution.finished:
            resources["cryolib"]["reason"] = execution.reason
            self.log.warning("%s of %s did not finish: %s", about["assignment"], about["student"], execution.reason)
        return nb, resources

    def _course_directory(self) -> CourseDirectory:
        """Find the course folder: nbgrader's converter, the parent of our parent, knows it."""
        converter = getattr(self.parent, "parent", None)
        return getattr(converter, "coursedir", None) or CourseDirectory(parent=self)

    def _limits(self) -> Limits:
        return Limits(**{name: getattr(self, name) for name in Limits.__dataclass_fields__})


class GradeAnswers(NbGraderPreprocessor):
    """Marks the answers, in this process, which runs no code of students; puts points and feedback under each check."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Mark each question of the rubric."""
        state = resources["cryolib"]
        rubric, execution = state["rubric"], state["execution"]
        state["marks"] = {}
        if rubric is not None:
            for question in rubric["questions"]:
                if not question["manual"]:
                    place = state["checks"].get(check_id(question["id"]), -1)
                    state["marks"][question["id"]] = mark_question(question, answers_of(question, execution, place))
        for cell in nb.cells:
            name = _grade_id(cell)
            if name is not None and cell.cell_type == "code" and is_grade(cell) and not is_solution(cell):
                mark = next((mark for question, mark in state["marks"].items() if check_id(question) == name), None)
                cell.outputs = [_node(output) for output in feedback.outputs_of(mark, state["reason"] or "nothing says how to mark this")]
        return nb, resources


def answers_of(question: dict[str, Any], execution: Execution, place: int) -> dict[str, Any]:
    """What there is to mark of one question, whose check is cell `place` of those that ran.

    A name that was not reached is `NotRun`. So is one that is missing when a cell before it had to be stopped: running out of time is
    not a wrong answer.
    """
    found = {}
    stopped = [number for number in execution.interrupted if number <= place]
    for answer in question["answers"]:
        name = answer["name"]
        value = execution.answers.get(name, NotRun(_sentence(execution.reason or "the notebook was not run to this point")))
        if isinstance(value, Unanswered) and stopped:
            value = NotRun(f"Cell {stopped[-1] + 1} ran too long and was stopped, and `{name}` was not there afterwards")
        found[name] = value
    return found


class SaveMarks(SaveAutoGrades):
    """Saves marks and comments in the gradebook. What is not graded has no score, and waits for a person."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Save all of a notebook's marks at once."""
        about, state = resources["nbgrader"], resources["cryolib"]
        unmarked = state["reason"] if state["rubric"] is None else ""
        restored = set(state["known"].get("restored", ()))
        where = about["notebook"], about["assignment"], about["student"]
        with Gradebook(about["db_url"]) as gradebook:
            for cell in nb.cells:
                name = _grade_id(cell)
                if name is None:
                    continue
                unchanged = cell.metadata.nbgrader.get("checksum") == compute_checksum(cell)
                if is_grade(cell):
                    grade = gradebook.find_grade(name, *where)
                    grade.auto_score = self._score(name, cell, state, unchanged and name not in restored and not unmarked)
                    grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
                if is_solution(cell):
                    comment = gradebook.find_comment(name, *where)
                    if unmarked:
                        comment.auto_comment = comment_of(f"Not graded: {unmarked}")
                    elif unchanged:
                        comment.auto_comment = "No response."
                    elif name in restored and is_grade(cell):
                        comment.auto_comment = "This cell was missing from the notebook that was handed in."
                    else:
                        mark = state["marks"].get(name)
                        comment.auto_comment = comment_of(*feedback.comments(mark)) if mark else None
            gradebook.db.commit()
        return nb, resources

    @staticmethod
    def _score(name: str, cell: Any, state: dict[str, Any], nothing_written: bool) -> float | None:
        if is_solution(cell):  # marked by hand, unless there is nothing to mark
            return 0.0 if nothing_written else None
        mark = next((mark for question, mark in state["marks"].items() if check_id(question) == name), None)
        return None if mark is None else feedback.points_of(mark)


class Publish(NbGraderPreprocessor):
    """The last step: what students wrote is made safe to show, the page says how it was graded, and the record is written."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Make the notebook fit for the formgrader and for feedback."""
        from nbformat.v4 import new_markdown_cell

        record = self._record(resources)
        for cell in nb.cells:
            if cell.cell_type != "code":
                cell.source = inert(cell.source)
        nb.metadata.update(copy.deepcopy(KERNEL))
        nb.cells.insert(0, new_markdown_cell(feedback.summary(record), id="graded"))
        record.write(resources["metadata"]["path"])
        return nb, resources

    @staticmethod
    def _record(resources: Any) -> Record:
        about, state = resources["nbgrader"], resources["cryolib"]
        known, current = state["known"], state["set"]
        marks = state["marks"].values()
        reasons = [state["reason"], *(one.says for mark in marks for one in mark.marks if one.points is None)]
        missing = state["rubric"] is None or any(mark.points is None for mark in marks)
        old = dict(zip(("assignment", "version", "digest"), known.get("handed_in", ()), strict=False))
        stale = bool(old.get("digest")) and old["digest"] != current.get("digest")
        return Record(
            student=about["student"],
            assignment=about["assignment"],
            version=current.get("version", ""),
            digest=current.get("digest", ""),
            cryolib=__version__,
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
    marks = [{key: getattr(one, key) for key in ("name", "points", "maximum", "says", "given")} for one in mark.marks]
    return {"id": mark.id, "points": feedback.points_of(mark), "maximum": mark.maximum, "marks": marks}


def _readable(answers: dict[str, Any]) -> dict[str, Any]:
    """Keep what JSON can hold: no answer that was not given, and no infinity."""
    return {
        name: value
        for name, value in answers.items()
        if isinstance(value, str) or (isinstance(value, int | float) and math.isfinite(value))
    }


def _grade_id(cell: Any) -> str | None:
    return cell.metadata.get("nbgrader", {}).get("grade_id")


def _node(output: dict[str, Any]) -> Any:
    from nbformat import from_dict

    return from_dict(json.loads(json.dumps(output)))
