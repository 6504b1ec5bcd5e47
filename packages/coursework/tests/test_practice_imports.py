"""Practice works without the extra `grading`, and a command that needs it says so."""

import pkgutil
import subprocess
import sys
from pathlib import Path

import coursework
import pytest

PACKAGE = Path(coursework.__file__).parent
# Of the extra `grading`, and what nbgrader brings.
EXTRA = ("nbgrader", "nbconvert", "nbformat", "jinja2", "bleach", "sqlalchemy", "jupytext", "tqdm", "dask", "distributed")
MODULES = [module.name for module in pkgutil.walk_packages([str(PACKAGE)], "coursework.")]
# Only `gradebook`, `scale` and `export` need the extra.
PRACTICE = [name for name in MODULES if name.split(".")[1] not in ("gradebook", "scale", "export")]
WITHOUT_EXTRA = f"import sys\nsys.modules.update(dict.fromkeys({EXTRA}))\n"  # None in sys.modules: the import fails


def run(code, *arguments, **options):
    command = [sys.executable, "-P", "-c", WITHOUT_EXTRA + code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=100, **options)


def test_practice_needs_no_nbgrader():
    assert {"coursework.student", "coursework.folder", "coursework.marking.questions", "coursework.sheets.sheet"} <= set(PRACTICE)
    imports = "\n".join(f"import {name}" for name in ("coursework", *PRACTICE))
    answers = """
from coursework import Draw, Number, Question, Sheet
from cryolib.symbols import T_cold
sheet = Sheet("first", "", "1.0", draws={T_cold: Draw(60, 90, 1)}, questions=[Question("q", Number("twice", 2 * T_cold, "K", 1))])
from coursework.marking.questions import mark_question
numbers = sheet.practice()
question = sheet.rubric(numbers, course="practice", version_digest="")["questions"][0]
print(mark_question(question, {"twice": 2 * numbers.T_cold}).points)
"""
    done = run(imports + answers)
    assert (done.stdout, done.stderr) == ("1\n", "")


@pytest.mark.parametrize(
    "arguments",
    [("build", "toy"), ("report", "toy"), ("grade", "toy"), ("practice", "sets/toy.md")],
    ids=lambda arguments: arguments[0],
)
def test_a_command_that_needs_the_extra_says_so(tmp_path, arguments):
    from toy_course import write_set

    main = "from coursework.__main__ import main\nsys.exit(main(sys.argv[1:]))"
    course = tmp_path / "course"
    assert run(main, "start", course, "--sets", write_set(tmp_path / "sets").parent).returncode == 0
    with (course / "students.csv").open("a", encoding="utf-8") as students:
        students.write("ada,Ada,Lovelace,ada@example.org\n")
    done = run(main, *arguments, cwd=course)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{arguments[0]}: needs ") and done.stderr.count("\n") == 1
    # With both folders: on PyPI, `coursework` is another project, and `cryolib` may become one.
    advice = 'pip install . "./packages/coursework[grading]"'
    assert done.stderr.endswith(f"which is not installed. Run in the folder of the book's repository: {advice}\n")
    assert advice in (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_a_module_of_the_instructors_that_is_missing_is_named(tmp_path):
    (tmp_path / "toy.md").write_text("# Toy\n", encoding="utf-8")
    (tmp_path / "toy.py").write_text("import no_such_module\n", encoding="utf-8")
    main = "from coursework.__main__ import main\nsys.exit(main(sys.argv[1:]))"
    done = run(main, "practice", tmp_path / "toy.md")
    assert done.returncode == 1 and "No module named 'no_such_module'" in done.stderr and "grading" not in done.stderr.splitlines()[-1]
