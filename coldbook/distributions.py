"""The distributions in this repository, read from their `pyproject.toml`: cryolib at the root, the others in `packages/`.

This is the only list of them. Wheels, notebooks, links to the API page and the check of a site are made from it.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Distribution:
    name: str  # also that of its package
    folder: Path
    readme: str  # its path in the folder
    version: str
    requires: tuple  # the other distributions of this repository that it needs, without extras

    @property
    def wheel(self):
        return f"{self.name}-{self.version}-py3-none-any.whl"


def _read():
    folders = [ROOT, *sorted(path.parent for path in ROOT.glob("packages/*/pyproject.toml"))]
    projects = {folder: tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"] for folder in folders}
    names = {project["name"] for project in projects.values()}
    for folder, project in projects.items():
        required = {re.match(r"[\w.-]+", requirement)[0] for requirement in project["dependencies"]}
        yield Distribution(project["name"], folder, project["readme"], project["version"], tuple(sorted(required & names)))


DISTRIBUTIONS = {distribution.name: distribution for distribution in _read()}


def needed_by(modules):
    """The distributions that code importing these modules needs, and those that these need in turn."""
    needed, waiting = set(), [module.split(".")[0] for module in modules]
    while waiting:
        name = waiting.pop()
        if name in DISTRIBUTIONS and name not in needed:
            needed.add(name)
            waiting += DISTRIBUTIONS[name].requires
    return [distribution for name, distribution in DISTRIBUTIONS.items() if name in needed]
