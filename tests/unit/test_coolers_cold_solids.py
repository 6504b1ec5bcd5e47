"""Coolers without a gas: a thermocouple, a magnetic salt, and helium-3 that dissolves; each against its own first principles."""

import numpy as np
import pytest
import sympy as sp

from cryolib.constants import R, k_B
from cryolib.coolers.demagnetisation import (
    BOHR_MAGNETON,
    demagnetised_temperature,
    largest_magnetic_entropy,
    magnetic_entropy,
    magnetic_heat,
)
from cryolib.coolers.dilution import DILUTE, PURE, dilution_cooling, lowest_dilution_temperature
from cryolib.coolers.thermoelectric import coldest_thermoelectric, thermoelectric_cop
from cryolib.limits import carnot_cop
from cryolib.symbols import T_cold, T_hot


def test_the_best_current_of_a_couple():
    """From the balance of a couple, without knowing the answer: no current does better, and one does as well."""
    seebeck, resistance, conductance = 4e-4, 1e-2, 1.2e-2
    merit = seebeck**2 / (resistance * conductance)
    current = np.linspace(0.05, 8, 200001)
    cooling = seebeck * current * 270 - current**2 * resistance / 2 - conductance * 30
    best = np.max(cooling / (seebeck * current * 30 + current**2 * resistance))
    assert thermoelectric_cop(270.0, 300.0, merit) == pytest.approx(best, rel=1e-7)


@pytest.mark.parametrize(("merit", "percent", "difference"), [(1, 17.2, 80), (2, 26.8, None), (3, 33.3, 135)])
def test_limits_of_couples(merit, percent, difference):
    """Z T = 1, 2, 3 at 300 K: for small differences the fraction of Carnot, and the lowest temperature."""
    Z = merit / 300
    close = thermoelectric_cop(299.999, 300.0, Z) / carnot_cop(299.999, 300.0)
    assert 100 * close == pytest.approx(percent, abs=0.05)
    coldest = coldest_thermoelectric(300.0, Z)
    assert Z * coldest**2 / 2 == pytest.approx(300 - coldest)
    assert thermoelectric_cop(coldest, 300.0, Z) == pytest.approx(0, abs=1e-12)
    assert thermoelectric_cop(coldest - 1, 300.0, Z) < 0
    if difference:
        assert 300 - coldest == pytest.approx(difference, abs=0.5)


def test_a_couple_without_end_of_merit_is_carnots():
    Z = sp.Symbol("Z", positive=True)
    assert sp.limit(thermoelectric_cop(77, 300, Z), Z, sp.oo) == sp.Rational(77, 223)
    assert thermoelectric_cop(T_cold, T_hot, Z).free_symbols == {T_cold, T_hot, Z}


def entropy_of_levels(T, field, spin, g=2.0):
    """Minus R times the sum of p ln p over the levels."""
    levels = np.arange(-spin, spin + 0.5)
    weights = np.exp(levels * g * BOHR_MAGNETON * field / (k_B * T))
    p = weights / weights.sum()
    return -R * np.sum(p * np.log(p))


@pytest.mark.parametrize("spin", [0.5, 1.5, 2.5, 3.5])
@pytest.mark.parametrize(("T", "field"), [(1.2, 4.0), (4.5, 4.0), (0.3, 0.1), (300.0, 1e-3)])
def test_entropy_is_the_sum_over_the_levels(spin, T, field):
    assert magnetic_entropy(T, field, spin) == pytest.approx(entropy_of_levels(T, field, spin), rel=1e-9)


def test_entropy_of_known_salts_and_its_limits():
    assert BOHR_MAGNETON / k_B == pytest.approx(0.67171, abs=5e-6)  # K/T
    assert magnetic_entropy([1.2, 4.5], 4.0, 2.5) == pytest.approx([0.52, 7.26], abs=5e-3)
    assert largest_magnetic_entropy([3.5, 2.5, 1.5]) == pytest.approx([17.29, 14.90, 11.53], abs=5e-3)
    assert magnetic_entropy(300.0, 1e-6, 2.5) == pytest.approx(largest_magnetic_entropy(2.5), rel=1e-9)
    assert magnetic_entropy(1e-3, 10.0, 2.5) == pytest.approx(0, abs=1e-12)  # and no overflow
    T, B = sp.symbols("T B", positive=True)
    formula = sp.lambdify((T, B), magnetic_entropy(T, B, 2.5))
    assert formula(1.2, 4.0) == pytest.approx(magnetic_entropy(1.2, 4.0, 2.5), rel=1e-9)


def test_demagnetisation_keeps_the_entropy():
    T = demagnetised_temperature(1.2, 4.0, 0.0, 0.05)
    assert magnetic_entropy(T, 0.05, 2.5) == pytest.approx(magnetic_entropy(1.2, np.hypot(4.0, 0.05), 2.5))
    assert pytest.approx(1.2 * 0.05 / 4, rel=1e-3) == T
    assert demagnetised_temperature(1.2, 4.0, 4.0, 0.05) == 1.2


def test_the_heat_of_a_salt():
    heat = magnetic_heat(0.05, 1.2, 4.0, 2.5, 0.05)
    assert heat == pytest.approx(0.05 * (entropy_of_levels(0.05, 0.05, 2.5) - entropy_of_levels(1.2, np.hypot(4, 0.05), 2.5)))
    assert 0 < heat < 0.05 * largest_magnetic_entropy(2.5)
    with pytest.raises(ValueError, match=r"field must be higher to reach T_cold; got field = 0\.1, T_cold = 0\.05"):
        magnetic_heat(0.05, 1.2, 0.1, 2.5, 0.05)


@pytest.mark.parametrize(("T", "fraction"), [(0.5, 0.99), (0.1, 0.75), (0.05, 0.43)])
def test_a_salt_is_at_carnots_limit_only_if_it_is_as_warm_as_the_sink_before_it_touches_it(T, fraction):
    """By the energy of the levels: one turn's work is what the sink takes less what the salt takes up."""
    sink, own, strong, levels = 1.2, 0.05, np.hypot(4.0, 0.05), np.arange(-2.5, 3)
    spacing = 2 * BOHR_MAGNETON / k_B

    def energy(T, field):
        p = np.exp(levels * spacing * field / T)
        return -R * spacing * field * (levels * p).sum() / p.sum()

    heat = magnetic_heat(T, sink, 4.0, 2.5, own)
    warmed = own * sink / T  # the field at which the spent salt, cut off, is as warm as the sink
    assert magnetic_entropy(sink, warmed, 2.5) == pytest.approx(magnetic_entropy(T, own, 2.5))
    to_sink = sink * (magnetic_entropy(sink, warmed, 2.5) - magnetic_entropy(sink, strong, 2.5))
    assert heat / (to_sink - heat) == pytest.approx(carnot_cop(T, sink))
    put_on_cold = sink * (magnetic_entropy(sink, own, 2.5) - magnetic_entropy(sink, strong, 2.5)) - (energy(sink, own) - energy(T, own))
    assert heat / (put_on_cold - heat) / carnot_cop(T, sink) == pytest.approx(fraction, abs=5e-3)


def test_enthalpies_of_helium_3_follow_from_equilibrium():
    T = sp.Symbol("T", positive=True)
    pure, dilute = sp.nsimplify(PURE), sp.nsimplify(DILUTE)
    in_pure, entropies = pure * T**2 / 2, (pure * T, dilute * T)  # integrals of c and of c/T
    in_dilute = in_pure + T * (entropies[1] - entropies[0])  # h - T s is the same in both
    assert (in_pure, in_dilute) == (11 * T**2, 95 * T**2)
    assert sp.simplify(dilution_cooling(1, T, T) - in_dilute + in_pure) == 0


def test_the_solution_is_nearly_an_ideal_fermi_gas():
    """106 J/(mol K^2) from the density of 6.6 % helium-3 in helium-4 and an effective mass of 2.45 helium-3 atoms, within 3 %."""
    hbar, mass = 1.054571817e-34, 2.45 * 5.0082e-27
    density = 0.066 * 6.02214076e23 / (27.58e-6 * (1 + 0.286 * 0.066))
    fermi = hbar**2 / (2 * mass) * (3 * np.pi**2 * density) ** (2 / 3) / k_B
    assert np.pi**2 / 2 * R / fermi == pytest.approx(DILUTE, rel=0.03)


def test_cooling_of_a_mixing_chamber():
    T = np.array([0.1, 0.02, 0.01])
    assert 1e6 * dilution_cooling(1e-3, T, T) == pytest.approx([840, 33.6, 8.4])
    lowest = lowest_dilution_temperature(0.03)
    assert lowest / 0.03 == pytest.approx(0.34, abs=5e-4)
    assert dilution_cooling(1e-3, lowest, 0.03) == pytest.approx(0, abs=1e-15)
    assert dilution_cooling(1e-3, 0.9 * lowest, 0.03) < 0
    with pytest.raises(ValueError, match=r"T_in must not be below T; got T_in = 0.01, T = 0.02"):
        dilution_cooling(1e-3, 0.02, 0.01)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: largest_magnetic_entropy(0.3), "spin must be a multiple of a half"),
        (lambda: magnetic_entropy(1.0, 0.0, 2.5), "field must be positive"),
        (lambda: thermoelectric_cop(200.0, 300.0, 0.0), "merit must be positive"),
        (lambda: coldest_thermoelectric(-5.0, 0.003), "T_hot must be a positive"),
        (lambda: dilution_cooling(-1.0, 0.1, 0.1), "flow must be zero or positive"),
        (lambda: dilution_cooling(1e-3, 0.05, 4.2), "T_in must be at most 0.1 K"),
        (lambda: lowest_dilution_temperature([0.05, 1.2]), "T_in must be at most 0.1 K, .*; got T_in = 1.2 at index 1"),
    ],
)
def test_refusals(call, says):
    with pytest.raises(ValueError, match=says):
        call()
