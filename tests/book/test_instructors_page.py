"""The commands of the page for instructors, run as they are written, with students who work in JupyterLab and elsewhere.

Nothing is done to a course but what the page says; what a person does in the formgrader is done there by clicking and typing.

With PICTURES=folder the pictures of that page are taken anew.
"""

import csv
import os
import pwd
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from coursework.__main__ import main as coursework
from coursework.gradebook import reading, submissions
from coursework.gradebook.late import PerDay
from coursework.gradebook.preprocessors import SandboxedExecute
from nbgrader.api import Gradebook
from PIL import Image
from support.browser import visits
from support.jupyterlab import jupyter_lab

from coldbook.distributions import needed_by
from sitebuilder import ROOT

SET = "price_of_coldness"
HERE = pwd.getpwuid(os.getuid()).pw_name  # who hands in from JupyterLab: nbgrader asks the system
PAGE = (ROOT / "chapters" / "for_instructors.md").read_text(encoding="utf-8")


def block(name):
    """The lines of a block of the page: commands, or a file."""
    return re.search(rf"```\{{code-block\}} \w+\n:name: {name}\n(.*?)\n```", PAGE, flags=re.S)[1].splitlines()


COMMANDS = block("ten-commands")
READY = "window.jupyterapp?.shell.currentWidget?.context?.sessionContext?.session?.kernel?.connectionStatus === 'connected'"


class Terminal:
    """A shell that stays where the last command left it, with a home and an exchange of its own."""

    def __init__(self, home):
        self.home, self.folder, self.said = home, ROOT, {}
        for name in ("exchange", "config"):
            (home / name).mkdir()
        (home / "exchange").chmod(0o777)
        settings = f"c = get_config()\nc.Exchange.root = {str(home / 'exchange')!r}\nc.CourseDirectory.course_id = 'cryogenics'\n"
        (home / "config" / "nbgrader_config.py").write_text(settings, encoding="utf-8")
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        self.environment = os.environ | {
            "HOME": str(home),
            "JUPYTER_CONFIG_DIR": str(home / "config"),
            "PATH": path,
            "PYTHONPATH": str(ROOT),
        }

    def run(self, command):
        script = f'{command}\ncode=$?\npwd > "$HOME/where"\nexit $code'
        done = subprocess.run(
            ["bash", "-c", script], cwd=self.folder, env=self.environment, capture_output=True, encoding="utf-8", timeout=300
        )
        self.said[command] = done.stdout + done.stderr
        assert done.returncode == 0, f"{command}\n{self.said[command]}"
        self.folder = Path((self.home / "where").read_text(encoding="utf-8").strip())


class Student:
    """JupyterLab in Chromium, and the hands of a student."""

    def __init__(self, page, address):
        self.page = page
        page.goto(f"{address}/lab")
        page.wait_for_function("window.jupyterapp?.restored.then(() => true)")

    def command(self, name):
        self.page.evaluate(f"jupyterapp.commands.execute('{name}')")

    def fetch_set(self):
        """Fetch the set and open its notebook, all by clicking."""
        self.command("nbgrader:open-assignment-list")
        self.page.get_by_role("button", name="Fetch").click()
        fetched = self.page.locator("#fetched_assignments_list")
        fetched.locator(".assignment-notebooks-link").click()
        picture(self.page, "fetch")
        fetched.locator(".assignment-notebooks").get_by_role("link", name=SET).click()
        self.page.wait_for_function(READY, timeout=60_000)
        self.page.evaluate("jupyterapp.shell.currentWidget.context.ready")

    def write(self, old, new):
        """Type over the cell that says `old`."""
        cell = self.page.locator(".jp-CodeCell", has_text=old).first
        cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(new)

    def run_all(self):
        return self.page.evaluate("jupyterapp.commands.execute('notebook:run-all-cells')")

    def look_at(self, words, name):
        """Scroll to the output that says these words; all that it says."""
        output = self.page.locator(".jp-OutputArea-output", has_text=words).first
        output.evaluate("(output) => output.scrollIntoView({block: 'center'})")
        picture(self.page, name)
        return output.text_content()

    def validate(self, name=""):
        """What nbgrader's Validate says."""
        self.command("docmanager:save")
        self.page.locator(".jp-NotebookPanel-toolbar >> text=Validate").click()
        dialog = self.page.locator(".jp-Dialog")
        dialog.get_by_text("Validation Results").wait_for(timeout=120_000)
        if name:
            picture(self.page, name)
        said = dialog.inner_text()
        dialog.get_by_role("button", name="Ok").click()
        return said

    def submit(self):
        self.command("nbgrader:open-assignment-list")
        self.page.locator("#fetched_assignments_list").get_by_role("button", name="Submit").click()
        self.page.locator("#submitted_assignments_list").get_by_text(SET).first.wait_for()


def picture(page, name):
    """Keep what is on the screen, if pictures are wanted, in few colours and so in few bytes."""
    if folder := os.environ.get("PICTURES"):
        page.wait_for_timeout(700)  # until what fades in is there
        path = Path(folder) / f"{name}.png"
        page.screenshot(path=path)
        Image.open(path).convert("RGB").quantize(64).save(path, optimize=True)


def solve(terminal, place, student, change):
    """Fill a copy of the released notebook with the solutions as `change` makes them; its path."""
    shutil.copytree(terminal.folder / "release" / SET, place / SET)
    solved = nbformat.read(terminal.folder / "source" / SET / f"{SET}.ipynb", 4)
    released = nbformat.read(place / SET / f"{SET}.ipynb", 4)
    sources = {cell.metadata.nbgrader.grade_id: cell.source for cell in solved.cells if cell.metadata.get("nbgrader", {}).get("solution")}
    for cell in released.cells:
        if (known := cell.metadata.get("nbgrader", {}).get("grade_id")) in sources:
            own = re.sub(r"^(#.*|\w+ = \.\.\..*)\n", "", sources[known], flags=re.M)  # a student has neither our marks nor our comments
            cell.source = change(re.sub(r"\n#.*", "", own))
        cell.source = cell.source.replace('me = ""', f'me = "{student}"')
    nbformat.write(released, place / SET / f"{SET}.ipynb")
    return place / SET / f"{SET}.ipynb"


def hand_in(terminal, student, change):
    """Solve the set and submit it to the exchange."""
    place = terminal.home / f"home of {student}"
    solve(terminal, place, student, change)
    where, terminal.folder = terminal.folder, place
    terminal.run(f"nbgrader submit {SET} --student {student}")
    terminal.folder = where


def half(source):
    """A slip in one answer, and temperatures in degrees Celsius in others."""
    return source.replace("fraction = (", "fraction = 1 / (").replace("numbers.T_cold", "(numbers.T_cold - 273.15)")


def mark_by_hand(folder, place, browser, points):
    """Give these points for every plot that waits, in the formgrader; how many waited. Its list shows numbers instead of names."""
    count = 0
    with jupyter_lab(place, folder) as (address, _), visits(browser) as visit:
        page = visit(f"{address}/formgrader/gradebook", viewport={"width": 1000, "height": 700})
        for link in (SET, SET, "Submission #1"):
            with page.expect_navigation(wait_until="networkidle"):
                page.locator("table tbody a:visible", has_text=link).first.click()
        while "/submissions/" in page.url:
            page.wait_for_function("formgrader.grades?.loaded")  # the marks come after the page, and fill its boxes
            assert not re.search(r"\b(ada|bea|eve)\b", page.locator("body").inner_text())  # no login, and no name
            box = page.locator("input#offers")  # a mark that is there already stands in it, in grey if the program gave it
            if not box.input_value() and not box.get_attribute("placeholder"):
                box.fill(str(points))
                with page.expect_response(lambda answer: "/api/grade/" in answer.url and answer.request.method == "PUT"):
                    box.press("Tab")
                count += 1
            with page.expect_navigation(wait_until="networkidle"):
                page.locator("li.next a").click()
    return count


def marks_in(terminal, name="marks.csv", login="Username", column=SET):
    with (terminal.folder / name).open(newline="", encoding="utf-8") as stream:
        return {row[login]: row[column] for row in csv.DictReader(stream)}


@pytest.fixture(scope="module")
def course(tmp_path_factory, browser):
    """A course from its beginning to the marks; what was seen on the way."""
    home = tmp_path_factory.mktemp("home")
    terminal = Terminal(home)
    for command in COMMANDS[1:3]:
        terminal.run(command)
    with (terminal.folder / "students.csv").open("a", encoding="utf-8") as students:
        students.write(
            f"{HERE},Here,Somebody,here@example.org\nada,Ada,Full,ada@example.org\nbea,Bea,Half,bea@example.org\ncy,Cy,Absent,cy@example.org\n"
        )
    for command in COMMANDS[3:6]:
        terminal.run(command)

    work = home / "work"
    work.mkdir()
    shutil.copy(home / "config" / "nbgrader_config.py", work)
    seen = SimpleNamespace(terminal=terminal)
    with jupyter_lab(tmp_path_factory.mktemp("lab"), work) as (address, _), visits(browser) as visit:
        student = Student(visit("about:blank", viewport={"width": 1200, "height": 800}), address)
        student.fetch_set()
        student.write('me = ""', 'me = "ada"')
        student.write("fraction = ...", 'fraction = 0.3\nentropy_made = ...\nT_honest = "120 W"')
        student.run_all()
        seen.numbers = student.look_at("the numbers of ada", "numbers")
        seen.check = student.look_at("bench is not ready", "check")
        seen.first = student.validate("validate")
        student.write("fraction = 0.3", "fraction = 0.3\nentropy_made = '0.25 W/K'\nT_honest = 120")
        seen.second = student.validate()
        student.submit()

    hand_in(terminal, "ada", str)
    hand_in(terminal, "bea", half)
    (inbound,) = (home / "exchange" / "cryogenics" / "inbound").glob("bea+*")
    (inbound / "link.txt").symlink_to(terminal.folder / "course.key")
    for command in COMMANDS[6:8]:
        terminal.run(command)
    seen.marked = mark_by_hand(terminal.folder, tmp_path_factory.mktemp("formgrader"), browser, 4)
    for command in COMMANDS[8:]:
        terminal.run(command)
    if os.environ.get("PICTURES"):
        take_the_instructors_pictures(terminal.folder, tmp_path_factory, browser)
    return seen


def take_the_instructors_pictures(folder, tmp_path_factory, browser):
    """A plot in the formgrader, and a page of feedback."""
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission_notebook(SET, SET, "ada").id
    with jupyter_lab(tmp_path_factory.mktemp("desk"), folder) as (address, _), visits(browser) as visit:
        page = visit(f"{address}/formgrader/submissions/{submission}/", viewport={"width": 1000, "height": 700})
        page.locator("img").last.evaluate("(plot) => plot.scrollIntoView({block: 'end'})")
        picture(page, "formgrader")
    with visits(browser) as visit:
        page = visit((folder / "feedback" / "bea" / SET / f"{SET}.html").as_uri(), viewport={"width": 1000, "height": 700})
        page.get_by_text("in degrees Celsius").first.evaluate("(line) => line.closest('table').scrollIntoView({block: 'end'})")
        picture(page, "feedback")


def test_there_are_ten_and_the_first_installs_what_the_package_offers():
    assert len(COMMANDS) == 10
    folder, extra = re.fullmatch(r'pip install \. "\./(.*)\[(.*)\]" jupyterlab', COMMANDS[0]).groups()
    assert extra in tomllib.loads((ROOT / folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]


def test_every_command_of_the_page_is_known_with_its_options(capsys):
    """The weekly run carries all of them out, the others only the ten."""
    blocks = re.findall(r"```\{code-block\} \w+\n:name: .*?\n(.*?)\n```", PAGE, flags=re.S)
    commands = [command.split() for lines in blocks for line in lines.splitlines() for command in line.split(" && ")]
    ours = [words for words in commands if words[:3] == ["python", "-m", "coursework"]]
    assert {words[3] for words in ours} >= {"start", "build", "grade", "extend", "roster", "collect", "feedback", "export", "bank"}
    for _, _, _, verb, *words in ours:
        with pytest.raises(SystemExit) as ended:
            coursework([verb, "--help"])
        known = set(re.findall(r"--[a-z-]+", capsys.readouterr().out))
        assert ended.value.code == 0 and {word for word in words if word.startswith("--")} <= known, (verb, words)


def test_the_limits_are_those_of_the_code():
    rows = re.search(r"\| limit \| value \| setting \|\n.*\n((?:\|.*\n)+)", PAGE)[1].splitlines()
    cells = [[cell.strip(" `") for cell in row.strip("|").split("|")] for row in rows]
    limits = SandboxedExecute()
    assert {setting: value for _, value, setting in cells if setting != "fixed"} == {
        "c.SandboxedExecute.cell_seconds": f"{limits.cell_seconds:g} s",
        "c.SandboxedExecute.seconds": f"{limits.seconds:g} s",
        "c.SandboxedExecute.memory": f"{limits.memory / 1024**3:g} GiB",
        "c.SandboxedExecute.processes": f"{limits.processes}",
        "c.SandboxedExecute.output": f"{limits.output / 1e6:g} MB",
        "c.SandboxedExecute.files": f"{limits.files / 1e6:g} MB",
        "c.PerDay.grace": f"{PerDay().grace:g} min",
    }
    assert {limit: value for limit, value, setting in cells if setting == "fixed"} == {
        "a notebook that is handed in": f"{reading.LARGEST / 1e6:g} MB",
        "its cells": f"{reading.MOST_CELLS}",
        "a submission, with all its files": f"{submissions.LARGEST / 1e6:g} MB",
        "its files and folders": f"{submissions.MOST}",
        "folders inside each other": f"{submissions.DEEPEST}",
    }


def test_the_marking_guide_is_where_the_page_says(course):
    (path,) = re.findall(r"The marking guide for each is in your copy of the notebook, `(.*?)`", PAGE)
    assert "# Marking guide" in (course.terminal.folder / path).read_text(encoding="utf-8")


def test_a_student_installs_the_wheels_of_this_repository():
    """Both packages that a released notebook imports, by the names that their wheels have; no other package of the repository is needed."""
    _, install, _ = block("on-a-students-computer")
    wheels = {word for word in install.split() if word.endswith(".whl")}
    assert wheels == {one.wheel for one in needed_by({"coursework", "cryolib"})}


def test_a_student_finds_the_own_numbers(course):
    assert "T_cold" in course.numbers and "temperature of the cold end" in course.numbers


def test_a_student_is_told_what_is_missing(course):
    assert "entropy_made is still `...`. Give a number in W/K" in course.check
    assert "T_honest has the unit W, of power; a temperature in K is asked for." in course.check
    for said in (course.check, "still `...`", *(f'check("{question}")' for question in ("heat_driven", "steepness", "readings", "anchor"))):
        assert said.splitlines()[-1] in course.first
    assert 'check("bench")' not in course.second and 'check("readings")' in course.second


def test_a_link_to_the_key_is_not_followed(course):
    handed_in = {path.name for path in (course.terminal.folder / "submitted" / "bea" / SET).iterdir()}
    assert handed_in == {f"{SET}.ipynb", "numbers.json", "timestamp.txt", "submission_secret.txt"}
    assert "link.txt is a link and was left out" in course.terminal.said[f"nbgrader collect {SET}"]


def test_who_waits_for_a_mark_by_hand_is_said_and_then_marked(course):
    said = course.terminal.said[COMMANDS[7]]
    assert "2 students wait for a mark by hand, and so for a total." in said and "  offers: ada, bea\n" in said
    assert course.marked == 2  # the third has no plot, which is a true zero


def test_the_marks_reach_the_file_for_the_gradebook(course):
    marks = marks_in(course.terminal)
    assert set(marks) == {HERE, "ada", "bea", "cy"}
    assert float(marks["ada"]) == 28 and 4 < float(marks["bea"]) < 28 and 0 <= float(marks[HERE]) <= 5
    assert marks["cy"] == "" and "Left blank, handed nothing in, or not graded yet: cy" in course.terminal.said[COMMANDS[-1]]


def test_everybody_has_a_page_with_reasons(course):
    pages = {path.parts[-3]: path.read_text(encoding="utf-8") for path in course.terminal.folder.glob(f"feedback/*/{SET}/{SET}.html")}
    assert set(pages) == {HERE, "ada", "bea"}
    assert "Celsius" in pages["bea"] and "Celsius" not in pages["ada"]
    assert "Score: 28.0 / 28.0" in re.sub(r"\s+", " ", pages["ada"])


@pytest.mark.weekly
def test_changes_are_one_line_each(course):
    """A student added late, then a changed weight, then one student graded again; marks by hand stay."""
    terminal, (again, new, one) = course.terminal, block("one-line-changes")
    before = marks_in(terminal)
    with (terminal.folder / "students.csv").open("a", encoding="utf-8") as students:
        students.write("zoe,Zoe,Late,zoe@example.org\n")
    terminal.run(again)
    hand_in(terminal, "zoe", str)
    terminal.run(new)
    assert "1 graded, 0 not graded, 3 unchanged" in terminal.said[new] and "  offers: zoe\n" in terminal.said[new]
    terminal.run(COMMANDS[-1])
    assert marks_in(terminal) == before | {"zoe": ""}

    sheet = terminal.folder / "sets" / f"{SET}.py"
    sheet.write_text(
        sheet.read_text(encoding="utf-8").replace('Number("fraction", fraction, "", 1,', 'Number("fraction", fraction, "", 3,'),
        encoding="utf-8",
    )
    for command in (again, new, COMMANDS[-1]):
        terminal.run(command)
    assert "4 graded" in terminal.said[new] and float(marks_in(terminal)["ada"]) == 30
    terminal.run(one)
    assert f"{SET}: 1 graded" in terminal.said[one]


@pytest.mark.weekly
def test_a_deadline_costs_and_an_extension_gives_it_back(course):
    terminal, (deadline, setting, grade, extend, _) = course.terminal, block("a-deadline")
    terminal.run(deadline.replace("2027-01-15 23:59", f"{datetime.now() - timedelta(hours=30):%Y-%m-%d %H:%M}"))
    terminal.run(setting)
    terminal.run(grade)
    terminal.run(COMMANDS[-1])
    assert float(marks_in(terminal)["ada"]) == 0.8 * 30
    was = marks_in(terminal)["bea"]
    terminal.run(f"python -m coursework report {SET}")
    assert re.search(r"ada +(29|30|31)\.\d h late: 6 points off", terminal.said[f"python -m coursework report {SET}"])
    terminal.run(extend)
    assert "is not late. Grade again to count it." in terminal.said[extend]
    terminal.run(grade)
    terminal.run(COMMANDS[-1])
    assert float(marks_in(terminal)["bea"]) == pytest.approx(float(was) / 0.8, abs=0.01)


@pytest.mark.weekly
def test_groups_hand_in_together(tmp_path, browser):
    """Bea hands in for three, and Eve for two after Dan; nobody does for Fay."""
    terminal = Terminal(tmp_path)
    for command in COMMANDS[1:3]:
        terminal.run(command)
    (terminal.folder / "students.csv").write_text("\n".join(block("in-groups")) + "\n", encoding="utf-8")
    for command in COMMANDS[3:6]:
        terminal.run(command)
    for student, change in (("dan", half), ("bea", half), ("eve", str)):
        hand_in(terminal, student, change)
    for command in COMMANDS[6:8]:
        terminal.run(command)
    assert "  offers: bea, eve\n" in terminal.said[COMMANDS[7]]
    mark_by_hand(terminal.folder, tmp_path / "formgrader", browser, 4)
    for command in COMMANDS[8:]:
        terminal.run(command)
    marks = marks_in(terminal)
    assert float(marks["dan"]) == float(marks["eve"]) == 28 and marks["fay"] == ""
    assert 4 < float(marks["ada"]) == float(marks["bea"]) == float(marks["cyd"]) < 28
    pages = {path.parts[-3]: path.read_text(encoding="utf-8") for path in terminal.folder.glob(f"feedback/*/{SET}/{SET}.html")}
    assert set(pages) == {"ada", "bea", "cyd", "dan", "eve"}
    assert pages["ada"] == pages["cyd"] == pages["bea"] != pages["eve"] == pages["dan"]
    terminal.run(f"python -m coursework report {SET}")
    assert "eve handed in, also for dan; dan did so, too, and that does not count" in terminal.said[f"python -m coursework report {SET}"]


CANVAS = """\
Student,ID,SIS User ID,SIS Login ID,Section,The price of coldness (815)
    Points Possible,,,,,28
"Full, Ada",98765,s-1,ada,One,
"Half, Bea",98766,s-2,bea,One,
"Absent, Cy",98767,s-3,cy,One,
"""
MOODLE = """\
First name,Last name,Username,Email address,Assignment: The price of coldness (Real)
Ada,Full,ada,ada@example.org,-
Bea,Half,bea,bea@example.org,-
Cy,Absent,cy,cy@example.org,-
"""
SYSTEMS = {  # the table, the names of two submissions and of the feedback to them, the column with the logins, and an empty mark
    "Canvas": (
        CANVAS,
        "fullada_98765_1_{}.ipynb",
        "halfbea_LATE_98766_2_{}-1.ipynb",
        ["fullada_98765_1_feedback.html", "halfbea_LATE_98766_2_feedback.html"],
        "SIS Login ID",
        "",
    ),
    "Moodle": (
        MOODLE,
        "Ada Full_501_assignsubmission_file/{}.ipynb",
        "Bea Half_502_assignsubmission_file_{}.ipynb",
        [f"Ada Full_501_assignsubmission_file/{SET}.html", f"Bea Half_502_assignsubmission_file_{SET}.html"],
        "Username",
        "-",
    ),
}


@pytest.mark.weekly
@pytest.mark.parametrize("system", SYSTEMS)
def test_from_a_learning_management_system_and_back(system, tmp_path, browser):
    table, *names, back, login, blank = SYSTEMS[system]
    terminal, commands = Terminal(tmp_path), block("with-an-lms")
    for command in COMMANDS[1:3]:
        terminal.run(command)
    (terminal.folder / "grades.csv").write_text(table, encoding="utf-8")
    for command in commands[:3]:
        terminal.run(command)
    with zipfile.ZipFile(terminal.folder / "submissions.zip", "w") as archive:
        for student, change, name in (("ada", str, names[0]), ("bea", half, names[1])):
            archive.write(solve(terminal, tmp_path / student, student, change), name.format(SET))
    for command in commands[3:5]:
        terminal.run(command)
    assert mark_by_hand(terminal.folder, tmp_path / "formgrader", browser, 4) == 2
    for command in commands[5:]:
        terminal.run(command)
    marks = marks_in(terminal, "grades-marks.csv", login, table.splitlines()[0].split(",")[-1])
    assert float(marks["ada"]) == 28 and 4 < float(marks["bea"]) < 28 and marks["cy"] == blank
    assert ("Late, says Canvas: bea" in terminal.said[commands[3]]) == (system == "Canvas")
    with zipfile.ZipFile(terminal.folder / f"{SET}-feedback.zip") as archive:
        pages = {name: archive.read(name).decode() for name in archive.namelist()}
    assert list(pages) == back
    assert "Celsius" in pages[back[1]] and "Celsius" not in pages[back[0]]
    assert f"Wrote {SET}-feedback.zip with 2 pages, for {system}." in terminal.said[commands[6]]
