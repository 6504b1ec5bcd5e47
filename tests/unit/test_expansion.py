"""Valves and expanders: published values, conservation laws, limits, the ideal gas in closed form, and errors."""

import re

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from cryolib.expansion import expand, expanded_temperature, throttle
from cryolib.gases import IdealGas, RealFluid, VanDerWaals
from cryolib.symbols import SYMBOLS, P_in, P_out, T, heat_capacity_ratio, isentropic_efficiency

ATMOSPHERE = 101325.0
NITROGEN, HELIUM = RealFluid("nitrogen"), RealFluid("helium")
GASES = [IdealGas(3.5), VanDerWaals.of("nitrogen"), NITROGEN]


def per_kilogram(gas, value):
    return value / gas.molar_mass / 1000


def test_a_nitrogen_bottle_through_a_valve():
    out = throttle(NITROGEN, 300.0, 200e5, ATMOSPHERE)
    assert pytest.approx(269.19, abs=0.01) == out.T  # CoolProp by hand: PT flash, then HP flash
    assert out.h == pytest.approx(out.inlet.h, rel=1e-12)
    assert out.work == 0.0
    assert out.liquid_fraction == 0.0
    assert per_kilogram(NITROGEN, out.entropy_generation) == pytest.approx(1.566, abs=0.001)


def test_the_same_bottle_through_an_expander():
    out = expand(NITROGEN, 300.0, 200e5, ATMOSPHERE)
    boiling = 77.355  # K at 1 atm, Span et al. 2000, table 27
    assert pytest.approx(boiling, abs=0.001) == out.T
    assert out.liquid_fraction == pytest.approx(0.096, abs=0.001)
    assert per_kilogram(NITROGEN, out.work) == pytest.approx(221, abs=0.5)
    assert out.entropy_generation == pytest.approx(0, abs=1e-8)
    # the same without CoolProp's phase logic: the lever rule on the entropies of the two phases
    liquid, gas = NITROGEN.saturated_liquid(ATMOSPHERE), NITROGEN.saturated_gas(ATMOSPHERE)
    assert out.vapour_fraction == pytest.approx((out.inlet.s - liquid.s) / (gas.s - liquid.s), rel=1e-9)


def test_helium_warms_in_the_valve_and_cools_in_the_expander():
    assert throttle(HELIUM, 300.0, [200e5, 150e5], ATMOSPHERE).temperature_change == pytest.approx([12.34, 9.27], abs=0.01)
    assert pytest.approx(36.41, abs=0.01) == expand(HELIUM, 300.0, 200e5, ATMOSPHERE).T


def test_the_expander_gains_less_on_the_cold_side():
    cold = [200.0, 150.0, 120.0, 100.0]
    valve, expander = throttle(NITROGEN, cold, 200e5, ATMOSPHERE), expand(NITROGEN, cold, 200e5, ATMOSPHERE)
    assert per_kilogram(NITROGEN, expander.work) == pytest.approx([119, 66, 41, 29], abs=0.6)
    assert valve.liquid_fraction[1:] == pytest.approx([0.220, 0.516, 0.708], abs=0.001)
    assert expander.liquid_fraction[1:] == pytest.approx([0.549, 0.720, 0.855], abs=0.001)


@pytest.mark.parametrize("gas", [VanDerWaals.of("nitrogen"), NITROGEN, HELIUM], ids=lambda gas: gas.name)
def test_what_a_gas_receives_from_the_flow_and_gives_to_the_shaft_is_its_internal_energy(gas):
    for out in (throttle(gas, 300.0, 200e5, ATMOSPHERE), expand(gas, 300.0, 200e5, ATMOSPHERE, efficiency=0.5)):
        assert out.flow_work - out.work == pytest.approx(out.u - out.inlet.u, abs=1e-3)


def test_cold_compressed_nitrogen_warms_to_boiling_in_the_valve():
    out = throttle(NITROGEN, 70.0, 200e5, ATMOSPHERE)
    assert out.temperature_change == pytest.approx(7.36, abs=0.01)
    assert out.liquid_fraction == pytest.approx(0.9948, abs=0.0001)


@pytest.mark.parametrize("gas", GASES, ids=lambda gas: gas.name)
def test_a_small_step_gives_the_coefficients(gas):
    P, step = 50e5, 2000.0
    state = gas.state(250.0, P)
    inlet = {"T": 250.0, "P_in": P + step / 2, "P_out": P - step / 2}
    slope = -expand(gas, **inlet).temperature_change / step
    assert slope == pytest.approx(state.isentropic_coefficient, rel=1e-4)
    assert -throttle(gas, **inlet).temperature_change / step == pytest.approx(state.joule_thomson_coefficient, rel=1e-4, abs=1e-12)
    assert expand(gas, **inlet).work / step == pytest.approx(state.v, rel=1e-4)  # dh = v dP at constant entropy


def test_an_ideal_gas_keeps_its_temperature_in_a_valve():
    out = throttle(IdealGas(), 300.0, 200e5, [1e5, 1e3])
    assert out.temperature_change == pytest.approx([0, 0], abs=1e-12)
    assert out.entropy_generation == pytest.approx(8.314462618 * np.log([200, 20000]), rel=1e-9)
    assert out.work.tolist() == [0.0, 0.0]


@settings(deadline=None, max_examples=50)
@given(
    T_in=st.floats(20, 1000), P_in=st.floats(1e4, 1e8), ratio=st.floats(1.001, 1e4), gamma=st.floats(1.05, 5 / 3), eta=st.floats(0.01, 1)
)
def test_the_closed_form_is_the_general_one_for_an_ideal_gas(T_in, P_in, ratio, gamma, eta):
    gas = IdealGas(gamma / (gamma - 1))
    out = expand(gas, T_in, P_in, P_in / ratio, eta)
    closed = expanded_temperature(T_in, P_in, P_in / ratio, gamma, eta)
    assert pytest.approx(closed, rel=1e-11) == out.T
    assert out.work == pytest.approx(gas.heat_capacity(T_in, P_in) * (T_in - closed), rel=1e-9)
    assert out.entropy_generation >= -1e-10


@settings(deadline=None, max_examples=60)
@given(
    gas=st.sampled_from([*GASES, HELIUM, RealFluid("air")]),
    T_in=st.floats(150, 500),
    P_in=st.floats(2e5, 300e5),
    ratio=st.floats(1.01, 100),
    eta=st.floats(0.05, 1),
)
def test_both_laws_hold_and_an_expander_ends_colder_than_a_valve(gas, T_in, P_in, ratio, eta):
    P_out = max(P_in / ratio, 1e5)
    valve, expander = throttle(gas, T_in, P_in, P_out), expand(gas, T_in, P_in, P_out, eta)
    ideal = expand(gas, T_in, P_in, P_out)
    assert expander.inlet.h == pytest.approx(expander.h + expander.work, rel=1e-10)
    assert expander.work == pytest.approx(eta * ideal.work, rel=1e-5, abs=1e-4)
    assert -1e-7 <= expander.entropy_generation <= valve.entropy_generation
    assert ideal.T - 1e-6 <= expander.T <= valve.T + 1e-6
    assert 0 <= expander.liquid_fraction <= 1


def test_efficiency_lies_between_valve_and_expander():
    out = expand(NITROGEN, 300.0, 200e5, ATMOSPHERE, [1.0, 0.7, 1e-9])
    valve = throttle(NITROGEN, 300.0, 200e5, ATMOSPHERE)
    assert np.all(np.diff(out.T) > 0) and np.all(np.diff(out.entropy_generation) > 0)
    assert out.T[2] == pytest.approx(valve.T, abs=1e-5)
    assert out.work[1] == pytest.approx(0.7 * out.work[0], rel=1e-9)


def test_arrays_broadcast_in_one_call():
    out = expand(NITROGEN, [[300.0], [150.0]], 200e5, [1e5, 5e5, 20e5])
    assert out.T.shape == out.work.shape == out.liquid_fraction.shape == out.entropy_generation.shape == (2, 3)
    assert out.T[1, 2] == pytest.approx(expand(NITROGEN, 150.0, 200e5, 20e5).T, rel=1e-12)
    assert throttle(NITROGEN, 300.0, 200e5, [1e5, 5e5]).work.tolist() == [0.0, 0.0]
    assert isinstance(throttle(NITROGEN, 300.0, 200e5, 1e5).T, float)


def test_symbols_pass_through_the_closed_form():
    formula = expanded_temperature(T, P_in, P_out, heat_capacity_ratio, isentropic_efficiency)
    assert formula.free_symbols == {T, P_in, P_out, heat_capacity_ratio, isentropic_efficiency}
    assert all(SYMBOLS[x.name] is x for x in formula.free_symbols)
    ideal = expanded_temperature(T, P_in, P_out, sp.Rational(5, 3))
    assert sp.simplify(ideal - T * (P_out / P_in) ** sp.Rational(2, 5)) == 0
    slope = sp.diff(formula, P_out).subs(P_out, P_in)  # eta T (gamma - 1)/(gamma P): eta times the isentropic coefficient
    expected = isentropic_efficiency * T * (heat_capacity_ratio - 1) / (heat_capacity_ratio * P_in)
    assert sp.simplify(slope - expected) == 0


@pytest.mark.parametrize("gas", GASES, ids=lambda gas: gas.name)
@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"P_out": 200e5}, "P_out must be below P_in; got 20000000.0 >= 20000000.0 Pa"),
        ({"P_out": [1e5, 300e5]}, "P_out must be below P_in; got 30000000.0 >= 20000000.0 Pa at index 1"),
        ({"P_out": 0.0}, "P_out must be positive and finite; got 0.0"),
        ({"P_in": -1.0}, "P_in must be positive and finite; got -1.0"),
        ({"T": 0.0}, "T must be a positive, finite temperature in kelvin; got 0.0"),
        ({"T": np.nan}, "T must be a positive, finite temperature in kelvin; got nan"),
    ],
)
def test_bad_values_are_refused_by_name(gas, bad, message):
    for function in (throttle, expand):
        with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
            function(gas, **{"T": 300.0, "P_in": 200e5, "P_out": 1e5} | bad)


@pytest.mark.parametrize("efficiency", [0, -0.1, 1.1, 85, np.nan])
def test_an_efficiency_is_a_fraction(efficiency):
    with pytest.raises(ValueError, match="efficiency must be a fraction, above 0 and at most 1; got "):
        expand(NITROGEN, 300.0, 200e5, 1e5, efficiency)
    with pytest.raises(ValueError, match="isentropic_efficiency must be a fraction, above 0 and at most 1; got "):
        expanded_temperature(300.0, 200e5, 1e5, 1.4, efficiency)


def test_a_heat_capacity_ratio_is_above_one():
    with pytest.raises(ValueError, match=r"heat_capacity_ratio must be above 1 and finite; got 1\.0"):
        expanded_temperature(300.0, 200e5, 1e5, 1.0)


def test_what_the_fluid_refuses_is_refused():
    with pytest.raises(ValueError, match="nitrogen"):
        throttle(NITROGEN, 64.0, 200e5, 1e5)  # frozen at this pressure
    with pytest.raises(ValueError, match="nitrogen"):
        expand(NITROGEN, 80.0, 1e5, 1e3)  # ends below the triple point
