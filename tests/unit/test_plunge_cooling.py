import math

import numpy as np
import pytest
import sympy as sp

from cryolib import plunge_cooling
from cryolib.plunge_cooling import (
    COOLANTS,
    contact_coefficient,
    coolant,
    cooling_time,
    film_cooling_rate,
    gas_effusivity,
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
    # A kinetic gas has k ~ 1.9 c_v mu; with tabulated k = 0.0260 W/(m K), density 1.123 kg/m3 and c_p = 1041 J/(kg K) at 300 K:
    assert gas_effusivity(300.0) == pytest.approx(math.sqrt(0.0260 * 1.138 * 1041), rel=0.01)


def test_the_coefficient_is_the_mean_of_a_half_space_s_flux():
    # The flux of a half-space whose surface steps by one kelvin is e / sqrt(pi t).
    e, speed, length = 600.0, 2.0, 3e-3
    times = (np.arange(200_000) + 0.5) / 200_000 * length / speed
    assert contact_coefficient(e, speed, length) == pytest.approx(np.mean(e / np.sqrt(math.pi * times)), rel=2e-3)


def test_a_film_in_the_gas_obeys_its_equation():
    t, tau = sp.Symbol("t", positive=True), sp.Symbol("tau", positive=True)
    T = temperature_in_gas(t, 300, 100, 10, tau)
    medium = 300 - 20 * t
    assert sp.simplify(sp.diff(T, t) + (T - medium) / tau) == 0
    assert sp.limit(T, t, 0) == 300


def test_a_thin_film_follows_the_gas_and_a_thick_one_does_not_notice_it():
    assert temperature_in_gas(0.01, 300.0, 100.0, 0.01, 1e-6) == pytest.approx(100.0, abs=0.1)
    assert temperature_in_gas(0.01, 300.0, 100.0, 0.01, 1e3) == pytest.approx(300.0, abs=0.01)


def test_the_thickest_film_cools_just_at_the_rate():
    thickness = thickest_film(2.5e5, 160.0, 90.4, 12.5e3, 4.17e6)
    tau = cooling_time(thickness, 12.5e3, 4.17e6)
    assert film_cooling_rate(160.0, 90.4, tau) == pytest.approx(2.5e5)
    # By hand: 2 * 12500 * 69.6 / (4.17e6 * 2.5e5) = 1.669e-6 m.
    assert thickness == pytest.approx(1.669e-6, rel=1e-3)


def test_two_rates_that_differ_by_25_allow_thicknesses_that_do():
    thin, thick = thickest_film([6.4e6, 2.5e5], 160.0, 90.4, 12.5e3, 4.17e6)
    assert thick / thin == pytest.approx(25.6)


FORMULAS = {
    contact_coefficient: {"effusivity": 600.0, "speed": 1.0, "length": 3e-3},
    cooling_time: {"thickness": 1e-7, "coefficient": 1e4, "heat_capacity_per_volume": 4e6},
    temperature_in_gas: {"time": 5e-3, "T_hot": 300.0, "T_cold": 100.0, "transit": 1e-2, "time_constant": 2e-3},
    film_cooling_rate: {"T": 200.0, "T_cold": 90.0, "time_constant": 1e-5},
    thickest_film: {"rate": 2.5e5, "T": 160.0, "T_cold": 90.0, "coefficient": 1e4, "heat_capacity_per_volume": 4e6},
}


@pytest.mark.parametrize(("function", "arguments"), FORMULAS.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_floats_arrays_and_symbols_agree(function, arguments):
    number = function(**arguments)
    assert isinstance(number, float)
    assert function(**{name: [value, value] for name, value in arguments.items()}) == pytest.approx([number, number], rel=1e-12)
    symbols = {name: sp.Symbol(name, positive=True) for name in arguments}
    expression = function(**symbols)
    assert float(expression.subs({symbols[name]: value for name, value in arguments.items()})) == pytest.approx(number, rel=1e-12)


@pytest.mark.parametrize(
    ("function", "name"), [(function, name) for function, arguments in FORMULAS.items() for name in arguments], ids=lambda value: str(value)
)
def test_bad_arguments_are_refused_by_name(function, name):
    for wrong in (-1.0, float("nan"), float("inf")):
        with pytest.raises(ValueError, match=rf"^{name} must "):
            function(**FORMULAS[function] | {name: wrong})


def test_a_film_colder_than_its_coolant_and_an_unknown_coolant_are_refused():
    with pytest.raises(ValueError, match="T_cold must not be above T"):
        film_cooling_rate(80.0, 90.0, 1e-5)
    with pytest.raises(ValueError, match="name must be one of ethane, propane, nitrogen; got 'methane'"):
        coolant("methane")
    with pytest.raises(ValueError, match="T must be positive"):
        gas_effusivity(-3.0)
    assert set(COOLANTS) == {"ethane", "propane", "nitrogen"}
    assert {function.__name__ for function in FORMULAS} < set(plunge_cooling.__all__)
