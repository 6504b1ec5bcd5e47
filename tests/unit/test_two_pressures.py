"""A regenerator between two pressures: its surplus, and what is left of the cooling."""

import numpy as np
import pytest
from CoolProp.CoolProp import PropsSI

from cryolib.gases import IdealGas, RealFluid
from cryolib.two_pressures import two_pressures

HELIUM = RealFluid("helium")


def test_an_ideal_gas_has_no_surplus_and_takes_up_what_it_delivers():
    cycle = two_pressures(IdealGas(), 4.5, 300.0, 8e5, 20e5)
    assert cycle.surplus == pytest.approx(0, abs=1e-9)
    assert cycle.heat_absorbed == pytest.approx(8.31446261815324 * 4.5 * np.log(2.5), rel=1e-12)
    assert cycle.carried_down == pytest.approx(0, abs=1e-9)


def test_helium_at_20_and_8_bar_against_coolprops_own_numbers():
    cycle = two_pressures(HELIUM, 4.5, 300.0, 8e5, 20e5)
    for T, expected in ((8.0, -38.2), (12.0, -57.3), (77.0, -15.1), (300.0, -8.6)):
        high, low, high_cold, low_cold = (PropsSI("Hmolar", "T", t, "P", P, "Helium") for t in (T, 4.5) for P in (20e5, 8e5))
        assert np.interp(T, cycle.T, cycle.surplus) == pytest.approx((high - low) - (high_cold - low_cold), abs=0.02)
        assert np.interp(T, cycle.T, cycle.surplus) == pytest.approx(expected, abs=0.1)
    pressures = np.geomspace(8e5, 20e5, 4001)
    volumes = 1 / PropsSI("Dmolar", "T", 4.5, "P", pressures, "Helium")
    assert cycle.expansion_work == pytest.approx(np.trapezoid(volumes, pressures), rel=1e-6)
    assert cycle.heat_absorbed == pytest.approx(6.93, abs=0.01)
    assert cycle.carried_down == pytest.approx(24.3, abs=0.05)


@pytest.mark.parametrize(
    ("changed", "message"),
    [({"P_low": 30e5}, "P_low must be below P_high"), ({"T_cold": 300.0}, "T_cold must be below T_hot"), ({"T_cold": 1.0}, "helium")],
)
def test_what_is_no_cycle_is_refused(changed, message):
    with pytest.raises(ValueError, match=message):
        two_pressures(HELIUM, **{"T_cold": 4.5, "T_hot": 300.0, "P_low": 8e5, "P_high": 20e5} | changed)
