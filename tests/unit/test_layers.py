"""Which package may import which: the book imports the packages, and they import each other only as listed here."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = {name: ROOT / "packages" / name / name for name in ("livefigure", "chapterkit", "coursework")} | {"cryolib": ROOT / "cryolib"}

# What each package may import from the repository besides itself.
ALLOWED = {
    "cryolib": set(),
    "livefigure": set(),
    "chapterkit": {"livefigure"},
    "coursework": {"cryolib.__version__", "cryolib.symbols"},
}
# Everything else in the repository that Python could import.
OTHERS = {path.stem for path in ROOT.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()} - set(PACKAGES)
OURS = set(PACKAGES) | OTHERS | {"assignments", "bench", "tests"}


def imports(path):
    """The dotted names that a file imports, at its head and inside functions, or takes from an imported package.

    Relative imports stay in the package.
    """
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in PACKAGES:
            yield f"{node.value.id}.{node.attr}"


def is_allowed(package, name):
    """Whether a name is inside a permitted one, or is the bare package of one, whose attributes are checked by themselves."""
    permitted = {package, *ALLOWED[package]}
    return any(f"{name}.".startswith(f"{each}.") or name == each.partition(".")[0] for each in permitted)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_only_what_its_layer_may(package):
    files = sorted(PACKAGES[package].rglob("*.py"))
    assert files
    forbidden = [
        f"{path.relative_to(ROOT)}: {name}"
        for path in files
        for name in imports(path)
        if name.partition(".")[0] in OURS and not is_allowed(package, name)
    ]
    assert forbidden == []


def modules_of(package):
    root = PACKAGES[package]
    parts = (path.relative_to(root).with_suffix("").parts for path in root.rglob("*.py"))
    return sorted(".".join([package, *(part for part in names if part != "__init__")]) for names in parts)


def test_the_physics_loads_no_figures_pages_or_courses():
    code = f"import importlib, sys; [importlib.import_module(name) for name in {modules_of('cryolib')}]; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    loaded = {name.partition(".")[0] for name in run.stdout.split()}
    assert "cryolib" in loaded
    assert loaded & {"livefigure", "chapterkit", "coursework", "IPython", "ipywidgets", "matplotlib", "nbformat", *OTHERS} == set()


def test_the_rules_cover_every_package():
    assert {path.name for path in (ROOT / "packages").iterdir() if path.is_dir()} | {"cryolib"} == set(ALLOWED) == set(PACKAGES)
