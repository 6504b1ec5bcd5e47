"""A small problem set, a course folder that has it, and students who hand something in."""

import copy
import csv
import io
import json
import os
import shutil
import sys
import warnings
from contextlib import contextmanager
from pathlib import Path

import nbformat
from coursework import folder
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning
from traitlets.config.loader import PyFileConfigLoader

SHEET = """\
from coursework import Draw, Formula, Manual, Number, Question, Sheet
from cryolib.limits import carnot_cop, input_power
from cryolib.symbols import T_cold, T_hot, heat_load

sheet = Sheet(
    "toy", "A toy set", "1.2",
    draws={T_cold: Draw(60, 90, 0.5), T_hot: Draw(290, 310, 1), heat_load: Draw(10, 90, 1)},
    questions=(
        Question("limit", Number("cop", carnot_cop(T_cold, T_hot), unit="", points=1), Number("power", input_power(heat_load, T_cold, T_hot), unit="W", points=2)),
        Question("law", Formula("bill", 1 / carnot_cop(T_cold, T_hot), symbols=(T_cold, T_hot), points=2)),
        Manual("plot", points=3),
        Manual("design", points=4),
    ),
)
"""

PAGE = """\
---
jupytext:
  text_representation:
    format_name: myst
kernelspec:
  display_name: Python 3
  language: python
  name: python3
---

# A toy set

Some words before the first cell.

```{code-cell} python
from cryolib.limits import carnot_cop, input_power
```

## The limit

```{code-cell} python
:question: limit

# COP and power
### BEGIN SOLUTION
cop = carnot_cop(numbers.T_cold, numbers.T_hot)
power = f"{input_power(numbers.heat_load, numbers.T_cold, numbers.T_hot) / 1000} kW"
### END SOLUTION
```

## The law

```{code-cell} python
:question: law

### BEGIN SOLUTION
bill = "(T_hot - T_cold) / T_cold"
### END SOLUTION
```

## By hand

```{code-cell} python
:manual: plot

### BEGIN SOLUTION
print("a plot")
### END SOLUTION
```

+++ {"manual": "design"}

A model answer.

+++

The end.
"""

KEY = "c01d" * 16
STUDENTS = [
    ("ada", "Ada", "Lovelace"),
    ("ben", "Ben", "Franklin"),
    ("cyd", "Cyd", "Øst"),
    ("dan", "Dan", "Brown"),
    ("eve", "Eve", "Moneypenny"),
]


def write_set(where, sheet=SHEET, page=PAGE, name="toy"):
    """Write the two files of a set; give the notebook's path."""
    where.mkdir(parents=True, exist_ok=True)
    (where / f"{name}.py").write_text(sheet, encoding="utf-8")
    (where / f"{name}.md").write_text(page, encoding="utf-8")
    return where / f"{name}.md"


class Course:
    """A course folder with the toy set, built and released."""

    def __init__(self, root, students=STUDENTS):
        sets = write_set(root / "origin").parent
        self.root = root / "course"
        folder.start(self.root, sets, "toys-2026")
        (self.root / "course.key").write_text(KEY, encoding="utf-8")  # the same numbers in every run
        with (self.root / "students.csv").open("a", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows([name, first, last, f"{name}@example.org"] for name, first, last in students)
        folder.build(self.root, "toy")
        self.nbgrader("generate_assignment", "toy", force=True)
        self.released = nbformat.read(self.root / "release/toy/toy.ipynb", as_version=4)

    def copy(self, root):
        """The same course in another folder."""
        shutil.copytree(self.root, root, symlinks=True)
        twin = object.__new__(Course)
        twin.root, twin.released = root, self.released
        return twin

    @property
    def coursedir(self):
        return CourseDirectory(config=self.config, root=str(self.root))

    @property
    def config(self):
        return PyFileConfigLoader("nbgrader_config.py", str(self.root)).load_config()

    def nbgrader(self, verb, *arguments, **options):
        """Run one of nbgrader's converters in this process, as formgrader's buttons do."""
        with quiet_path():
            api = NbGraderAPI(self.coursedir, config=self.config)
            result = getattr(api, verb)(*arguments, **options)
        assert result["success"], result.get("log", "") + result.get("error", "")
        return result.get("log", "")

    def numbers(self, student):
        return folder.rubric_of(self.root, "toy", student)["numbers"]

    def right(self, student):
        """Right answers, as code."""
        n = self.numbers(student)
        cop = n["T_cold"] / (n["T_hot"] - n["T_cold"])
        return {"limit": f"cop = {cop!r}\npower = '{n['heat_load'] / cop} W'", "law": "bill = 'T_hot / T_cold - 1'"}

    def notebook(self, **answers):
        """A copy of the released notebook with some cells filled in."""
        page = copy.deepcopy(self.released)
        for cell in page.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            if name in answers:
                cell.source = answers[name]
        return page

    def hand_in(self, student, notebook, **files):
        target = self.root / "submitted" / student / "toy"
        target.mkdir(parents=True, exist_ok=True)
        if isinstance(notebook, bytes):
            (target / "toy.ipynb").write_bytes(notebook)
        else:
            (target / "toy.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
        return target

    def autograde(self, *students):
        return "".join(self.nbgrader("autograde", "toy", student) for student in students or ("*",))

    def record(self, student):
        return json.loads((self.root / "autograded" / student / "toy" / "record.json").read_text(encoding="utf-8"))

    def graded(self, student):
        return nbformat.read(self.root / "autograded" / student / "toy" / "toy.ipynb", as_version=4)

    def grades(self, student):
        """(auto score, manual score, waits for a person) by cell."""
        with folder.open_gradebook(self.root) as gradebook:
            submission = gradebook.find_submission("toy", student)
            return {
                g.name: (g.auto_score, g.manual_score, g.needs_manual_grade) for notebook in submission.notebooks for g in notebook.grades
            }

    def comments(self, student):
        with folder.open_gradebook(self.root) as gradebook:
            submission = gradebook.find_submission("toy", student)
            return {c.name: c.comment for notebook in submission.notebooks for c in notebook.comments}


@contextmanager
def quiet_path():
    """Let nbgrader find the programs beside this Python, and restore the working directory that it changes."""
    before, here = os.environ["PATH"], Path.cwd()
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{before}"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)  # nbgrader's use of SQLAlchemy
            yield
    finally:
        os.environ["PATH"] = before
        os.chdir(here)


def find(notebook, grade_id):
    """Places of the cells with a grade id."""
    return [k for k, cell in enumerate(notebook.cells) if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id]


def text_of(notebook):
    stream = io.StringIO()
    nbformat.write(notebook, stream)
    return stream.getvalue()
