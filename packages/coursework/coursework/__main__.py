"""``python -m coursework``: start a course, build a set, grade it, and report what needs attention."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from coursework import __version__
from coursework.sandbox import SandboxError, require_linux

# Of the extra `grading`, and what comes with nbgrader.
GRADING_PACKAGES = {"nbgrader", "nbconvert", "nbformat", "jinja2", "bleach", "sqlalchemy", "jupytext", "tqdm", "dask", "distributed"}
# From folders: `coursework` on PyPI is another project.
INSTALL = 'Run in the folder of the book\'s repository: pip install . "./packages/coursework[grading]"'


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Errors are reported in one line."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if arguments[:1] == ["grade"]:  # it parses its own options
            require_linux()
            from coursework.scale import grading

            return grading.main(arguments[1:])
        options = _parser().parse_args(arguments)
        options.run(options)
    except (ValueError, OSError, SandboxError) as error:
        print(f"{arguments[0]}: {in_words(error)}", file=sys.stderr)
        return 1
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in GRADING_PACKAGES:
            raise
        print(f"{arguments[0]}: needs {package}, which is not installed. {INSTALL}", file=sys.stderr)
        return 1
    return 0


def in_words(error: Exception) -> str:
    """The message of an error, without Python's numbers for the system's errors."""
    if not isinstance(error, OSError) or error.filename is None:
        return str(error)
    if isinstance(error, FileNotFoundError):
        return f"there is no file {error.filename}"
    if isinstance(error, IsADirectoryError):
        return f"{error.filename} is a folder, and a file is needed"
    return f"{error.filename} cannot be used: {error.strerror}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m coursework", description="Problem sets in which every student gets different numbers, with nbgrader."
    )
    parser.add_argument("--version", action="version", version=f"coursework {__version__}")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    verb = verbs.add_parser("start", help="make a new course folder, with a key and the problem sets")
    verb.add_argument("folder", help="a new or empty folder")
    verb.add_argument("--course", help="id of the course (the folder's name)")
    verb.add_argument("--sets", help="folder to copy the problem sets from (default: those of the book)")
    verb.set_defaults(run=_start)
    verb = _verb(verbs, "roster", _roster, "bring students.csv up to date from a table that Canvas or Moodle exports", of_set=False)
    verb.add_argument("table", help="CSV file of the LMS")
    verb.add_argument("--login", default="", metavar="COLUMN", help="column with the logins (default: username, or the next best)")
    _verb(verbs, "build", _build, "make a set's notebook and all students' numbers for nbgrader; repeat it when students join")
    verb = _verb(verbs, "collect", _collect, "collect the archive of all submissions that Canvas or Moodle makes")
    verb.add_argument("archive", help="zip archive of the LMS")
    verb.add_argument("--table", metavar="FILE", help="Moodle's grading worksheet, which tells students with the same name apart")
    verbs.add_parser("grade", help="run and mark all submissions of a set, in parallel", add_help=False)
    _verb(verbs, "report", _report, "list who is not graded and why, what was repaired, and who used another student's numbers")
    verb = _verb(verbs, "extend", _extend, "let a student hand in later than the others")
    verb.add_argument("student", help="the student's login")
    verb.add_argument("--days", type=float, help="days after the deadline in all; 0 takes an extension back")
    verb.add_argument("--hours", type=float, help="hours after the deadline, added to the days")
    verb = _verb(verbs, "export", _export, "write the marks of a set into a table that Canvas or Moodle exported, for it to import")
    verb.add_argument("table", help="CSV file of the LMS, with a column for the set")
    verb.add_argument("--column", metavar="TITLE", help="the column, or a part of its title (default: the set's title or name)")
    verb.add_argument("--to", metavar="FILE", help="file to write (default: NAME-marks.csv, for the table NAME.csv)")
    verb = _verb(verbs, "feedback", _feedback, "write all feedback pages into an archive that Canvas or Moodle hands back to the students")
    verb.add_argument("archive", help="zip archive of all submissions, from the LMS")
    verb.add_argument("--to", metavar="FILE", help="file to write (default: SET-feedback.zip)")
    verb.add_argument("--table", metavar="FILE", help="Moodle's grading worksheet, for groups: it has the numbers of their members")
    verb = verbs.add_parser("practice", help="make practice copies of sets, for students and instructors, without a course")
    verb.add_argument("sets", nargs="+", help="notebooks of sets, NAME.md")
    verb.add_argument("--to", default="_build/assignments", help="folder to write to (default: _build/assignments)")
    verb.set_defaults(run=_practice)
    verb = verbs.add_parser("bank", help="write sets as question banks: Moodle XML with STACK questions, and QTI 1.2 for Canvas")
    verb.add_argument("sets", nargs="+", help="notebooks of sets, NAME.md")
    verb.add_argument("--to", required=True, metavar="FOLDER", help="folder to write to")
    verb.add_argument("--variants", type=int, default=20, help="how many variants to draw (default: 20)")
    verb.add_argument("--key", help="a course's key; with it the variants are always the same (default: new ones each time)")
    verb.set_defaults(run=_bank)
    return parser


def _verb(verbs: Any, name: str, run: Callable[[argparse.Namespace], None], help: str, of_set: bool = True) -> argparse.ArgumentParser:
    """A command in a course folder, mostly for one of its sets."""
    verb = verbs.add_parser(name, help=help)
    if of_set:
        verb.add_argument("set", help="name of the set")
    verb.add_argument("--course-dir", default=".", help="the course folder (default: this folder)")
    verb.set_defaults(run=run)
    return verb


def _start(options: argparse.Namespace) -> None:
    from coursework import folder

    written = folder.start(options.folder, options.sets, options.course)
    sets = ", ".join(path.stem for path in written if path.suffix == ".md")
    print(f"Made {Path(options.folder)} with the sets {sets}.")
    if os.name == "posix":
        print("Only you can open it (mode 700): it has solutions in it, and will have marks, addresses and submissions.")
    print("Next: list your students in students.csv, and run in that folder: python -m coursework build SET")
    print("Keep a copy of course.key where only you can read it: with another key, every student has other numbers.")


def _build(options: argparse.Namespace) -> None:
    from coursework import folder

    for path in folder.build(options.course_dir, options.set, tell=print):
        print(f"Wrote {path}")
    print(f"Next: nbgrader generate_assignment {options.set} --force")


def _roster(options: argparse.Namespace) -> None:
    from coursework import lms

    table = lms.read_table(options.table)
    students = lms.students_in(table, options.login)
    new, gone, again = lms.update_roster(options.course_dir, students)
    print(f"{len(students)} students in {options.table}: {len(new)} new in students.csv, {len(students) - len(new)} known already.")
    print(f"Logins are from the column {lms.login_column(table, options.login)!r}.")
    if again:
        print(
            "These new logins have the name or the address of students who are not in that table: "
            f"{', '.join(f'{login} ({other})' for login, other in sorted(again.items()))}. "
            "If they are the same persons, choose the column with their logins by --login, and delete the new lines from students.csv."
        )
    if gone:
        print(f"Still in students.csv, though not in that table: {', '.join(gone)}. Delete their lines if they have left.")
    print("Next, for each set that is released: build it again, and hand it out again, so that new students have numbers.")


def _collect(options: argparse.Namespace) -> None:
    from coursework import folder
    from coursework.gradebook.archives import collect_archive

    folder.page_of(options.course_dir, options.set)
    print(collect_archive(options.course_dir, options.set, options.archive, options.table))
    print(f"Next: python -m coursework grade {options.set}")


def _export(options: argparse.Namespace) -> None:
    from coursework import folder
    from coursework.export import fill_table

    title = folder.load_sheet(folder.page_of(options.course_dir, options.set).with_suffix(".py")).title
    titles = [options.column] if options.column else [title, options.set]
    path = options.to or f"{Path(options.table).stem}-marks.csv"
    for line in fill_table(options.course_dir, options.set, options.table, titles, path):
        print(line)


def _feedback(options: argparse.Namespace) -> None:
    from coursework import folder
    from coursework.gradebook.handing_back import hand_back

    folder.page_of(options.course_dir, options.set)
    print(hand_back(options.course_dir, options.set, options.archive, options.to or f"{options.set}-feedback.zip", options.table))


def _report(options: argparse.Namespace) -> None:
    from coursework.gradebook.report import report

    print(report(options.course_dir, options.set), end="")


def _extend(options: argparse.Namespace) -> None:
    from coursework.gradebook.late import extend

    if options.days is None and options.hours is None:
        raise ValueError("give --days or --hours, after the deadline in all; 0 takes an extension back")
    print(extend(options.course_dir, options.set, options.student, 24 * (options.days or 0.0) + (options.hours or 0.0)))


def _practice(options: argparse.Namespace) -> None:
    from coursework import folder

    for path in options.sets:
        for written in folder.practice(path, options.to):
            print(f"Wrote {written}")


def _bank(options: argparse.Namespace) -> None:
    from coursework.bank.files import write

    for path in write(options.sets, options.to, options.variants, options.key):
        print(f"Wrote {path}")
    print("Import them into Moodle or Canvas, and keep them from students: they have the answers in them.")


if __name__ == "__main__":
    sys.exit(main())
