"""Feedback pages go back to many students at once, under the names that Canvas and Moodle look for."""

import zipfile
from pathlib import Path

import pytest
from coursework import folder
from coursework.__main__ import main
from coursework.gradebook.archives import submitted_in
from test_lms import archived
from toy_course import write_set

STUDENTS = """\
id,first_name,last_name,email,lms_user_id,group
ada,Ada,Full,ada@example.org,98765,
bea,Bea,Half,bea@example.org,98766,
zoe,Zoë,O'Neil-D'Arc,zoe@example.org,98767,
dan_b,Dan,Fourth,dan@example.org,98768,Night Owls
eve,Eve,Fifth,eve@example.org,98769,Night Owls
fay,Fay,Sixth,fay@example.org,98770,
"""
CANVAS = {
    "fullada_98765_4711_toy.ipynb": "",
    "fullada_98765_4799_data.csv": "",
    "halfbea_LATE_98766_4713_toy.ipynb": "",
    "halfbea_LATE_98766_4714_toy-1.ipynb": "",
    "oneildarczoë_98767_4715_my own name.ipynb": "",
    "nightowls_98768_4716_toy-1.ipynb": "",
}
MOODLE = {
    "Ada Full_501_assignsubmission_file/toy.ipynb": "",
    "Ada Full_501_assignsubmission_file/data/own.csv": "",
    "Bea Half_502_assignsubmission_file_toy.ipynb": "",
    "Zoë O'Neil-D'Arc_503_assignsubmission_file_/toy.ipynb": "",
    "Night Owls-Dan Fourth_504_assignsubmission_file/toy.ipynb": "",
}
WORKSHEET = """\
Identifier,Full name,Email address,Status,Grade
Participant 501,Ada Full,ada@example.org,,
Participant 504,Dan Fourth,dan@example.org,,
Participant 505,Eve Fifth,eve@example.org,,
Participant 599,Guy Nobody,guy@example.org,,
"""


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course in which everybody but Fay has a page. The members of a group have the same one."""
    root = tmp_path / "cold"
    folder.start(root, write_set(tmp_path / "origin").parent)
    (root / "students.csv").write_text(STUDENTS, encoding="utf-8")
    for login in ("ada", "bea", "zoe", "dan_b", "eve"):
        (root / "feedback" / login / "toy").mkdir(parents=True)
        (root / "feedback" / login / "toy" / "toy.html").write_text(f"page of {login}".replace("eve", "dan_b"), encoding="utf-8")
    monkeypatch.chdir(root)
    return root


def feedback(files, *arguments, capsys):
    """What the command says, and the pages in the archive that it wrote."""
    assert main(["feedback", "toy", str(archived(Path(".."), files)), "--to", "back.zip", *arguments]) == 0
    with zipfile.ZipFile("back.zip") as back:
        return capsys.readouterr().out, {name: back.read(name).decode() for name in back.namelist()}


def test_canvas_finds_its_numbers(course, capsys):
    said, pages = feedback(CANVAS, capsys=capsys)
    assert pages == {
        "fullada_98765_4711_feedback.html": "page of ada",
        "halfbea_LATE_98766_4714_feedback.html": "page of bea",
        "oneildarczoë_98767_4715_feedback.html": "page of zoe",
        "nightowls_98768_4716_feedback.html": "page of dan_b",
    }
    assert "Wrote back.zip with 4 pages, for Canvas.\nCanvas shows a page under the name of the notebook" in said
    assert "Handed nothing in, as a member of their group did. Canvas shows it to them" in said and "  eve  (page of dan_b)\n" in said
    assert "fay" not in said


def test_canvas_ignores_no_name_for_its_last_word(course, capsys):
    """In Canvas, `_link...` at the end of a name says that a web address was handed in."""
    write_set(course / "sets", name="toy_links")
    (course / "feedback/ada/toy_links").mkdir()
    (course / "feedback/ada/toy_links/toy_links.html").write_text("page", encoding="utf-8")
    archive = archived(course, {"fullada_98765_4711_toy_links.ipynb": ""})
    assert main(["feedback", "toy_links", str(archive)]) == 0
    with zipfile.ZipFile("toy_links-feedback.zip") as back:
        assert back.namelist() == ["fullada_98765_4711_feedback.html"]


def test_moodle_finds_the_participant(course, capsys):
    said, pages = feedback(MOODLE, capsys=capsys)
    assert pages == {
        "Ada Full_501_assignsubmission_file/toy.html": "page of ada",
        "Bea Half_502_assignsubmission_file_toy.html": "page of bea",
        "Zoë O'Neil-D'Arc_503_assignsubmission_file_/toy.html": "page of zoe",
        "Night Owls-Dan Fourth_504_assignsubmission_file/toy.html": "page of dan_b",
    }
    assert said.startswith("Wrote back.zip with 4 pages, for Moodle.\n") and "Canvas" not in said
    assert (
        "Handed nothing in, as a member of their group did. Name Moodle's grading worksheet with --table:\n  eve  (page of dan_b)\n" in said
    )


@pytest.mark.parametrize("files", [CANVAS, MOODLE])
def test_the_names_are_those_that_collect_reads(course, capsys, files):
    students = folder.students_of(course)
    feedback(files, capsys=capsys)
    with zipfile.ZipFile("back.zip") as back:
        found = {back.read(file.entry).decode(): file.login for file in submitted_in(back, students, "toy")}
    assert found == {f"page of {login}": login for login in ("ada", "bea", "zoe", "dan_b")}


def test_the_number_of_a_group_is_no_students(course, capsys):
    """Newer versions of Moodle put the number of the group where the importer looks for a student's."""
    files = {"Ada Full_501_assignsubmission_file/toy.ipynb": "", "Night Owls_502_assignsubmission_file/toy.ipynb": ""}
    said, pages = feedback(files, capsys=capsys)
    assert pages == {"Ada Full_501_assignsubmission_file/toy.html": "page of ada"}
    assert (
        "by the number of a group. Name its grading worksheet with --table:\n  Night Owls_502_assignsubmission_file/  dan_b, eve\n" in said
    )
    (course / "back.zip").unlink()
    (course / "worksheet.csv").write_text(WORKSHEET, encoding="utf-8")
    files["Ada Full_509_assignsubmission_file/toy.ipynb"] = ""  # a group that is called like a student
    said, pages = feedback(files, "--table", "worksheet.csv", capsys=capsys)
    assert pages == {
        "ada_501_assignsubmission_file/toy.html": "page of ada",
        "dan b_504_assignsubmission_file/toy.html": "page of dan_b",
        "eve_505_assignsubmission_file/toy.html": "page of dan_b",
    }
    assert "number of a group" not in said and "their group" not in said


def test_who_has_no_page_and_whose_page_has_no_place_are_named(course, capsys):
    files = {"fullada_98765_4711_toy.ipynb": "", "sixthfay_98770_4712_toy.ipynb": "", "who_11111_4718_toy.ipynb": ""}
    said, pages = feedback(files, capsys=capsys)
    assert pages == {"fullada_98765_4711_feedback.html": "page of ada"} and "with 1 page, for Canvas." in said
    assert "Without a page, run nbgrader generate_feedback toy: fay\n" in said
    assert "Not in the archive, so give them their page yourself: bea, dan_b, eve, zoe\n" in said
    assert "nobody knows whose it is; correct students.csv and run this again:\n  who_11111_4718_toy.ipynb  no student has" in said


def test_nothing_is_overwritten(course, capsys):
    (course / "back.zip").write_text("mine", encoding="utf-8")
    assert main(["feedback", "toy", str(archived(course, CANVAS)), "--to", "back.zip"]) == 1
    assert "feedback: back.zip is there already. Delete it, or choose another name with --to" in capsys.readouterr().err
    assert (course / "back.zip").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("files", "table", "says"),
    [
        ({"toy.ipynb": ""}, None, "has no submissions with names as Canvas or Moodle write them"),
        ({"sixthfay_98770_4712_toy.ipynb": ""}, None, "names nobody who has a page of feedback. Run: nbgrader generate_feedback toy"),
        ({"Night Owls_7_assignsubmission_file/toy.ipynb": ""}, None, "page of feedback. Name Moodle's grading worksheet with --table"),
        (MOODLE, "Username,Grade\nada,\n", "table.csv is no grading worksheet of Moodle: it has no column 'Identifier'"),
        (CANVAS, WORKSHEET, "--table is for Moodle's grading worksheet, and submissions.zip is Canvas's; leave it out"),
    ],
)
def test_what_cannot_be_handed_back(course, capsys, files, table, says):
    archived(course, files)
    (course / "table.csv").write_text(table or "", encoding="utf-8")
    assert main(["feedback", "toy", "submissions.zip", *(["--table", "table.csv"] if table else [])]) == 1
    assert says in capsys.readouterr().err and not (course / "toy-feedback.zip").exists()
