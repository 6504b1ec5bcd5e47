"""The integral inversion curve: equal enthalpies by CoolProp alone, the van der Waals closed form by SymPy, the ends, and errors."""

import CoolProp.CoolProp as CoolProp
import numpy as np
import pytest
import sympy as sp

from cryolib.attainable import ceiling_pressure
from cryolib.expansion import throttle
from cryolib.gases import IdealGas, RealFluid, VanDerWaals
from cryolib.integral_inversion import integral_inversion_pressure, integral_inversion_temperatures
from cryolib.symbols import R, T, a, b

NITROGEN, HELIUM = RealFluid("nitrogen"), RealFluid("helium")
MODEL = VanDerWaals.of("nitrogen")
ATMOSPHERE = 101325.0


def enthalpy(fluid, T, P):
    return CoolProp.PropsSI("Hmolar", "T", T, "P", P, fluid)


@pytest.mark.parametrize(
    ("fluid", "temperatures"), [("nitrogen", (120, 300, 500, 600)), ("helium", (4.3, 6, 18, 30, 44)), ("hydrogen", (40, 150))]
)
def test_enthalpies_are_equal_and_lower_in_between(fluid, temperatures):
    pressures = integral_inversion_pressure(RealFluid(fluid), temperatures, ATMOSPHERE)
    for warm, P in zip(temperatures, pressures, strict=True):
        before, behind = enthalpy(fluid, warm, P), enthalpy(fluid, warm, ATMOSPHERE)
        assert before == pytest.approx(behind, abs=1e-6 * 8.314 * warm)
        between = [enthalpy(fluid, warm, each) for each in np.geomspace(1.001 * ATMOSPHERE, 0.999 * P, 25)]
        assert max(between) < behind
        assert enthalpy(fluid, warm, 1.01 * P) > behind


def test_the_closed_form_of_van_der_waals_by_sympy():
    v, start = sp.symbols("v start", positive=True)
    pressure = R * T / (v - b) - a / v**2
    stored = sp.integrate(sp.expand(T * sp.diff(pressure, T) - pressure), (v, start, sp.oo))  # what a dilute gas has more
    change = sp.simplify((pressure * v - R * T).subs(v, start) - stored)  # of the enthalpy, against the dilute gas
    level = sp.solve(change, T)
    assert len(level) == 1
    closed = integral_inversion_pressure(VanDerWaals(a, b, gas_constant=R), level[0], 0)
    assert sp.simplify(closed - pressure.subs({v: start, T: level[0]})) == 0


def test_the_closed_form_is_the_limit_of_low_pressure_behind_the_valve():
    warm = np.array([150.0, 300.0, 700.0])
    closed = integral_inversion_pressure(MODEL, warm, 0)
    assert integral_inversion_pressure(MODEL, warm, 1.0) == pytest.approx(closed, rel=1e-6)
    assert throttle(MODEL, warm, closed, 1.0).T == pytest.approx(warm, abs=1e-4)
    assert closed == pytest.approx(27 * MODEL.critical_pressure * (1 - (warm / MODEL.maximum_inversion_temperature()) ** 2))
    assert np.all(closed > MODEL.inversion_pressure(warm))
    assert integral_inversion_pressure(MODEL, MODEL.maximum_inversion_temperature(), 0) == 0


@pytest.mark.parametrize("P", [50e5, 75e5, 90e5])
def test_helium_has_two_temperatures(P):
    low, high = integral_inversion_temperatures(HELIUM, P, ATMOSPHERE)
    assert integral_inversion_pressure(HELIUM, [low, high], ATMOSPHERE) == pytest.approx([P, P], rel=1e-6)
    changes = throttle(HELIUM, [0.98 * low, 1.02 * low, 0.98 * high, 1.02 * high], P, ATMOSPHERE).temperature_change
    assert np.sign(changes).tolist() == [1, -1, -1, 1]


def test_below_the_ceiling_the_lower_temperature_is_the_boiling_point():
    ceiling, boiling = ceiling_pressure(HELIUM), HELIUM.saturated_gas(ATMOSPHERE).T
    assert integral_inversion_temperatures(HELIUM, 0.999 * ceiling, ATMOSPHERE)[0] == boiling
    assert boiling < integral_inversion_temperatures(HELIUM, 1.01 * ceiling, ATMOSPHERE)[0] < 1.01 * boiling
    low, high = integral_inversion_temperatures(NITROGEN, 200e5, ATMOSPHERE)
    assert throttle(NITROGEN, [0.99 * low, 1.01 * low], 200e5, ATMOSPHERE).temperature_change[0] > 0
    assert throttle(NITROGEN, high, 200e5, ATMOSPHERE).T == pytest.approx(high, abs=1e-6)


def test_nitrogen_whose_first_step_warms_leaves_colder():
    for warm, P, drop in ((120.0, 200e5, 42.6), (300.0, 400e5, 38.3)):
        assert NITROGEN.joule_thomson_coefficient(warm, P) < 0
        assert P < integral_inversion_pressure(NITROGEN, warm, ATMOSPHERE)
        assert throttle(NITROGEN, warm, P, ATMOSPHERE).temperature_change == pytest.approx(-drop, abs=0.06)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: integral_inversion_pressure(NITROGEN, [300.0, 700.0], ATMOSPHERE), "T must be above 77.35.* and below 607.*700"),
        (lambda: integral_inversion_pressure(NITROGEN, 70.0, ATMOSPHERE), "T must be above 77.35.*got T = 70"),
        (lambda: integral_inversion_pressure(NITROGEN, 90.0, ATMOSPHERE), "nitrogen freezes.* for T = 90"),
        (lambda: integral_inversion_pressure(NITROGEN, 300.0, 50e5), "P_out must be below the critical.*5000000"),
        (lambda: integral_inversion_pressure(NITROGEN, 300.0, 0), "P_out must be positive for nitrogen; got 0"),
        (lambda: integral_inversion_pressure(NITROGEN, 300.0, -1.0), "P_out must be zero or positive, and finite; got -1"),
        (lambda: integral_inversion_pressure(NITROGEN, T, ATMOSPHERE), "T must be a number where P_out is not 0; got T"),
        (lambda: integral_inversion_pressure(MODEL, 900.0, 0), "T must not be above the highest inversion temperature.*900"),
        (lambda: integral_inversion_pressure(IdealGas(2.5), 300.0, ATMOSPHERE), "an ideal gas has no critical point"),
        (lambda: integral_inversion_temperatures(HELIUM, 100e5, ATMOSPHERE), "P must not be above the integral.*helium.*got 1e\\+07"),
        (lambda: integral_inversion_temperatures(NITROGEN, 1000e5, ATMOSPHERE), "nitrogen freezes.* for P = 1e\\+08"),
        (lambda: integral_inversion_temperatures(NITROGEN, 1e5, ATMOSPHERE), "P_out must be below P"),
    ],
)
def test_refusals_name_the_argument_and_its_value(call, message):
    with pytest.raises(ValueError, match=message):
        call()
