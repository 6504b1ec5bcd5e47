"""From Canvas and Moodle and back: students, archives of submissions, and marks in the columns that they came from.

The tables and names are as the two systems write them (Canvas's `content_zipper.rb`, Moodle's `mod/assign`); none is a real person's.
"""

import csv
import io
import json
import re
import zipfile
from datetime import datetime

import pytest
from coursework import folder, lms
from coursework.__main__ import main
from coursework.gradebook.archives import collect_archive
from coursework.gradebook.report import report
from coursework.gradebook.submissions import REFUSAL
from toy_course import Course, quiet_path

CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,A toy set (815),Final Score
,,,,,Manual Posting,
    Points Possible,,,,,12,(read only)
"Full, Ada",98765,s-1,ada,One,,
"Half, Bea",98766,s-2,bea,One,3,
"Öst, Cyd",98767,s-3,cyd,One,,
"=Evil(), Eve",98768,s-4,eve,One,,
"Student, Test",99999,,tester,One,,
"""
MOODLE = """\
First name;Last name;ID number;Email address;Assignment: A toy set (Real);Course total (Real)
Ada;Full;s-1;ada@example.org;-;-
Bea;Half;s-2;bea@example.org;-;-
Cyd;Öst;s-3;cyd@example.org;-;-
"""
WORKSHEET = """\
Identifier,Full name,Email address,Status,Grade,Maximum Grade,Last modified (grade)
Participant 501,Ada Full,ada@example.org,Submitted for grading,,12.00,-
Participant 502,Bea Half,bea@example.org,Submitted for grading,,12.00,-
"""


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    course = Course(tmp_path_factory.mktemp("lms"), [("old", "Old", "Student")])
    return course


@pytest.fixture
def course(plain, tmp_path):
    return plain.copy(tmp_path / "course")


def written(tmp_path, text, name="table.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_text(text, encoding=encoding)
    return path


def run(course, verb, *arguments):
    return main([verb, *map(str, arguments), "--course-dir", str(course.root)])


def students(course):
    return {student["id"]: student for student in folder.students_of(course.root)}


# Students


def test_canvas_students(course, tmp_path, capsys):
    assert run(course, "roster", written(tmp_path, CANVAS)) == 0
    known = students(course)
    assert list(known) == ["old", "ada", "bea", "cyd", "eve"]
    assert known["cyd"] == {"id": "cyd", "first_name": "Cyd", "last_name": "Öst", "email": "", "lms_user_id": "98767"}
    said = capsys.readouterr().out
    assert "4 students in" in said and "4 new in students.csv, 0 known already." in said
    assert "Still in students.csv, though not in that table: old." in said
    run(course, "roster", written(tmp_path, CANVAS.replace("Half, Bea", "Whole, Bea")))
    assert "0 new in students.csv, 4 known already" in capsys.readouterr().out
    assert students(course)["bea"]["last_name"] == "Whole" and students(course)["old"]["email"] == "old@example.org"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_moodle_students(course, tmp_path, encoding):
    assert run(course, "roster", written(tmp_path, MOODLE, encoding=encoding)) == 0
    assert students(course)["s-3"] == {
        "id": "s-3",
        "first_name": "Cyd",
        "last_name": "Öst",
        "email": "cyd@example.org",
        "lms_user_id": "s-3",
    }
    assert run(course, "roster", written(tmp_path, MOODLE), "--login", "Email address") == 0
    assert students(course)["ada@example.org"]["lms_user_id"] == "s-1"
    assert run(course, "roster", written(tmp_path, MOODLE.replace("Last name;ID number", "Surname;Username"))) == 0


def test_an_empty_column_has_no_logins(course, tmp_path, capsys):
    """Moodle's table has a column for ID numbers, also where nobody has one."""
    table = written(tmp_path, re.sub(r"s-\d", "", MOODLE))
    assert run(course, "roster", table) == 0 and "ada@example.org" in students(course)
    assert "Logins are from the column 'Email address'.\n" in capsys.readouterr().out
    assert run(course, "roster", table, "--login", "ID number") == 1
    assert "Ada Full has '' in the column 'ID number'" in capsys.readouterr().err


def test_who_comes_again_with_another_login_is_said(course, tmp_path, capsys):
    run(course, "roster", written(tmp_path, CANVAS))
    run(course, "roster", written(tmp_path, "Username;First name;Last name;Email address\nzoe;Zoe;Full;zoe@example.org\n"))
    capsys.readouterr()
    assert run(course, "roster", written(tmp_path, MOODLE + "Zoe;New;s-4;ZOE@example.org;-;-\n")) == 0
    said = capsys.readouterr().out
    assert "Logins are from the column 'ID number'.\n" in said
    assert "have the name or the address of students who are not in that table: s-1 (ada), s-2 (bea), s-3 (cyd), s-4 (zoe)." in said
    run(course, "roster", written(tmp_path, MOODLE))
    assert "have the name" not in capsys.readouterr().out  # all known by now


def test_namesakes_in_one_table_are_two_students(course, tmp_path, capsys):
    run(course, "roster", written(tmp_path, MOODLE))
    capsys.readouterr()
    run(course, "roster", written(tmp_path, MOODLE + "Ada;Full;s-4;other@example.org;-;-\n"))
    assert "1 new" in (said := capsys.readouterr().out) and "have the name" not in said


@pytest.mark.parametrize(
    ("text", "options", "says"),
    [
        ("Vorname;Nachname\nAda;Full\n", [], "has no column that says who a student is: username, sis login id"),
        ("", [], "got none. Export it in English"),
        (CANVAS, ["--login", "Kennung"], "has no column 'Kennung'; it has Student, ID,"),
        (CANVAS.replace("s-2,bea", "s-2,"), [], "Bea Half has '' in the column 'SIS Login ID'"),
        (MOODLE.replace("s-1", "../s 1"), [], "Ada Full has '../s 1' in the column 'ID number'"),
    ],
)
def test_what_is_no_list_of_students(course, tmp_path, capsys, text, options, says):
    before = (course.root / "students.csv").read_bytes()
    assert run(course, "roster", written(tmp_path, text), *options) == 1
    assert says in capsys.readouterr().err and (course.root / "students.csv").read_bytes() == before


def test_a_workbook_is_no_table(course, tmp_path, capsys):
    (tmp_path / "table.xlsx").write_bytes(b"PK\x03\x04\xff\xfe\xfa")
    assert run(course, "roster", tmp_path / "table.xlsx") == 1
    assert "is not in UTF-8; export it as CSV in UTF-8, and not as a file of Excel" in capsys.readouterr().err


# Archives


def archived(tmp_path, files, name="submissions.zip"):
    with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as zipped:
        for entry, content in files.items():
            zipped.writestr(entry, content if isinstance(content, bytes | str) else json.dumps(content))
    return tmp_path / name


def notebook(assignment, text=""):
    """A notebook that says of which set it is."""
    return {"cells": [text], "metadata": {"coursework": {"assignment": assignment}}}


def with_deadline(course, due):
    with quiet_path(), folder.open_gradebook(course.root) as gradebook:
        gradebook.update_or_create_assignment("toy", duedate=due)


def handed_in(course):
    return {
        path.relative_to(course.root / "submitted").as_posix(): path.read_bytes()
        for path in sorted(course.root.glob("submitted/**/*"))
        if path.is_file()
    }


def test_a_canvas_archive(course, tmp_path, capsys):
    run(course, "roster", written(tmp_path, CANVAS))
    archive = archived(
        tmp_path,
        {
            "fullada_98765_4711_toy.ipynb": "ada",
            "fullada_98765_4712_data.csv": "1,2",
            "halfbea_LATE_98766_4713_toy.ipynb": "old",
            "halfbea_LATE_98766_4714_toy-1.ipynb": "older",
            "halfbea_LATE_98766_4715_toy-10.ipynb": "bea",
            "östcyd_98767_4716_my own name (3).ipynb": "cyd",
            "evileve_98768_4717_report.pdf": "%PDF",
            "nobody_11111_4718_toy.ipynb": "?",
            "anon_ab12C_4719_toy.ipynb": "?",
            "readme.txt": "",
        },
    )
    assert run(course, "collect", "toy", archive) == 0
    assert handed_in(course) == {
        "ada/toy/toy.ipynb": b"ada",
        "ada/toy/data.csv": b"1,2",
        "bea/toy/toy.ipynb": b"bea",
        "cyd/toy/toy.ipynb": b"cyd",
        f"eve/toy/{REFUSAL}": b"it could not be collected: it has no notebooks and none is called toy.ipynb, but report.pdf\n",
    }
    said = capsys.readouterr().out
    assert "Collected 3 submissions; 0 were there already" in said and "Late, says Canvas: bea" in said
    assert "nobody_11111_4718_toy.ipynb  no student has the number 11111" in said
    again = collect_archive(course.root, "toy", archive)
    assert (again.students, again.unchanged) == ([], ["ada", "bea", "cyd"])
    archive = archived(tmp_path, {"evileve_98768_4720_toy-1.ipynb": "eve", "fullada_98765_4711_toy.ipynb": "new"})
    assert collect_archive(course.root, "toy", archive).students == ["ada", "eve"]
    assert handed_in(course)["ada/toy/toy.ipynb"] == b"new" and f"eve/toy/{REFUSAL}" not in handed_in(course)


def test_a_moodle_archive(course, tmp_path):
    run(course, "roster", written(tmp_path, MOODLE))
    archive = archived(
        tmp_path,
        {
            "Ada Full_501_assignsubmission_file/toy.ipynb": "ada",
            "Ada Full_501_assignsubmission_file/data/own.csv": "1",
            "Ada Full_501_assignsubmission_file/timestamp.txt": "2020-01-01",
            "Ada Full_501_assignsubmission_onlinetext/onlinetext.html": "hello",
            "Bea Half_502_assignsubmission_file_toy.ipynb": "bea",
            "Team 7-Cyd Öst_503_assignsubmission_file_/toy.ipynb": "cyd",
            "Participant_504_assignsubmission_file_toy.ipynb": "?",
        },
    )
    result = collect_archive(course.root, "toy", archive)
    assert handed_in(course) == {
        "s-1/toy/toy.ipynb": b"ada",
        "s-1/toy/data/own.csv": b"1",
        "s-2/toy/toy.ipynb": b"bea",
        "s-3/toy/toy.ipynb": b"cyd",
    }
    assert result.unknown == {"Participant_504_assignsubmission_file_toy.ipynb": "no student has the name 'Participant'"}


def test_two_of_one_name_are_not_mixed_up(course, tmp_path):
    twins = MOODLE.replace("Bea;Half", "Ada;Full")
    run(course, "roster", written(tmp_path, twins))
    result = collect_archive(course.root, "toy", archived(tmp_path, {"Ada Full_501_assignsubmission_file_toy.ipynb": "ada"}))
    why = "s-1, s-2 fit this name; name Moodle's grading worksheet with --table"
    assert result.unknown == {"Ada Full_501_assignsubmission_file_toy.ipynb": why} and not handed_in(course)


def test_the_grading_worksheet_tells_namesakes_apart(course, tmp_path, capsys):
    run(course, "roster", written(tmp_path, MOODLE.replace("Bea;Half", "Ada;Full")))
    names = [f"{name}_assignsubmission_file/toy.ipynb" for name in ("Ada Full_501", "Ada Full_502", "Cyd Öst_501", "Ada Full_7")]
    archive = archived(tmp_path, dict(zip(names, ("ada", "bea", "cyd", "?"), strict=True)))
    worksheet = written(tmp_path, WORKSHEET.replace("Bea Half", "Ada Full"), "worksheet.csv")
    assert run(course, "collect", "toy", archive, "--table", worksheet) == 0
    assert handed_in(course) == {"s-1/toy/toy.ipynb": b"ada", "s-2/toy/toy.ipynb": b"bea", "s-3/toy/toy.ipynb": b"cyd"}
    assert f"{names[3]}  s-1, s-2 fit this name" in capsys.readouterr().out
    assert run(course, "collect", "toy", archive, "--table", written(tmp_path, CANVAS)) == 1
    assert "is no grading worksheet of Moodle: it has no column 'Identifier'" in capsys.readouterr().err


def test_one_bad_submission_in_an_archive_stops_no_other(course, tmp_path):
    run(course, "roster", written(tmp_path, CANVAS))
    archive = archived(
        tmp_path,
        {
            "fullada_98765_1_toy.ipynb": bytes(60_000_000),  # a bomb: some kilobytes in the archive
            **{f"halfbea_98766_{number}_{number}.txt": "" for number in range(1001)},
            "östcyd_98767_1_a.ipynb": "1",
            "östcyd_98767_2_b.ipynb": "2",
            "evileve_98768_1_toy.ipynb": "eve",
            "../../etc_1_2_toy.ipynb": "?",
        },
    )
    result = collect_archive(course.root, "toy", archive)
    assert result.students == ["eve"] and result.refused == {
        "ada": "its files take more than 50 MB",
        "bea": "it has more than 1000 files",
        "cyd": "it has 2 notebooks and none is called toy.ipynb, but a.ipynb, b.ipynb",
    }
    data = bytearray(archived(tmp_path, {"fullada_98765_1_toy.ipynb": "ada" * 999, "evileve_98768_1_toy.ipynb": "eve"}).read_bytes())
    data[60:66] = b"\xff" * 6
    (tmp_path / "damaged.zip").write_bytes(data)
    result = collect_archive(course.root, "toy", tmp_path / "damaged.zip")
    assert list(result.refused) == ["ada"] and result.unchanged == ["eve"]


def test_a_path_does_not_leave_the_folder(course, tmp_path):
    run(course, "roster", written(tmp_path, MOODLE))
    name = "Ada Full_501_assignsubmission_file/../../../../outside.txt"
    result = collect_archive(course.root, "toy", archived(tmp_path, {name: "x", name.replace("outside.txt", "toy.ipynb"): "x"}))
    assert "s-1" in result.refused and not list(tmp_path.rglob("outside.txt"))


def test_the_notebook_of_another_set_replaces_nothing(course, tmp_path, capsys):
    run(course, "roster", written(tmp_path, CANVAS))
    names = ("fullada_98765_1_toy.ipynb", "halfbea_98766_2_toy.ipynb", "östcyd_98767_3_toy.ipynb")
    collect_archive(course.root, "toy", archived(tmp_path, {names[0]: notebook("toy", "good")}))
    before = handed_in(course)
    archive = archived(tmp_path, {names[0]: notebook("machines"), names[1]: notebook("machines"), names[2]: notebook("toy")})
    assert run(course, "collect", "toy", archive) == 0
    why = "it is the notebook of machines, not of toy"
    assert {name: handed_in(course)[name] for name in before} == before
    assert why in handed_in(course)[f"bea/toy/{REFUSAL}"].decode() and "cyd/toy/toy.ipynb" in handed_in(course)
    said = capsys.readouterr().out
    assert f"Not collected; what was there before stays:\n  ada  {why}\n" in said
    assert f"Not collected, and so not graded:\n  bea  {why}\n" in said and "Collected 1 submissions" in said


@pytest.mark.parametrize("metadata", [None, [], {"coursework": "toy"}, {"coursework": {"assignment": ["machines"]}}, {"coursework": {}}])
def test_a_notebook_that_does_not_say_its_set_is_collected(course, tmp_path, metadata):
    run(course, "roster", written(tmp_path, CANVAS))
    archive = archived(tmp_path, {"fullada_98765_1_toy.ipynb": {"metadata": metadata}})
    assert collect_archive(course.root, "toy", archive).students == ["ada"]


def test_what_cannot_be_collected_replaces_nothing(course, tmp_path):
    run(course, "roster", written(tmp_path, MOODLE))
    name = "Ada Full_501_assignsubmission_file/"
    collect_archive(course.root, "toy", archived(tmp_path, {f"{name}toy.ipynb": "good"}))
    outside = {f"{name}toy.ipynb": "new", f"{name}../../../../outside.txt": "x"}
    result = collect_archive(course.root, "toy", archived(tmp_path, outside))
    assert list(result.kept) == ["s-1"] and not result.refused and handed_in(course) == {"s-1/toy/toy.ipynb": b"good"}


def test_a_time_that_a_person_wrote_stays_with_its_submission(course, tmp_path):
    run(course, "roster", written(tmp_path, CANVAS))
    archive = archived(tmp_path, {"fullada_98765_1_toy.ipynb": "ada"})
    collect_archive(course.root, "toy", archive)
    (course.root / "submitted/ada/toy/timestamp.txt").write_text("2027-01-16 12:00 UTC", encoding="utf-8")
    assert collect_archive(course.root, "toy", archive).unchanged == ["ada"] and "ada/toy/timestamp.txt" in handed_in(course)
    collect_archive(course.root, "toy", archived(tmp_path, {"fullada_98765_2_toy.ipynb": "new"}))
    assert handed_in(course) == {"ada/toy/toy.ipynb": b"new"}  # whose time nobody has written


def test_an_archive_says_that_it_has_no_times_if_there_is_a_deadline(course, tmp_path, capsys):
    run(course, "roster", written(tmp_path, CANVAS))
    archive = archived(tmp_path, {"fullada_LATE_98765_1_toy.ipynb": "ada"})
    run(course, "collect", "toy", archive)
    assert "deadline" not in capsys.readouterr().out
    with_deadline(course, "2027-01-15 22:59 UTC")
    run(course, "collect", "toy", archive)
    said = capsys.readouterr().out
    assert "Late, says Canvas: ada\nThe deadline is 2027-01-15 22:59 UTC, but the archive does not say when anything came" in said
    assert "write the time, such as 2027-01-16 22:59 UTC, into submitted/LOGIN/toy/timestamp.txt" in said


def test_work_without_a_time_is_said_to_be_neither_late_nor_in_time(course, tmp_path, capsys):
    run(course, "roster", written(tmp_path, CANVAS))
    with quiet_path(), folder.open_gradebook(course.root) as gradebook:
        for student, time in {"ada": None, "bea": datetime(2027, 1, 16), "cyd": None}.items():
            gradebook.update_or_create_student(student)
            gradebook.add_submission("toy", student, timestamp=time)
    assert "not known" not in report(course.root, "toy")
    with_deadline(course, "2027-01-15 22:59 UTC")
    lines = report(course.root, "toy").splitlines()
    where = lines.index("## Handed in at a time that is not known, so nothing is taken off for late work")
    assert lines[where + 2].split("  ")[-2:] == ["ada, cyd", "write the time into submitted/LOGIN/toy/timestamp.txt, and grade again"]
    assert run(course, "extend", "toy", "cyd", "--days", "2") == 0
    said = capsys.readouterr().out
    assert "until 2027-01-17 22:59 UTC. When the submission came is not known" in said and "not late" not in said


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("x_98765_5_98767_9003_toy.ipynb", "ada, cyd fit this name"),  # Cyd calls himself "x_ 98765_ 5"
        ("fullada_98765_5_98767_9003_toy.ipynb", "ada, cyd fit this name"),
        ("x_98765_5_11111_9003_toy.ipynb", "98765 is the number of ada, who has another name in students.csv"),
        ("halfbea_98765_9003_toy.ipynb", "98765 is the number of ada, who has another name in students.csv"),
        ("fullada_11111_9003_toy.ipynb", "no student has the number 11111"),  # a namesake, since Ada's number is known
    ],
)
def test_nobody_hands_in_for_another_by_a_name(course, tmp_path, name, why):
    run(course, "roster", written(tmp_path, CANVAS))
    result = collect_archive(course.root, "toy", archived(tmp_path, {name: "?", "evileve_98768_1_toy.ipynb": "eve"}))
    assert result.unknown == {name: why} and result.students == ["eve"]


@pytest.mark.parametrize(
    "name",
    [
        "östcyd_98767_9_z-Ada Full_501_assignsubmission_file_toy.ipynb",
        "Cyd Öst_5_assignsubmission_file_z-Ada Full_501_assignsubmission_file_toy.ipynb",
    ],
)
def test_nobody_hands_in_for_another_by_the_name_of_a_file(course, tmp_path, name):
    run(course, "roster", written(tmp_path, CANVAS))
    (course.root / "students.csv").write_text(
        (course.root / "students.csv").read_text(encoding="utf-8").replace(",98765", ","), encoding="utf-8"
    )
    assert collect_archive(course.root, "toy", archived(tmp_path, {name: "?"})).students == ["cyd"]


def test_a_name_does_not_hide_that_it_is_late(course, tmp_path):
    run(course, "roster", written(tmp_path, CANVAS))
    name = "östcyd_98767_9003_LATE_98767_9003_toy.ipynb"  # Cyd calls himself "Öst, Cyd_ 98767_ 9003"
    result = collect_archive(course.root, "toy", archived(tmp_path, {name: "cyd"}))
    assert result.late == result.students == ["cyd"]


def test_a_file_that_was_downloaded_from_canvas_is_handed_in_again(course, tmp_path):
    run(course, "roster", written(tmp_path, CANVAS))
    archive = archived(tmp_path, {"fullada_98765_9_fullada_98765_1_toy.ipynb": "ada", "halfbea_98766_2_lab_1_2_toy.ipynb": "bea"})
    assert collect_archive(course.root, "toy", archive).students == ["ada", "bea"]


def test_names_count_where_the_numbers_are_not_those_of_canvas(course, tmp_path):
    run(course, "roster", written(tmp_path, CANVAS.replace("9876", "1234")))
    archive = archived(tmp_path, {"fullada_98765_9_toy.ipynb": "ada", "othername_98766_2_toy.ipynb": "?"})
    assert collect_archive(course.root, "toy", archive).students == ["ada"]


def test_canvas_names_a_file_after_the_group(course, tmp_path):
    """Its number is that of one of the members."""
    run(course, "roster", written(tmp_path, CANVAS))
    lines = (course.root / "students.csv").read_text(encoding="utf-8").splitlines()
    grouped = [lines[0] + ",group", *(f"{line},{'Night Owls' if line.startswith(('ada', 'bea')) else ''}" for line in lines[1:])]
    (course.root / "students.csv").write_text("\n".join(grouped) + "\n", encoding="utf-8")
    archive = archived(tmp_path, {"nightowls_98766_1_toy.ipynb": "bea"})
    assert collect_archive(course.root, "toy", archive).students == ["bea"]


@pytest.mark.parametrize("files", [{}, {"toy.ipynb": "x"}, None])
def test_what_is_no_archive_of_submissions(course, tmp_path, capsys, files):
    path = written(tmp_path, "no zip", "x.zip") if files is None else archived(tmp_path, files)
    assert run(course, "collect", "toy", path) == 1
    says = "is no zip archive that can be read" if files is None else "has no submissions with names as Canvas or Moodle write them"
    assert says in capsys.readouterr().err


# Marks


@pytest.fixture
def marked(course, tmp_path):
    run(course, "roster", written(tmp_path, CANVAS))
    names = {"s-1": ("Ada", "Full"), "s-2": ("Bea", "Half"), "s-3": ("Cyd", "Öst")}
    with quiet_path(), folder.open_gradebook(course.root) as gradebook:
        for student, points in {"ada": (3, 2, 3, 3.5), "bea": (3, 2, None, None), "old": (0, 0, 0, 0)}.items():
            gradebook.update_or_create_student(student)
            gradebook.add_submission("toy", student)
            for name, score in zip(("check-limit", "check-law", "plot", "design"), points, strict=True):
                gradebook.find_grade(name, "toy", "toy", student).auto_score = score
        gradebook.db.commit()
    course.names = names
    return course


def test_marks_go_back_to_canvas(marked, tmp_path, capsys):
    assert run(marked, "export", "toy", written(tmp_path, CANVAS), "--to", tmp_path / "out.csv") == 0
    rows = list(csv.reader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8"))))
    before = list(csv.reader(io.StringIO(CANVAS)))
    assert rows[0] == before[0] and [row[1:5] for row in rows] == [row[1:5] for row in before]
    assert {row[3]: row[5] for row in rows[3:]} == {"ada": "11.5", "bea": "3", "cyd": "", "eve": "", "tester": ""}
    assert rows[6][0] == "'=Evil(), Eve" and rows[2][5] == "12"
    said = capsys.readouterr().out
    assert "toy: 2 of 5 students have a mark.\n1 student waits for a mark by hand" in said and "Not known from" not in said
    assert "has no row in which they are known: old" in said


@pytest.mark.parametrize(("table", "column", "delimiter"), [(MOODLE, 4, ";"), (WORKSHEET, 4, ",")])
def test_marks_go_back_to_moodle(course, tmp_path, table, column, delimiter):
    roster = MOODLE.replace("ID number", "Username").replace("s-1", "ada").replace("s-2", "bea")
    run(course, "roster", written(tmp_path, roster))
    with quiet_path(), folder.open_gradebook(course.root) as gradebook:
        gradebook.update_or_create_student("ada")
        gradebook.add_submission("toy", "ada")
        for name in ("check-limit", "check-law", "plot", "design"):
            gradebook.find_grade(name, "toy", "toy", "ada").auto_score = 2
        gradebook.db.commit()
    assert run(course, "export", "toy", written(tmp_path, table), "--to", tmp_path / "out.csv") == 0
    rows = list(csv.reader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8")), delimiter=delimiter))
    before = list(csv.reader(io.StringIO(table), delimiter=delimiter))
    assert rows[1][column] == "8" and rows[2][column] == before[2][column]
    rows[1][column] = before[1][column]
    assert rows == before


def test_whose_row_is_nobodys_is_said(marked, tmp_path, capsys):
    table = CANVAS + '"O\'Neil, Zoe",98769,s-5,zoe,One,,\n'
    assert run(marked, "export", "toy", written(tmp_path, table), "--to", tmp_path / "out.csv") == 0
    said = capsys.readouterr().out
    assert "Not known from students.csv, and so without a mark: O'Neil, Zoe. Run `roster` with this table, then `build` again.\n" in said
    assert run(marked, "export", "toy", written(tmp_path, MOODLE + "Zoe;Third;s-5;z@example.org;-;-\n"), "--to", tmp_path / "out.csv") == 0
    assert "Not known from students.csv, and so without a mark: Zoe Third. Run" in capsys.readouterr().out


def test_a_column_must_be_one(marked, tmp_path, capsys):
    double = CANVAS.replace("Final Score", "A toy set (816)")
    assert run(marked, "export", "toy", written(tmp_path, double)) == 1
    assert "has more than one column 'A toy set' or 'toy'; it has" in capsys.readouterr().err
    assert run(marked, "export", "toy", written(tmp_path, CANVAS), "--column", "Essay") == 1
    assert "has no column 'Essay'; it has Student, ID" in capsys.readouterr().err


def test_who_fits_two_rows_is_nobody():
    people = [{"id": "1", "lms_user_id": "2"}, {"id": "2", "lms_user_id": "1"}, {"id": "3", "email": "a@b"}, {"id": "4", "email": "A@B"}]
    known = lms.identities(people)
    assert known["login", "1"] == "1" and known["number", "1"] == "2" and ("email", "a@b") not in known
