"""Report the results of the weekly checks as issues, by `gh`, which GitHub's runners have.

`python -m publish.report RESULTS CHECK...`: in RESULTS each check has a folder with `outcome.txt`, `log.txt` and perhaps `versions.diff`.
A check that fails gets an issue. Later failures are added to it as comments, and it is closed when the check succeeds again.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

LABEL = "weekly"
MOST_LINES, MOST_CHARACTERS = 60, 12_000  # of a log; an issue holds 65,536 characters
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f]")  # terminal colours and other control characters


def gh(*arguments, **options):
    return subprocess.run(["gh", *arguments], check=True, encoding="utf-8", stdout=subprocess.PIPE, **options).stdout


def text(path):
    return CONTROL.sub("", path.read_text(encoding="utf-8", errors="replace")) if path.is_file() else ""


def fenced(content, kind=""):
    """A code block for any text: its fence is longer than every row of backticks in it."""
    fence = "`" * max(3, 1 + max(map(len, re.findall(r"`+", content)), default=0))
    return f"{fence}{kind}\n{content.strip()}\n{fence}\n"


def failure(folder):
    """Why a check has not succeeded; empty if it has."""
    outcome = text(folder / "outcome.txt").strip()
    if outcome == "success":
        return ""
    return "It failed." if outcome else "It did not finish."


def body(folder, reason, run):
    log = "\n".join(text(folder / "log.txt").splitlines()[-MOST_LINES:])[-MOST_CHARACTERS:]
    changes = [line for line in text(folder / "versions.diff").splitlines() if re.match(r"[+-](?![+-])", line)]
    parts = [f"{reason} {run}\n"]
    if changes:
        parts += ["Versions that differ from the pinned ones:\n", fenced("\n".join(changes)[:MOST_CHARACTERS], "diff")]
    parts += ["The end of its log:\n", fenced(log)] if log else ["It left no log.\n"]
    return "\n".join(parts)


def open_issue(title):
    """The number of the open issue with this title, as text."""
    issues = json.loads(gh("issue", "list", "--state", "open", "--label", LABEL, "--limit", "100", "--json", "number,title"))
    return next((str(issue["number"]) for issue in issues if issue["title"] == title), None)


def report(folder, check, run):
    title = f"The weekly check fails: {check}"
    number, reason = open_issue(title), failure(folder)
    if not reason:
        if number:
            gh("issue", "close", number, "--comment", f"It succeeds again. {run}")
        return f"{check}: ok"
    text = body(folder, reason, run)
    if number:
        gh("issue", "comment", number, "--body-file", "-", input=text)
    else:
        gh("label", "create", LABEL, "--force", "--description", "What the weekly checks found", "--color", "0a7ea4")
        gh("issue", "create", "--title", title, "--label", LABEL, "--body-file", "-", input=text)
    return f"{check}: {reason}"


def main():
    results, *checks = sys.argv[1:]
    run = os.environ["RUN"]
    for check in checks:
        print(report(Path(results, check), check, run))


if __name__ == "__main__":
    main()
