"""What SECURITY.md says of each room is what the sandbox requires there."""

import re
from pathlib import Path

import pytest
from coursework.sandbox import call_filter
from coursework.sandbox.isolation import required_protections

PAGE = (Path(__file__).parents[3] / "SECURITY.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("column", "mode"), [(1, "root"), (2, "user"), (3, "container")])
def test_the_table_is_what_the_sandbox_requires(column, mode):
    (table,) = re.findall(r"^(\| protection .*?)\n\n", PAGE, re.MULTILINE | re.DOTALL)
    header, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    assert header[column] == mode
    assert {row[0] for row in rows if row[column].startswith("yes")} == required_protections(mode)
    assert {row[0] for row in rows} == required_protections("root")


def test_the_number_of_calls_is_right():
    (said,) = re.findall(r"about (\d+) system calls", PAGE)
    assert abs(int(said) - len(call_filter._ALLOWED) - len(call_filter._SPECIAL["x86_64"])) < 10
