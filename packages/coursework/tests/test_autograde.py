"""A course graded by nbgrader itself: its own converters, its own gradebook, its own pages."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import coursework
import nbgrader
import pytest
from bs4 import BeautifulSoup
from coursework import folder
from coursework.gradebook import report
from coursework.gradebook.preprocessors import LOGIN
from coursework.gradebook.records import mark_not_graded
from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader import handlers
from toy_course import Course, find, quiet_path, text_of

import cryolib

CASES = [
    "right",
    "half",
    "wrong_unit",
    "syntax",
    "duplicated",
    "deleted_check",
    "deleted_answer",
    "deleted_manual",
    "stripped",
    "edited",
    "stopped",
    "crashed",
    "no_json",
    "empty",
    "huge",
    "nonsense_me",
    "stale",
    "another_set",
    "script",
    "copied",
    "from_ada",
    "rewired",
    "neighbour",
]
UNKNOWN = "stranger"
STUDENTS = [(name, name.title(), "Student") for name in ["ada", *CASES, "absent"]]

EVIL = """\
<script>alert('markdown')</script> <img src=x onerror=alert(1)> [click](javascript:alert(2)) [ref] <svg/onload=alert(3)>
<iframe srcdoc="<script>alert(4)</script>"></iframe> ![p](javascript:alert(5)) <a href="java&#115;cript:alert(6)">x</a>

[ref]: javascript:alert(7)

```mermaid
<img src=x onerror=alert(8)>
```
"""
EVIL_CODE = """\
from IPython.display import HTML, Javascript, display, Markdown
display(HTML("<script>alert('html')</script><img src=x onerror=alert(9)>"), Javascript("alert(10)"), Markdown("<script>alert(11)</script>"))
print("<script>alert('text')</script>")
cop, power = "<script>alert('answer')</script>", "<img src=x onerror=alert(12)>"
raise ValueError("<script>alert('error')</script>")
"""


def deleted(notebook, *names):
    notebook.cells = [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") not in names]
    return notebook


def hand_in_all(course):
    """One submission per case."""
    right = {student: course.right(student) for student, *_ in STUDENTS}

    def filled(student, **changes):
        return course.notebook(**{**right[student], "plot": "print('a plot')", "design": "My design.", **changes})

    for student in ("ada", "right"):
        course.hand_in(student, filled(student))
    course.hand_in("half", filled("half", law="bill = 'T_hot / T_cold'"))
    course.hand_in("wrong_unit", filled("wrong_unit", limit=right["wrong_unit"]["limit"].replace(" W'", " kW'")))
    course.hand_in("syntax", filled("syntax", limit="cop = = 3"))
    page = filled("duplicated", limit="cop = 1")
    page.cells.append(dict(page.cells[find(page, "limit")[0]], source=right["duplicated"]["limit"], id="again"))
    course.hand_in("duplicated", page)
    course.hand_in("deleted_check", deleted(filled("deleted_check"), "check-limit", "own-numbers"))
    course.hand_in("deleted_answer", deleted(filled("deleted_answer"), "limit"))
    course.hand_in("deleted_manual", deleted(filled("deleted_manual"), "plot", "design"))
    page = filled("stripped")
    for cell in page.cells:
        cell.metadata.clear()
    course.hand_in("stripped", page)
    page = filled("edited", limit="cop = power = 0", **{"check-limit": "check = lambda *_: 3.0\n3.0", "check-law": "5.0"})
    page.cells[find(page, "check-limit")[0]].metadata.nbgrader.update(points=300, solution=True)
    course.hand_in("edited", page)
    course.hand_in("stopped", filled("stopped", law="while True: pass"))
    course.hand_in("crashed", filled("crashed", law="import os; os._exit(0)"))
    course.hand_in("no_json", b"This is my answer.")
    course.hand_in("empty", b"")
    course.hand_in("huge", b" " * 20_000_001)
    page = filled("nonsense_me")
    page.cells[1].source = "me = Ada Lovelace"
    course.hand_in("nonsense_me", page)
    page = filled("stale")
    page.metadata.coursework = {"assignment": "toy", "version": "0.9", "digest": "0123456789ab"}
    course.hand_in("stale", page)
    page = filled("another_set")
    page.metadata.coursework = {"assignment": "machines", "version": "0.9", "digest": "0123456789ab"}
    course.hand_in("another_set", page)
    page = filled("script", limit=EVIL_CODE, design=EVIL)
    page.cells[0].source = EVIL
    page.cells[0].metadata = {"tags": ["x onclick=alert(13)"]}
    page.metadata.title = "</title><script>alert('title')</script>"
    course.hand_in("script", page)
    course.hand_in("copied", course.notebook(**right["ada"]))
    course.hand_in("from_ada", course.notebook(**right["ada"]))
    course.hand_in("rewired", filled("rewired", limit="def check(question):\n    return 3.0\ncop = power = 0"))
    course.hand_in("neighbour", filled("neighbour", limit=right["ada"]["limit"], law="bill = 'T_hot'"))
    course.hand_in(UNKNOWN, filled("right"))


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    course = Course(tmp_path_factory.mktemp("autograde"), STUDENTS)
    config = course.root / "nbgrader_config.py"
    config.write_text(config.read_text(encoding="utf-8") + "\nc.SandboxedExecute.cell_seconds = 2\n", encoding="utf-8")
    hand_in_all(course)
    course.log = course.autograde()
    course.nbgrader("generate_feedback", "toy")
    return course


def points(course, student):
    return {name: auto for name, (auto, _, _) in course.grades(student).items()}


FULL = {"check-limit": 3, "check-law": 2, "plot": None, "design": None}


@pytest.mark.parametrize(
    ("student", "expected"),
    [
        ("right", FULL),
        ("half", {**FULL, "check-law": 0}),
        ("wrong_unit", {**FULL, "check-limit": 2}),
        ("syntax", {**FULL, "check-limit": 0}),
        ("duplicated", FULL),
        ("deleted_check", FULL),
        ("deleted_answer", {**FULL, "check-limit": 0}),
        ("deleted_manual", FULL),
        ("stripped", FULL),
        ("edited", {**FULL, "check-limit": 0}),
        ("stopped", {**FULL, "check-law": None}),
        ("crashed", {**FULL, "check-law": None}),
        ("no_json", dict.fromkeys(FULL)),
        ("empty", dict.fromkeys(FULL)),
        ("huge", dict.fromkeys(FULL)),
        (UNKNOWN, dict.fromkeys(FULL)),
        ("nonsense_me", FULL),
        ("stale", FULL),
        ("another_set", dict.fromkeys(FULL)),
        ("script", {**FULL, "check-limit": 0}),
        ("copied", {"check-limit": 0, "check-law": 2, "plot": 0, "design": 0}),
        ("rewired", {**FULL, "check-limit": 0}),
    ],
)
def test_points(course, student, expected):
    assert points(course, student) == expected
    waits = {name: waiting for name, (_, _, waiting) in course.grades(student).items()}
    assert waits == {name: auto is None for name, auto in expected.items()}


@pytest.mark.parametrize(
    ("student", "reason"),
    [
        ("stopped", "Cell 6 ran too long and was stopped, and `bill` was not there afterwards."),
        ("crashed", "its process ended while cell 6 ran (os._exit, or a crash)"),
        ("no_json", "the submitted file is not a notebook: it is not valid JSON"),
        ("empty", "the submitted file is empty"),
        ("another_set", "it is the notebook of machines, not of toy"),
        ("huge", "the notebook has 20 MB; 20 MB is the most. Clear its outputs and hand it in again"),
        (UNKNOWN, "stranger is not in students.csv, and so has no numbers. Add a line, build toy again and grade again"),
    ],
)
def test_not_graded_says_why(course, student, reason):
    record = course.record(student)
    assert (record["status"], record["reason"]) == ("not graded", reason)
    comment = course.comments(student)["law"]
    assert reason.rstrip(".")[1:] in comment
    assert reason.rstrip(".")[1:40].replace("`", "") in page_of(course, student).get_text()


def test_record(course):
    record = course.record("right")
    assert record["status"] == "graded" and record["reason"] == ""
    assert record["version"] == "1.2" and re.fullmatch("[0-9a-f]{12}", record["digest"])
    versions = [record[name] for name in ("coursework", "cryolib", "nbgrader")]
    assert versions == [coursework.__version__, cryolib.__version__, nbgrader.__version__]
    assert [(question["id"], question["points"]) for question in record["questions"]] == [("limit", 3), ("law", 2)]
    assert {"own files", "no network", "memory", "time"} <= set(record["protection"])
    assert set(record["answers"]) == {"cop", "power", "bill"} and record["repaired"] == [] and record["handed_in"] == {}


@pytest.mark.parametrize(
    ("student", "note"),
    [
        ("duplicated", "'limit' occurred 2 times"),
        ("deleted_check", "the cell 'check-limit' was missing and was restored"),
        ("deleted_manual", "the cell 'plot' was missing and was restored"),
        ("stripped", "the cell 'check-law' had lost its metadata"),
        ("edited", "the locked cell 'check-limit' had been edited; the original ran"),
    ],
)
def test_repair_is_noted_and_shown(course, student, note):
    assert note in course.record(student)["repaired"]
    assert note in course.graded(student).cells[0].source
    assert f"toy of {student} was repaired: {note}" in course.log


def test_a_stale_notebook_is_graded_and_noted(course):
    assert course.record("stale")["handed_in"] == {"assignment": "toy", "version": "0.9", "digest": "0123456789ab"}
    assert "another version of the set (0.9 0123456789ab)" in course.graded("stale").cells[0].source


def test_only_own_numbers_lie_beside_a_graded_notebook(course):
    everybody = json.loads((course.root / "source/toy/numbers.json").read_text(encoding="utf-8"))
    assert len(everybody["students"]) == len(STUDENTS)
    own = json.loads((course.root / "autograded/right/toy/numbers.json").read_text(encoding="utf-8"))
    assert own["students"] == {"you": course.numbers("right")}
    shown = "".join(str(output) for cell in course.graded("right").cells if cell.cell_type == "code" for output in cell.outputs)
    assert f"{course.numbers('right')['heat_load']:g}" in shown


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ('# Here.\nme = "ada"', '# Here.\nme = "your login"'),
        ("me='ada'  # Ada Lovelace\nx = 1", 'me="your login"\nx = 1'),
        ('me = ""', 'me = ""'),
        ("me = 9.109e-31  # kg", "me = 9.109e-31  # kg"),
        ('name = "ada"', 'name = "ada"'),
    ],
)
def test_people_who_mark_do_not_read_the_login(line, shown):
    assert LOGIN.sub(r'\1"your login"', line) == shown


def page_of(course, student):
    return BeautifulSoup((course.root / "feedback" / student / "toy/toy.html").read_text(encoding="utf-8"), "html.parser")


def test_feedback_says_what_was_read_and_why(course):
    text = page_of(course, "wrong_unit").get_text(" ")
    n = course.numbers("wrong_unit")
    assert f"{n['heat_load'] * (n['T_hot'] - n['T_cold']) / n['T_cold']:.4g}"[:4] in text
    assert "tbody" not in text
    assert "1 of 2" in text and "right in W, but kW was written" in text
    assert (
        f"version 1.2 ({course.record('wrong_unit')['digest']})" in text
        and f"coursework {coursework.__version__} and cryolib {cryolib.__version__}" in text
    )
    assert "Score: 2.0 / 3.0" in text


@pytest.mark.parametrize("student", ["half", "syntax", "copied", "edited", "deleted_answer", "script", "neighbour"])
def test_feedback_has_no_right_answer(course, student):
    text = re.sub(r"\([0-9a-f]{12}\)", "", page_of(course, student).find(id="notebook").get_text(" "))
    n = course.numbers(student)
    cop = n["T_cold"] / (n["T_hot"] - n["T_cold"])
    lost = {
        mark["name"] for question in course.record(student)["questions"] for mark in question["marks"] if mark["points"] < mark["maximum"]
    }
    assert lost
    shown = [token for token in re.findall(r"\d+\.?\d*", text) if len(token.replace(".", "").strip("0")) >= 4]
    for name, value in {"cop": cop, "power": n["heat_load"] / cop}.items():
        digits = [f"{float(token):.3e}".partition("e")[0] for token in shown]
        assert name not in lost or f"{value:.3e}".partition("e")[0] not in digits
    assert "bill" not in lost or not re.search(r"T_hot *- *T_cold|T_hot */ *T_cold *- *1", text)


def formgrader_page(course, student, config):
    """What the formgrader renders."""
    config.HTMLExporter.template_name = "formgrade"
    config.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    resources = {
        "base_url": "",
        "submission_id": "1",
        "notebook_id": "toy",
        "assignment_id": "toy",
        "index": 0,
        "total": 1,
        "student": student,
    }
    html, _ = HTMLExporter(config=config).from_filename(
        str(course.root / "autograded" / student / "toy/toy.ipynb"),
        resources={**resources, "last_name": "", "first_name": "", "notebook_path": ""},
    )
    return BeautifulSoup(html, "html.parser")


@pytest.mark.parametrize("where", ["feedback", "formgrader", "formgrader without our settings"])
def test_what_students_write_does_not_run(course, where):
    if where == "feedback":
        page = page_of(course, "script")
    else:
        page = formgrader_page(course, "script", course.config if where == "formgrader" else type(course.config)())
    for tag in page.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on") and "toggle_name" not in tag[name]], tag
        for name in ("href", "src", "srcdoc", "data", "action"):
            assert "javascript:" not in str(tag.get(name, "")).replace("\n", "").lower(), tag
        if tag.name in ("script", "style"):
            assert "alert(" not in (tag.string or ""), tag
    notebook = page.find(id="notebook")
    assert not notebook.find_all(["script", "iframe", "svg", "object", "embed", "form", "base", "meta", "link"])
    assert notebook.get_text().count("alert(") >= 5, "what was written is shown, as text"


def test_the_settings_alone_also_stop_it(course, tmp_path):
    """Our filter for Markdown, on a notebook that nobody has made safe."""
    import nbformat

    page = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell(EVIL + "\n\n$a < b$ and **bold** | x\n\n| a | b |\n|---|---|\n| 1 | 2 |")]
    )
    config = course.config
    html, _ = HTMLExporter(config=config, template_name="classic").from_notebook_node(page)
    cell = BeautifulSoup(html, "html.parser").find(class_="text_cell_render")
    assert not cell.find_all(["script", "iframe", "svg", "img"], attrs={"src": re.compile("script|^x$")}) and not cell.find_all("script")
    assert not [tag for tag in cell.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
    assert not [a for a in cell.find_all("a") if "script:" in a.get("href", "")]


def test_grading_again_keeps_what_a_person_gave(course):
    with folder.open_gradebook(course.root) as gradebook:
        for name, score in (("check-law", 1.5), ("plot", 3.0)):
            gradebook.find_grade(name, "toy", "toy", "crashed").manual_score = score
        gradebook.find_comment("law", "toy", "toy", "crashed").manual_comment = "Seen."
        gradebook.db.commit()
    course.autograde("crashed")
    grades = course.grades("crashed")
    assert grades["check-law"] == (None, 1.5, True) and grades["plot"] == (None, 3.0, True) and grades["check-limit"] == (3, None, False)
    assert course.comments("crashed")["law"] == "Seen."


def test_mark_not_graded(course):
    with folder.open_gradebook(course.root) as gradebook:
        mark_not_graded(gradebook, "toy", "absent", "the machine was switched off")
    assert course.grades("absent") == {name: (None, None, True) for name in FULL}
    assert set(course.comments("absent").values()) == {"Not graded: the machine was switched off"}
    with folder.open_gradebook(course.root) as gradebook:
        gradebook.remove_submission("toy", "absent")


def test_report(course, monkeypatch):
    text = report.report(course.root, "toy")
    assert f"{len(CASES) + 2} handed in, {len(CASES) + 2 - 7} graded, 7 not." in text
    assert re.search(r"stopped +Cell 6 ran too long", text) and re.search(r"no_json +the submitted file", text)
    assert re.search(r"duplicated +'limit' occurred 2 times", text)
    assert re.search(r"stale +toy 0\.9 0123456789ab", text) and "machines 0.9" not in text
    others = text.partition("fit the numbers of somebody else")[2]
    assert {tuple(pair) for pair in re.findall(r"(\w+) and (\w+) +wrong here, right there: cop, power", others)} >= {
        ("copied", "ada"),
        ("neighbour", "ada"),
    }
    assert "right and" not in others and "wrong_unit and" not in others
    assert "another version than this" not in text
    for package in (coursework, cryolib):
        with monkeypatch.context() as patch:
            patch.setattr(package, "__version__", "99")
            old = report.report(course.root, "toy").partition("Graded by another version than this")[2]
        assert re.search(rf"right +1\.2 \([0-9a-f]+\), coursework {coursework.__version__}, cryolib {cryolib.__version__}", old)


def test_the_command_line_does_the_same(course):
    """`nbgrader autograde`, `generate_feedback` and `report` as an instructor types them."""
    before = (points(course, "half"), course.record("half"), text_of(course.graded("half")))
    with quiet_path():
        environment = dict(os.environ)
    output = ""
    for command in (
        ["nbgrader", "autograde", "toy", "--student=half", "--force"],
        ["nbgrader", "generate_feedback", "toy", "--student=half", "--force"],
        ["python", "-m", "coursework", "report", "toy"],
    ):
        done = subprocess.run(command, cwd=course.root, env=environment, capture_output=True, encoding="utf-8", timeout=300)
        assert done.returncode == 0, done.stderr
        output += done.stdout
    assert (points(course, "half"), course.record("half"), text_of(course.graded("half"))) == before
    assert "# toy" in output
    assert Path(sys.executable).parent.as_posix() in environment["PATH"]


def test_late_comers_change_nobody(course):
    path = course.root / "students.csv"
    before = json.loads((course.root / "source/toy/numbers.json").read_text(encoding="utf-8"))["students"]
    path.write_text(path.read_text(encoding="utf-8") + f"{UNKNOWN},New,Student,new@example.org\n", encoding="utf-8")
    folder.build(course.root, "toy")
    after = json.loads((course.root / "source/toy/numbers.json").read_text(encoding="utf-8"))["students"]
    assert before.items() < after.items() and len(after) == len(before) + 1
    with quiet_path():
        course.nbgrader("generate_assignment", "toy", force=True)
    course.autograde(UNKNOWN)
    assert None not in [points(course, UNKNOWN)[name] for name in ("check-limit", "check-law")]
