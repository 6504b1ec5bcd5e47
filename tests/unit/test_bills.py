"""Several stages and cooling down: the closed forms against steps that are added up, and against the calorimetry of copper."""

import math

import numpy as np
import pytest
import sympy as sp

from cryolib.bills import constant_cooldown_work, debye_cooldown_work, staged_input_power
from cryolib.constants import R
from cryolib.limits import input_power
from cryolib.solids import debye_heat_capacity
from cryolib.symbols import T, T_cold, T_hot


def test_stages_add_up():
    # Each watt at 50 K is worth 5 W beside 300 K, and each at 4.2 K 295.8 / 4.2 W.
    assert staged_input_power({4.2: 1.5, 50: 35}, 300) == pytest.approx(1.5 * 295.8 / 4.2 + 175)
    assert staged_input_power({77: 2}, 310, 0.4) == pytest.approx(input_power(2, 77, 310, 0.4))


def test_a_constant_heat_capacity_is_the_sum_of_small_steps():
    edges = np.geomspace(77, 300, 100_001)
    middle = (edges[1:] + edges[:-1]) / 2
    assert constant_cooldown_work(2.0, 77.0, 300.0) == pytest.approx(2 * np.sum((300 / middle - 1) * np.diff(edges)), rel=1e-8)
    assert constant_cooldown_work(2.0, 77.0, 300.0, 0.1) == pytest.approx(10 * constant_cooldown_work(2.0, 77.0, 300.0))
    capacity = sp.Symbol("capacity", positive=True)
    integral = sp.integrate(capacity * (T_hot / T - 1), (T, T_cold, T_hot))
    assert sp.simplify((integral - constant_cooldown_work(capacity, T_cold, T_hot)).expand(force=True).expand(log=True)) == 0


def test_heat_capacity_at_both_ends():
    assert debye_heat_capacity(1.0, 343.0) == pytest.approx(12 * math.pi**4 / 5 * R * (1 / 343) ** 3, rel=1e-9)
    assert debye_heat_capacity([1e300, 1e300], [1e-300, 343.0]) == pytest.approx([3 * R, 3 * R])  # without an overflow
    assert debye_heat_capacity(1e5, 343.0) == pytest.approx(3 * R * (1 - (343 / 1e5) ** 2 / 20), rel=1e-9)


def test_cold_copper_is_worth_what_its_entropy_and_enthalpy_say():
    # CODATA key values (Cox, Wagman, Medvedev 1989), at 298.15 K: entropy 33.15 J/(mol K), enthalpy above 0 K 5.004 kJ/mol.
    assert debye_cooldown_work(315.0, 0.1, 298.15) == pytest.approx(298.15 * 33.15 - 5004, rel=0.03)


def test_a_debye_solid_far_above_its_temperature_has_a_constant_heat_capacity():
    assert debye_cooldown_work(1.0, 77.0, 300.0) == pytest.approx(constant_cooldown_work(3 * R, 77.0, 300.0), rel=1e-4)


@pytest.mark.parametrize(
    ("function", "arguments", "message"),
    [
        (staged_input_power, ({}, 300), r"^loads must have at least one stage; got \{\}$"),
        (staged_input_power, ({4.2: -1}, 300), r"^heat_load must be zero or positive, .*; got -1.0$"),
        (staged_input_power, ({310: 1}, 300), r"^T_cold must be below T_hot; got 310.0 >= 300.0 K$"),
        (constant_cooldown_work, (0, 77, 300), r"^total_heat_capacity must be positive and finite; got 0.0$"),
        (constant_cooldown_work, (1, 77, 300, 2), r"^efficiency must be a fraction, .*; got 2.0$"),
        (debye_heat_capacity, (-1, 343), r"^T must be positive and finite; got -1.0$"),
        (debye_cooldown_work, (343, 300, 77), r"^T_cold must be below T_hot; got 300.0 >= 77.0 K$"),
        (debye_cooldown_work, (0, 77, 300), r"^debye_temperature must be positive and finite; got 0.0$"),
    ],
)
def test_bad_values_are_refused_by_name(function, arguments, message):
    with pytest.raises(ValueError, match=message):
        function(*arguments)
