"""Reports what an instructor should check after grading: ungraded submissions, repaired notebooks, other students' numbers."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import coursework
import cryolib
from coursework import folder
from coursework.gradebook.authoring import set_digest
from coursework.gradebook.late import late_students, without_time
from coursework.gradebook.records import GRADED, Record, records_of
from coursework.gradebook.waiting import by_hand, listed, told
from coursework.groups import counted, replaced
from coursework.groups import told as told_of_groups
from coursework.sheets.numbers import PRACTICE

__all__ = ["numbers_of_others", "report"]

#: Relative distance at which a wrong answer matches another student's right one: much smaller than the tolerance of marking.
NEAR = 1e-3


def report(root: str | Path, assignment: str) -> str:
    """Make a report on an assignment, in Markdown.

    Raises
    ------
    ValueError
        If the folder has no such set.
    """
    root = Path(root)
    page = folder.page_of(root, assignment)
    records = list(records_of(root, assignment))
    digest, sheet = set_digest(page), folder.load_sheet(page.with_suffix(".py"))
    graded = [record for record in records if record.status == GRADED]
    ungraded = [
        *((record.student, record.reason) for record in records if record.status != GRADED),
        *_without_record(root, assignment, records),
    ]
    with folder.open_gradebook(root) as gradebook:
        lost = replaced(gradebook, assignment, counted(gradebook, assignment, folder.students_of(root)))
        waiting, late = by_hand(gradebook, assignment, lost), late_students(gradebook, assignment)
        timeless = without_time(gradebook, assignment)
        groups = told_of_groups(gradebook, assignment, folder.students_of(root))
        due = {one.name: one.duedate for one in gradebook.assignments}
    versions = f"coursework {coursework.__version__} and cryolib {cryolib.__version__}"
    lines = [
        f"# {assignment}",
        "",
        f"{len(graded) + len(ungraded)} handed in, {len(graded)} graded, {len(ungraded)} not.",
        *told(waiting),
        f"The set is version {sheet.version} ({digest}); this is {versions}.",
        f"Deadline: {due[assignment]:%Y-%m-%d %H:%M} UTC" if due.get(assignment) else "Deadline: none",
        *_no_sets(due, folder.sets_of(root / "sets")),
    ]
    lines += _section("Not graded, which is not zero", ungraded)
    lines += _section("Handed in after the deadline", late)
    if timeless:
        lines += _section(
            "Handed in at a time that is not known, so nothing is taken off for late work",
            [(listed(timeless), f"write the time into submitted/LOGIN/{assignment}/timestamp.txt, and grade again")],
        )
    lines += _section("Groups", groups)
    lines += _section("Repaired before grading", [(record.student, "; ".join(record.repaired)) for record in records if record.repaired])
    lines += _section(
        "Graded by another version than this",
        [(r.student, f"{r.version} ({r.digest}), coursework {r.coursework}, cryolib {r.cryolib}") for r in records if _is_old(r, digest)],
    )
    lines += _section("Made from another version of the set", [(r.student, " ".join(r.handed_in.values())) for r in records if r.handed_in])
    rubrics = {student["id"]: folder.rubric_of(root, assignment, student["id"]) for student in folder.students_of(root)} if records else {}
    rubrics["(practice)"] = sheet.rubric(sheet.practice(), course=PRACTICE, version_digest=digest)
    others = [
        (f"{student} and {other}", f"wrong here, right there: {', '.join(names)}")
        for student, other, names in numbers_of_others(records, rubrics)
    ]
    return "\n".join([*lines, *_section("Answers that fit the numbers of somebody else", others)]) + "\n"


def _no_sets(assignments: Iterable[str], sets: Iterable[Path]) -> list[str]:
    """A line on assignments that are no sets: nbgrader takes a mistyped name for a new assignment."""
    others = sorted(set(assignments) - {page.stem for page in sets})
    if not others:
        return []
    removed = " && ".join(f"nbgrader db assignment remove {name}" for name in others)
    return [f"In the gradebook, and no set of this course: {', '.join(others)}. If the name is a slip: {removed}"]


def _without_record(root: Path, assignment: str, records: list[Record]) -> list[tuple[str, str]]:
    """Students who handed in something of which there is no record."""
    handed_in = {path.parent.name for path in root.glob(f"submitted/*/{assignment}") if path.is_dir()}
    reason = f"no {assignment}.ipynb was graded; look at what was handed in, and grade again"
    return [(student, reason) for student in sorted(handed_in - {record.student for record in records})]


def numbers_of_others(records: Iterable[Record], rubrics: Mapping[str, dict[str, Any]]) -> Iterator[tuple[str, str, list[str]]]:
    """Find students with at least two wrong answers that are another student's right ones, to a part in a thousand.

    This is a reason to ask, not a proof: some numbers agree by chance.
    """
    from coursework.marking.quantities import Reading, read_quantity

    right: dict[str, list[tuple[float, str]]] = defaultdict(list)
    asked: dict[str, str] = {}
    for student, rubric in rubrics.items():
        for answer in _numbers_in(rubric):
            right[answer["name"]].append((answer["value"], student))
            asked[answer["name"]] = answer["unit"]
    for values in right.values():
        values.sort()
    for record in records:
        wrong = [mark["name"] for question in record.questions for mark in question["marks"] if (mark["points"] or 0) < mark["maximum"]]
        matches: dict[str, list[str]] = defaultdict(list)
        for name in wrong:
            if name not in asked or name not in record.answers:
                continue
            reading = read_quantity(record.answers[name], asked[name])
            if isinstance(reading, Reading):
                for student in _near(reading.value, right[name]):
                    matches[student].append(name)
        for other, names in sorted(matches.items()):
            if other != record.student and len(names) > 1:
                yield record.student, other, names


def _numbers_in(rubric: dict[str, Any]) -> Iterator[dict[str, Any]]:
    return (answer for question in rubric["questions"] for answer in question["answers"] if answer["kind"] == "number")


def _near(value: float, values: list[tuple[float, str]]) -> Iterator[str]:
    width = NEAR * abs(value)
    for other, student in values[bisect_left(values, (value - width, "")) :]:
        if other > value + width:
            return
        yield student


def _is_old(record: Record, digest: str) -> bool:
    current = digest, coursework.__version__, cryolib.__version__
    return bool(record.digest) and (record.digest, record.coursework, record.cryolib) != current


def _section(title: str, rows: list[tuple[str, str]]) -> list[str]:
    if not rows:
        return []
    width = max(len(name) for name, _ in rows)
    return ["", f"## {title}", "", *(f"    {name:<{width}}  {text}" for name, text in rows)]
