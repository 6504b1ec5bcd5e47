"""Binder: the size of its image, the time to build it, and how long a reader waits for the first live slider.

The commands are those of repo2docker's Dockerfile, run in a new virtual environment without caches. On Binder an image is
built once for a commit; each reader waits for a server with that image, and then for what is measured last.
"""

import shutil
import tempfile
import time
from importlib.metadata import distributions
from itertools import pairwise
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from playwright.sync_api import sync_playwright
from record import Sheet
from support.binder_image import Image, wanted_python
from support.browser import FLAGS
from support.chapters import CHAPTERS
from support.figures import LIVE
from support.jupyterlab import jupyter_lab, open_notebook

from coldbook.distributions import DISTRIBUTIONS
from sitebuilder.chromium import installed

NAMES = {"requirements.txt": "pip install -r requirements.txt", "install --no-cache-dir .": "pip install .", "./postBuild": "postBuild"}


def megabytes(*paths):
    files = [file for path in paths for file in (path.rglob("*") if path.is_dir() else [path])]
    return sum(file.lstat().st_size for file in files if file.is_file() and not file.is_symlink()) / 1e6


def needed(installed, *roots):
    """The names of these distributions and of all that they need, directly or not."""
    seen, waiting = set(), [(name, ()) for name in roots]
    while waiting:
        name, extras = waiting.pop()
        if name not in installed or (name, extras) in seen:
            continue
        seen.add((name, extras))
        for text in installed[name].requires or ():
            requirement = Requirement(text)
            if not requirement.marker or any(requirement.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
                waiting.append((canonicalize_name(requirement.name), tuple(sorted(requirement.extras))))
    return {name for name, _ in seen}


def sizes(image):
    (packages,) = image.prefix.glob("lib/python*/site-packages")
    installed = {canonicalize_name(distribution.name): distribution for distribution in distributions(path=[str(packages)])}
    weight = {
        name: megabytes(*map(Path, map(distribution.locate_file, distribution.files or ()))) for name, distribution in installed.items()
    }
    reading = needed(installed, *DISTRIBUTIONS, "jupyterlab")
    sheet = Sheet("What is installed for Binder", ["MB", "packages"])
    sheet.row("environment", f"{megabytes(image.prefix):.0f}", len(installed))
    for label, names in (("to read and run", reading), ("only to make the notebooks", installed.keys() - reading)):
        sheet.row(f"  {label}", f"{sum(weight[name] for name in names):.0f}", len(names))
    sheet.row("checkout, with its notebooks", f"{megabytes(image.book):.1f}", "")
    heavy = sorted(weight, key=weight.get)[:-9:-1]
    sheet.note("The heaviest: " + ", ".join(f"{name} {weight[name]:.0f}" for name in heavy))
    return sheet


def making(image):
    sheet = Sheet("Making it", ["s"])
    for command in image.prepare():
        start = time.perf_counter()
        image.run("sh", "-c", command)
        name = next((name for part, name in NAMES.items() if part in command), None)
        if name:
            sheet.row(name, f"{time.perf_counter() - start:.0f}")
    return sheet


def waiting(image, browser):
    """From starting the server to the first live slider, for each chapter with its own server and browser profile."""
    sheet = Sheet("From the launch to the first live slider [s]", ["server", "kernel", "slider", "in all"])
    for chapter in CHAPTERS:
        if chapter.stem not in {page for page, _ in LIVE}:
            continue
        with tempfile.TemporaryDirectory(dir=image.place) as place, browser.new_context() as context:
            shutil.copytree(image.home, Path(place) / "home")  # where matplotlib has cached its fonts
            times = [time.perf_counter()]
            with jupyter_lab(Path(place), image.book, image.python) as (address, _):
                times.append(time.perf_counter())
                page = context.new_page()
                open_notebook(page, address, f"notebooks/{chapter.stem}.ipynb")
                times.append(time.perf_counter())
                page.evaluate("void jupyterapp.commands.execute('notebook:run-all-cells')")
                page.locator(".jp-OutputArea-output .live-figure .lf-tools").first.wait_for(timeout=300_000)
                times.append(time.perf_counter())
            steps = [later - sooner for sooner, later in pairwise(times)]
            sheet.row(chapter.stem, *(f"{step:.1f}" for step in (*steps, sum(steps))))
    return sheet


def binder():
    version, python = wanted_python()
    if not python:
        sheet = Sheet("Binder", [])
        sheet.note(f"Not measured: Binder's Python {version} is not on this machine.")
        return [sheet]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        image = Image(Path(folder) / "binder")
        browser = playwright.chromium.launch(executable_path=installed(), args=FLAGS)
        sheets = [making(image), sizes(image), waiting(image, browser)]
        browser.close()
        return sheets
