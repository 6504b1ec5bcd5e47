import re
from pathlib import Path

import pytest
from chapterkit.landmarks import LANDMARKS

from cryolib.machines import MACHINES

KEYS = set(re.findall(r"^@\w+\{(\w+),", Path(__file__).parents[3].joinpath("references.bib").read_text(encoding="utf-8"), flags=re.M))
TEMPERATURES = {landmark.name: landmark.temperature for landmark in LANDMARKS}


def test_dry_ice_has_the_vapour_pressure_of_one_atmosphere():
    # W. F. Giauque and C. J. Egan, J. Chem. Phys. 5 (1937) 45: the pressure of the solid in international cm of mercury.
    T = TEMPERATURES["dry ice"]
    log_pressure = -1354.210 / T + 8.69903 + 0.0015880 * T - 4.5107e-6 * T**2
    assert 10**log_pressure == pytest.approx(76.0, rel=1e-3)


@pytest.mark.parametrize(("name", "fluid"), [("liquid nitrogen", "Nitrogen"), ("liquid hydrogen", "Hydrogen"), ("liquid helium", "Helium")])
def test_liquids_boil_at_one_atmosphere(name, fluid):
    from CoolProp.CoolProp import PropsSI

    assert TEMPERATURES[name] == pytest.approx(PropsSI("T", "P", 101325.0, "Q", 0, fluid), abs=0.006)


def test_landmarks_are_sorted_from_warm_to_cold():
    assert list(TEMPERATURES.values()) == sorted(TEMPERATURES.values(), reverse=True)


def test_every_number_has_a_source_in_the_bibliography():
    cited = {landmark.source for landmark in LANDMARKS} | {key for machine in MACHINES for key in machine.sources}
    assert cited <= KEYS
