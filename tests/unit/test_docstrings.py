"""What the reference shows of `cryolib`: every example runs, every function is documented in full, and says truly where it is used."""

import doctest
import functools
import importlib
import inspect
import pkgutil
import re

import pytest

import cryolib
from sitebuilder import ROOT

CHAPTERS = ROOT / "chapters"
MODULES = ["cryolib", *(module.name for module in pkgutil.walk_packages(cryolib.__path__, "cryolib."))]
# Not formulas: for authors of formulas, with a sentence each.
FOR_AUTHORS = {"cryolib.readers", "cryolib.validation", "cryolib.units"}
SHOWN = [name for name in re.findall(r"automodule:: (cryolib[\w.]*)", (CHAPTERS / "api.md").read_text(encoding="utf-8"))]


def functions():
    """The functions of the reference, each by the module that defines it."""
    for module in map(importlib.import_module, SHOWN):
        if module.__name__ not in FOR_AUTHORS:
            for name in module.__all__:
                if inspect.isfunction(function := getattr(module, name)):
                    yield pytest.param(function, id=f"{function.__module__}.{name}")


each_function = pytest.mark.parametrize("function", list(functions()))


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples():
    tried = sum(len(test.examples) for name in MODULES for test in doctest.DocTestFinder().find(importlib.import_module(name)))
    assert tried > 200


@each_function
def test_a_function_is_documented_in_full(function):
    text, parameters = inspect.getdoc(function), inspect.signature(function).parameters
    sections = ["Returns", "Examples"] + (["Parameters", "Raises"] if parameters else [])
    assert [title for title in sections if f"\n{title}\n{'-' * len(title)}\n" not in text] == []
    head = text.partition("\nReturns\n")[0]
    assert [name for name in parameters if not re.search(rf"^(?:\w+, )*{name}(?:, \w+)*(?: :|$)", head, re.M)] == []


@functools.cache
def used_by_the_sizing_tool():
    files = (ROOT / "cryolib" / "sizing").glob("*.py")
    return {name for file in files for name in re.findall(r"\w+", file.read_text(encoding="utf-8"))}


@each_function
def test_a_chapter_that_is_said_to_use_a_function_does(function):
    for chapter in re.findall(r"Used\s+in\s+chapter\s+``(\w+)``", function.__doc__):
        page = (CHAPTERS / f"{chapter}.md").read_text(encoding="utf-8")
        used = used_by_the_sizing_tool() if chapter == "sizing" else ()
        assert function.__name__ in page or function.__name__ in used, chapter


@each_function
def test_a_docstring_speaks_of_no_module_head_that_the_reference_does_not_show(function):
    assert function.__module__ in SHOWN or "head of this module" not in function.__doc__
