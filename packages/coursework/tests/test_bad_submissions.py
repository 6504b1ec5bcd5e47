"""One bad submission never stops another: neither while submissions are collected nor while they are graded."""

import json
import os
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from coursework.gradebook import submissions
from coursework.gradebook.reading import Unreadable, read_submission, require_measured
from coursework.gradebook.submissions import DEEPEST, MOST, REFUSAL, Refused, read_folder, without_clashes
from nbgrader.converters.base import NbGraderException
from toy_course import Course

pytestmark = [
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the sandbox needs Linux"),
    pytest.mark.filterwarnings("ignore:Object of type <Submitted"),  # nbgrader's own way to add a submission
]

HONEST = ("ada", "lea", "zoe")  # the first, one in the middle, and the last
RIGHT = {"check-limit": 3.0, "check-law": 2.0}

# What a student may put beside the notebook or instead of it. Each gets the folder, which has a right notebook in it.


def nest(folder, depth):
    """Folders inside each other, deeper than a path can be."""
    here = os.open(folder, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("d", dir_fd=here)
        here, old = os.open("d", os.O_RDONLY, dir_fd=here), here
        os.close(old)
    os.close(here)


def flatten(folder):
    """Remove such folders, which `shutil.rmtree` cannot."""
    while (folder / "d/d").is_dir():
        (folder / "d/d").rename(folder / "e")
        (folder / "d").rmdir()
        (folder / "e").rename(folder / "d")


def sparse(folder, size):
    with open(folder / "big.bin", "wb") as file:
        file.truncate(size)


def many(folder, count, where="."):
    (folder / where).mkdir(exist_ok=True)
    for number in range(count):
        (folder / where / f"{number}.txt").touch()


def recode(folder, encoding, word=""):
    path = folder / "toy.ipynb"
    page = json.loads(path.read_text(encoding="utf-8"))
    page["cells"][0]["source"] = word or page["cells"][0]["source"]
    path.write_bytes(json.dumps(page, ensure_ascii=False).encode(encoding))


def replace(folder, content):
    (folder / "toy.ipynb").write_bytes(content)


def a_folder(folder, name):
    (folder / name).unlink(missing_ok=True)
    (folder / name).mkdir()
    (folder / name / "inside.txt").write_text("x", encoding="utf-8")


def archive(folder):
    with zipfile.ZipFile(folder / "all.zip", "w") as zipped:
        zipped.write(folder / "toy.ipynb")
    (folder / "all.zip").rename(folder / "toy.ipynb")


def long_path(folder):
    path = folder / ("a" * 200) / ("b" * 200) / ("c" * 200)
    path.mkdir(parents=True)
    (path / "x.txt").touch()


def edit(folder, change):
    """Change the notebook as JSON."""
    path = folder / "toy.ipynb"
    page = json.loads(path.read_text(encoding="utf-8"))
    change(page)
    path.write_text(json.dumps(page), encoding="utf-8")


def as_text(folder, old, new):
    """Change the notebook as text, so that it is JSON that no library writes."""
    path = folder / "toy.ipynb"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def all_raw(page):
    for cell in page["cells"]:
        cell["cell_type"] = "raw"
        for key in ("outputs", "execution_count"):
            cell.pop(key, None)


def swap_ids(page):
    one, two = (
        next(cell for cell in page["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") == name) for name in ("limit", "law")
    )
    one["metadata"], two["metadata"] = two["metadata"], one["metadata"]


def bring(folder, *names):
    """Modules and settings that Python, IPython, matplotlib and nbgrader would load from the folder that they are started in."""
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("raise SystemExit(3)\n", encoding="utf-8")


DEEP = f"its folders are nested more than {DEEPEST} deep"
MANY = f"it has more than {MOST} files and folders"
LARGE = "its files take more than 50 MB (big.bin has {} MB)"
SAVED = "the notebook was saved as {}: save it as UTF-8, as JupyterLab does, and hand it in again"
NO_NOTEBOOK = "the submitted file is not a notebook: it is {}"

# What is done, and why it is not graded; "" if it is.
CASES = {
    "pipe": (lambda folder: os.mkfifo(folder / "pipe"), ""),
    "deep600": (lambda folder: nest(folder, 600), DEEP),
    "deep1100": (lambda folder: nest(folder, 1100), DEEP),
    "large1": (lambda folder: sparse(folder, 10**9), LARGE.format(1000)),
    "large6": (lambda folder: sparse(folder, 6 * 10**9), LARGE.format(6000)),
    "many": (lambda folder: many(folder, 5000), MANY),
    "many_folders": (lambda folder: [(folder / f"{number}").mkdir() for number in range(MOST + 1)], MANY),
    "checkpoints": (lambda folder: many(folder, 3000, ".ipynb_checkpoints"), ""),
    "utf16": (lambda folder: recode(folder, "utf-16"), SAVED.format("UTF-16 or UTF-32")),
    "latin1": (lambda folder: recode(folder, "latin-1", "Größe"), SAVED.format("Latin-1 or another code of Windows")),
    "numbers": (lambda folder: a_folder(folder, "numbers.json"), ""),
    "record": (lambda folder: a_folder(folder, "record.json"), ""),
    "stamped": (lambda folder: a_folder(folder, "timestamp.txt"), ""),
    "page": (lambda folder: replace(folder, b"<!DOCTYPE html><html></html>"), NO_NOTEBOOK.format("a web page")),
    "zipped": (archive, NO_NOTEBOOK.format("a zip archive")),
    "printed": (lambda folder: replace(folder, b"%PDF-1.7\n\xff"), NO_NOTEBOOK.format("a PDF")),
    "cut": (
        lambda folder: replace(folder, (folder / "toy.ipynb").read_bytes()[:900]),
        NO_NOTEBOOK.format("not valid JSON, perhaps damaged"),
    ),
    "empty": (lambda folder: replace(folder, b" \n"), "the submitted file is empty"),
    "long": (long_path, "the path of a file in it has more than 500 characters"),
    "bytes": (lambda folder: Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.txt")).touch(), ""),
    "socket": (lambda folder: os.mknod(folder / "socket", 0o140600), ""),
    "twice": (lambda folder: as_text(folder, '{"', '{"cells": [], "'), ""),  # the last of two keys counts
    "nan": (lambda folder: edit(folder, lambda page: page["metadata"].update(x=float("nan"), y=float("inf"), z=10**4000)), ""),
    "digits": (lambda folder: as_text(folder, '{"', '{"x": ' + "9" * 5000 + ', "'), NO_NOTEBOOK.format("not valid JSON, perhaps damaged")),
    "nested": (
        lambda folder: as_text(folder, '{"', '{"x": ' + "[" * 100_000 + "]" * 100_000 + ', "'),
        NO_NOTEBOOK.format("not valid JSON, perhaps damaged"),
    ),
    "format99": (lambda folder: edit(folder, lambda page: page.update(nbformat=99, nbformat_minor=-1)), ""),
    "format3": (lambda folder: edit(folder, lambda page: page.update(nbformat=3)), "the notebook has the format of 2014 or before"),
    "kernel": (lambda folder: edit(folder, lambda page: page["metadata"].update(kernelspec={"name": "bash", "language": "bash"})), ""),
    "raw": (lambda folder: edit(folder, all_raw), ""),
    "swapped": (lambda folder: edit(folder, swap_ids), ""),
    "listed": (lambda folder: replace(folder, b"[]"), "the submitted file is not a notebook: it has no cells"),
    "cells": (
        lambda folder: edit(folder, lambda page: page["cells"].extend([{"cell_type": "raw", "source": ""}] * 2000)),
        "2000 is the most",
    ),
    "notes": (lambda folder: edit(folder, lambda page: page["cells"].insert(0, {"cell_type": 7, "source": {"a": 1}, "metadata": []})), ""),
    "folder": (lambda folder: ((folder / "toy.ipynb").unlink(), a_folder(folder, "toy.ipynb")), "no toy.ipynb was handed in"),
    "second": (lambda folder: (folder / "toy copy.ipynb").write_text("{", encoding="utf-8"), ""),
    "started": (lambda folder: bring(folder, "x.pth", "sitecustomize.py", ".ipython/profile_default/startup/0.py", "matplotlibrc"), ""),
    "settings": (lambda folder: bring(folder, "nbgrader_config.py", "jupyter_config.py", "ipython_config.py", "numbers.py"), ""),
    "rubrics": (lambda folder: bring(folder, "rubrics/toy/rubrics.json", "gradebook.db", "course.key", "sets/toy.py"), ""),
    "spaces": (lambda folder: bring(folder, " ", "a b\u202e.txt", "-rf", "'$(reboot)'", "con.txt", "\u00fc" * 120), ""),
    "loop": (lambda folder: (folder / "again").symlink_to(folder), ""),
}
STUDENTS = [(name, name.title(), "X") for name in sorted([*HONEST, *CASES, "later", "early", "moved", "nonsense", "lost"])]


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return Course(tmp_path_factory.mktemp("bad"), STUDENTS)


def write(course, folder, student):
    folder.mkdir(parents=True)
    (folder / "toy.ipynb").write_text(json.dumps(course.notebook(**course.right(student))), encoding="utf-8")
    return folder


def marks(course):
    from coursework.folder import open_gradebook

    with open_gradebook(course.root) as gradebook:
        return {
            one.student_id: {grade.name: grade.auto_score for paper in one.notebooks for grade in paper.grades if grade.name in RIGHT}
            for one in gradebook.assignment_submissions("toy")
        }


def run(course, *command):
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return subprocess.run(command, cwd=course.root, env=os.environ | {"PATH": path}, capture_output=True, encoding="utf-8", timeout=400)


def grade(course, memory=4_000_000):
    """Grade with little memory for the process that reads all submissions."""
    return run(course, "bash", "-c", f'ulimit -v {memory}; exec "$0" -m coursework grade toy --workers 1', sys.executable)


def assert_marks(course, said, cases):
    scores = marks(course)
    for student in HONEST:
        assert scores[student] == RIGHT, student
    for student, why in cases.items():
        record = course.record(student)
        assert scores[student] == (dict.fromkeys(RIGHT) if why else RIGHT), student
        assert record["status"] == ("not graded" if why else "graded") and why in record["reason"], (student, record["reason"])
        told = [line for line in said.splitlines() if line.startswith(f"  {student} ")]
        assert bool(told) == bool(why) and all(why in line for line in told), (student, told)
        assert "traceback" not in record["reason"].lower()


@pytest.fixture
def course(plain, tmp_path):
    course = plain.copy(tmp_path / "course")
    yield course
    for folder in tmp_path.rglob("deep*"):
        for inside in (folder, folder / "toy"):
            flatten(inside)


@pytest.mark.weekly
def test_grading(course):
    """All of these lie in the folder of submissions, however they got there. The next test has most of them collected."""
    for student in (*HONEST, *CASES):
        folder = write(course, course.root / "submitted" / student / "toy", student)
        if student in CASES:
            CASES[student][0](folder)
    (write(course, course.root / "submitted/later/toy", "later") / "timestamp.txt").write_text("some day", encoding="utf-8")
    done = grade(course)
    assert done.returncode == 0, done.stderr
    said = {student: why for student, (_, why) in CASES.items()}
    assert_marks(course, done.stdout, said | {"later": "its timestamp.txt has no time but 'some day'. Correct or delete that file"})


def exchange(course, place):
    """An exchange that the course collects from, and a student's way to hand in there."""
    inbound = place / "toys-2026" / "inbound"
    inbound.mkdir(parents=True)
    for folder in (place, inbound):
        folder.chmod(0o777)
    with open(course.root / "nbgrader_config.py", "a", encoding="utf-8") as file:
        file.write(f"c.Exchange.root = {str(place)!r}\nc.ExchangeCollect.check_owner = False\n")

    def submit(student, stamp=None, name=None):
        now = datetime.now(UTC)
        folder = write(course, inbound / (name or f"{student}+toy+{now:%Y-%m-%d %H:%M:%S.%f} UTC+x"), student)
        (folder / "timestamp.txt").write_text(f"{stamp or now:%Y-%m-%d %H:%M:%S} UTC", encoding="utf-8")
        return folder

    return submit


def test_collecting_and_then_grading(course, tmp_path):
    submit = exchange(course, tmp_path / "exchange")
    for student in (*HONEST, *CASES):
        folder = submit(student)
        if student in CASES:
            CASES[student][0](folder)
    now = datetime.now(UTC)
    submit("early", now - timedelta(days=300))  # says to have been handed in before the deadline
    submit("later", now + timedelta(days=3))
    (submit("nonsense") / "timestamp.txt").write_text("\x00" * 99, encoding="utf-8")
    submit("lost", name="lost+toy+no time")
    submit("ada", name=f"+toy+{now:%Y-%m-%d %H:%M:%S} UTC+x")  # belongs to nobody
    course.secret = tmp_path / "secret"
    course.secret.mkdir()
    (course.secret / "toy.ipynb").write_text("{}", encoding="utf-8")
    (tmp_path / f"exchange/toys-2026/inbound/moved+toy+{now:%Y-%m-%d %H:%M:%S} UTC+x").symlink_to(course.secret)
    done = run(course, "nbgrader", "collect", "toy")
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
    assert not (course.root / "submitted/toy").exists() and "no student can have that login" in done.stderr
    assert "The submission of moved was not collected and will not be graded: it is a link to another folder." in done.stderr
    assert "pipe is neither a file nor a folder and was left out" in done.stderr
    for student, stated in (("early", now - timedelta(days=300)), ("later", now + timedelta(days=3))):
        assert f"The submission of {student} states {stated:%Y-%m-%d %H:%M} UTC, but was last changed at {now:%Y-%m-%d}" in done.stderr
    for student in ("early", "later", "nonsense", "lost", *HONEST):
        stamp = (course.root / "submitted" / student / "toy/timestamp.txt").read_text(encoding="utf-8").strip()
        assert abs(datetime.fromisoformat(stamp.replace(" UTC", "+00:00")) - now) < timedelta(minutes=5), student
    refused = {path.parts[-3] for path in course.root.glob(f"submitted/*/toy/{REFUSAL}")}
    reasons = {student: why for student, (_, why) in CASES.items()}
    assert refused == {"moved", *(name for name, why in reasons.items() if why.startswith(("its ", "it has", "the path")))}
    again = run(course, "nbgrader", "collect", "toy", "--update")
    assert again.returncode == 0 and "Traceback" not in again.stderr
    done = grade(course)
    assert done.returncode == 0, done.stderr
    fine = dict.fromkeys(("early", "later", "nonsense", "lost"), "")
    assert_marks(course, done.stdout, reasons | fine | {"moved": "it could not be collected: it is a link to another folder"})


def test_whoever_moved_the_exchange_says_so(course, tmp_path):
    submit = exchange(course, tmp_path / "exchange")
    submit("early", datetime(2026, 1, 2, 3, 4, tzinfo=UTC))
    with open(course.root / "nbgrader_config.py", "a", encoding="utf-8") as file:
        file.write("c.ExchangeCollect.believe_timestamps = True\n")
    done = run(course, "nbgrader", "collect", "toy")
    assert "states" not in done.stderr
    assert (course.root / "submitted/early/toy/timestamp.txt").read_text(encoding="utf-8") == "2026-01-02 03:04:00 UTC\n"


# The reader alone


def test_files_of_the_set_are_not_the_students(tmp_path):
    files = dict.fromkeys(("toy.ipynb", "numbers.json/a", "data", "data.csv", "data/own.csv", "timestamp.txt/a", "timestamp.txt"), b"")
    assert set(without_clashes(files, {"numbers.json", "data/table.csv"})) == {"toy.ipynb", "data.csv", "data/own.csv", "timestamp.txt"}


def test_a_folder_that_changes_while_it_is_read(tmp_path, monkeypatch):
    """A file becomes a link to a secret, or grows, between the look at it and the reading."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.txt").write_text("a", encoding="utf-8")
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    real = os.open

    def swap(path, flags, *args, **options):
        if path == "a.txt":
            (tmp_path / "in/a.txt").unlink()
            (tmp_path / "in/a.txt").symlink_to(tmp_path / "secret")
        return real(path, flags, *args, **options)

    monkeypatch.setattr(submissions.os, "open", swap)
    with pytest.raises(Refused, match=r"a\.txt cannot be read"):
        read_folder(tmp_path / "in")


def test_what_cannot_be_read_is_named(tmp_path):
    with pytest.raises(Refused, match="a folder in it cannot be read: No such file"):
        read_folder(tmp_path / "none")


def test_the_format_of_a_notebook_is_named(tmp_path):
    path = tmp_path / "toy.ipynb"
    for content, says in ((b"[1, 2", "it is not valid JSON"), (b"[" * 100_000, "it is not valid JSON"), ("{}".encode("utf-32"), "UTF-32")):
        path.write_bytes(content)
        with pytest.raises(Unreadable, match=says):
            read_submission(path)


def device(folder):
    (folder / "zero").symlink_to("/dev/zero")


NOT_COPIED = {
    "huge": (lambda folder: sparse(folder, 6 * 10**9), "its files take more than 50 MB"),
    "deep": (lambda folder: nest(folder, 1100), f"its folders are nested more than {DEEPEST} deep"),
    "many": (lambda folder: many(folder, MOST + 1), f"it has more than {MOST} files and folders"),
    "pipe": (lambda folder: os.mkfifo(folder / "pipe"), "pipe is no file"),
    "device": (device, "zero is no file, or leads to none that can be copied"),
}


@pytest.mark.parametrize("name", NOT_COPIED)
def test_nbgraders_own_command_copies_nothing_that_is_not_measured(tmp_path, name):
    """It would fill the disk; the sentence is all that is said, since nbgrader ends without a word."""
    spoil, reason = NOT_COPIED[name]
    folder = tmp_path / "submitted/bob/toy"
    folder.mkdir(parents=True)
    (folder / "toy.ipynb").write_text("{}", encoding="utf-8")
    honest = tmp_path / "submitted/ada/toy"
    honest.mkdir(parents=True)
    require_measured([honest])
    spoil(folder)
    with pytest.raises(NbGraderException, match="nothing was graded: nbgrader would copy all that bob handed in, and ") as caught:
        require_measured([honest, folder])
    flatten(folder)
    assert reason in str(caught.value) and str(caught.value).endswith("Grade with: python -m coursework grade toy")


def test_nbgraders_own_command_says_so(course):
    device(write(course, course.root / "submitted/ada/toy", "ada"))
    done = run(course, "nbgrader", "autograde", "toy", "--student=ada")
    assert done.returncode == 1 and "all that ada handed in, and zero is no file" in done.stderr
    assert not (course.root / "autograded/ada").exists()
