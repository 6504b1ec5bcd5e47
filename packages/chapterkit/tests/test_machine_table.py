import re

import pytest
from chapterkit.machine_table import machine_table

from cryolib.machines import MACHINES

NAMED = {machine.name: machine for machine in MACHINES}


def test_every_machine_has_a_row_that_cites_its_sources():
    head, ruler, *rows = machine_table(MACHINES).markdown().splitlines()
    assert len(rows) == len(MACHINES)
    for row, machine in zip(rows, MACHINES, strict=True):
        assert row.startswith(f"| {machine.name} ({machine.kind}) |") and f"{{cite}}`{','.join(machine.sources)}`" in row
        assert row.count("|") == head.count("|") == ruler.count("|")


def test_a_notebook_has_words_and_a_page_has_citations(monkeypatch):
    table = machine_table([NAMED["LHC, 18 kW"]])
    monkeypatch.delenv("LIVEFIGURE_STATIC", raising=False)
    assert "Tavian, CERN Courier, 2004" in table._repr_markdown_() and "{cite}" not in table._repr_markdown_()
    monkeypatch.setenv("LIVEFIGURE_STATIC", "1")
    assert "{cite}`tavian2004,bradu_lhc45`" in table._repr_markdown_()


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("1.5 W", ["1.5 W at 4.2 K, 35 W at 50 K", "6.5 to 7.2 kW", "1.5 to 1.6", "3.9 to 4.3"]),
        ("ITER, 75 kW", ["75 kW at 4.5 K, 1.3 MW at 80 K", "35 MW", "14", "24"]),
        ("300 W at 80 K", ["300 W at 80 K", "4.34 kW, computed from the percentage", "19", ""]),
        ("Darwin, 10 mW at 5 K", ["10 mW at 5 K", "3 W, rejected at 50 K", "3", ""]),
    ],
)
def test_numbers_are_said_with_their_units(name, cells):
    row = machine_table([NAMED[name]]).markdown().splitlines()[-1]
    assert [cell.strip() for cell in re.split(r"\|", row)[2:6]] == cells
