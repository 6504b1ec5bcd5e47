"""``python -m coursework``: start a course, build a set, grade it, and see what is left to do."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; what is wrong is said in one line."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    if arguments[:1] == ["grade"]:  # its options are its own
        from coursework.scale import grading

        return grading.main(arguments[1:]) or 0
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except (ValueError, OSError) as error:
        print(f"{options.verb}: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m coursework", description="Problem sets with each student's own numbers, on nbgrader.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    verb = verbs.add_parser("start", help="make a new course folder, with a key and the problem sets")
    verb.add_argument("folder", help="made if it is not there")
    verb.add_argument("--course", help="id of the course (the folder's name)")
    verb.add_argument("--sets", help="folder to copy problem sets from (those of the book)")
    verb.set_defaults(run=_start)
    verb = verbs.add_parser("build", help="make a set's notebook and everybody's numbers for nbgrader; build again when students join")
    verb.add_argument("set", help="name of the set")
    verb.add_argument("--course-dir", default=".", help="the course folder (this one)")
    verb.set_defaults(run=_build)
    verbs.add_parser("grade", help="run and mark all submissions of a set, many at a time", add_help=False)
    verb = verbs.add_parser("report", help="who is not graded and why, what was repaired, whose numbers are somebody else's")
    verb.add_argument("set", help="name of the set")
    verb.add_argument("--course-dir", default=".", help="the course folder (this one)")
    verb.set_defaults(run=_report)
    verb = verbs.add_parser("practice", help="make a set's copies for students and instructors without a course")
    verb.add_argument("sets", nargs="+", help="the sets' notebooks, NAME.md")
    verb.add_argument("--to", default="_build/assignments", help="folder to write to (_build/assignments)")
    verb.set_defaults(run=_practice)
    return parser


def _start(options: argparse.Namespace) -> None:
    from coursework import folder

    written = folder.start(options.folder, options.sets, options.course)
    sets = ", ".join(path.stem for path in written if path.suffix == ".md")
    print(f"Made {Path(options.folder)} with the sets {sets}.")
    print("Next: write your students into students.csv, and in that folder run: python -m coursework build SET")
    print("Keep a copy of course.key where only you can read it: with another one, every student has other numbers.")


def _build(options: argparse.Namespace) -> None:
    from coursework import folder

    for path in folder.build(options.course_dir, options.set):
        print(f"Wrote {path}")
    print(f"Next: nbgrader generate_assignment {options.set} --force")


def _report(options: argparse.Namespace) -> None:
    from coursework.gradebook.report import report

    print(report(options.course_dir, options.set), end="")


def _practice(options: argparse.Namespace) -> None:
    from coursework import folder

    for path in options.sets:
        for written in folder.practice(path, options.to):
            print(f"Wrote {written}")


if __name__ == "__main__":
    sys.exit(main())
