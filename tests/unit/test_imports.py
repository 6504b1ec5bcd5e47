"""Importing the package is cheap: nothing heavy is loaded before it is used."""

import subprocess
import sys
import tomllib
from pathlib import Path

import cryolib

HEAVY = ("sympy", "matplotlib", "CoolProp", "scipy", "IPython", "ipywidgets")


FOLDER = Path(cryolib.__file__).parent
MODULES = [".".join(path.relative_to(FOLDER.parent).with_suffix("").parts) for path in sorted(FOLDER.rglob("*.py"))]


def test_no_module_loads_anything_heavy():
    """All of them together, so none alone; only the symbols need SymPy."""
    light = [name.removesuffix(".__init__") for name in MODULES if name != "cryolib.symbols"]
    code = f"import sys, {', '.join(light)}; print(*(name for name in {HEAVY} if name in sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True).stdout.split()
    assert len(light) > 20 and loaded == []


def test_the_package_alone_loads_nothing():
    code = "import sys, cryolib; print('numpy' in sys.modules, *(name for name in sys.modules if name.startswith('cryolib.')))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True).stdout.split()
    assert out == ["False"]


def test_numbers_are_computed_without_sympy():
    code = "import sys; from cryolib.limits import carnot_cop; print(carnot_cop(77, 310), 'sympy' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True).stdout.split()
    assert out == [str(77 / 233), "False"]


def test_simple_gases_are_computed_without_coolprop_and_sympy():
    code = "import sys; from cryolib.gases import VanDerWaals; VanDerWaals.of('argon').state(90.0, 1e5); print('CoolProp' in sys.modules, 'sympy' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True).stdout.split()
    assert out == ["False", "False"]


def test_version_is_that_of_the_project():
    pyproject = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))
    assert cryolib.__version__ == pyproject["project"].get("version", cryolib.__version__)
