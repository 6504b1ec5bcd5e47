import re

import pytest

from cryolib.machines import _WORDS, MACHINES, machines_for_statistics, read_machines
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
        named = re.search(r"author\s*=\s*\{(.*)\},", entries[key])
        if named is None:  # only its title was read
            assert re.search(r"key\s*=\s*\{(.*)\},", entries[key])[1].lower() in words.lower()
            continue
        authors = named[1].replace("{", "").replace("}", "")
        year = re.search(r"year\s*=\s*\{(\d+)\}", entries[key])
        assert authors.startswith(words.split(",")[0].split(" and ")[0]), (authors, words)
        assert re.findall(r"\b(?:19|20)\d\d\b", words) == ([year[1]] if year else [])
        assert (" and others" in words) == (authors.count(" and ") > 1)


# Percent of Carnot of the cold end, from and to, then of all stages: computed from the sources' numbers by another program, in 2026.
PERCENT = {
    "0.1 W": (0.542, 0.587),
    "0.5 W": (1.067, 1.304),
    "1 W": (0.978, 1.084),
    "1.5 W": (1.467, 1.625),
    "LHC, 18 kW": (29.55, 29.55),
    "Giessen, 12.9 W": (3.085, 3.085),
    "CPT60, 2 W": (8.338, 8.338),
    "RHESSI, 4 W": (11.584, 11.584),
    "RDK-101D with CNA-11RC": (0.587, 0.704, 3.42, 4.104),
    "RDC-02K with CNA-11RC": (1.174, 1.409, 4.007, 4.809),
    "BMC401 with HC104F": (0.751, 0.751, 1.885, 1.885),
    "PT205 with CP103A": (0.357, 0.357),
    "RDK-101D with CNA-11C": (0.542, 0.587, 1.465, 1.587),
    "RDK-305D with CAN-31D": (0.612, 0.741, 2.732, 3.307),
    "RDK-408D2 with F50H": (0.978, 1.084, 4.299, 4.762),
    "Gan, 20 W": (3.617, 3.617),
    "Ball and Redstone, 2 W": (5.048, 5.048, 12.214, 12.214),
    "Sunpower, 35 W at 223 K": (22.975, 22.975),
    "Sunpower, 8 W at 140 K": (13.061, 13.061),
    "300 W at 80 K": (19.0, 19.0),
    "Darwin, 10 mW at 5 K": (3.0, 3.0),
    "ITER, 75 kW": (14.071, 14.071, 24.286, 24.286),
    # By hand: 0.4 (295.8 / 4.2) = 28.1714 and 15 (260 / 40) = 97.5 W over 4.4 and 4 kW; 39.5 * 9 / 7500; 0.01 (45.5 / 4.5) / 5.
    "305D with FA40H": (0.640, 0.704, 2.856, 3.142),
    "Gan, 39.5 W": (4.74, 4.74),
    "Darwin, 10 mW at 4.5 K": (2.022, 2.022),
}


def test_each_row_has_its_percentages():
    assert set(NAMED) == set(PERCENT) and len(MACHINES) >= 25


@pytest.mark.parametrize("name", PERCENT)
def test_percentages_are_those_of_the_sources_numbers(name):
    cold, every = NAMED[name].efficiency, NAMED[name].efficiency_of_all_stages
    expected = PERCENT[name]
    assert [100 * x for x in cold] == pytest.approx(expected[:2], abs=6e-4)
    if len(expected) == 4:
        assert [100 * x for x in every] == pytest.approx(expected[2:], abs=6e-4)


def test_a_power_computed_from_a_percentage_is_marked_and_enters_no_fit():
    # 300 W (220 / 80) / 0.19 = 4342.105 W.
    row = NAMED["300 W at 80 K"]
    assert row.computed_from_percentage and row.power == pytest.approx((4342.105263, 4342.105263))
    assert [machine.name for machine in MACHINES if machine.computed_from_percentage] == ["300 W at 80 K"]
    assert row not in machines_for_statistics()


def test_what_is_fitted_is_steady_built_and_there_once():
    fitted = {machine.name for machine in machines_for_statistics()}
    left = {"RDK-101D with CNA-11C", "RDK-408D2 with F50H", "Darwin, 10 mW at 5 K", "Ball and Redstone, 2 W", "PT205 with CP103A"}
    assert not left & fitted
    assert len({(m.heat_load, m.T_cold, m.first_stage, m.power) for m in machines_for_statistics()}) == len(fitted)


def test_the_rejection_temperature_decides():
    # Judged by 300 K instead of its radiator's 50 K, the proposal for Darwin would look like 0.01 (295 / 5) / 3 = 19.7 percent.
    row = NAMED["Darwin, 10 mW at 5 K"]
    assert not row.assumed_hot and row.T_hot == 50
    assert 100 * 0.01 * (300 - 5) / 5 / row.power[0] == pytest.approx(19.7, abs=0.05)


def test_water_is_in_cubic_metres_per_second():
    assert NAMED["1 W"].cooling_water == pytest.approx((7e-3 / 60, 10e-3 / 60))
    assert NAMED["0.1 W"].cooling == "air" and NAMED["0.1 W"].cooling_water is None


ROW = """[[machine]]
name = "one"
kind = "Stirling"
stages = [[1.0, 77], [2.0, 150]]
power = [50, 60]
T_hot = 300
T_hot_given = true
sources = ["dietrich2009"]
locator = "abstract"
certainty = "A"
"""


def test_a_sound_row_is_read():
    (machine,) = read_machines(ROW)
    assert machine.loads == {77.0: 1.0, 150.0: 2.0} and machine.power == (50.0, 60.0) and machine.year is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('kind = "Stirling"', "", "row one: kind is missing"),
        ('kind = "Stirling"', "kind = 3", "row one: kind must be of type str"),
        ('kind = "Stirling"', 'kind = ""', "row one: kind is empty"),
        ('kind = "Stirling"', 'kind = "Stirling"\ncolour = "red"', "row one: colour is no field"),
        ("[50, 60]", "[60, 50]", "row one: power must be two positive numbers"),
        ("[50, 60]", "[0, 60]", "row one: power must be two positive numbers"),
        ("[50, 60]", "[50]", "row one: power must be two positive numbers"),
        ("[50, 60]", "[2, 60]", "row one: power beats Carnot"),
        ("power = [50, 60]", "", "row one: power or stated_fraction must be there"),
        ("power = [50, 60]", "stated_fraction = 19", "row one: stated_fraction must be above 0 and at most 1"),
        ("power = [50, 60]", "power = [50, 60]\nstated_fraction = 0.1", "row one: power or stated_fraction"),
        ("[[1.0, 77], [2.0, 150]]", "[[1.0, 150], [2.0, 77]]", "row one: stages must take up heat, coldest first"),
        ("[[1.0, 77], [2.0, 150]]", "[[1.0, 77], [2.0, 300]]", "row one: stages must take up heat, coldest first and below T_hot"),
        ("[[1.0, 77], [2.0, 150]]", "[[-1.0, 77]]", "row one: stages must take up heat"),
        ("[[1.0, 77], [2.0, 150]]", '[["a", 77]]', "row one: stages must be one or two pairs"),
        ("T_hot = 300", 'T_hot = "warm"', "row one: T_hot must be of type float"),
        ("T_hot = 300", "T_hot = nan", "row one: T_hot must be of type float"),
        ("T_hot_given = true", "T_hot_given = 1", "row one: T_hot_given must be of type bool"),
        ('["dietrich2009"]', '["nobody1900"]', "row one: sources has no words for 'nobody1900'"),
        ('["dietrich2009"]', "[]", "row one: sources is empty"),
        ('certainty = "A"', 'certainty = "D"', "row one: certainty must be one of A, B, C"),
        ('certainty = "A"', 'certainty = "A"\ncooling = "oil"', "row one: cooling must be one of air, water"),
        ('certainty = "A"', 'certainty = "A"\ncooling_water = [3, 2]', "row one: cooling_water must be two positive numbers"),
        ('certainty = "A"', f'certainty = "A"\n{ROW}', "row one: name is there twice"),
    ],
)
def test_a_broken_row_is_refused_by_its_name_and_field(old, new, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        read_machines(ROW.replace(old, new))


def test_a_row_without_a_name_is_counted():
    with pytest.raises(ValueError, match="row 2: name is missing"):
        read_machines(ROW + ROW.replace('name = "one"\n', ""))
