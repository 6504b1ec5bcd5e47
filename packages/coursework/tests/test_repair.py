"""Damaged notebooks: whatever a student did, each released cell is there once, and what was written runs in its order."""

import copy
import json
import random

import nbformat
import pytest
from coursework.folder import load_sheet
from coursework.gradebook.authoring import practice_copies
from coursework.gradebook.reading import Unreadable, read_submission
from coursework.gradebook.repair import Released, repair
from nbgrader.nbgraderformat import MetadataValidator
from toy_course import find, write_set

FLAGS = ("grade", "solution", "task")


@pytest.fixture(scope="module")
def notebook(tmp_path_factory):
    page = write_set(tmp_path_factory.mktemp("set"))
    return practice_copies(page, load_sheet(page.with_suffix(".py")))[1]


@pytest.fixture(scope="module")
def released(notebook):
    cells = [(cell, cell.metadata.nbgrader) for cell in notebook.cells if "nbgrader" in cell.metadata]
    return {
        meta.grade_id: Released(
            meta.grade_id, cell.cell_type, cell.source, meta.locked, meta.checksum, *(meta[flag] for flag in FLAGS), meta.get("points")
        )
        for cell, meta in cells
    }


@pytest.fixture
def damaged(notebook):
    return copy.deepcopy(notebook)


def put_right(damaged, released, tmp_path):
    """Hand in, read and repair."""
    path = tmp_path / "toy.ipynb"
    path.write_text(json.dumps(damaged), encoding="utf-8")
    read, _ = read_submission(path)
    done = repair(read.cells, released)
    read.cells = done.cells
    nbformat.validate(read)
    MetadataValidator().validate_nb(read)
    for name, source in released.items():
        (index,) = find(read, name)
        cell = read.cells[index]
        assert dict(cell.metadata.nbgrader) == source.metadata and cell.cell_type == source.cell_type
        assert not source.locked or cell.source == source.source
    return read, done


def test_nothing_to_repair(damaged, released, tmp_path):
    read, done = put_right(damaged, released, tmp_path)
    assert done.notes == done.restored == []
    assert [(cell.id, cell.source) for cell in read.cells] == [(cell.id, cell.source) for cell in damaged.cells]


def test_a_copied_answer_runs_too_and_the_check_comes_after_both(damaged, released, tmp_path):
    index = find(damaged, "limit")[0]
    damaged.cells[index].source = "cop = 1"
    second = copy.deepcopy(damaged.cells[index]) | {"source": "cop = 2"}
    damaged.cells.insert(index + 2, second)  # after the check
    read, done = put_right(damaged, released, tmp_path)
    sources = [cell.source for cell in read.cells]
    assert sources.index("cop = 1") < sources.index("cop = 2") < find(read, "check-limit")[0] < find(read, "law")[0]
    assert read.cells[find(read, "limit")[0]].source == "cop = 2"
    assert "'limit' occurred 2 times" in done.notes and any("moved after" in note for note in done.notes)


def test_one_of_two_checks_stays_after_the_answer(damaged, released, tmp_path):
    index = find(damaged, "check-limit")[0]
    check = damaged.cells[index]
    damaged.cells.insert(0, copy.deepcopy(check))
    damaged.cells.append(copy.deepcopy(check))
    read, done = put_right(damaged, released, tmp_path)
    others = [cell.source for cell in damaged.cells if cell.source != check.source]
    assert [cell.source for cell in read.cells] == [*others[:index], check.source, *others[index:]]
    assert "'check-limit' occurred 3 times" in done.notes


def test_deleted_cells_come_back_at_their_places(damaged, released, tmp_path):
    damaged.cells = [cell for cell in damaged.cells if "nbgrader" not in cell.metadata]
    read, done = put_right(damaged, released, tmp_path)
    assert read.cells[find(read, "own-numbers")[0] - 1].source.endswith('me = ""')
    assert find(read, "check-limit")[0] == find(read, "limit")[0] + 1
    assert read.cells[find(read, "limit")[0]].source == "", "an empty cell overwrites nothing"
    assert read.cells[find(read, "design")[0]].source == "*Your answer.*"
    assert set(done.restored) == {"limit", "law", "plot", "design"}
    assert len(done.notes) == len(released)


def test_a_notebook_without_metadata_keeps_its_answers(damaged, released, tmp_path):
    index = find(damaged, "limit")[0]
    damaged.cells[index].source = "cop, power = 3, 4"
    for cell in damaged.cells:
        cell.metadata.clear()
    read, done = put_right(damaged, released, tmp_path)
    sources = [cell.source for cell in read.cells]
    assert sources.index("cop, power = 3, 4") < find(read, "check-limit")[0]
    assert not any("cop = ..." in source for source in sources), "no stub comes after the answer"
    assert "the cell 'check-limit' had lost its metadata" in done.notes


@pytest.mark.parametrize(
    ("name", "change", "note"),
    [
        ("check-limit", {"points": 100}, "the metadata of 'check-limit' had been changed (points)"),
        ("check-limit", {"points": "many", "schema_version": 1}, "the metadata of 'check-limit' had been changed (schema_version, points)"),
        ("check-limit", {"grade": False, "locked": False}, "the metadata of 'check-limit' had been changed (grade, locked)"),
        ("limit", {"solution": "yes", "task": True}, "the metadata of 'limit' had been changed (solution, task)"),
        ("limit", {"locked": [1, {}], "extra": {"deep": []}}, "the metadata of 'limit' had been changed (locked)"),
    ],
)
def test_forged_metadata_is_replaced(damaged, released, tmp_path, name, change, note):
    damaged.cells[find(damaged, name)[0]].metadata.nbgrader.update(change)
    _, done = put_right(damaged, released, tmp_path)
    assert done.notes == [note]


def test_unknown_ids_types_and_texts(damaged, released, tmp_path):
    damaged.cells[0].metadata = {"nbgrader": {"grade": True, "grade_id": "bonus", "points": 50, "solution": False, "locked": True}}
    damaged.cells[find(damaged, "limit")[0]].cell_type = "markdown"
    damaged.cells[find(damaged, "design")[0]].cell_type = "code"
    damaged.cells[find(damaged, "check-law")[0]].source = "5.0"
    read, done = put_right(damaged, released, tmp_path)
    assert read.cells[0].metadata == {}
    assert done.notes == [
        "a cell with the unknown id 'bonus' was treated as an ordinary cell",
        "'limit' was no longer a code cell",
        "the locked cell 'check-law' had been edited; the original ran",
        "'design' was no longer a markdown cell",
    ]


def test_of_text_marked_by_hand_the_copy_that_was_written_in_counts(damaged, released, tmp_path):
    index = find(damaged, "design")[0]
    copies = [copy.deepcopy(damaged.cells[index]) | {"source": source} for source in ("*Your answer.*", "My design.", "*Your answer.*")]
    damaged.cells[index : index + 1] = copies
    read, _ = put_right(damaged, released, tmp_path)
    assert read.cells[find(read, "design")[0]].source == "My design."


@pytest.mark.parametrize("seed", range(200))
def test_any_damage(damaged, released, tmp_path, seed):
    """Random copies, deletions, moves and forgeries: what `put_right` checks holds, and students' code stays in its order."""
    chance = random.Random(seed)
    for number, cell in enumerate(damaged.cells):
        if cell.metadata.get("nbgrader", {}).get("solution") and cell.cell_type == "code":
            cell.source = f"answer = {number}"
    for _ in range(chance.randint(1, 12)):
        index = chance.randrange(len(damaged.cells)) if damaged.cells else 0
        kind = chance.choice(["copy", "delete", "move", "id", "type", "strip", "text"])
        if not damaged.cells or kind == "copy":
            damaged.cells.insert(
                chance.randint(0, len(damaged.cells)), copy.deepcopy(chance.choice(damaged.cells or [{"cell_type": "code"}]))
            )
        elif kind == "delete":
            del damaged.cells[index]
        elif kind == "move":
            damaged.cells.insert(chance.randrange(len(damaged.cells)), damaged.cells.pop(index))
        elif kind == "id":
            damaged.cells[index]["metadata"] = {
                "nbgrader": {"grade_id": chance.choice([*released, "nobody", 7]), "grade": chance.choice([True, 1, None])}
            }
        elif kind == "type":
            damaged.cells[index]["cell_type"] = chance.choice(["code", "markdown", "raw", "soup"])
        elif kind == "strip":
            damaged.cells[index]["metadata"] = chance.choice([{}, None, [], {"nbgrader": None}, {"nbgrader": "x"}])
        else:
            damaged.cells[index]["source"] = chance.choice(["", ["a\n", "b"], 5, "check('limit')", f"x = {chance.random()}"])
    written = [
        cell.get("source") for cell in damaged.cells if isinstance(cell.get("source"), str) and cell["source"].startswith("answer =")
    ]
    written = [
        source for cell, source in ((c, c.get("source")) for c in damaged.cells) if source in written and not is_locked(cell, released)
    ]
    read, _ = put_right(damaged, released, tmp_path)
    assert [cell.source for cell in read.cells if cell.source.startswith("answer =")] == written
    for name in ("limit", "law"):
        assert find(read, name)[0] < find(read, f"check-{name}")[0]


def is_locked(cell, released):
    meta = cell.get("metadata")
    meta = meta.get("nbgrader") if isinstance(meta, dict) else None
    name = meta.get("grade_id") if isinstance(meta, dict) else None
    return isinstance(name, str) and name in released and released[name].locked


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"{not json", "not valid JSON"),
        (b"\xff\xfe\x00", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b"[1, 2]", "it has no cells"),
        (b'{"nbformat": 4, "cells": 3}', "it has no cells"),
        (b'{"nbformat": 3, "worksheets": []}', "of 2014 or before"),
        (json.dumps({"nbformat": 4, "cells": [{}] * 2001}).encode(), "has 2001 cells; 2000 is the most"),
        (b" " * 20_000_001, "has 20 MB; 20 MB is the most"),
    ],
)
def test_what_is_no_notebook_is_named(tmp_path, content, says):
    path = tmp_path / "toy.ipynb"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=says):
        read_submission(path)


def test_a_link_is_not_followed(tmp_path):
    (tmp_path / "secret").write_text("{}", encoding="utf-8")
    (tmp_path / "toy.ipynb").symlink_to(tmp_path / "secret")
    with pytest.raises(Unreadable, match="is not a file"):
        read_submission(tmp_path / "toy.ipynb")


def test_halves_of_characters_do_not_stop_the_reader(tmp_path, released):
    page = {
        "nbformat": 4,
        "metadata": {"language": 5},
        "cells": [{"cell_type": "code", "source": "a = '\ud800'", "outputs": "x", "id": "!"}],
    }
    (tmp_path / "toy.ipynb").write_text(json.dumps(page), encoding="utf-8")
    read, digest = read_submission(tmp_path / "toy.ipynb")
    assert read.cells[0].source == "a = '?'" and read.metadata == {"coursework": {}} and len(digest) == 64
