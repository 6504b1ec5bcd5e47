import re

import pytest

from cryolib.machines import _WORDS, MACHINES
from sitebuilder import ROOT

NAMED = {machine.name: machine for machine in MACHINES}


def test_a_pulse_tube_has_the_quality_that_its_paper_states():
    # The CPT60's own paper gives 8.3 percent of Carnot for 2 W at 60 K, 100 W of input and a reject temperature of 37 degrees.
    low, high = NAMED["CPT60, 2 W"].efficiency
    assert low == high == pytest.approx(0.083, abs=0.0005)


def test_a_range_of_power_is_a_range_of_quality():
    # 1.5 W (300 - 4.2) / 4.2 = 105.642857 W at the least; 6.5 to 7.2 kW in fact.
    assert NAMED["1.5 W"].efficiency == pytest.approx((105.642857 / 7200, 105.642857 / 6500))
    assert NAMED["1.5 W"].specific_power == pytest.approx((6500 / 1.5, 7200 / 1.5))


def test_a_first_stage_is_credited_at_its_own_temperature():
    # 35 W at 50 K are worth 35 * 5 = 175 W, the 1.5 W at 4.2 K 105.642857 W.
    assert NAMED["1.5 W"].efficiency_of_all_stages == pytest.approx((280.642857 / 7200, 280.642857 / 6500))
    assert [round(100 * NAMED[name].efficiency_of_all_stages[1], 2) for name in ("0.1 W", "0.5 W", "1 W")] == [1.84, 1.86, 4.76]
    assert NAMED["LHC, 18 kW"].efficiency_of_all_stages == NAMED["LHC, 18 kW"].efficiency


def test_a_plant_is_far_better_than_a_small_machine():
    # 18 kW at 4.5 K for 4 MW: 222 W/W where Carnot asks for 65.67.
    assert NAMED["LHC, 18 kW"].efficiency[0] == pytest.approx(65.6667 / 222.222, rel=1e-4)


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_no_machine_beats_carnot(machine):
    low, high = machine.efficiency
    assert 0 < low <= high < 1
    assert 0 < machine.T_cold < machine.T_hot
    assert machine.power[0] <= machine.power[1]


def test_sources_in_words_have_the_authors_and_years_of_the_bibliography():
    entries = {
        entry.split(",")[0]: entry for entry in re.split(r"^@\w+\{", (ROOT / "references.bib").read_text(encoding="utf-8"), flags=re.M)
    }
    assert set(_WORDS) == {key for machine in MACHINES for key in machine.sources}
    for key, words in _WORDS.items():
        authors = re.search(r"author\s*=\s*\{(.*)\},", entries[key])[1].replace("{", "").replace("}", "")
        year = re.search(r"year\s*=\s*\{(\d+)\}", entries[key])
        assert authors.startswith(words.split(",")[0].split(" and ")[0]), (authors, words)
        assert re.findall(r"\b(?:19|20)\d\d\b", words) == ([year[1]] if year else [])
        assert (" and others" in words) == (authors.count(" and ") > 1)
