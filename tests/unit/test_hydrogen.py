import math

import numpy as np
import pytest

from cryolib.constants import R, c, h, k_B
from cryolib.gases import RealFluid
from cryolib.hydrogen import conversion_entropy, conversion_heat, parahydrogen_work
from cryolib.linde_hampson import liquefaction_work

MOLAR_MASS = 2.01588e-3  # kg/mol


def test_in_the_cold_the_entropy_is_that_of_nine_states_and_of_mixing():
    # Three molecules in four have 3 rotational times 3 spin states, one in four a single one, and they are mixed; parahydrogen has none of it.
    frozen = 0.75 * math.log(9) + 0.75 * math.log(4 / 3) + 0.25 * math.log(4)
    assert conversion_entropy(20.0) / float(R) == pytest.approx(frozen, abs=1e-3)


def test_in_the_cold_the_heat_is_three_quarters_of_the_first_rotational_step():
    # The step from J = 0 to J = 1 is 2 B = 170.5 K for a rotational temperature of 85.3 K: 0.75 * R * 170.5 = 1063 J/mol, 527 kJ/kg.
    assert conversion_heat(20.0) == pytest.approx(0.75 * float(R) * 170.5, rel=5e-3)


def rotation(T, levels, spins):
    """Energy [J/mol] and entropy [J/(mol K)] of molecules that turn, over rotational levels with as many spin states each.

    The constants in 1/cm are those of K. P. Huber and G. Herzberg, Constants of Diatomic Molecules (1979), in the lowest vibration.
    """
    B, D = 60.853 - 3.062 / 2, 0.0471
    energy = float(h * c / k_B) * 100 * (B * levels * (levels + 1) - D * (levels * (levels + 1)) ** 2)
    weight = spins * (2 * levels + 1) * np.exp(-energy / T)
    mean = np.sum(weight * energy) / np.sum(weight)
    return float(R) * mean, float(R) * (np.log(np.sum(weight)) + mean / T)


@pytest.mark.parametrize("T", [20.4, 77.0, 150.0, 300.0])
def test_heat_and_entropy_are_those_of_the_rotational_levels(T):
    levels = np.arange(0, 16)
    para, ortho = rotation(T, levels[::2], 1), rotation(T, levels[1::2], 3)
    mixing = -float(R) * (0.25 * math.log(0.25) + 0.75 * math.log(0.75))
    assert conversion_heat(T) == pytest.approx(0.25 * para[0] + 0.75 * ortho[0] - para[0], abs=3.0)  # of 1060 J/mol in the cold
    assert conversion_entropy(T) == pytest.approx(0.25 * para[1] + 0.75 * ortho[1] + mixing - para[1], rel=1e-3)


def test_where_the_gases_have_become_alike_nothing_is_left_but_the_number_of_states():
    assert conversion_heat(500.0) == 0
    assert conversion_entropy(500.0) == pytest.approx(float(R) * math.log(4))


@pytest.mark.parametrize("T", [30.0, 80.0, 150.0, 300.0])
def test_heat_and_entropy_belong_together(T):
    # d(h_n - h_p) = T d(s_n - s_p) at constant pressure.
    step = 0.5
    heat = conversion_heat(T + step) - conversion_heat(T - step)
    entropy = conversion_entropy(T + step) - conversion_entropy(T - step)
    assert heat == pytest.approx(T * entropy, rel=2e-4, abs=1e-3)


def test_heat_never_rises_with_temperature():
    heats = [conversion_heat(T) for T in np.linspace(20, 390, 30)]
    assert np.all(np.diff(heats) < 0)


def test_conversion_adds_to_the_work_what_it_is_worth_at_the_boiling_point():
    # The least work for normal liquid, and then q (T_0/T - 1) for the heat of conversion at the boiling point less what the entropy saves:
    # converting at T costs T_0 ds - dh, with ds and dh of the cold gases.
    normal = liquefaction_work(RealFluid("hydrogen"), 300.0, 101325.0)
    extra = (300 * conversion_entropy(20.37) - conversion_heat(20.37)) / MOLAR_MASS
    assert parahydrogen_work(300.0) == pytest.approx(normal + extra, rel=0.01)
    assert 3.9 < parahydrogen_work(300.0) / 3.6e6 < 4.0  # kWh/kg, where texts give about 3.9


def test_warmer_surroundings_cost_more():
    works = [parahydrogen_work(T) for T in (280.0, 300.0, 320.0)]
    assert works[0] < works[1] < works[2]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: conversion_heat(10.0), "T must be between 14 and 500"),
        (lambda: conversion_entropy(501.0), "T must be between 14 and 500"),
        (lambda: conversion_heat(float("nan")), "T must be"),
        (lambda: conversion_heat([20.0, 30.0]), "T must be one number"),
        (lambda: parahydrogen_work(500.0), "T_in must be between 200 and 400"),
        (lambda: parahydrogen_work(300.0, -1.0), "P must be between"),
        (lambda: parahydrogen_work(300.0, 2e6), "P must be between"),
    ],
)
def test_what_is_outside_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
