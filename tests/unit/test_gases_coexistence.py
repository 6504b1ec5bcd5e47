"""Maxwell's construction in closed form."""

import math

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from cryolib.gases import VanDerWaals

REDUCED = VanDerWaals(3.0, 1 / 3, gas_constant=8 / 3)  # the critical point is at T = P = v = 1
T_r = np.array([0.1, 0.2, 0.35, 0.5, 0.7, 0.85, 0.95, 0.99, 0.9999])


def test_both_phases_have_the_same_pressure_and_the_same_gibbs_energy():
    line = REDUCED.saturation(T_r)
    assert REDUCED.pressure(T_r, line.v_gas) == pytest.approx(line.P, rel=1e-12)
    # in a cold liquid the pressure is a small difference of two terms of order 10
    assert REDUCED.pressure(T_r, line.v_liquid) == pytest.approx(line.P, rel=1e-12, abs=1e-12)
    assert line.h_gas - line.h_liquid == pytest.approx(T_r * (line.s_gas - line.s_liquid), rel=1e-11)


def test_areas_under_the_loop_are_equal():
    """Maxwell's rule itself, by numerical integration."""
    nodes, weights = np.polynomial.legendre.leggauss(400)
    for T in (0.5, 0.7, 0.9, 0.99):
        line = REDUCED.saturation(T)
        low, high = math.log(line.v_liquid - REDUCED.b), math.log(line.v_gas - REDUCED.b)
        w = (low + high) / 2 + nodes * (high - low) / 2
        v = REDUCED.b + np.exp(w)
        area = np.sum(weights * REDUCED.pressure(T, v) * np.exp(w)) * (high - low) / 2
        assert area == pytest.approx(line.P * (line.v_gas - line.v_liquid), rel=1e-10)


@pytest.mark.parametrize(
    ("t", "p", "v_liquid", "v_gas"),
    [
        # Two volumes of equal pressure and equal Gibbs energy, by Newton's method in 40 digits, apart from this package.
        (0.5, 0.02778869504321, 0.40675340812888, 45.983761809314),
        (0.9, 0.64699835187225, 0.603401903178, 2.3488423762022),
    ],
)
def test_values_of_an_independent_solution(t, p, v_liquid, v_gas):
    line = REDUCED.saturation(t)
    assert (line.P, line.v_liquid, line.v_gas) == pytest.approx((p, v_liquid, v_gas), rel=1e-12)


@pytest.mark.parametrize("below", [1e-14, 1e-10, 1e-6])
def test_critical_limits(below):
    """Law of the rectilinear diameter and the classical exponent 1/2: v = 1 -+ 2 sqrt(1 - t) + 18/5 (1 - t), P = 1 - 4 (1 - t)."""
    below = 1 - (1 - below)  # as rounded
    line = REDUCED.saturation(1 - below)
    assert line.v_gas - line.v_liquid == pytest.approx(4 * math.sqrt(below), rel=1e-5)
    assert line.v_gas + line.v_liquid - 2 == pytest.approx(7.2 * below, rel=1e-3, abs=1e-15)
    assert 1 - line.P == pytest.approx(4 * below, rel=1e-5, abs=2e-16)


def test_cold_limit():
    # The liquid has the volume b (1 + T R b / a + ...), the gas is ideal, and h_gas - h_liquid goes to a/b.
    T = 0.05
    line = REDUCED.saturation(T)
    assert line.v_gas * line.P == pytest.approx(REDUCED.R * T, rel=1e-6)
    assert line.v_liquid == pytest.approx(REDUCED.b * (1 + REDUCED.R * T * REDUCED.b / REDUCED.a), rel=1e-3)
    assert line.h_gas - line.h_liquid == pytest.approx(REDUCED.a / REDUCED.b, rel=0.02)


@settings(deadline=None)
@given(st.floats(0.01, 0.9999999))
def test_temperature_and_pressure_are_each_others_inverse(T):
    assert REDUCED.saturation_temperature(REDUCED.saturation(T).P) == pytest.approx(T, rel=1e-12)


@settings(deadline=None)
@given(st.floats(0.05, 0.999))
def test_slope_is_that_of_clausius_and_clapeyron(T):
    line = REDUCED.saturation(T)
    step = 1e-4 * T * min(1, 10 * (1 - T))
    slope = (REDUCED.saturation(T + step).P - REDUCED.saturation(T - step).P) / (2 * step)
    assert slope == pytest.approx((line.s_gas - line.s_liquid) / (line.v_gas - line.v_liquid), rel=1e-4)


def test_critical_point_belongs_to_the_line():
    line = REDUCED.saturation(1.0)
    assert (line.P, line.v_liquid, line.v_gas) == (1, 1, 1)
    assert REDUCED.saturation_temperature(1.0) == 1


def test_parameter_is_half_the_entropy_of_vaporisation():
    y = np.array([0.1, 0.5, 1.0, 3.0, 10.0])
    T, P, v_liquid, v_gas = REDUCED.coexistence(y)
    line = REDUCED.saturation(T)
    assert (line.s_gas - line.s_liquid) / (2 * REDUCED.R) == pytest.approx(y, rel=1e-8)
    assert (line.P, line.v_liquid, line.v_gas) == (
        pytest.approx(P, rel=1e-8),
        pytest.approx(v_liquid, rel=1e-8),
        pytest.approx(v_gas, rel=1e-8),
    )


def test_closed_form_solves_both_conditions_exactly():
    y, a, b, R = sp.symbols("y a b R", positive=True)
    gas = VanDerWaals(a, b, gas_constant=R)
    T, P, v_liquid, v_gas = gas.coexistence(y)
    gibbs = [gas.enthalpy_at_volume(T, v) - T * gas.entropy_at_volume(T, v) for v in (v_liquid, v_gas)]
    zeros = [gas.pressure(T, v_liquid) - P, gas.pressure(T, v_gas) - P, gibbs[1] - gibbs[0]]
    for value in (sp.Rational(1, 10), sp.Rational(3, 2), 7):
        numbers = {y: value, a: 3, b: sp.Rational(1, 3), R: sp.Rational(8, 3)}
        assert all(abs(zero.subs(numbers).evalf(30)) < 1e-20 for zero in zeros)


def test_saturated_states_are_stable_single_phases():
    liquid, gas = REDUCED.saturated_liquid(0.5), REDUCED.saturated_gas(0.5)
    assert (liquid.vapour_fraction, gas.vapour_fraction) == (0, 1)
    assert liquid.T == gas.T == REDUCED.saturation_temperature(0.5)
    assert 0 < liquid.heat_capacity < np.inf
    assert REDUCED.state(liquid.T, 0.5 * (1 + 1e-9)).v == pytest.approx(liquid.v, rel=1e-8)
    assert REDUCED.state(liquid.T, 0.5 * (1 - 1e-9)).v == pytest.approx(gas.v, rel=1e-8)
