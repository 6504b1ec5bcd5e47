"""Cells run again when what they call has changed, and only then."""

from pathlib import Path

import pytest

from coldbook.build.execution_cache import EXECUTED, digest
from coldbook.distributions import DISTRIBUTIONS, ROOT

FILES = (
    "cryolib/limits.py", "packages/livefigure/livefigure/compile.py", "packages/livefigure/tests/test_figure.py", "packages/livefigure/README.md",
    "assignments/set.py", "requirements.txt",
)  # fmt: skip


@pytest.fixture
def root(tmp_path):
    for name in FILES:
        write(tmp_path / name, "1")
    return tmp_path


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "name", ["cryolib/limits.py", "packages/livefigure/livefigure/compile.py", "assignments/set.py", "requirements.txt"]
)
def test_what_a_cell_calls_counts(root, name):
    before = digest(root, *EXECUTED)
    write(root / name, "2")
    assert digest(root, *EXECUTED) != before


@pytest.mark.parametrize(
    "name",
    ["packages/livefigure/tests/test_figure.py", "packages/livefigure/README.md", "cryolib/.DS_Store", "cryolib/__pycache__/limits.pyc",
     "assignments/.ipynb_checkpoints/set.py"],
)  # fmt: skip
def test_what_no_cell_reads_does_not(root, name):
    before = digest(root, *EXECUTED)
    write(root / name, "2")
    assert digest(root, *EXECUTED) == before


def test_a_book_in_a_hidden_folder_has_its_files_counted(tmp_path):
    folder = tmp_path / ".books" / "cold"
    write(folder / "cryolib/limits.py", "1")
    before = digest(folder, "cryolib")
    write(folder / "cryolib/limits.py", "2")
    assert digest(folder, "cryolib") != before


def test_the_code_of_every_package_counts():
    assert all(Path(ROOT, name).exists() for name in EXECUTED)
    assert {Path(name).name for name in EXECUTED} >= set(DISTRIBUTIONS)
