"""The limits of the second law: values derived by hand, limits, invariants and every error.

Expected numbers are exact fractions of the given decimals, or were computed with mpmath to 50 digits.
"""

import math
import re

import mpmath
import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from cryolib.leaks import conducted_heat, radiated_heat
from cryolib.limits import (
    carnot_cop,
    entropy_generation,
    fixed_load_minimum_temperature,
    holding_power,
    input_power,
    minimum_temperature,
    rejected_heat,
    staged_input_power,
)
from cryolib.symbols import T_cold, T_hot, conductance, efficiency, heat_load, power

TIGHT = 4e-15
hot = st.floats(10.0, 1000.0)
ratio = st.floats(1e-3, 0.999)  # of T_cold to T_hot
fractions = st.floats(0.01, 1.0)
watts = st.floats(1e-6, 1e6)


# Values


@pytest.mark.parametrize(
    ("cold", "warm", "expected"),
    [
        (77, 310, 77 / 233),
        (4.2, 295, 0.014442916093535076),  # 4.2 / 290.8
        (150, 300, 1.0),
        (100, 400, 1 / 3),
        (299, 300, 299.0),
        (4.2, 300, 1 / 70.42857142857143),  # the textbooks' 70 W/W of liquid helium
    ],
)
def test_carnot_cop_values(cold, warm, expected):
    assert carnot_cop(cold, warm) == pytest.approx(expected, rel=TIGHT)


def test_detector_at_77_kelvin():
    assert input_power(1, 77, 310) == pytest.approx(233 / 77, rel=TIGHT)
    assert input_power(1, 77, 310, 0.4) == pytest.approx(233 / 77 * 2.5, rel=TIGHT)
    assert rejected_heat(1, 77, 310) == pytest.approx(310 / 77, rel=TIGHT)
    assert rejected_heat(1, 77, 310, 0.4) == pytest.approx(1 + 233 / 77 * 2.5, rel=TIGHT)


def test_stages_add_up():
    # Each watt at 50 K is worth 5 W beside 300 K, and each at 4.2 K 295.8 / 4.2 W.
    assert staged_input_power({4.2: 1.5, 50: 35}, 300) == pytest.approx(1.5 * 295.8 / 4.2 + 175)
    assert staged_input_power({77: 2}, 310, 0.4) == pytest.approx(input_power(2, 77, 310, 0.4))


def test_magnet_at_4_kelvin():
    assert input_power(1.0, 4.2, 295.0) == pytest.approx(69.23809523809524, rel=TIGHT)  # 290.8 / 4.2
    assert input_power(1.5, 4.2, 295.0) == pytest.approx(103.85714285714286, rel=TIGHT)
    assert input_power(1.5, 4.2, 295.0, 0.18) == pytest.approx(576.98412698412698, rel=TIGHT)
    assert rejected_heat(1.5, 4.2, 295.0, 0.18) == pytest.approx(578.48412698412698, rel=TIGHT)


def test_entropy_generation_value():
    # (1.5 + 1.5 / 0.18 * 290.8 / 4.2) / 295 - 1.5 / 4.2 in exact fractions
    assert entropy_generation(1.5, 4.2, 295.0, 0.18) == pytest.approx(1.6038202851762174, rel=TIGHT)
    assert entropy_generation(1.5, 4.2, 295.0) == 0.0


@pytest.mark.parametrize(
    ("cold", "warm", "k", "eta", "expected"),
    [(50, 300, 0.02, 0.1, 250.0), (100, 300, 1, 1, 400.0), (4.2, 295.0, 1.0, 1.0, 20134.438095238095)],
)
def test_holding_power_values(cold, warm, k, eta, expected):
    assert holding_power(cold, warm, k, eta) == pytest.approx(expected, rel=TIGHT)


def exact_minimum_temperature(p, warm):
    """Return the root in its textbook form, with enough digits that the cancellation does no harm."""
    with mpmath.workdps(900):
        p, warm = mpmath.mpf(p), mpmath.mpf(warm)
        return float(warm + p / 2 - mpmath.sqrt(p * warm + p**2 / 4))


@pytest.mark.parametrize("p", [0.0, 1e-200, 1e-17, 1e-3, 1.0, 295.0, 1e9, 1e17, 1e200])
@pytest.mark.parametrize("scale", [1.0, 2.0**-300, 2.0**300])
def test_minimum_temperature_has_all_its_digits(p, scale):
    expected = exact_minimum_temperature(p, 295.0)
    assert minimum_temperature(p * scale, 295.0, scale) == pytest.approx(expected, rel=TIGHT, abs=0)


@pytest.mark.parametrize(("p", "expected"), [(1e9, 8.7024948655287867e-5), (1e17, 8.7024999999999486e-13)])
def test_minimum_temperature_where_the_textbook_form_fails(p, expected):
    naive = 295.0 + p / 2 - math.sqrt(p * 295.0 + p**2 / 4)
    assert naive != pytest.approx(expected, rel=1e-6, abs=0)
    assert minimum_temperature(p, 295.0, 1.0) == pytest.approx(expected, rel=TIGHT, abs=0)


def test_minimum_temperature_values():
    assert minimum_temperature(250.0, 300.0, 0.02, 0.1) == pytest.approx(50.0, rel=TIGHT)
    assert fixed_load_minimum_temperature(5.0, 300.0, 1.0) == pytest.approx(50.0, rel=TIGHT)
    assert fixed_load_minimum_temperature(50.0, 300.0, 1.0, 0.1) == pytest.approx(50.0, rel=TIGHT)


@pytest.mark.parametrize("warm", [1.0, 77.36, 295.0, 299.99999999999994, 310.7])
@pytest.mark.parametrize("leak", [1e-12, 0.02, 0.3, 7.0, 1e12])
def test_without_power_the_cold_end_is_exactly_at_the_hot_temperature(warm, leak):
    assert minimum_temperature(0, warm, leak) == warm
    assert fixed_load_minimum_temperature(0, warm, leak) == warm


def test_no_leak_needs_no_power():
    assert holding_power(4.2, 300.0, 0) == 0.0
    assert input_power(0, 4.2, 300.0) == 0.0
    assert rejected_heat(0, 4.2, 300.0, 0.1) == 0.0


# Shapes


def test_a_grid_of_temperatures():
    cold, warm = np.array([4.2, 20.0, 77.0]), np.array([[250.0], [300.0]])
    grid = carnot_cop(cold, warm)
    assert grid.shape == (2, 3)
    assert grid[1, 2] == carnot_cop(77.0, 300.0)
    assert input_power(1.0, cold, 300.0, warm / 1000).shape == (2, 3)
    assert minimum_temperature(warm, 300.0, cold).shape == (2, 3)


# Symbols


def test_symbols_give_the_formulas_of_the_book():
    assert carnot_cop(T_cold, T_hot) == T_cold / (T_hot - T_cold)
    assert input_power(heat_load, T_cold, T_hot, efficiency) == heat_load * (T_hot - T_cold) / (efficiency * T_cold)
    assert holding_power(T_cold, T_hot, conductance) == conductance * (T_hot - T_cold) ** 2 / T_cold
    assert holding_power(T_cold, 300, 0.5) == (300 - T_cold) ** 2 / (2 * T_cold)
    assert carnot_cop(sp.Integer(77), sp.Integer(310)) == sp.Rational(77, 233)
    assert not minimum_temperature(power, T_hot, conductance).atoms(sp.Float)


def test_heat_and_entropy_balance_for_symbols():
    arguments = (heat_load, T_cold, T_hot, efficiency)
    assert sp.simplify(rejected_heat(*arguments) - heat_load - input_power(*arguments)) == 0
    balance = rejected_heat(*arguments) / T_hot - heat_load / T_cold
    assert sp.simplify(balance - entropy_generation(*arguments)) == 0


def test_minimum_temperature_is_the_smaller_root():
    held = minimum_temperature(power, T_hot, conductance, efficiency)
    assert sp.simplify(holding_power(held, T_hot, conductance, efficiency) - power) == 0
    roots = sp.solve(sp.Eq(holding_power(T_cold, T_hot, conductance, efficiency), power), T_cold)
    point = {power: 100, T_hot: 300, conductance: sp.Rational(1, 10), efficiency: sp.Rational(1, 5)}
    assert float(held.subs(point)) == pytest.approx(float(min(root.subs(point) for root in roots)), rel=1e-14)
    fixed = fixed_load_minimum_temperature(power, T_hot, heat_load, efficiency)
    assert sp.simplify(input_power(heat_load, fixed, T_hot, efficiency) - power) == 0


def test_limits_for_symbols():
    assert sp.limit(minimum_temperature(power, T_hot, conductance), power, 0) == T_hot
    assert sp.limit(minimum_temperature(power, T_hot, conductance), power, sp.oo) == 0
    assert sp.limit(T_cold * holding_power(T_cold, T_hot, conductance), T_cold, 0) == conductance * T_hot**2
    assert sp.limit(input_power(heat_load, T_cold, T_hot), T_cold, T_hot) == 0


# Invariants


@given(hot, ratio, fractions, watts)
def test_no_machine_beats_carnot_and_both_laws_hold(warm, r, eta, load):
    cold = r * warm
    work, heat = input_power(load, cold, warm, eta), rejected_heat(load, cold, warm, eta)
    assert load / work <= carnot_cop(cold, warm) * (1 + TIGHT)
    assert load / work == pytest.approx(eta * carnot_cop(cold, warm), rel=TIGHT)
    assert heat == pytest.approx(load + work, rel=TIGHT)
    generated = entropy_generation(load, cold, warm, eta)
    assert generated >= 0
    assert generated == pytest.approx(heat / warm - load / cold, abs=1e-14 * load / cold / eta)
    assert work == pytest.approx(input_power(load, cold, warm) + warm * generated, rel=1e-13)


@given(hot, ratio, fractions, st.floats(1e-6, 1e3))
def test_holding_power_is_the_power_for_the_conducted_heat(warm, r, eta, k):
    cold = r * warm
    leak = conducted_heat(cold, warm, k)
    assert holding_power(cold, warm, k, eta) == pytest.approx(input_power(leak, cold, warm, eta), rel=TIGHT)


@given(hot, st.floats(1e-6, 1e30), st.floats(1e-6, 1e6), fractions)
def test_minimum_temperature_and_holding_power_are_inverse(warm, p, k, eta):
    supplied = p * k * warm / eta
    held = minimum_temperature(supplied, warm, k, eta)
    assert 0 < held < warm
    conditioning = warm / (warm - held)  # of the difference T_hot - T_cold
    assert holding_power(held, warm, k, eta) == pytest.approx(supplied, rel=TIGHT * (1 + conditioning), abs=0)


@given(hot, ratio, fractions, st.floats(1e-6, 1e6))
def test_holding_power_and_minimum_temperature_are_inverse(warm, r, eta, k):
    cold = r * warm
    assert minimum_temperature(holding_power(cold, warm, k, eta), warm, k, eta) == pytest.approx(cold, rel=1e-14, abs=0)
    assert fixed_load_minimum_temperature(input_power(k, cold, warm, eta), warm, k, eta) == pytest.approx(cold, rel=1e-14)


@given(hot, ratio, fractions, watts, st.floats(1e-3, 1e3))
def test_scaling(warm, r, eta, load, scale):
    cold = r * warm
    assert carnot_cop(scale * cold, scale * warm) == pytest.approx(carnot_cop(cold, warm), rel=1e-12)
    assert input_power(scale * load, cold, warm, eta) == pytest.approx(scale * input_power(load, cold, warm, eta))
    assert holding_power(scale * cold, scale * warm, load) == pytest.approx(scale * holding_power(cold, warm, load))
    held = minimum_temperature(load, warm, 0.1, eta)
    assert minimum_temperature(scale * load, warm, scale * 0.1, eta) == pytest.approx(held, rel=1e-12)


@given(hot, ratio, st.floats(1.001, 10.0), fractions)
def test_monotone(warm, r, factor, eta):
    cold = r * warm
    colder = cold / factor
    assert carnot_cop(colder, warm) < carnot_cop(cold, warm)
    assert holding_power(colder, warm, 1.0, eta) > holding_power(cold, warm, 1.0, eta)
    assert holding_power(cold, factor * warm, 1.0, eta) > holding_power(cold, warm, 1.0, eta)
    assert input_power(1.0, cold, warm, eta / factor) > input_power(1.0, cold, warm, eta)
    assert minimum_temperature(factor, warm, 1.0, eta) < minimum_temperature(1.0, warm, 1.0, eta)
    assert minimum_temperature(1.0, warm, factor, eta) > minimum_temperature(1.0, warm, 1.0, eta)


def test_three_leaks_cost_alike_in_the_deep_cold():
    """From 4 K to 2 K the cost about doubles for each of the three leaks, though only one of them gives a square."""
    fixed = input_power(1.0, 2.0, 300.0) / input_power(1.0, 4.0, 300.0)
    conducted = holding_power(2.0, 300.0, 1.0) / holding_power(4.0, 300.0, 1.0)
    radiated = np.divide(*(input_power(radiated_heat(t, 300.0, 1.0), t, 300.0) for t in (2.0, 4.0)))
    assert fixed == pytest.approx(2 * 298 / 296, rel=TIGHT)
    assert conducted == pytest.approx(2 * (298 / 296) ** 2, rel=TIGHT)
    assert radiated == pytest.approx(2 * 298 / 296, rel=1e-7)


# Errors

GOOD = {
    carnot_cop: {"T_cold": 77.0, "T_hot": 300.0},
    input_power: {"heat_load": 1.0, "T_cold": 77.0, "T_hot": 300.0, "efficiency": 0.2},
    rejected_heat: {"heat_load": 1.0, "T_cold": 77.0, "T_hot": 300.0, "efficiency": 0.2},
    entropy_generation: {"heat_load": 1.0, "T_cold": 77.0, "T_hot": 300.0, "efficiency": 0.2},
    holding_power: {"T_cold": 77.0, "T_hot": 300.0, "conductance": 0.1, "efficiency": 0.2},
    minimum_temperature: {"power": 1.0, "T_hot": 300.0, "conductance": 0.1, "efficiency": 0.2},
    fixed_load_minimum_temperature: {"power": 1.0, "T_hot": 300.0, "heat_load": 0.1, "efficiency": 0.2},
}
BAD = {
    "T_cold": [0.0, -4.2, math.nan, math.inf, 300.0, 310.0],
    "T_hot": [0.0, -300.0, math.nan, math.inf],
    "heat_load": [-1.0, math.nan, math.inf],
    "conductance": [-0.1, math.nan, math.inf],
    "power": [-1.0, math.nan, math.inf],
    "efficiency": [0.0, -0.2, 1.01, 40.0, math.nan],
}


@pytest.mark.parametrize(
    ("function", "name", "value"),
    [(function, name, value) for function, good in GOOD.items() for name in good for value in BAD[name]],
)
def test_bad_values_are_refused_by_name(function, name, value):
    assert function(**GOOD[function]) > 0
    message = rf"^{name} must be .*; got {re.escape(str(value))}"
    with pytest.raises(ValueError, match=message):
        function(**GOOD[function] | {name: value})
    good = GOOD[function][name]
    with pytest.raises(ValueError, match=message + r".* at index 2$"):
        function(**GOOD[function] | {name: [good, good, value, value]})


@pytest.mark.parametrize(("function", "name"), [(minimum_temperature, "conductance"), (fixed_load_minimum_temperature, "heat_load")])
def test_without_a_leak_there_is_no_minimum_temperature(function, name):
    with pytest.raises(ValueError, match=rf"^{name} must be positive and finite; got 0.0$"):
        function(**GOOD[function] | {name: 0})


@pytest.mark.parametrize(
    ("loads", "message"),
    [
        ({}, r"^loads must have at least one stage; got \{\}$"),
        ({4.2: -1}, r"^heat_load must be zero or positive, .*; got -1.0$"),
        ({310: 1}, r"^T_cold must be below T_hot; got 310.0 >= 300.0 K$"),
    ],
)
def test_stages_that_are_none_are_refused(loads, message):
    with pytest.raises(ValueError, match=message):
        staged_input_power(loads, 300)


def test_numbers_beside_symbols_are_checked():
    with pytest.raises(ValueError, match=r"^T_cold must be a positive, finite temperature in kelvin; got -1.0$"):
        carnot_cop(-1, T_hot)
    with pytest.raises(ValueError, match=r"^efficiency must be a fraction, above 0 and at most 1; got 40.0$"):
        input_power(heat_load, T_cold, T_hot, 40)
    with pytest.raises(ValueError, match=r"^T_cold must be below T_hot; got 310.0 >= 300.0 K$"):
        input_power(heat_load, 310, 300)
