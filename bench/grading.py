"""The cost of grading: the same submissions graded by stock `nbgrader autograde` and by `python -m coursework grade`.

Stock nbgrader gets the same notebooks, with assertions in the cells where ours have checks, in two processes with half of the students each.
CPU time includes all processes: each is waited for by its parent, and so counted.
"""

import copy
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from coursework import folder
from coursework.gradebook.authoring import check_id, source_notebook
from record import Sheet

ASSIGNMENTS = folder.ASSIGNMENTS
SET = "price_of_coldness"
SUBMISSIONS = 200
WORKERS = 2
KINDS = ("right", "half", "wrong", "mixed")


def run(cwd, *commands):
    """Run commands side by side. Return seconds, and CPU seconds of all processes."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with tempfile.TemporaryFile() as log:
        running = [subprocess.Popen(command, cwd=cwd, stdout=log, stderr=log, env=environment) for command in commands]
        codes = [process.wait() for process in running]
        if any(codes):
            log.seek(0)
            raise SystemExit(f"{commands} in {cwd} returned {codes}:\n{log.read().decode()[-3000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def handed_in(source, sheet, kind, number):
    """A student's notebook that is right, half right, wrong, or a mixture with an error in the middle."""
    page = copy.deepcopy(source)
    cells = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in page.cells}
    for index, question in enumerate(question for question in sheet.questions if question.answers):
        cell, way = cells[question.id], kind if kind != "mixed" else ("right", "wrong", "half", "error")[(index + number) % 4]
        if way == "error":
            cell.source = f"1 / 0\n{cell.source}"
        elif way == "half" and (kind == "mixed" or index % 2):
            cell.source = "\n".join(f"{answer.name} = ..." for answer in question.answers)
        elif way == "wrong":
            cell.source += "\n" + "\n".join(f"{answer.name} = 1.3 * {answer.name}" for answer in question.answers)
    return page


def assertions(answers):
    """The tests that an instructor would write for stock nbgrader: the numbers of everybody, and formulas at one point."""
    lines = ["import sympy"]
    for answer in answers:
        if answer["kind"] == "number":
            lines.append(f"assert abs(float({answer['name']}) / {answer['value']!r} - 1) <= {answer['tolerance']!r}")
        else:
            point, value = answer["at"][0], answer["values"][0]
            lines += [
                f"formula = sympy.sympify({answer['name']})",
                f"point = {{symbol: {point!r}[symbol.name] for symbol in formula.free_symbols}}",
                f"assert abs(float(formula.subs(point)) / {value!r} - 1) < 1e-6",
            ]
    return "\n".join(lines)


def courses(parent, count):
    """Make two course folders with the same submissions: ours, and one of stock nbgrader."""
    ours, stock = parent / "ours", parent / "stock"
    folder.start(ours, ASSIGNMENTS, "bench")
    names = [f"s{number:03d}" for number in range(count)]
    (ours / "students.csv").write_text("id,first_name,last_name,email\n" + "".join(f"{name},,,\n" for name in names), encoding="utf-8")
    folder.build(ours, SET)
    page = ours / "sets" / f"{SET}.md"
    sheet = folder.load_sheet(page.with_suffix(".py"))
    source = source_notebook(page, sheet)
    for number, name in enumerate(names):
        target = ours / "submitted" / name / SET
        target.mkdir(parents=True)
        nbformat.write(handed_in(source, sheet, KINDS[number % len(KINDS)], number), target / f"{SET}.ipynb")
    shutil.copytree(ours / "submitted", stock / "submitted")
    (stock / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'bench'\n", encoding="utf-8")
    shutil.copytree(ours / "source", stock / "source")
    rubric = sheet.rubric(sheet.practice(), course="bench", version_digest="")
    for question in rubric["questions"]:
        for cell in source.cells if question["answers"] else ():
            if cell.metadata.get("nbgrader", {}).get("grade_id") == check_id(question["id"]):
                cell.source = assertions(question["answers"])
    nbformat.write(source, stock / "source" / SET / f"{SET}.ipynb")
    for course in (ours, stock):
        run(course, ["nbgrader", "generate_assignment", SET, "--force"])
    return ours, stock


def marks(course):
    """Total of the points that the program gave, by kind of submission."""
    totals = dict.fromkeys(KINDS, 0.0)
    with folder.open_gradebook(course) as gradebook:
        for submission in gradebook.assignment_submissions(SET):
            scores = [grade.auto_score for notebook in submission.notebooks for grade in notebook.grades if grade.name.startswith("check-")]
            totals[KINDS[int(submission.student_id[1:]) % len(KINDS)]] += sum(filter(None, scores))
    return totals


def grading(count=SUBMISSIONS):
    """Grade in both ways, with a row for each."""
    sheet = Sheet(f"Grading {count} submissions of {SET}: right, half right, wrong, mixed with errors", ["a minute", "CPU s each", "aim"])
    with tempfile.TemporaryDirectory() as parent:
        ours, stock = courses(Path(parent), count)
        halves = [["nbgrader", "autograde", SET, "--student", f"s??[{digits}]"] for digits in ("02468", "13579")]
        rows = {
            "nbgrader autograde, two processes": (stock, run(stock, *halves)),
            f"grade --workers {WORKERS}": (
                ours,
                run(ours, [sys.executable, "-m", "coursework", "grade", SET, "--workers", str(WORKERS)]),
            ),
        }
        for name, (_, (seconds, cpu)) in rows.items():
            sheet.row(name, f"{60 * count / seconds:.1f}", f"{cpu / count:.2f}", "")
        (_, (slow, much)), (_, (quick, little)) = rows.values()
        sheet.row("ratio", f"{slow / quick:.1f}", f"{much / little:.1f}", "CPU > 3")
        for name, (course, _) in rows.items():
            points = ", ".join(f"{kind} {4 * total / count:.1f}" for kind, total in marks(course).items())
            sheet.note(f"Points that the program gave, {name}: {points}.")
        if len(records := list(ours.glob(f"autograded/*/{SET}/record.json"))) != count:
            raise SystemExit(f"{len(records)} of {count} have a record")
        protection = {tuple(json.loads(path.read_text(encoding="utf-8"))["protection"]) for path in records}
        sheet.note("In force while ours ran: " + "; ".join(", ".join(kinds) for kinds in sorted(protection)) + ".")
    return [sheet]
