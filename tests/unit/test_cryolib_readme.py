"""The examples in cryolib's README run as written, and their comments state the results."""

import ast
import re
from pathlib import Path

import numpy as np
import pytest

README = Path(__file__).parents[2] / "cryolib" / "README.md"


def blocks():
    return re.findall(r"^```python\n(.*?)^```", README.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)


def results(block):
    """Run a block, and yield each expression's value with the comment behind it."""
    names, lines = {}, block.splitlines()
    for statement in ast.parse(block).body:
        source = ast.get_source_segment(block, statement)
        if isinstance(statement, ast.Expr):
            yield eval(source, names), lines[statement.end_lineno - 1].partition("  # ")[2]
        else:
            exec(source, names)


def states(comment, value):
    """Whether the numbers at the start of a comment are the value, rounded to the digits written."""
    numbers = re.match(r"\[?([\d.]+(?:, [\d.]+)*)", comment)[1].split(", ")
    return [f"{x:.{len(number.partition('.')[2])}f}" for x, number in zip(np.ravel(value), numbers, strict=True)] == numbers


@pytest.mark.parametrize("block", blocks())
def test_the_examples_give_the_stated_results(block):
    shown = list(results(block))
    assert shown
    for value, comment in shown:
        if hasattr(value, "free_symbols"):
            assert str(value) == comment
        else:
            assert states(comment, value), (value, comment)
