"""Every text file and every text of another program is read and written in a named encoding.

Without one, Python takes the encoding of the machine's language. On Windows that is a code page, which has no Greek letters.
Ruff's rule for this (PLW1514) misses most calls, since it does not know that `folder / name` is a path.
"""

import ast
import re

import pytest

from sitebuilder import ROOT

NO_TEXT = {"os", "Image", "pikepdf", "self"}  # their `open` opens no text
MODE = re.compile(r"[rwax][t+]*")  # of a text file


def called(call):
    """The name of what is called, and the object that it belongs to, if that has a name."""
    function = call.func
    owner = getattr(function, "value", None)
    return getattr(function, "attr", getattr(function, "id", "")), getattr(owner, "id", "")


def opens_text(call, position, default):
    """Whether the mode, which is the argument at this position, is one of text."""
    given = [keyword.value for keyword in call.keywords if keyword.arg == "mode"] or call.args[position : position + 1]
    mode = getattr(given[0], "value", None) if given else default
    return isinstance(mode, str) and bool(MODE.fullmatch(mode))


def needs_encoding(node):
    """Whether a call opens, reads or writes text, or a dictionary of options says that a program's output is text."""
    if isinstance(node, ast.Dict):
        return any(getattr(key, "value", None) in ("text", "universal_newlines") and getattr(value, "value", None) is True
                   for key, value in zip(node.keys, node.values, strict=True))  # fmt: skip
    if not isinstance(node, ast.Call) or any(keyword.arg == "encoding" for keyword in node.keywords):
        return False
    name, owner = called(node)
    if name == "open" and owner not in NO_TEXT:
        return opens_text(node, 0 if isinstance(node.func, ast.Attribute) else 1, "r")
    if name == "fdopen":
        return opens_text(node, 1, "r")
    if name in ("NamedTemporaryFile", "TemporaryFile"):
        return opens_text(node, 0, "w+b")
    text = any(keyword.arg in ("text", "universal_newlines") and getattr(keyword.value, "value", None) is True for keyword in node.keywords)
    return text or name in ("TextIOWrapper", "read_text", "write_text", "getoutput", "getstatusoutput")


def unnamed(source):
    """The lines of a program that leave the encoding to the machine."""
    return [node.lineno for node in ast.walk(ast.parse(source)) if needs_encoding(node)]


@pytest.mark.parametrize(
    "line",
    [
        "(folder / 'a').read_text()",
        "path.write_text(text)",
        "open(name)",
        "open(name, 'w')",
        "(folder / 'a').open('a')",
        "path.open(mode='w+')",
        "run(command, text=True)",
        "options = {'text': True}",
        "NamedTemporaryFile('w')",
    ],
)
def test_the_check_knows(line):
    assert unnamed(line) == [1]


@pytest.mark.parametrize("line", ["open(name, 'rb')", "os.open(name, flags)", "path.open('wb')", "TemporaryFile()", "run(command)"])
def test_the_check_does_not_mind(line):
    assert unnamed(line) == []


def test_every_text_has_a_named_encoding():
    folders = [folder for folder in ROOT.iterdir() if folder.is_dir() and not folder.name.startswith((".", "_"))]
    files = [*ROOT.glob("*.py"), *(file for folder in folders for file in folder.rglob("*.py"))]
    assert len(files) > 200
    assert [f"{file.relative_to(ROOT)}:{line}" for file in files for line in unnamed(file.read_text(encoding="utf-8"))] == []
