"""What readers download to run: the notebooks, the book's packages as wheels, and all of it in one archive with the versions used."""

import os
import re
import shutil
import sys
import tempfile
import zipfile
from email.parser import Parser
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from coldbook.distributions import DISTRIBUTIONS
from sitebuilder import ROOT

ARCHIVE, FOLDER, PINS = "notebooks.zip", "the-price-of-cold-notebooks", "requirements.txt"
EPOCH = 1767225600  # seconds: one date for all files, so that the same sources make the same wheel and the same archive

README = """\
The Price of Cold: the notebooks
================================

Each notebook is a page of the book, without outputs. They need Python 3.11 or later. In this folder:

    python -m venv cold
    cold/bin/python -m pip install jupyterlab {wheels}
    cold/bin/jupyter lab

On Windows write cold\\Scripts instead of cold/bin. The second command installs the book's packages and the newest versions of what
they need. For the versions that the book was made with:

    cold/bin/python -m pip install --no-deps -r {pins} {wheels}

{link}Code: BSD 3-Clause (LICENSE). Text and figures: CC BY 4.0 (LICENSE-text).
"""


def add_downloads(html, notebooks):
    """Add to a built book what readers run: `notebooks/` with the wheels beside the notebooks, and `notebooks.zip`."""
    place = html / "notebooks"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    found = sorted(notebooks.glob("*.ipynb"))
    if not found:
        raise FileNotFoundError(f"{notebooks} holds no notebook; the builder `notebooks` makes them")
    for path in found:
        shutil.copyfile(path, place / path.name)
    wheels = [build_wheel(distribution, place) for distribution in DISTRIBUTIONS.values()]
    readme = README.format(wheels=" ".join(wheel.name for wheel in wheels), pins=PINS, link=public_address(html))
    pins = "\n".join(pinned("jupyterlab", *requirements(wheels))) + "\n"
    archive(html / ARCHIVE, {path.name: path.read_bytes() for path in (*found, *wheels)} | {
        "README.txt": readme.encode(), PINS: pins.encode(), **{name: (ROOT / name).read_bytes() for name in ("LICENSE", "LICENSE-text")},
    })  # fmt: skip


def public_address(html):
    """The line that says where the book is, taken from its first page; empty if it has no address."""
    found = re.search(r'<link rel="canonical" href="([^"]+)"', (html / "chapters" / "introduction.html").read_text(encoding="utf-8"))
    return f"The book: {found[1]}\n\n" if found else ""


def build_wheel(distribution, place):
    """A distribution's wheel, put into a folder. The problem sets, which are beside `packages/`, go into the wheel that they are the data of."""
    from flit_core.wheel import make_wheel_in

    ignored = shutil.ignore_patterns("__pycache__", ".*")
    with tempfile.TemporaryDirectory() as made:
        stage = Path(made)
        shutil.copytree(distribution.folder / distribution.name, stage / distribution.name, ignore=ignored)
        for name in ("pyproject.toml", "LICENSE", distribution.readme):
            shutil.copyfile(distribution.folder / name, stage / name)
        if distribution.name == "coursework":
            shutil.copytree(ROOT / "assignments", stage / "coursework" / "assignments", ignore=ignored)
        for path in stage.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)  # whatever the umask is
        before = os.environ.get("SOURCE_DATE_EPOCH")
        os.environ["SOURCE_DATE_EPOCH"] = str(EPOCH)
        try:
            wheel = Path(make_wheel_in(stage / "pyproject.toml", place).file)
        finally:
            del os.environ["SOURCE_DATE_EPOCH"]
            if before is not None:
                os.environ["SOURCE_DATE_EPOCH"] = before
    wheel.chmod(0o644)  # flit leaves it to its maker alone, and a server is somebody else
    return wheel


def requirements(wheels):
    """The names of what our wheels need beside each other, without extras."""
    names = set()
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
            fields = Parser().parsestr(archive.read(name).decode())
        names |= {Requirement(text).name for text in fields.get_all("Requires-Dist", []) if "extra ==" not in text}
    return sorted(names - set(DISTRIBUTIONS))


def pinned(*names):
    """The lines of requirements.txt for these packages and all that they need, on any system."""
    lines = (line for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines() if line.strip())
    lines = {canonicalize_name(Requirement(line).name): line for line in lines}
    found, todo = set(), {(canonicalize_name(name), "") for name in names}
    if missing := sorted({name for name, _ in todo} - set(lines)):
        raise ValueError(f"requirements.txt has no version of {', '.join(missing)}")
    while todo:
        name, extra = todo.pop()
        if name in lines and (name, extra) not in found:  # what is not listed is for no system and Python that the list is for
            found.add((name, extra))
            todo.update(needed_by(name, extra))
    return [line for name, line in sorted(lines.items()) if (name, "") in found]


def needed_by(name, extra):
    """(name, extra) of what an installed package needs, on whatever system; nothing for one that is not for this system."""
    try:
        texts = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return
    for each in map(Requirement, texts):
        wanted = each.marker.evaluate({"extra": extra}) if "extra ==" in str(each.marker) else not extra
        if wanted:
            yield from ((canonicalize_name(each.name), part) for part in ("", *each.extras))


def archive(path, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{FOLDER}/{name}", (2026, 1, 1, 0, 0, 0))
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            made.writestr(entry, content)


if __name__ == "__main__":
    add_downloads(*map(Path, sys.argv[1:3]))
