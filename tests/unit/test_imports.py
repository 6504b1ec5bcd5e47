"""What importing the package costs."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import cryolib

HEAVY = ("sympy", "matplotlib", "CoolProp", "scipy", "IPython", "ipywidgets")


@pytest.mark.parametrize(
    "module",
    ["cryolib", "cryolib.limits", "cryolib.leaks", "cryolib.constants", "cryolib.gases", "cryolib.linde_hampson", "cryolib.stirling"],
)
def test_import_loads_nothing_heavy(module):
    code = f"import sys, {module}; print(*(name for name in {HEAVY} if name in sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert loaded == []


def test_numbers_are_computed_without_sympy():
    code = "import sys; from cryolib.limits import carnot_cop; print(carnot_cop(77, 310), 'sympy' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert out == [str(77 / 233), "False"]


def test_simple_gases_are_computed_without_coolprop_and_sympy():
    code = "import sys; from cryolib.gases import VanDerWaals; VanDerWaals.of('argon').state(90.0, 1e5); print('CoolProp' in sys.modules, 'sympy' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert out == ["False", "False"]


def test_version_is_that_of_the_project():
    pyproject = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
    assert cryolib.__version__ == pyproject["project"].get("version", cryolib.__version__)
