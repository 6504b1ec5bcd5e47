"""The build finds the programs of the Python that runs it, wherever that has them, and says when one is missing."""

import sys
import sysconfig

import pytest

from sitebuilder import Refused
from sitebuilder.build import program


@pytest.fixture
def folders(tmp_path, monkeypatch):
    """The folder of Python, and that of its programs."""
    for name in ("python", "scripts"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python" / "python"))
    monkeypatch.setattr(sysconfig, "get_path", {"scripts": str(tmp_path / "scripts")}.get)
    return tmp_path


@pytest.mark.parametrize("folder", ["python", "scripts"])
def test_a_program_is_found_beside_python_and_where_its_programs_are(folders, folder):
    file = folders / folder / "jupyter-book"
    file.touch(mode=0o755)
    assert program("jupyter-book") == str(file)


def test_a_program_that_is_not_there_is_named(folders):
    with pytest.raises(Refused, match=r"^jupyter-book is not in .*python or .*scripts: install requirements\.txt for .*python, as README"):
        program("jupyter-book")
