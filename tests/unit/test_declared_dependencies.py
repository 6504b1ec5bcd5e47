"""Each distribution runs the examples of its README with what it declares to need, and nothing else of this environment."""

import re
import subprocess
import sys
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from coldbook.distributions import DISTRIBUTIONS

# Refuses modules of installed distributions that are not declared; runs the program that comes on standard input.
PROGRAM = """\
import importlib.abc, sys

class Refuse(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {refused!r}:
            raise ModuleNotFoundError(f"{{name}} is not among the declared dependencies", name=name)

sys.meta_path.insert(0, Refuse())
exec(compile(sys.stdin.read(), "README.md", "exec"), {{"__name__": "readme"}})
"""


def closure(name, extras=()):
    """An installed distribution and, by its metadata, all that it needs."""
    needed, waiting = set(), [(name, extra) for extra in ("", *extras)]
    while waiting:
        distribution, extra = waiting.pop()
        if (distribution, extra) in needed:
            continue
        try:
            requirements = [Requirement(text) for text in metadata.requires(distribution) or []]
        except metadata.PackageNotFoundError:  # for another system
            continue
        needed.add((distribution, extra))
        for requirement in requirements:
            if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
                waiting += [(canonicalize_name(requirement.name), part) for part in ("", *requirement.extras)]
    return {distribution for distribution, _ in needed}


def refused(name):
    """The top-level modules that only other distributions bring."""
    needed = closure(name)
    return {
        module
        for module, owners in metadata.packages_distributions().items()
        if module.isidentifier() and not needed & {canonicalize_name(owner) for owner in owners}
    } | {other for other in DISTRIBUTIONS if other not in needed}


def run(name, program, **options):
    return subprocess.run(
        [sys.executable, "-c", PROGRAM.format(refused=refused(name))], input=program, capture_output=True, encoding="utf-8", **options
    )


@pytest.mark.parametrize("name", DISTRIBUTIONS)
def test_the_readme_runs_with_the_declared_dependencies_alone(name, tmp_path):
    distribution = DISTRIBUTIONS[name]
    readme = (distribution.folder / distribution.readme).read_text(encoding="utf-8")
    examples = re.findall(r"^```python\n(.*?)^```", readme, flags=re.S | re.M)
    assert examples
    done = run(name, "\n".join(examples), cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_what_is_not_declared_is_refused():
    assert {"nbgrader", "livefigure", "sphinx"} <= refused("coursework") and "pint" not in refused("coursework")
    done = run("coursework", "import nbgrader")
    assert done.returncode and "nbgrader is not among the declared dependencies" in done.stderr
