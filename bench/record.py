"""What was measured, printed and kept: `bench/record.json`, which the page *Figures of merit* shows with date and commit."""

import datetime
import json
import os
import platform
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent
KEPT = Path(__file__).with_name("record.json")
FIRST, OTHERS = 44, 14  # widths of columns in print


class Sheet:
    """One table: printed line by line while it is measured, kept with the others of its section.

    Parameters
    ----------
    title : str
        What is measured, with its unit.
    columns : list of str
        Names of the columns after the first.
    """

    def __init__(self, title, columns):
        self.title, self.columns, self.rows, self.notes = title, columns, [], []
        print(f"\n{title}")
        self._print("", *columns)

    def row(self, name, *cells):
        self.rows.append([name, *map(str, cells)])
        self._print(*self.rows[-1])

    def note(self, text):
        self.notes.append(text)
        print(text)

    def _print(self, first, *others):
        print(first.ljust(FIRST), *(cell.rjust(OTHERS) for cell in others))


def commit():
    """The commit that is measured, and whether the files are as it has them."""

    def git(*arguments):
        return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, encoding="utf-8", check=True).stdout.strip()

    changed = [line for line in git("status", "--porcelain", "--untracked-files=no").splitlines() if not line.endswith(KEPT.name)]
    return git("rev-parse", "HEAD") + ("-dirty" if changed else "")


def kept(section=None):
    """What was measured before: the tables of a section, or all of the record."""
    record = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
    return record if section is None else record[section]["sheets"]


def keep(section, sheets):
    """Put a section's tables in the place of what was measured before."""
    record = kept()
    record[section] = {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "commit": commit(),
        "machine": f"{os.cpu_count()} processors, {platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "sheets": [{"title": one.title, "columns": one.columns, "rows": one.rows, "notes": one.notes} for one in sheets],
    }
    KEPT.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
