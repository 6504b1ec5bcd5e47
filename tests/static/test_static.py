"""Ruff and Oxlint find nothing, the files are formatted, and mypy accepts the packages that promise types."""

import subprocess
import sys
from pathlib import Path

import pytest

from sitebuilder import ROOT

PYTHON = [sys.executable, "-m"]
TOOLS = tuple(f"packages/chapterkit/chapterkit/{tool}/js" for tool in ("sizing", "practice", "selfcheck"))
SCRIPTS = ("packages/livefigure/livefigure/js", *TOOLS, "_static", "coldbook")
CHECKS = {
    "ruff": [*PYTHON, "ruff", "check", "--no-cache", "."],
    "format": [*PYTHON, "ruff", "format", "--check", "--no-cache", "."],
    "mypy": [*PYTHON, "mypy"],
    "oxlint": [str(Path(sys.executable).with_name("oxlint")), "--deny-warnings", *SCRIPTS],
}


@pytest.mark.parametrize("name", CHECKS)
def test_nothing_is_found_by(name):
    check = subprocess.run(CHECKS[name], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert check.returncode == 0, check.stdout + check.stderr
