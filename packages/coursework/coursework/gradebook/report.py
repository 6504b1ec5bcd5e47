"""What an instructor should look at after grading: who is not graded and why, repaired notebooks, and numbers of somebody else."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from coursework import folder
from coursework.gradebook.authoring import set_digest
from coursework.gradebook.records import GRADED, Record, records_of
from coursework.sheets.numbers import PRACTICE
from cryolib import __version__

__all__ = ["numbers_of_others", "report"]

#: How near a wrong answer must be to another student's right one, relative: much nearer than what counts as right.
NEAR = 1e-3


def report(root: str | Path, assignment: str) -> str:
    """Say, in Markdown, what of an assignment needs an instructor's eyes.

    Raises
    ------
    ValueError
        If the folder has no such set.
    """
    root = Path(root)
    page = folder.page_of(root, assignment)
    records = list(records_of(root, assignment))
    digest, sheet = set_digest(page), folder.load_sheet(page.with_suffix(".py"))
    known = {record.student for record in records}
    handed_in = {path.parent.name for path in root.glob(f"submitted/*/{assignment}") if path.is_dir()}
    ungraded = [(record.student, record.reason) for record in records if record.status != GRADED]
    ungraded += [
        (student, f"no {assignment}.ipynb was graded; look at what was handed in, and grade again") for student in sorted(handed_in - known)
    ]
    lines = [
        f"# {assignment}",
        "",
        f"{len(records) + len(handed_in - known)} handed in, {len(records) - sum(r.status != GRADED for r in records)} graded, {len(ungraded)} not.",
        f"The set is version {sheet.version} ({digest}); this is cryolib {__version__}.",
    ]
    lines += _section("Not graded, which is not zero", ungraded)
    lines += _section("Repaired before grading", [(record.student, "; ".join(record.repaired)) for record in records if record.repaired])
    lines += _section(
        "Graded by another version than this",
        [(r.student, f"{r.version} ({r.digest}), cryolib {r.cryolib}") for r in records if _old(r, digest)],
    )
    lines += _section("Made from another version of the set", [(r.student, " ".join(r.handed_in.values())) for r in records if r.handed_in])
    rubrics = {student["id"]: folder.rubric_of(root, assignment, student["id"]) for student in folder.students_of(root)} if records else {}
    rubrics["(practice)"] = sheet.rubric(sheet.practice(), course=PRACTICE, version_digest=digest)
    others = [
        (f"{student} and {other}", f"wrong here, right there: {', '.join(names)}")
        for student, other, names in numbers_of_others(records, rubrics)
    ]
    return "\n".join([*lines, *_section("Answers that fit the numbers of somebody else", others)]) + "\n"


def numbers_of_others(records: Iterable[Record], rubrics: Mapping[str, dict[str, Any]]) -> Iterator[tuple[str, str, list[str]]]:
    """Find students of whose wrong answers at least two are another student's right ones, to a part in a thousand.

    It is a reason to ask, and no proof: some numbers meet by chance.
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
    for found, student in values[bisect_left(values, (value - width, "")) :]:
        if found > value + width:
            return
        yield student


def _old(record: Record, digest: str) -> bool:
    return bool(record.digest) and (record.digest != digest or record.cryolib != __version__)


def _section(title: str, rows: list[tuple[str, str]]) -> list[str]:
    if not rows:
        return []
    width = max(len(name) for name, _ in rows)
    return ["", f"## {title}", "", *(f"    {name:<{width}}  {says}" for name, says in rows)]
