"""Tell in an issue what a weekly check has found; `gh`, which GitHub's machines have, does the talking.

`python -m publish.report RESULTS CHECK...`: in RESULTS each check has a folder with `outcome.txt`, `log.txt` and perhaps `versions.diff`.
A check that fails gets one issue. While that is open, later failures are comments on it; when the check works again it is closed.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

LABEL = "weekly"
LINES, LONGEST = 60, 12_000  # of a log, in lines and characters; an issue takes 65,536 characters
CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|[\x00-\x08\x0b-\x1f\x7f]")  # colours and the like


def gh(*arguments, **options):
    return subprocess.run(["gh", *arguments], check=True, text=True, stdout=subprocess.PIPE, **options).stdout


def text(path):
    return CONTROL.sub("", path.read_text(encoding="utf-8", errors="replace")) if path.is_file() else ""


def fenced(content, kind=""):
    """A block that shows any text as it is: its fence is longer than every row of backticks in it."""
    fence = "`" * max(3, 1 + max(map(len, re.findall(r"`+", content)), default=0))
    return f"{fence}{kind}\n{content.strip()}\n{fence}\n"


def broken(folder):
    """Why a check has not succeeded, or nothing."""
    outcome = text(folder / "outcome.txt").strip()
    if outcome == "success":
        return ""
    return "It failed." if outcome else "It did not come to its end."


def body(folder, why, run):
    log = "\n".join(text(folder / "log.txt").splitlines()[-LINES:])[-LONGEST:]
    changes = [line for line in text(folder / "versions.diff").splitlines() if re.match(r"[+-](?![+-])", line)]
    parts = [f"{why} {run}\n"]
    if changes:
        parts += ["Versions that differ from the pinned ones:\n", fenced("\n".join(changes)[:LONGEST], "diff")]
    parts += ["The end of its log:\n", fenced(log)] if log else ["It left no log.\n"]
    return "\n".join(parts)


def open_issue(title):
    """The number of the open issue with this title, as text."""
    found = json.loads(gh("issue", "list", "--state", "open", "--label", LABEL, "--limit", "100", "--json", "number,title"))
    return next((str(issue["number"]) for issue in found if issue["title"] == title), None)


def tell(folder, check, run):
    title = f"The weekly check fails: {check}"
    number, why = open_issue(title), broken(folder)
    if not why:
        if number:
            gh("issue", "close", number, "--comment", f"It works again. {run}")
        return f"{check}: well"
    words = body(folder, why, run)
    if number:
        gh("issue", "comment", number, "--body-file", "-", input=words)
    else:
        gh("label", "create", LABEL, "--force", "--description", "What the weekly checks found", "--color", "0a7ea4")
        gh("issue", "create", "--title", title, "--label", LABEL, "--body-file", "-", input=words)
    return f"{check}: {why}"


def main():
    results, *checks = sys.argv[1:]
    run = os.environ["RUN"]
    for check in checks:
        print(tell(Path(results, check), check, run))


if __name__ == "__main__":
    main()
