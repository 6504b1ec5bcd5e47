"""Build the book, and put it in its place only when all of it has succeeded.

`python -m publish.build` makes `_build/html`: the pages and the notebooks. With `--whole` it makes `_build/site`, which is what is
published: also JupyterLite, the PDF and the archive of the book, and all of it checked. It needs Chromium and the tests' packages.

Everything is made in `_build/work`. A build that fails, or is killed, leaves what was in its place as it was.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from publish import ROOT

WORK = ROOT / "_build" / "work"
MADE = WORK / "_build"  # where Jupyter Book puts what it makes


def jupyter_book(*options, whole=False):
    """Run Jupyter Book from scratch; only what cells gave is kept from earlier runs, as long as it is valid (`_ext/house/freshness.py`)."""
    program = shutil.which("jupyter-book", path=Path(sys.executable).parent)
    command = [program, "build", str(ROOT), "--path-output", str(WORK), "-n", "-W", "--keep-going"]
    subprocess.run([*command, *options], check=True, cwd=ROOT, env=os.environ | {"WHOLE_SITE": str(int(whole))})


def pages(whole):
    """The pages and the notebooks: a folder that is complete in itself."""
    from publish.notebooks import take_away

    for left in ("html", "notebooks", ".doctrees", "jupyter_execute"):
        shutil.rmtree(MADE / left, ignore_errors=True)
    jupyter_book(whole=whole)
    jupyter_book("--builder", "custom", "--custom-builder", "notebooks", whole=whole)
    take_away(MADE / "html", MADE / "notebooks")
    return MADE / "html"


def extend(site):
    """What a whole site has beside its pages. The archive is made last: it holds the PDF."""
    from publish.archive import archive
    from publish.jupyterlite.lite import lite
    from publish.paper.pdf import pdf

    lite(site)
    pdf(site)
    archive(site)


def check(site):
    from publish.check.guard import problems

    if found := problems(site, ROOT):
        sys.exit("\n".join(["This book is not fit to be published:", *found]))


def put(made, place):
    """Let `made` take the place of what is there, in two renames; `restore` undoes the first if the second never came."""
    old = before(place)
    if place.exists():
        os.replace(place, old)
    os.replace(made, place)
    shutil.rmtree(old, ignore_errors=True)


def before(place):
    return place.with_name(f"{place.name}.before")


def restore(place):
    old = before(place)
    if old.exists() and not place.exists():
        os.replace(old, place)
    shutil.rmtree(old, ignore_errors=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--whole", action="store_true", help="make _build/site, with JupyterLite, the PDF and the archive")
    whole = parser.parse_args().whole
    place = ROOT / "_build" / ("site" if whole else "html")
    restore(place)
    try:
        made = pages(whole)
        if whole:
            extend(made)
            check(made)
    except (subprocess.CalledProcessError, OSError) as failed:  # of the first, the program has said why
        sys.exit(f"The book was not built ({failed}); {place.relative_to(ROOT)} is as it was.")
    put(made, place)
    print(f"Open {(place / 'index.html').relative_to(ROOT)} in a browser, or run: make serve")


if __name__ == "__main__":
    main()
