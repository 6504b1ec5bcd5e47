"""Heat leaks: values, the vanishing at equal temperatures, and errors."""

import re

import pytest
import sympy as sp

from cryolib.leaks import conducted_heat, radiated_heat
from cryolib.symbols import T_cold, T_hot, area, conductance, emissivity

SIGMA = 5.670374419e-8  # W/(m^2 K^4), CODATA 2018, as printed there


def test_values():
    assert conducted_heat(50, 300, 0.02) == pytest.approx(5.0, rel=1e-15)
    assert radiated_heat(4.2, 300.0, 1.0) == pytest.approx(SIGMA * (300.0**4 - 4.2**4), rel=1e-9)
    assert radiated_heat(4.2, 300.0, 1.0) == pytest.approx(459.3, abs=0.01)  # W per square metre of black surface
    assert radiated_heat(77, 300, 2, 0.05) == pytest.approx(0.1 * SIGMA * (300**4 - 77**4), rel=1e-9)


def test_no_leak_between_equal_temperatures_or_without_area():
    assert conducted_heat(300.0, 300.0, 0.02) == 0.0
    assert radiated_heat(300.0, 300.0, 1.0, 0.5) == 0.0
    assert radiated_heat(4.2, 300.0, 0) == 0.0
    assert conducted_heat(4.2, 300.0, 0) == 0.0


def test_arrays_and_symbols():
    assert radiated_heat([4.2, 77.0], [[300.0], [80.0]], 1.0).shape == (2, 2)
    assert conducted_heat(T_cold, T_hot, conductance) == conductance * (T_hot - T_cold)
    radiated = radiated_heat(T_cold, T_hot, area, emissivity)
    number = float(radiated.subs({T_cold: 77, T_hot: 300, area: 1, emissivity: 1}))
    assert number == pytest.approx(radiated_heat(77, 300, 1), rel=1e-14)
    slope = sp.diff(radiated, T_hot).subs(T_cold, T_hot)  # what a small difference makes of radiation: a conductance
    assert sp.simplify(slope / (4 * emissivity * area * T_hot**3)) == pytest.approx(SIGMA, rel=1e-9)


@pytest.mark.parametrize(
    ("function", "bad", "message"),
    [
        (conducted_heat, {"T_cold": 301.0}, "T_cold must not be above T_hot; got 301.0 > 300.0 K"),
        (radiated_heat, {"T_cold": [4.0, 301.0]}, "T_cold must not be above T_hot; got 301.0 > 300.0 K at index 1"),
        (conducted_heat, {"T_cold": 0}, "T_cold must be a positive, finite temperature in kelvin; got 0.0"),
        (radiated_heat, {"T_hot": -1}, "T_hot must be a positive, finite temperature in kelvin; got -1.0"),
        (conducted_heat, {"conductance": -0.1}, "conductance must be zero or positive, and finite; got -0.1"),
        (radiated_heat, {"area": -0.1}, "area must be zero or positive, and finite; got -0.1"),
        (radiated_heat, {"emissivity": 0}, "emissivity must be a fraction, above 0 and at most 1; got 0.0"),
        (radiated_heat, {"emissivity": 1.1}, "emissivity must be a fraction, above 0 and at most 1; got 1.1"),
    ],
)
def test_bad_values_are_refused_by_name(function, bad, message):
    last = {"conductance": 0.1} if function is conducted_heat else {"area": 0.1}
    with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
        function(**{"T_cold": 4.2, "T_hot": 300.0} | last | bad)
