"""A course folder: start, build, and the other verbs of `python -m coursework`."""

import hashlib
import json
import os
import re
import stat

import nbformat
import pytest
from coursework import folder
from coursework.__main__ import main
from coursework.gradebook.running import working_files
from toy_course import PAGE, SHEET, quiet_path, text_of, write_set


@pytest.fixture
def started(tmp_path):
    folder.start(tmp_path / "cold", write_set(tmp_path / "origin").parent)
    return tmp_path / "cold"


def enrol(root, *students):
    (root / "students.csv").write_text(
        "id,first_name,last_name,email\n" + "".join(f"{name},A,B,{name}@example.org\n" for name in students), encoding="utf-8"
    )


def test_start(started):
    key = started / "course.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600 and re.fullmatch("[0-9a-f]{64}", key.read_text(encoding="utf-8").strip())
    assert (started / "sets/toy.md").read_text(encoding="utf-8") == PAGE and (started / "sets/toy.py").read_text(encoding="utf-8") == SHEET
    assert (started / "students.csv").read_text(encoding="utf-8") == "id,first_name,last_name,email\n"
    assert folder.course_id(started) == "cold"
    assert not list(started.rglob("__pycache__"))


def test_each_course_has_its_own_key(started, tmp_path):
    folder.start(tmp_path / "other", tmp_path / "origin", "cold")
    assert (tmp_path / "other/course.key").read_text(encoding="utf-8") != (started / "course.key").read_text(encoding="utf-8")
    for root in (started, tmp_path / "other"):
        enrol(root, "ada")
    assert folder.rubric_of(started, "toy", "ada")["numbers"] != folder.rubric_of(tmp_path / "other", "toy", "ada")["numbers"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["start", "cold", "--sets", "origin"], "cold already exists and is not empty; a course starts in a new folder"),
        (["start", "new", "--sets", "nowhere"], "nowhere has no problem sets; give their folder with --sets"),
        (["start", "a course", "--sets", "origin"], "a course's id may have only letters, digits, `_`, `-` and `.`; got 'a course'"),
        (["build", "toy", "--course-dir", "cold"], "has no students; write one line for each below `id,first_name,last_name,email`"),
        (["build", "tax", "--course-dir", "cold"], "there is no set 'tax' in cold/sets; there are toy"),
        (["build", "toy", "--course-dir", "origin"], "there is no set 'toy' in origin/sets; there are none"),
        (["report", "tax", "--course-dir", "cold"], "there is no set 'tax'"),
        (["practice", "origin/none.md"], "there is no sheet"),
    ],
)
def test_what_is_refused(started, tmp_path, monkeypatch, capsys, arguments, says):
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 1
    assert says in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name,email\nada,x\n", "and `id` must be there; got name, email"),
        ("id,phone\nada,1\n", "the columns of .* are id, first_name, last_name, email, lms_user_id"),
        ("id\nada\nada\n", "the id 'ada' occurs twice"),
        ("id\n../ada\n", "may have only letters, digits, .*; got '../ada'"),
        ("id,email\n,x\n", "got ''"),
        ("id\n..\n", "got '..'"),
        ("id,last_name\nada,King, Countess\n", "line 2 of .* has more than 2 columns; put a value with a comma in double quotes"),
    ],
)
def test_students_are_checked(started, text, says):
    (started / "students.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=says):
        folder.students_of(started)


def test_students_as_spreadsheets_write_them(started):
    (started / "students.csv").write_text("\ufeffid, email,first_name\r\nada, ada@example.org,Ada\r\n\r\n,,\r\n", encoding="utf-8")
    assert folder.students_of(started) == [{"id": "ada", "email": "ada@example.org", "first_name": "Ada"}]


def test_a_file_in_another_encoding_is_named(started):
    (started / "students.csv").write_bytes("id,last_name\nada,Öst\n".encode("latin-1"))
    with pytest.raises(ValueError, match="is not in UTF-8; save it from the spreadsheet as CSV UTF-8"):
        folder.students_of(started)


def test_build(started, capsys):
    enrol(started, "ada", "ben")
    with quiet_path():
        assert main(["build", "toy", "--course-dir", str(started)]) == 0
    assert "Wrote" in capsys.readouterr().out
    page = json.loads((started / "source/toy/numbers.json").read_text(encoding="utf-8"))
    named = {name: hashlib.sha256(f"cold|toy|{name}".encode()).hexdigest()[:16] for name in ("ada", "ben")}
    assert page["students"] == {named[name]: folder.rubric_of(started, "toy", name)["numbers"] for name in named}
    everything = "".join(path.read_text(encoding="utf-8") for path in (started / "source").rglob("*.*"))
    assert (
        (started / "course.key").read_text(encoding="utf-8").strip() not in everything
        and "example.org" not in everything
        and '"ada"' not in everything
    )
    with folder.open_gradebook(started) as gradebook:
        assert {student.id: student.email for student in gradebook.students} == {"ada": "ada@example.org", "ben": "ben@example.org"}
        assert gradebook.course_id == "cold"


def test_a_rubric_is_computed_or_read(started, tmp_path):
    enrol(started, "ada")
    rubric = folder.rubric_of(started, "toy", "ada")
    assert rubric["student"] == "ada" and rubric["course"] == "cold" and rubric["mode"] == "course"
    assert (started / "course.key").read_text(encoding="utf-8").strip() not in json.dumps(rubric)
    with pytest.raises(folder.NoRubric, match=r"zoe is not in students\.csv, and so has no numbers"):
        folder.rubric_of(started, "toy", "zoe")
    shard = tmp_path / "shard"
    (shard / "rubrics/toy").mkdir(parents=True)
    (shard / "rubrics/toy/ada.json").write_text(json.dumps(rubric), encoding="utf-8")
    assert folder.rubric_of(shard, "toy", "ada") == rubric
    for student in ("zoe", "../toy/ada"):
        with pytest.raises(folder.NoRubric, match="there is no rubric of toy"):
            folder.rubric_of(shard, "toy", student)


def test_a_key_that_others_can_read_is_refused(started):
    enrol(started, "ada")
    os.chmod(started / "course.key", 0o644)
    with pytest.raises(ValueError, match="chmod 600"):
        folder.rubric_of(started, "toy", "ada")


def test_practice_copies(tmp_path, capsys):
    page = write_set(tmp_path)
    assert main(["practice", str(page), "--to", str(tmp_path / "out")]) == 0
    names = sorted(path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*.*"))
    assert names == [f"{who}/toy/{name}" for who in ("instructor", "student") for name in ("numbers.json", "toy.ipynb")]
    first = {name: (tmp_path / "out" / name).read_bytes() for name in names}
    main(["practice", str(page), "--to", str(tmp_path / "out")])
    assert {name: (tmp_path / "out" / name).read_bytes() for name in names} == first
    assert b"BEGIN SOLUTION" in first["instructor/toy/toy.ipynb"] and b"SOLUTION" not in first["student/toy/toy.ipynb"]
    assert json.loads(first["student/toy/numbers.json"])["students"] == {}
    assert text_of(nbformat.read(tmp_path / "out/student/toy/toy.ipynb", as_version=4)).encode() == first["student/toy/toy.ipynb"]


def test_a_notebook_finds_neither_links_nor_the_key(tmp_path):
    handed_in, autograded = tmp_path / "submitted", tmp_path / "autograded"
    for where in (handed_in, autograded):
        (where / "data").mkdir(parents=True)
        (where / "data/mine.csv").write_text("1,2", encoding="utf-8")
        (where / "key.txt").write_text("x" + "ab" * 32, encoding="utf-8")
        (where / "toy.ipynb").write_text("{}", encoding="utf-8")
    (tmp_path / "gradebook.db").write_text("marks", encoding="utf-8")
    (handed_in / "marks.txt").symlink_to(tmp_path / "gradebook.db")
    (autograded / "marks.txt").write_text("marks", encoding="utf-8")  # what nbgrader's copy makes of the link
    (autograded / "numbers.json").write_text(json.dumps({"students": {"a": {"x": 1}, "b": {"x": 2}}, "title": "T"}), encoding="utf-8")
    rubric = {"assignment": "toy", "version": "1", "digest": "d", "course": "c", "numbers": {"x": 1.0}}
    files = working_files(autograded, handed_in, rubric, b"ab" * 32)
    assert set(files) == {"data/mine.csv", "numbers.json"}
    assert json.loads(files["numbers.json"]) == {
        **{k: v for k, v in rubric.items() if k != "numbers"},
        "title": "T",
        "students": {"you": {"x": 1.0}},
    }
    assert (autograded / "numbers.json").read_bytes() == files["numbers.json"]
