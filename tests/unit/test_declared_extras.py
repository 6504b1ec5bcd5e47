"""What the builder imports is declared in the extra that installs it, and does not come by chance with another package."""

import sys
import tomllib
from importlib import metadata

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from test_layers import OURS, ROOT, imports

# A Sphinx extension is made of these, which come with Sphinx, its theme and MyST-NB; figures come with matplotlib.
FRAMEWORK = {"docutils", "matplotlib", "myst-nb", "pydata-sphinx-theme", "pygments", "sphinx"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def declared(extras):
    texts = [*PROJECT["dependencies"], *(text for extra in extras for text in PROJECT["optional-dependencies"][extra])]
    return {canonicalize_name(Requirement(text).name) for text in texts}


@pytest.mark.parametrize(
    ("part", "extras"), [("coldbook", ["book"]), ("coldbook", ["sphinx"]), ("sitebuilder", ["book", "site"]), ("publish", ["book", "site"])]
)
def test_what_is_imported_is_declared(part, extras):
    names = {name.partition(".")[0] for path in (ROOT / part).rglob("*.py") for name in imports(path)}
    owners = metadata.packages_distributions()
    known = declared(extras) | FRAMEWORK
    left_out = {
        name for name in names - OURS - set(sys.stdlib_module_names) if not known & {canonicalize_name(owner) for owner in owners[name]}
    }
    assert left_out == set()
