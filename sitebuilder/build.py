"""Build the book, and replace the previous build only when everything has succeeded.

`python -m sitebuilder` makes `_build/html`: the pages and the notebooks. `python -m publish.site` makes `_build/site`: also JupyterLite,
the PDF and the archive, all checked.

Everything is built in `_build/work`. A build that fails or is killed leaves the previous one untouched.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

from sitebuilder import ROOT, Refused

WORK = ROOT / "_build" / "work"
OUTPUT = WORK / "_build"  # Jupyter Book adds this folder


def program(name):
    """The path of a program that is installed for this Python, whose environment need not be activated."""
    folders = dict.fromkeys([str(Path(sys.executable).parent), sysconfig.get_path("scripts")])  # not the same in conda on Windows
    if found := shutil.which(name, path=os.pathsep.join(folders)):
        return found
    raise Refused(f"{name} is not in {' or '.join(folders)}: install requirements.txt for {sys.executable}, as README.md says")


def jupyter_book(*options, whole=False, **run):
    """Run Jupyter Book; `run` has options of `subprocess.run`. Cells whose outputs are cached do not run again (`coldbook/build/execution_cache.py`).

    The seed of hashes is fixed, since SymPy orders minima and maxima by them: without it a page's figures may differ from build to build.
    """
    command = [program("jupyter-book"), "build", str(ROOT), "--path-output", str(WORK), "-n", "-W", "--keep-going"]
    environment = os.environ | {"WHOLE_SITE": str(int(whole)), "PYTHONHASHSEED": "0"}
    subprocess.run([*command, *options], check=True, cwd=ROOT, env=environment, **run)


def pages(whole):
    """Build the pages and the notebooks: a folder that works on its own. Pages of a whole site link to its PDF and the like."""
    from sitebuilder.downloads import add_downloads

    for folder in ("html", "notebooks", ".doctrees", "jupyter_execute"):
        shutil.rmtree(OUTPUT / folder, ignore_errors=True)
    jupyter_book(whole=whole)
    jupyter_book("--builder", "custom", "--custom-builder", "notebooks", whole=whole)
    add_downloads(OUTPUT / "html", OUTPUT / "notebooks")
    return OUTPUT / "html"


def extend(site):
    """Add what a whole site has beside its pages. The archive comes last, because it contains the PDF."""
    from sitebuilder.archive import archive
    from sitebuilder.jupyterlite.lite import lite
    from sitebuilder.pdf.printing import pdf

    lite(site)
    pdf(site)
    archive(site)


def replace(target, new):
    """Put `new` in the place of `target`, in two renames; `restore` undoes the first if the second did not happen."""
    old = previous(target)
    if target.exists():
        os.replace(target, old)
    os.replace(new, target)
    shutil.rmtree(old, ignore_errors=True)


def previous(target):
    return target.with_name(f"{target.name}.before")


def restore(target):
    old = previous(target)
    if old.exists() and not target.exists():
        os.replace(old, target)
    shutil.rmtree(old, ignore_errors=True)


def build(target, *, whole=False, check=None):
    """Build the book and move it to `target`. `check(site)` may exit before that happens."""
    restore(target)
    try:
        site = pages(whole)
        if whole:
            extend(site)
        if check:
            check(site)
    except (subprocess.CalledProcessError, OSError, Refused) as error:  # a program that failed has printed why
        sys.exit(f"The book was not built ({error}); {target.relative_to(ROOT)} is unchanged.")
    replace(target, site)
    print(f"Open {(target / 'index.html').relative_to(ROOT)} in a browser, or run: make serve")
