"""What readers download to run: the notebooks, the book's packages as wheels, and all of it in one archive with the versions used."""

import os
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
from sitebuilder import ROOT, Refused
from sitebuilder.archive import write_zip
from sitebuilder.metadata import address, book

ARCHIVE, PINS = "notebooks.zip", "requirements.txt"
EPOCH = 1767225600  # seconds: one date for all files of a wheel, so that the same sources make the same wheel

README = """\
{title}
{line}

Each notebook is a page of the book, without outputs. They need Python 3.11 or later. In this folder:

    python -m venv cold
    cold/bin/python -m pip install jupyterlab {wheels}
    cold/bin/jupyter lab

On Windows, write cold\\Scripts instead of cold/bin. The second command installs the book's packages and the newest versions of what
they need. For the versions that the book was made with:

    cold/bin/python -m pip install --no-deps -r {pins} {wheels}

{link}Code: {code_licence} (LICENSE). Text and figures: {text_licence} (LICENSE-text).
"""


def add_downloads(html, notebooks):
    """Add to a built book what readers download: `notebooks/`, with the wheels beside the notebooks, and `notebooks.zip`."""
    folder = html / "notebooks"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    sources = sorted(notebooks.glob("*.ipynb"))
    if not sources:
        raise FileNotFoundError(f"{notebooks} has no notebooks; the Sphinx builder `notebooks` makes them")
    for path in sources:
        shutil.copyfile(path, folder / path.name)
    wheels = [build_wheel(distribution, folder) for distribution in DISTRIBUTIONS.values()]
    pins = "\n".join(pinned("jupyterlab", *requirements(wheels))) + "\n"
    licences = {name: (ROOT / name).read_bytes() for name in ("LICENSE", "LICENSE-text")}
    files = {path.name: path.read_bytes() for path in (*sources, *wheels)} | licences
    files |= {"README.txt": readme(wheels, address(html)).encode(), PINS: pins.encode()}
    write_zip(html / ARCHIVE, f"{book().slug}-notebooks", files)


def readme(wheels, home):
    title = f"{book().title}: the notebooks"
    return README.format(
        title=title, line="=" * len(title), wheels=" ".join(wheel.name for wheel in wheels), pins=PINS,
        link=f"The book: {home}/\n\n" if home else "", code_licence=book().code_licence.name, text_licence=book().text_licence.name,
    )  # fmt: skip


def build_wheel(distribution, target):
    """Build a distribution's wheel into a folder. The problem sets, in `assignments/`, are data of the wheel of coursework."""
    from flit_core.wheel import make_wheel_in

    ignored = shutil.ignore_patterns("__pycache__", ".*")
    with tempfile.TemporaryDirectory() as folder:
        stage = Path(folder)
        shutil.copytree(distribution.folder / distribution.name, stage / distribution.name, ignore=ignored)
        for name in ("pyproject.toml", "LICENSE", distribution.readme):
            shutil.copyfile(distribution.folder / name, stage / name)
        if distribution.name == "coursework":
            shutil.copytree(ROOT / "assignments", stage / "coursework" / "assignments", ignore=ignored)
        for path in stage.rglob("*"):
            path.chmod(0o755 if path.is_dir() else 0o644)  # independent of the umask
        before = os.environ.get("SOURCE_DATE_EPOCH")
        os.environ["SOURCE_DATE_EPOCH"] = str(EPOCH)
        try:
            wheel = Path(make_wheel_in(stage / "pyproject.toml", target).file)
        finally:
            del os.environ["SOURCE_DATE_EPOCH"]
            if before is not None:
                os.environ["SOURCE_DATE_EPOCH"] = before
    wheel.chmod(0o644)  # flit makes it readable by its owner only, and a server is another user
    return wheel


def requirements(wheels):
    """The names of the packages that our wheels need besides each other, without extras."""
    names = set()
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
            fields = Parser().parsestr(archive.read(name).decode())
        names |= {Requirement(text).name for text in fields.get_all("Requires-Dist", []) if "extra ==" not in text}
    return sorted(names - set(DISTRIBUTIONS))


def pinned(*names):
    """The lines of requirements.txt for these packages and their dependencies, on any system."""
    lines = (line for line in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines() if line.strip())
    lines = {canonicalize_name(Requirement(line).name): line for line in lines}
    needed, waiting = set(), {(canonicalize_name(name), "") for name in names}
    if missing := sorted({name for name, _ in waiting} - set(lines)):
        raise Refused(f"requirements.txt has no version of {', '.join(missing)}")
    while waiting:
        name, extra = waiting.pop()
        if name in lines and (name, extra) not in needed:  # a package that is not listed is needed on no supported system
            needed.add((name, extra))
            waiting.update(dependencies(name, extra))
    return [line for name, line in sorted(lines.items()) if (name, "") in needed]


def dependencies(name, extra):
    """(name, extra) of the dependencies of an installed package, on any system; none if it is not installed on this one."""
    try:
        texts = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return
    for requirement in map(Requirement, texts):
        applies = requirement.marker.evaluate({"extra": extra}) if "extra ==" in str(requirement.marker) else not extra
        if applies:
            yield from ((canonicalize_name(requirement.name), part) for part in ("", *requirement.extras))


if __name__ == "__main__":
    add_downloads(*map(Path, sys.argv[1:3]))
