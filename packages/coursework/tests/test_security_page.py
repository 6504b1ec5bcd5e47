"""What SECURITY.md says of each room is what the sandbox requires there."""

import re

import pytest
from coursework.sandbox import call_filter
from coursework.sandbox.protections import required_protections
from hostile.table import PAGE, table
from rooms import ROOMS


@pytest.mark.parametrize("room", ROOMS.values(), ids=lambda room: room.name)
def test_the_table_is_what_the_sandbox_requires(room):
    rows = table("protection")
    assert {name for name, row in rows.items() if row[room.name].startswith("yes")} == required_protections(room.mode)
    assert set(rows) == required_protections("root")


def test_the_number_of_calls_is_right():
    (said,) = re.findall(r"about (\d+) system calls", PAGE.read_text(encoding="utf-8"))
    assert abs(int(said) - len(call_filter._ALLOWED) - len(call_filter._SPECIAL["x86_64"])) < 10
