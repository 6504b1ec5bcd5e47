"""The ten commands of the page for instructors, run as they are written, with students who work in JupyterLab and elsewhere.

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
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from nbgrader.api import Gradebook
from PIL import Image
from support.browser import visits
from support.jupyterlab import jupyter_lab

from sitebuilder import ROOT

SET = "price_of_coldness"
HERE = pwd.getpwuid(os.getuid()).pw_name  # who hands in from JupyterLab: nbgrader asks the system
PAGE = (ROOT / "chapters" / "for_instructors.md").read_text(encoding="utf-8")
COMMANDS = re.search(r"```\{code-block\} bash\n:name: ten-commands\n(.*?)\n```", PAGE, flags=re.S)[1].splitlines()
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


def hand_in(terminal, student, change):
    """Fill a released notebook with the solutions as `change` makes them, and submit it."""
    place = terminal.home / f"home of {student}"
    shutil.copytree(terminal.folder / "release" / SET, place / SET)
    solved = nbformat.read(terminal.folder / "source" / SET / f"{SET}.ipynb", 4)
    released = nbformat.read(place / SET / f"{SET}.ipynb", 4)
    sources = {cell.metadata.nbgrader.grade_id: cell.source for cell in solved.cells if cell.metadata.get("nbgrader", {}).get("solution")}
    for cell in released.cells:
        if (known := cell.metadata.get("nbgrader", {}).get("grade_id")) in sources:
            own = re.sub(r"^(#.*|\w+ = \.\.\..*)\n", "", sources[known], flags=re.M)  # a student has neither our marks nor our comments
            cell.source = change(re.sub(r"\n#.*", "", own))
    nbformat.write(released, place / SET / f"{SET}.ipynb")
    where, terminal.folder = terminal.folder, place
    terminal.run(f"nbgrader submit {SET} --student {student}")
    terminal.folder = where


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
    hand_in(
        terminal,
        "bea",
        lambda source: source.replace("fraction = (", "fraction = 1 / (").replace("numbers.T_cold", "(numbers.T_cold - 273.15)"),
    )
    (inbound,) = (home / "exchange" / "cryogenics" / "inbound").glob("bea+*")
    (inbound / "link.txt").symlink_to(terminal.folder / "course.key")
    for command in COMMANDS[6:]:
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
        page.get_by_text("entropy_made: This").first.evaluate("(line) => line.scrollIntoView({block: 'center'})")
        picture(page, "feedback")


def test_there_are_ten_and_the_first_installs_what_the_package_offers():
    assert len(COMMANDS) == 10
    folder, extra = re.fullmatch(r'pip install \. "\./(.*)\[(.*)\]" jupyterlab', COMMANDS[0]).groups()
    assert extra in tomllib.loads((ROOT / folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]


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


def test_the_marks_reach_the_file_for_the_gradebook(course):
    with (course.terminal.folder / "marks.csv").open(newline="", encoding="utf-8") as stream:
        marks = {row["Username"]: row for row in csv.DictReader(stream)}
    assert set(marks) == {HERE, "ada", "bea", "cy"}
    # The plots of two wait to be marked by hand: no total yet. The third has no plot, which is a true zero, and guesses beside it.
    assert {student: marks[student][SET] for student in ("ada", "bea", "cy")} == dict.fromkeys(("ada", "bea", "cy"), "")
    guessed = marks[HERE][SET]
    assert 0 <= float(guessed) <= 5
    with Gradebook(f"sqlite:///{course.terminal.folder / 'gradebook.db'}") as gradebook:
        for student in ("ada", "bea"):
            grade = gradebook.find_grade("offers", SET, SET, student)
            grade.manual_score, grade.needs_manual_grade = 4, False
        gradebook.db.commit()
    course.terminal.run(COMMANDS[-1])
    with (course.terminal.folder / "marks.csv").open(newline="", encoding="utf-8") as stream:
        marks = {row["Username"]: row[SET] for row in csv.DictReader(stream)}
    assert float(marks["ada"]) == 28 and 4 < float(marks["bea"]) < 28
    assert (marks[HERE], marks["cy"]) == (guessed, "")


def test_everybody_has_a_page_with_reasons(course):
    pages = {path.parts[-3]: path.read_text(encoding="utf-8") for path in course.terminal.folder.glob(f"feedback/*/{SET}/{SET}.html")}
    assert set(pages) == {HERE, "ada", "bea"}
    assert "Celsius" in pages["bea"] and "Celsius" not in pages["ada"]
