"""Ruff finds nothing, the files are formatted, and mypy accepts the packages that promise types."""

import subprocess
import sys

import pytest

from sitebuilder import ROOT

CHECKS = {
    "ruff": ["ruff", "check", "--no-cache", "."],
    "format": ["ruff", "format", "--check", "--no-cache", "."],
    "mypy": ["mypy"],
}


@pytest.mark.parametrize("name", CHECKS)
def test_nothing_is_found_by(name):
    check = subprocess.run([sys.executable, "-m", *CHECKS[name]], cwd=ROOT, capture_output=True, text=True)
    assert check.returncode == 0, check.stdout + check.stderr
