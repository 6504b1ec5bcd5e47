"""Mistakes at the command line: each is answered in one line that says what to do, and leaves nothing behind."""

import os
import shutil
import subprocess
import sys
from datetime import timedelta

import coursework
import pytest
from coursework import folder
from coursework.__main__ import main
from nbgrader.api import Gradebook
from toy_course import quiet_path, write_set

# nbgrader's own way to add a submission.
pytestmark = pytest.mark.filterwarnings("ignore:Object of type <Submitted")


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A new course folder with three students, which is the current folder."""
    folder.start(tmp_path / "cold", write_set(tmp_path / "origin").parent)
    monkeypatch.chdir(tmp_path / "cold")
    with open("students.csv", "a", encoding="utf-8") as students:
        students.write("ada,Ada,First,\nbea,Bea,Second,\ncyd,Cyd,Third,\n")
    return tmp_path / "cold"


@pytest.fixture(scope="module")
def new_gradebook(tmp_path_factory):
    """A gradebook without assignments. It is copied, since nbgrader needs seconds to make one."""
    path = tmp_path_factory.mktemp("gradebook") / "gradebook.db"
    with quiet_path(), Gradebook(f"sqlite:///{path}", "cold"):
        return path


@pytest.fixture
def gradebook(root, new_gradebook):
    """The course has a gradebook; a function that opens it."""
    shutil.copy(new_gradebook, root)
    return lambda: Gradebook("sqlite:///gradebook.db", "cold")


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


def test_grade_before_the_set_is_in_the_gradebook(root, gradebook, refused):
    before = names(root)
    assert refused("grade", "toy").endswith("Run: nbgrader generate_assignment toy\n") and names(root) == before


# a login that is nobody's


@pytest.fixture
def handed_in(root, gradebook):
    """Ada and Bea have handed in the set, which has a deadline, and Ada's is in the gradebook."""
    for student in ("ada", "bea"):
        (root / "submitted" / student / "toy").mkdir(parents=True)
    with gradebook() as book:
        book.update_or_create_assignment("toy", duedate="2027-01-15 22:59 UTC")
        book.update_or_create_student("ada")
        book.update_or_create_submission("toy", "ada")
    return gradebook


def test_grade_only_those_who_are_there(handed_in, refused):
    assert "there is no student 'bob' in students.csv" in refused("grade", "toy", "--students", "bob")
    assert "no student whose id matches 'c*' has handed in toy; 2 others have" in refused("grade", "toy", "--students", "c*")


def test_nobody_has_handed_in(root, handed_in, refused):
    shutil.rmtree(root / "submitted")
    assert "nobody has handed in toy: submitted/*/toy is empty" in refused("grade", "toy")


def extension(gradebook, student="ada"):
    with gradebook() as book:
        return book.find_submission("toy", student).extension


def test_extend(handed_in, refused):
    assert "there is no student 'bob' in students.csv" in refused("extend", "toy", "bob", "--days", "1")
    assert "the gradebook has no submission of toy by bea. Collect it" in refused("extend", "toy", "bea", "--days", "1")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ((), "give --days or --hours, after the deadline in all; 0 takes an extension back"),
        (("--days", "-3"), "an extension must be between 0 and 366 days; got -3"),
        (("--days", "nan"), "an extension must be between 0 and 366 days; got nan"),
        (("--hours", "1e300"), "an extension must be between 0 and 366 days; got 4.16667e+298"),
    ],
)
def test_extensions_that_are_refused(handed_in, refused, options, says):
    assert main(["extend", "toy", "ada", "--days", "2"]) == 0
    assert says in refused("extend", "toy", "ada", *options) and extension(handed_in) == timedelta(days=2)


def test_an_extension_is_the_whole_time_and_0_takes_it_back(handed_in):
    for options, whole in ((["--days", "2"], timedelta(days=2)), (["--hours", "12"], timedelta(hours=12)), (["--days", "0"], None)):
        assert main(["extend", "toy", "ada", *options]) == 0
        assert extension(handed_in) == whole


def test_an_extension_needs_a_deadline(handed_in, refused):
    """Without one, nbgrader could not read the submission any more."""
    with handed_in() as book:
        book.update_or_create_assignment("toy", duedate=None)
    assert "toy has no deadline. Set it first" in refused("extend", "toy", "ada", "--days", "1")
    assert extension(handed_in) is None and main(["report", "toy"]) == 0


# another system


@pytest.mark.parametrize(("system", "missing"), [("win32", ("fcntl", "resource", "pwd")), ("darwin", ())])
def test_grading_refuses_to_start_outside_of_linux(root, system, missing):
    """The modules and functions that only Linux has are hidden, and are not needed to say so."""
    hide = f"import os, sys\nsys.platform = {system!r}\nsys.modules.update(dict.fromkeys({missing!r}))\ndel os.sched_getaffinity, os.memfd_create\n"
    for command in ("coursework.__main__ import main; main(['grade', 'toy'])", "coursework.sandbox.__main__ import main; main([])"):
        done = subprocess.run([sys.executable, "-c", f"{hide}from {command}"], capture_output=True, encoding="utf-8", timeout=60)
        assert f": notebooks cannot be sandboxed on this system ({system} is not Linux)." in done.stderr.splitlines()[0]
        assert "Grade on Linux" in done.stderr and "Traceback" not in done.stderr


# who can open the folder


@pytest.mark.parametrize("there", [False, True], ids=["new", "there and empty"])
def test_a_new_course_is_for_its_owner_only(tmp_path, capsys, there):
    course = tmp_path / "term" / "cold"
    if there:
        course.mkdir(parents=True, mode=0o755)
    sets = write_set(tmp_path / "origin").parent
    assert main(["start", str(course), "--sets", str(sets)]) == 0
    assert course.stat().st_mode & 0o777 == 0o700 and course.parent.stat().st_mode & 0o077
    assert "Only you can open it (mode 700)" in capsys.readouterr().out


# deadlines


def test_the_report_says_when_the_set_is_due(handed_in, capsys):
    with handed_in() as book:
        book.update_or_create_assignment("toy", duedate="2027-01-15 23:59 Europe/Zurich")
    assert main(["report", "toy"]) == 0
    assert "\nDeadline: 2027-01-15 22:59 UTC\n" in capsys.readouterr().out


def test_the_report_names_an_assignment_that_is_no_set(handed_in, capsys):
    """nbgrader takes any name for a new assignment, also a slip of typing."""
    with handed_in() as book:
        book.update_or_create_assignment("toy", duedate=None)
        book.update_or_create_assignment("toyy", duedate="2027-01-15 23:59 Europe/Zurich")
    assert main(["report", "toy"]) == 0
    said = capsys.readouterr().out
    assert "\nDeadline: none\n" in said
    assert "In the gradebook, and no set of this course: toyy. If the name is a slip: nbgrader db assignment remove toyy\n" in said


# files that are not there, and lists of students that are not as they should be


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["roster", "none.csv"], "there is no file none.csv"),
        (["roster", "sets"], "sets is a folder, and a file is needed"),
        (["export", "toy", "none.csv"], "there is no file none.csv"),
        (["collect", "toy", "none.zip"], "there is no file none.zip"),
        (["collect", "toy", "sets"], "there is no file sets"),
        (["start", "students.csv/new"], "students.csv/new cannot be used: Not a directory"),
        (["bank", "sets/toy.md", "--to", "bank", "--key", "none.key"], "there is no key none.key. Restore the course's key from a copy"),
    ],
)
def test_a_file_that_is_not_there(gradebook, refused, arguments, says):
    assert says in refused(*arguments)


def test_a_lost_key_is_to_be_restored(gradebook, refused):
    os.remove("course.key")
    said = refused("build", "toy")
    assert "there is no key course.key. Restore the course's key from a copy: with another key, every student has other numbers" in said


@pytest.mark.parametrize(("mark", "name"), [(";", "semicolon"), ("\t", "tab")])
def test_students_with_other_marks_between_columns(root, mark, name):
    (root / "students.csv").write_text(f'id{mark}last_name\nada{mark}King, Countess\nbea{mark}"A{mark}B"\n', encoding="utf-8")
    assert folder.students_of(root) == [{"id": "ada", "last_name": "King, Countess"}, {"id": "bea", "last_name": f"A{mark}B"}]
    with open("students.csv", "a", encoding="utf-8") as students:
        students.write(f"cyd{mark}A{mark}B\n")
    with pytest.raises(ValueError, match=f"line 4 of .* has more than 2 columns; put a value with a {name} in double quotes"):
        folder.students_of(root)


def test_groups_are_counted_and_those_of_no_set_refused(root, gradebook, refused, capsys):
    (root / "students.csv").write_text("id,group:toy\nada,Owls\nbea,Owls\ncyd,\ndan,Foxes\neve,Foxes\nfay,Fxes\n", encoding="utf-8")
    assert main(["build", "toy"]) == 0
    assert "6 students: 2 groups of 2, 1 group of 1, 1 without a group\n" in capsys.readouterr().out
    (root / "students.csv").write_text("id\nada\n", encoding="utf-8")
    assert main(["build", "toy"]) == 0
    assert "1 student\n" in capsys.readouterr().out
    (root / "students.csv").write_text("id,group:to\nada,Owls\nbea,Owls\n", encoding="utf-8")
    assert "students.csv has a column 'group:to', and there is no set 'to'; there are toy" in refused("build", "toy")


# what a report of a hole or a mistake needs


def test_the_version_is_printed(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert (ended.value.code, capsys.readouterr().out) == (0, f"coursework {coursework.__version__}\n")
