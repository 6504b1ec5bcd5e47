"""Mistakes at the command line: each is answered in one line that says what to do, and leaves nothing behind."""

import pytest
from coursework import folder
from coursework.__main__ import main
from nbgrader.api import Gradebook
from toy_course import quiet_path, write_set


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A new course folder with three students, which is the current folder."""
    folder.start(tmp_path / "cold", write_set(tmp_path / "origin").parent)
    monkeypatch.chdir(tmp_path / "cold")
    with open("students.csv", "a", encoding="utf-8") as students:
        students.write("ada,Ada,First,\nbea,Bea,Second,\ncyd,Cyd,Third,\n")
    return tmp_path / "cold"


@pytest.fixture
def refused(capsys):
    """Run a command that fails; its message."""

    def run(*arguments):
        with quiet_path():
            assert main(arguments) == 1
        said = capsys.readouterr()
        assert said.err.startswith(f"{arguments[0]}: ") and "Errno" not in said.err
        return said.err

    return run


def names(root):
    return sorted(path.name for path in root.iterdir())


# grade, before there is anything to grade


def test_grade_in_a_folder_that_is_no_course(tmp_path, monkeypatch, refused):
    monkeypatch.chdir(tmp_path)
    assert "is this a course folder?" in refused("grade", "toy") and names(tmp_path) == []


def test_grade_a_set_that_is_not_there(root, refused):
    before = names(root)
    assert "there is no set 'toi'" in refused("grade", "toi") and names(root) == before


def test_grade_before_there_is_a_gradebook(root, refused):
    before = names(root)
    said = refused("grade", "toy")
    assert said.endswith("Run: python -m coursework build toy, then: nbgrader generate_assignment toy\n") and names(root) == before
    (root / "gradebook.db").touch()  # without tables, as SQLite leaves it
    assert "there is no gradebook yet" in refused("grade", "toy")


def test_grade_before_the_set_is_in_the_gradebook(root, refused):
    with quiet_path():
        Gradebook("sqlite:///gradebook.db", "cold").close()
    before = names(root)
    assert refused("grade", "toy").endswith("Run: nbgrader generate_assignment toy\n") and names(root) == before
