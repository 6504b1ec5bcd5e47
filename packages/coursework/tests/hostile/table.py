"""The table of SECURITY.md: what attacks got in each room, as a run of the hostile course found it."""

import json
import re
from pathlib import Path

from hostile.checks import FOUND, answer_with_finds, found

PAGE = Path(__file__).parents[4] / "SECURITY.md"


def _finds(attack, words):
    """A cell for an attack that looks for something: these words if it found what it is to find."""
    return lambda course: words if found(course, attack) == FOUND[attack] else repr(answer_with_finds(course, attack))


def _processes(course):
    others = len(answer_with_finds(course, "looks_at_other_processes")[0]) - 1
    return f"itself, and {others} that started it" if others else "itself"


def _reason(attack):
    """A cell for an attack whose notebook is not graded, in the words in which the instructor is told."""
    return lambda course: course.record(attack)["reason"].partition(" (")[0].partition(", and ")[0].partition(": ")[0]


def _error(attack):
    """A cell for an attack that fails with an error, by its kind and the system's message."""

    def cell(course):
        outputs = json.dumps([one.get("outputs", ()) for one in course.graded(attack).cells])
        kind, message = re.search(r"\b(MemoryError|OSError): (?:\[Errno \d+\] )?([\w ]*)", outputs).groups()
        return f"{kind}: {message}".removesuffix(": ")

    return cell


CELLS = {
    "searches the disk for key, gradebook and others' work": _finds("reads_the_disk", "its own files"),
    "looks for other processes": _processes,
    "reads what these say of the grader": _finds("looks_at_other_processes", "nothing"),
    "searches its memory for key and others' work": _finds("remembers_others", "nothing"),
    "hands in links to files of others": _finds("hands_in_links", "its own files"),
    "writes to gradebook, key and others' work": _finds("writes_to_the_gradebook", "nothing"),
    "writes into Python's packages": _finds("patches_python", "nothing"),
    "calls the grader over the network": _finds("calls_home", "nothing"),
    "takes 4 GB at once": _error("takes_memory"),
    "takes 1.2 GB in eight processes": _reason("takes_memory_in_parts"),
    "starts processes without end": _reason("bombs"),
    "writes a file of 1 GB": _error("writes_a_large_file"),
    "sends the grader results of its own making": _reason("forges_answers"),
    "sends the grader data without end": _reason("floods_the_grader"),
    "ends its process": _reason("exits_at_once"),
    "runs without end": _reason("loops"),
}


def table(first):
    """A table of the page, by the first word of its head: cells by row and column."""
    (text,) = re.findall(rf"^(\| {first} .*?)\n\n", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    head, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()]
    return {row[0]: dict(zip(head[1:], row[1:], strict=True)) for row in rows}


def check_table(course):
    """What the page says of this room is what its run has found."""
    rows = table("attack")
    assert set(rows) == set(CELLS)
    assert {name: row[course.room.name] for name, row in rows.items()} == {name: cell(course) for name, cell in CELLS.items()}
    promised = {name for name, row in table("protection").items() if row[course.room.name].startswith("yes")}
    assert all(set(course.record(student)["protection"]) == promised for student in FOUND)
