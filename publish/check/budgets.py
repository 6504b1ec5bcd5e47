"""Budgets: how many elements a page may have, and how many kilobytes a page or a file that all pages load.

Neither depends on the machine. Elements cost a browser time, and bytes cost the reader's; both grow unnoticed. The budgets are in
`budgets.toml`. A page that is not in it has the budget `default`.

`python -m publish.check.budgets [SITE]` compares a built site with its budgets. With `--set PAGE ...` it gives pages or files new budgets: what they
have now, and a fifth more.
"""

import argparse
import math
import re
import sys
import tomllib
from pathlib import Path

from publish.check.pages import read
from sitebuilder import ROOT, contents

FILE = Path(__file__).with_suffix(".toml")
ROOM = 1.2
HOW = "make it smaller, or raise its budget: publish/check/budgets.toml says how"


def budgets():
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def measured(site, name):
    """What a page or a file of a site has: its elements, if it is a page, and its kilobytes."""
    path = Path(site) / name
    size = {"kilobytes": math.ceil(path.stat().st_size / 1000)}
    return {"elements": read(path).elements} | size if path.suffix == ".html" else size


def compared(site, root=ROOT):
    """(file, elements or kilobytes, what it has, its budget) of all pages and shared files that are there."""
    limits = budgets()
    for name in [*(f"{page}.html" for page in contents.pages(root)), *(name for name in limits if name.startswith("_static/"))]:
        if (Path(site) / name).is_file():
            for what, amount in measured(site, name).items():
                yield name, what, amount, limits.get(name, limits["default"])[what]


def problems(site, root=ROOT):
    """(file, what is wrong with it) for everything that exceeds its budget."""
    for name, what, amount, limit in compared(site, root):
        if amount > limit:
            yield name, f"has {amount:,} {what}, its budget is {limit:,}: {HOW}"


def set_budgets(site, names):
    """Write new budgets into the file, which keeps its comments and its order."""
    text = FILE.read_text(encoding="utf-8")
    for name in names:
        fields = ", ".join(f"{what} = {rounded(amount)}" for what, amount in measured(site, name).items())
        line, old = f'"{name}" = {{ {fields} }}', rf'^"{re.escape(name)}" = .*$'
        text = re.sub(old, line, text, flags=re.M) if re.search(old, text, flags=re.M) else f"{text}{line}\n"
    FILE.write_text(text, encoding="utf-8")


def rounded(amount):
    """A fifth more, rounded up to two digits."""
    unit = 10 ** max(0, math.floor(math.log10(ROOM * amount)) - 1)
    return math.ceil(ROOM * amount / unit) * unit


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("site", nargs="?", type=Path, default=ROOT / "_build" / "site", help="the folder of the built site")
    parser.add_argument(
        "--set", nargs="+", default=[], metavar="PAGE", help="pages or files to give new budgets, as chapters/stirling.html"
    )
    options = parser.parse_args()
    if not (options.site / "build.json").exists():
        sys.exit(f"{options.site} is not a built site: run make site first")
    set_budgets(options.site, options.set)
    for name, what, amount, limit in compared(options.site):
        print(f"{name:44}{amount:>8,} of {limit:>7,} {what}")
    if errors := [f"{name}: {fault}" for name, fault in problems(options.site)]:
        sys.exit("\n".join(errors))


if __name__ == "__main__":
    main()
