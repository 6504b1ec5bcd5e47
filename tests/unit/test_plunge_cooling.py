import math

import numpy as np
import pytest
import sympy as sp

from cryolib import plunge_cooling
from cryolib.plunge_cooling import (
    COOLANTS,
    contact_cooling_rate,
    contact_time_scale,
    coolant,
    film_cooling_rate,
    film_time_constant,
    gas_effusivity,
    gas_prandtl_number,
    heat_transfer_coefficient,
    remaining_difference,
    temperature_in_gas,
    thickest_film,
)


@pytest.mark.parametrize(
    ("name", "freezing", "boiling", "per_gram", "per_volume"),
    [("ethane", 90.4, 184.6, 218, 142), ("propane", 85.5, 231.0, 296, 217), ("nitrogen", 63.15, 77.36, 28.7, 24.9)],
)
def test_what_coolants_take_up_before_they_boil(name, freezing, boiling, per_gram, per_volume):
    # J/g and J/cm3, computed with CoolProp by another program, which began a little above the freezing points of the first two.
    liquid = coolant(name)
    assert (liquid.T_freezing, liquid.T_boiling) == pytest.approx((freezing, boiling), abs=0.1)
    assert liquid.heat / 1e3 == pytest.approx(per_gram, rel=7e-3) and liquid.heat_per_volume / 1e6 == pytest.approx(per_volume, rel=7e-3)


def test_the_effusivity_of_nitrogen_gas_hardly_changes():
    values = [gas_effusivity(T) for T in (90.0, 150.0, 300.0)]
    assert max(values) / min(values) < 1.08
    # A kinetic gas has k ~ 1.9 c_v mu; with tabulated k = 0.0260 W/(m K), density 1.138 kg/m3 and c_p = 1041 J/(kg K) at 300 K:
    assert gas_effusivity(300.0) == pytest.approx(math.sqrt(0.0260 * 1.138 * 1041), rel=0.01)


@pytest.mark.parametrize("prandtl", [0.6, 0.737, 1.0, 10.0])
def test_the_coefficient_solves_the_equations_of_the_boundary_layer(prandtl):
    """The equations of Blasius for the flow and of Pohlhausen for the heat, from the wall outward. The local flux goes as 1/sqrt(x), so its mean is twice that at the end."""

    def along(y):
        f, slope, bend, heat, _ = y
        return np.array([slope, bend, -f * bend / 2, -prandtl * f * heat / 2, heat])

    def at_infinity(bend, step=0.02):  # by Runge and Kutta, to 20 thicknesses
        y = np.array([0.0, 0.0, bend, 1.0, 0.0])
        for _ in range(1000):
            k1 = along(y)
            k2 = along(y + step / 2 * k1)
            k3 = along(y + step / 2 * k2)
            y = y + step / 6 * (k1 + 2 * k2 + 2 * k3 + along(y + step * k3))
        return y

    bend = at_infinity(1.0)[1] ** -1.5  # the equation keeps its form if f goes with a scale and the distance against it
    y = at_infinity(bend)
    assert y[1] == pytest.approx(1, abs=1e-5) and bend == pytest.approx(0.33206, abs=1e-4)  # Blasius's constant
    nusselt = 2 / y[4]  # over the root of the Reynolds number: the gradient at the wall over the whole difference
    k, density, speed, length, c_p = 0.0183, 1.7, 2.0, 3e-3, 1043.0
    viscosity = prandtl * k / c_p
    expected = nusselt * k / length * math.sqrt(density * speed * length / viscosity)
    assert heat_transfer_coefficient(math.sqrt(k * density * c_p), prandtl, speed, length) == pytest.approx(expected, rel=0.02)


def test_a_gas_that_sticks_takes_up_less_heat_than_one_that_slips():
    e, speed, length = 5.71, 1.0, 3e-3
    slips = 2 * e * math.sqrt(speed / (math.pi * length))  # the mean of a half-space's flux e / sqrt(pi t) while the plate passes
    assert heat_transfer_coefficient(e, gas_prandtl_number(200.0), speed, length) == pytest.approx(0.619 * slips, rel=2e-3)


def test_a_film_in_the_gas_obeys_its_equation():
    t, tau = sp.Symbol("t", positive=True), sp.Symbol("tau", positive=True)
    T = temperature_in_gas(t, 300, 100, 10, tau)
    medium = 300 - 20 * t
    assert sp.simplify(sp.diff(T, t) + (T - medium) / tau) == 0
    assert sp.limit(T, t, 0) == 300


def test_a_thin_film_follows_the_gas_and_a_thick_one_does_not_notice_it():
    assert temperature_in_gas(0.01, 300.0, 100.0, 0.01, 1e-6) == pytest.approx(100.0, abs=0.1)
    assert temperature_in_gas(0.01, 300.0, 100.0, 0.01, 1e3) == pytest.approx(300.0, abs=0.01)


def test_a_film_in_contact_obeys_its_equation():
    # C d dT/dt = -2 q, and a half-space whose surface follows T(t) takes up q = (e / sqrt(pi)) (step / sqrt(t) + integral of T' / sqrt(t - t')).
    # In units of the time scale: theta' = -(1/sqrt(pi)) d/dt integral of theta / sqrt(t - t'), so theta - 1 = -(1/sqrt(pi)) times the integral.
    for x in (0.01, 1.0, 30.0):
        angle = (np.arange(20_000) + 0.5) / 20_000 * math.pi / 2  # t' = x sin^2, which takes the root away
        integral = np.mean(remaining_difference(x * np.sin(angle) ** 2) * 2 * np.sqrt(x) * np.sin(angle)) * math.pi / 2
        assert remaining_difference(x) - 1 == pytest.approx(-integral / math.sqrt(math.pi), rel=1e-6)


def test_the_share_that_is_left_agrees_with_the_error_function_and_its_limits():
    x = sp.Symbol("x", positive=True)
    share = sp.exp(x) * sp.erfc(sp.sqrt(x))
    for value in (1e-6, 0.3, 24.9, 25.1, 1e4):  # on both sides of the change to the continued fraction
        assert remaining_difference(value) == pytest.approx(float(share.subs(x, value).evalf(30)), rel=1e-13)
    assert remaining_difference(0.0) == 1
    assert remaining_difference(1e9) == pytest.approx(1 / math.sqrt(math.pi * 1e9), rel=1e-8)


def test_the_rate_is_the_slope_of_the_share():
    for x in (1e-3, 0.5, 20.0):
        step = 1e-5 * x
        slope = (remaining_difference(x - step) - remaining_difference(x + step)) / (2 * step)
        assert contact_cooling_rate(remaining_difference(x)) == pytest.approx(slope, rel=1e-6)


def test_the_thickest_film_cools_just_at_the_rate():
    thickness = thickest_film(2.5e5, 160.0, 300.0, 90.4, 620.0, 4.17e6)
    assert film_cooling_rate(160.0, 300.0, 90.4, contact_time_scale(thickness, 620.0, 4.17e6)) == pytest.approx(2.5e5)
    thin, thick = thickest_film([6.4e6, 2.5e5], 160.0, 300.0, 90.4, 620.0, 4.17e6)
    assert thick / thin == pytest.approx(math.sqrt(25.6))


FORMULAS = {
    heat_transfer_coefficient: {"effusivity": 600.0, "prandtl_number": 0.7, "speed": 1.0, "length": 3e-3},
    film_time_constant: {"thickness": 1e-7, "coefficient": 1e4, "heat_capacity_per_volume": 4e6},
    temperature_in_gas: {"time": 5e-3, "T_hot": 300.0, "T_cold": 100.0, "transit": 1e-2, "time_constant": 2e-3},
    contact_time_scale: {"thickness": 1e-7, "effusivity": 600.0, "heat_capacity_per_volume": 4e6},
}
NUMBERS = {
    remaining_difference: {"x": 2.0},
    contact_cooling_rate: {"share": 0.3},
    film_cooling_rate: {"T": 200.0, "T_start": 290.0, "T_cold": 90.0, "time_scale": 1e-7},
    thickest_film: {"rate": 2.5e5, "T": 160.0, "T_start": 300.0, "T_cold": 90.0, "effusivity": 600.0, "heat_capacity_per_volume": 4e6},
}


@pytest.mark.parametrize(("function", "arguments"), FORMULAS.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_floats_arrays_and_symbols_agree(function, arguments):
    number = function(**arguments)
    assert isinstance(number, float)
    assert function(**{name: [value, value] for name, value in arguments.items()}) == pytest.approx([number, number], rel=1e-12)
    symbols = {name: sp.Symbol(name, positive=True) for name in arguments}
    expression = function(**symbols)
    assert float(expression.subs({symbols[name]: value for name, value in arguments.items()})) == pytest.approx(number, rel=1e-12)


@pytest.mark.parametrize(("function", "arguments"), NUMBERS.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_floats_and_arrays_agree(function, arguments):
    number = function(**arguments)
    assert isinstance(number, float)
    assert function(**{name: [value, value] for name, value in arguments.items()}) == pytest.approx([number, number], rel=1e-12)


@pytest.mark.parametrize(
    ("function", "name"),
    [(function, name) for function, arguments in (FORMULAS | NUMBERS).items() for name in arguments],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_bad_arguments_are_refused_by_name(function, name):
    for wrong in (-1.0, float("nan"), float("inf")):
        with pytest.raises(ValueError, match=rf"^{name} must "):
            function(**(FORMULAS | NUMBERS)[function] | {name: wrong})


def test_a_film_colder_than_its_coolant_one_below_the_gas_and_an_unknown_coolant_are_refused():
    with pytest.raises(ValueError, match="T_cold must be below T"):
        film_cooling_rate(80.0, 300.0, 90.0, 1e-5)
    with pytest.raises(ValueError, match="T must be below T_start"):
        film_cooling_rate(180.0, 170.0, 90.0, 1e-5)
    with pytest.raises(
        ValueError, match=r"T must be between 0\.1 and 99\.9 % of the way from T_cold to T_start; got T = 90\.1, T_cold = 90"
    ):
        film_cooling_rate(90.1, 300.0, 90.0, 1e-5)
    with pytest.raises(ValueError, match=r"time must be at most transit; got time = 0\.03, transit = 0\.01 at index 1"):
        temperature_in_gas([0.01, 0.03], 300.0, 100.0, 0.01, 0.002)
    with pytest.raises(ValueError, match="name must be one of ethane, propane, nitrogen; got 'methane'"):
        coolant("methane")
    for property_of_a_gas in (gas_effusivity, gas_prandtl_number):
        for T in (77.3, 5000.0):  # a liquid, and beyond the equation
            with pytest.raises(ValueError, match=f"T must be above 77.355 and at most 2000 K, where Nitrogen is a gas; got T = {T:g}"):
                property_of_a_gas(T)
        with pytest.raises(ValueError, match=r"T must be a positive, finite temperature in kelvin; got -3\.0"):
            property_of_a_gas(-3.0)
        with pytest.raises(ValueError, match="fluid must be one that boils at one atmosphere, by its name in CoolProp; got 'Phlogiston'"):
            property_of_a_gas(200.0, "Phlogiston")
    assert set(COOLANTS) == {"ethane", "propane", "nitrogen"}
    assert {function.__name__ for function in FORMULAS | NUMBERS} < set(plunge_cooling.__all__)
