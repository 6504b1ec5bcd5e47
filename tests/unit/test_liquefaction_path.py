import numpy as np
import pytest

from cryolib.gases import RealFluid, VanDerWaals
from cryolib.linde_hampson import liquefaction_work
from cryolib.liquefaction_path import liquefaction_path

ATMOSPHERE = 101325.0
GASES = {name: RealFluid(name) for name in ("nitrogen", "oxygen", "argon", "methane", "hydrogen", "neon", "helium")}


@pytest.mark.parametrize("name", GASES)
def test_the_way_ends_with_the_least_work_of_liquefaction(name):
    path = liquefaction_path(GASES[name], 300.0, ATMOSPHERE, [0.0, 1.0])
    assert path.work[1] == pytest.approx(liquefaction_work(GASES[name], 300.0, ATMOSPHERE), rel=1e-9)
    assert (
        path.work[0] == pytest.approx(0, abs=1e-6)
        and path.liquid == pytest.approx([0, 1])
        and path.entropy[1] == pytest.approx(0, abs=1e-9)
    )


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("nitrogen", 0.2136),
        ("oxygen", 0.1764),
        ("argon", 0.1325),
        ("methane", 0.3034),
        ("hydrogen", 3.356),
        ("neon", 0.371),
        ("helium", 1.897),
    ],
)
def test_least_works_are_those_of_the_equations_of_state(name, published):
    # kWh/kg from 300 K at one atmosphere, computed with CoolProp by another program.
    assert liquefaction_path(GASES[name], 300.0, ATMOSPHERE, 1.0).work / 3.6e6 == pytest.approx(published, rel=5e-4)


@pytest.mark.parametrize("name", ["nitrogen", "hydrogen", "helium"])
def test_each_slice_of_heat_costs_what_carnot_asks_for_it(name):
    shares = np.linspace(0, 1, 401)
    path = liquefaction_path(GASES[name], 300.0, ATMOSPHERE, shares)
    slope = np.diff(path.work) / np.diff(path.heat)
    low, high = 300 / path.T[:-1] - 1, 300 / path.T[1:] - 1
    assert np.all(slope >= low - 1e-6) and np.all(slope <= high + 1e-6)


def test_condensing_costs_the_latent_heat_at_the_price_of_the_boiling_point():
    gas = GASES["nitrogen"]
    liquid, vapour = gas.saturated_liquid(ATMOSPHERE), gas.saturated_gas(ATMOSPHERE)
    start = gas.state(300.0, ATMOSPHERE)
    dew = (start.h - vapour.h) / (start.h - liquid.h)
    first, last = liquefaction_path(gas, 300.0, ATMOSPHERE, [dew, 1.0]).work
    assert last - first == pytest.approx((vapour.h - liquid.h) / gas.molar_mass * (300 / vapour.T - 1), rel=1e-6)


def test_one_share_gives_numbers_and_a_table_its_shape():
    one = liquefaction_path(GASES["nitrogen"], 300.0, ATMOSPHERE, 0.5)
    many = liquefaction_path(GASES["nitrogen"], 300.0, ATMOSPHERE, [[0.5, 0.9], [0.1, 1.0]])
    assert np.shape(one.T) == () and many.T.shape == (2, 2) and many.T[0, 0] == pytest.approx(float(one.T))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((300.0, ATMOSPHERE, 1.1), "share must be between 0 and 1; got 1.1"),
        ((300.0, ATMOSPHERE, [0.5, -0.1]), "share must be between 0 and 1; got -0.1 at index 1"),
        ((300.0, ATMOSPHERE, float("nan")), "share must be between 0 and 1"),
        ((70.0, ATMOSPHERE, 0.5), "T_in must be above the boiling point"),
        ((300.0, 5e6, 0.5), "P"),
    ],
)
def test_what_is_outside_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        liquefaction_path(GASES["nitrogen"], *arguments)


def test_a_gas_without_a_molar_mass_is_refused():
    with pytest.raises(ValueError, match="has no molar mass, and so no work per kilogram"):
        liquefaction_path(VanDerWaals(0.137, 3.87e-5), 300.0, ATMOSPHERE, [0.0, 1.0])
