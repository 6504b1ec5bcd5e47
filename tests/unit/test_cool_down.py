"""Cooling down: measured enthalpies and entropies, the limits of Debye's model, and the balance of a cooler with its leak."""

import math
import re

import numpy as np
import pytest
import sympy as sp

from cryolib.constants import R
from cryolib.cool_down import (
    constant_cool_down_work,
    cool_down_heat,
    cool_down_time,
    debye_cool_down_work,
    least_cool_down_work,
)
from cryolib.limits import holding_power
from cryolib.solids import SOLIDS, debye_heat_capacity
from cryolib.symbols import T, T_cold, T_hot


@pytest.mark.parametrize(("name", "measured", "less"), [("copper", 5004, 0.058), ("aluminium", 4540, 0.079)])
def test_measured_enthalpies(name, measured, less):
    """CODATA's H(298.15 K) - H(0) in J/mol; Debye's model at constant volume, with its low temperature, has 6 and 8 % less."""
    heat = cool_down_heat(name, SOLIDS[name].molar_mass, 1e-2, 298.15)
    assert heat == pytest.approx(measured * (1 - less), rel=0.002)


@pytest.mark.parametrize("name", SOLIDS)
def test_the_limits_of_debyes_model(name):
    solid = SOLIDS[name]
    hot = cool_down_heat(name, 1.0, 3000.0, 4000.0)
    assert hot == pytest.approx(3 * R / solid.molar_mass * 1000, rel=0.002)  # Dulong and Petit
    cold = cool_down_heat(name, 1.0, 1e-3, 4.0)
    assert cold == pytest.approx(3 / 5 * math.pi**4 * R / solid.molar_mass * 4.0**4 / solid.debye_temperature**3, rel=1e-6)  # the cube law
    places = np.geomspace(4.2, 300.0, 10_001)
    work = np.trapezoid(solid.heat_capacity(places) * (300.0 / places - 1), places)  # per kilogram
    assert least_cool_down_work(name, [0.0, 2.0], 4.2, 300.0) == pytest.approx([0.0, 2 * work], rel=1e-6)


@pytest.mark.parametrize("name", SOLIDS)
def test_parts_add_up(name):
    middle = np.array([10.0, 77.0, 200.0])
    whole = cool_down_heat(name, 2.0, 4.2, 300.0)
    assert cool_down_heat(name, 2.0, 4.2, middle) + cool_down_heat(name, 2.0, middle, 300.0) == pytest.approx(whole, rel=1e-9)
    assert cool_down_heat(name, [0.0, 1.0, 2.0], 4.2, 300.0) == pytest.approx([0, whole / 2, whole], rel=1e-14)


def test_the_work_is_that_of_carnots_cooler_on_the_way():
    """Between close temperatures it is the heat times the price there."""
    for middle in (10.0, 100.0, 250.0):
        step = cool_down_heat("copper", 1.0, middle, middle * 1.0001)
        dearer = least_cool_down_work("copper", 1.0, middle, 300.0) - least_cool_down_work("copper", 1.0, middle * 1.0001, 300.0)
        assert dearer == pytest.approx(step * (300 / middle - 1), rel=1e-3)


def test_a_constant_heat_capacity_is_the_sum_of_small_steps():
    edges = np.geomspace(77, 300, 100_001)
    middle = (edges[1:] + edges[:-1]) / 2
    assert constant_cool_down_work(2.0, 77.0, 300.0) == pytest.approx(2 * np.sum((300 / middle - 1) * np.diff(edges)), rel=1e-8)
    assert constant_cool_down_work(2.0, 77.0, 300.0, 0.1) == pytest.approx(10 * constant_cool_down_work(2.0, 77.0, 300.0))
    capacity = sp.Symbol("capacity", positive=True)
    integral = sp.integrate(capacity * (T_hot / T - 1), (T, T_cold, T_hot))
    assert sp.simplify((integral - constant_cool_down_work(capacity, T_cold, T_hot)).expand(force=True).expand(log=True)) == 0


def test_heat_capacity_at_both_ends():
    assert debye_heat_capacity(1.0, 343.0) == pytest.approx(12 * math.pi**4 / 5 * R * (1 / 343) ** 3, rel=1e-9)
    assert debye_heat_capacity([1e300, 1e300], [1e-300, 343.0]) == pytest.approx([3 * R, 3 * R])  # without an overflow
    assert debye_heat_capacity(1e5, 343.0) == pytest.approx(3 * R * (1 - (343 / 1e5) ** 2 / 20), rel=1e-9)


def test_cold_copper_is_worth_what_its_entropy_and_enthalpy_say():
    # CODATA key values (Cox, Wagman, Medvedev 1989), at 298.15 K: entropy 33.15 J/(mol K), enthalpy above 0 K 5.004 kJ/mol.
    assert debye_cool_down_work(315.0, 0.1, 298.15) == pytest.approx(298.15 * 33.15 - 5004, rel=0.03)


def test_a_debye_solid_far_above_its_temperature_has_a_constant_heat_capacity():
    assert debye_cool_down_work(1.0, 77.0, 300.0) == pytest.approx(constant_cool_down_work(3 * R, 77.0, 300.0), rel=1e-4)


def test_most_of_the_heat_is_at_the_top_and_hardly_any_at_the_bottom():
    whole = cool_down_heat("copper", 1.0, 4.2, 300.0)
    assert cool_down_heat("copper", 1.0, 77.0, 300.0) / whole > 0.9
    assert cool_down_heat("copper", 1.0, 4.2, 20.0) / whole < 0.001


def test_the_time_is_work_over_useful_power():
    work = least_cool_down_work("aluminium", 35.0, 4.2, 300.0)
    assert cool_down_time("aluminium", 35.0, 4.2, 300.0, 260.0, 0.05) == pytest.approx(work / (0.05 * 260), rel=1e-9)
    assert cool_down_time("aluminium", [0, 35.0], 4.2, 300.0, 260.0)[0] == 0.0


def test_a_leak_costs_time_the_more_the_nearer_it_comes_to_what_the_power_holds():
    leak = 1e-2
    needed = holding_power(20.0, 300.0, leak)
    bare = cool_down_time("copper", 10.0, 20.0, 300.0, 2 * needed)
    times = cool_down_time("copper", 10.0, 20.0, 300.0, 2 * needed, conductance=[0.0, 0.5 * leak, leak, 1.9 * leak])
    assert times[0] == pytest.approx(bare, rel=1e-12)
    assert np.all(np.diff(times) > 0)
    with pytest.raises(ValueError, match=r"^power must be more than what holds T_cold against the leak; got power = "):
        cool_down_time("copper", 10.0, 20.0, 300.0, 0.999 * needed, conductance=leak)


def test_the_time_agrees_with_a_step_by_step_balance():
    """A body of 5 kg, stepped down from 280 K by what the cooler takes and the leak brings, in Heun's rule."""
    mass, power, efficiency, leak, T_hot = 5.0, 100.0, 0.1, 5e-3, 300.0
    solid, T, elapsed, step = SOLIDS["copper"], 280.0, 0.0, 20.0

    def rate(T):
        return -(efficiency * power * T / (T_hot - T) - leak * (T_hot - T)) / (mass * solid.heat_capacity(T))

    while T > 60.0:
        slope = rate(T)
        slope = (slope + rate(T + slope * step)) / 2
        before, T, elapsed = T, T + slope * step, elapsed + step
    elapsed -= step * (60.0 - T) / (before - T)
    whole = cool_down_time("copper", mass, 60.0, T_hot, power, efficiency, leak)
    start = cool_down_time("copper", mass, 280.0, T_hot, power, efficiency, leak)
    assert whole - start == pytest.approx(elapsed, rel=1e-4)


@pytest.mark.parametrize(
    ("function", "bad", "message"),
    [
        (cool_down_heat, {"material": "wood"}, "material must be one of copper, aluminium, steel; got 'wood'"),
        (cool_down_heat, {"mass": -1}, "mass must be zero or positive, and finite; got -1.0"),
        (cool_down_heat, {"T_cold": 300}, "T_cold must be below T_hot"),
        (cool_down_heat, {"mass": sp.Symbol("m")}, "mass must be numbers; got m"),
        (least_cool_down_work, {"material": None}, "material must be one of copper, aluminium, steel; got None"),
        (least_cool_down_work, {"T_cold": 0}, "T_cold must be a positive, finite temperature in kelvin; got 0.0"),
        (least_cool_down_work, {"mass": np.nan}, "mass must be zero or positive, and finite; got nan"),
        (cool_down_time, {"power": 0}, "power must be positive and finite; got 0.0"),
        (cool_down_time, {"efficiency": 1.1}, "efficiency must be a fraction, above 0 and at most 1; got 1.1"),
        (cool_down_time, {"conductance": -1}, "conductance must be zero or positive, and finite; got -1.0"),
    ],
)
def test_bad_values_are_refused_by_name(function, bad, message):
    good = {"material": "copper", "mass": 1.0, "T_cold": 77.0, "T_hot": 300.0}
    with pytest.raises(ValueError, match="^" + re.escape(message)):
        function(**good | ({"power": 100.0} if function is cool_down_time else {}) | bad)


@pytest.mark.parametrize(
    ("function", "arguments", "message"),
    [
        (constant_cool_down_work, (0, 77, 300), r"^total_heat_capacity must be positive and finite; got 0.0$"),
        (constant_cool_down_work, (1, 77, 300, 2), r"^efficiency must be a fraction, .*; got 2.0$"),
        (debye_heat_capacity, (-1, 343), r"^T must be positive and finite; got -1.0$"),
        (debye_cool_down_work, (343, 300, 77), r"^T_cold must be below T_hot; got 300.0 >= 77.0 K$"),
        (debye_cool_down_work, (0, 77, 300), r"^debye_temperature must be positive and finite; got 0.0$"),
    ],
)
def test_bodies_that_are_none_are_refused_by_name(function, arguments, message):
    with pytest.raises(ValueError, match=message):
        function(*arguments)
