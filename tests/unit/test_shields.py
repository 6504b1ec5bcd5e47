"""Shields: the closed forms against the energy balance of each stage, optimised without knowing the answer."""

import math

import mpmath
import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

from cryolib.limits import holding_power, input_power, minimum_temperature
from cryolib.shields import (
    heated_above,
    optimal_shield_temperature,
    power_law_holding_power,
    shielded_holding_power,
    shielded_minimum_temperature,
)
from cryolib.symbols import T_cold, T_hot, T_shield, conductance, efficiency, power, stages

hot = st.floats(100.0, 500.0)
ratio = st.floats(1e-3, 0.99)  # of T_cold to T_hot
fractions = st.floats(0.01, 1.0)
counts = st.integers(1, 1000)


def staged_power(temperatures, lengths):
    """Add up the power of each stage, which takes up what comes from above less what goes on below (K = 1, eta = 1)."""
    flows = np.diff(temperatures) / lengths
    loads = np.diff(flows, prepend=0.0)
    return float(np.sum(loads * (temperatures[-1] / temperatures[:-1] - 1.0)))


def golden_section(function, low, high):
    """Return the minimiser of a unimodal function."""
    inverse = (math.sqrt(5) - 1) / 2
    while high - low > 1e-9:
        left, right = high - inverse * (high - low), low + inverse * (high - low)
        low, high = (low, right) if function(left) < function(right) else (left, high)
    return (low + high) / 2


def optimum(cold, warm, n, free_places):
    """Move one shield at a time to where the power is least, in log temperature and in place, until nothing moves."""
    logs = np.linspace(0, 1, n + 1) ** 2 * math.log(warm / cold)  # start away from the answer
    places = np.linspace(0, 1, n + 1)
    if free_places:
        places **= 1.5

    def total():
        return staged_power(cold * np.exp(logs), np.diff(places))

    previous = math.inf
    while previous - total() > 1e-13 * total():
        previous = total()
        for array in (logs, places) if free_places else (logs,):
            for i in range(1, n):

                def moved(x, array=array, i=i):
                    array[i] = x
                    return total()

                array[i] = golden_section(moved, array[i - 1] + 1e-6, array[i + 1] - 1e-6)
    return total(), cold * np.exp(logs), places


@pytest.mark.parametrize("free_places", [True, False])
@pytest.mark.parametrize(("cold", "warm", "n"), [(4.2, 295.0, 2), (4.2, 295.0, 3), (20.0, 300.0, 4), (77.0, 310.0, 2)])
def test_closed_form_is_the_numerical_optimum(cold, warm, n, free_places):
    least, temperatures, places = optimum(cold, warm, n, free_places)
    assert shielded_holding_power(cold, warm, 1.0, n) == pytest.approx(least, rel=1e-9)
    assert places == pytest.approx(np.arange(n + 1) / n, abs=1e-4)
    expected = optimal_shield_temperature(cold, warm, np.arange(1, n + 1) / n)
    assert temperatures[1:] == pytest.approx(expected, rel=1e-4)


@given(hot, ratio, st.data())
def test_no_placement_of_shields_does_better(warm, r, data):
    cold = r * warm
    n = data.draw(st.integers(1, 6))
    cuts = st.lists(st.floats(0.01, 0.99), min_size=n - 1, max_size=n - 1, unique_by=lambda x: round(x, 3))
    logs, places = (np.array([0.0, *sorted(data.draw(cuts)), 1.0]) for _ in range(2))
    needed = staged_power(cold * (warm / cold) ** logs, np.diff(places))
    assert needed >= shielded_holding_power(cold, warm, 1.0, n) * (1 - 1e-9)
    assert needed >= shielded_holding_power(cold, warm, 1.0, math.inf) * (1 - 1e-9)


@pytest.mark.parametrize(("m", "limit"), [(1, 8.0), (3, 16 / 9)])
def test_power_stays_finite_where_the_conductivity_vanishes(m, limit):
    """Shields at free places: the sum of squares of sqrt(heat integral * (1/T below - 1/T above)), optimised in the temperatures."""
    ratio, n = 300.0, 5000
    # With so many shields it does not matter how their temperatures are spread.
    temperatures = np.geomspace(1 / ratio, 1.0, n + 1)
    heat = np.diff(temperatures ** (m + 1)) / (m + 1)
    power = np.sum(np.sqrt(heat * -np.diff(1 / temperatures))) ** 2
    assert power_law_holding_power(1.0, 300.0, 1 / 300, m) == pytest.approx(power, rel=1e-4)
    # In watts per watt that would leak into absolute zero, G T_hot / (m + 1), it ends at the limit.
    ends = (m + 1) * power_law_holding_power([1.0, 1e-6], 300.0, 1 / 300, m)
    assert ends[0] < ends[1] < limit
    assert ends[1] == pytest.approx(limit, rel=2e-4)


def test_a_small_exponent_is_a_constant_conductivity():
    assert power_law_holding_power(4.2, 295.0, 1.0, 1e-7) == pytest.approx(shielded_holding_power(4.2, 295.0, 1.0, math.inf), rel=1e-6)


@pytest.mark.parametrize("x", [0.3, 0.5])
def test_a_shield_takes_up_nothing_where_it_would_be_by_itself(x):
    alone = heated_above(4.2, 295.0, x)
    assert (295.0 - alone) / (1 - x) == pytest.approx((alone - 4.2) / x)


def test_many_stages_approach_continuous_cooling():
    n = 1000
    logs = np.linspace(0.0, 1.0, n + 1)
    needed = staged_power(4.2 * (295.0 / 4.2) ** logs, np.full(n, 1 / n))
    assert needed == pytest.approx(shielded_holding_power(4.2, 295.0, 1.0, n), rel=1e-9)
    assert needed == pytest.approx(shielded_holding_power(4.2, 295.0, 1.0, math.inf), rel=1e-5)


@pytest.mark.parametrize(
    ("n", "expected"),
    [  # 295 K [2 n sinh(ln(295/4.2) / 2n)]^2 and 295 K ln^2(295/4.2), mpmath with 50 digits
        (1, 20134.438095238095238),
        (2, 7670.1619034551884707),
        (3, 6287.8920914633666485),
        (10, 5414.0124779291666262),
        (math.inf, 5333.179813555529887),
    ],
)
def test_values(n, expected):
    assert shielded_holding_power(4.2, 295.0, 1.0, n) == pytest.approx(expected, rel=4e-15, abs=0)
    assert shielded_holding_power(4.2, 295.0, 2.0, n, 0.1) == pytest.approx(20 * expected, rel=4e-15, abs=0)


def test_magnet_with_shields():
    """A support that leaks 1.5 W from 295 K to 4.2 K: ideal power 104 W; 40 W with a shield at 35 K; 28 W at best."""
    leak = 1.5 / 290.8
    assert optimal_shield_temperature(4.2, 295.0) == pytest.approx(math.sqrt(4.2 * 295.0), rel=1e-15)
    needed = shielded_holding_power(4.2, 295.0, leak, [1, 2, math.inf])
    assert needed == pytest.approx([103.85714285714286, 39.564108855511632, 27.509524485327699], rel=4e-15)


@pytest.mark.parametrize("gap", [1e-13, 1e-9, 1e-5, 0.1, 10.0])
@pytest.mark.parametrize("n", [1, 2, 7, 10**6, 10**15, 1e300, math.inf])
def test_all_digits_at_small_differences_and_many_stages(gap, n):
    warm = 300.0
    cold = warm - gap
    with mpmath.workdps(60):
        logarithm = mpmath.log(mpmath.mpf(warm) / mpmath.mpf(cold))
        root = logarithm if n == math.inf else 2 * n * mpmath.sinh(logarithm / (2 * n)) if n < 1e20 else logarithm
        expected = float(warm * root**2)
    assert shielded_holding_power(cold, warm, 1.0, n) == pytest.approx(expected, rel=4e-15, abs=0)


def test_huge_ratio_of_temperatures():
    assert shielded_holding_power(1e-150, 300.0, 1.0, 1) == pytest.approx(300.0**2 / 1e-150, rel=1e-12)


@given(hot, ratio, fractions, counts)
def test_stages_never_hurt_and_never_beat_continuous_cooling(warm, r, eta, n):
    cold = r * warm
    needed = shielded_holding_power(cold, warm, 0.1, [1, n, n + 1, math.inf], eta)
    assert needed[0] == pytest.approx(holding_power(cold, warm, 0.1, eta), rel=1e-13)
    assert np.all(np.diff(needed) <= 1e-14 * needed[0])
    held = shielded_minimum_temperature(1.0, warm, 0.1, [1, n, n + 1, math.inf], eta)
    assert held[0] == pytest.approx(minimum_temperature(1.0, warm, 0.1, eta), rel=1e-13)
    assert np.all(np.diff(held) <= 1e-14 * held[0])


def test_each_further_stage_saves_power():
    needed = shielded_holding_power(4.2, 295.0, 1.0, [*range(1, 50), math.inf])
    assert np.all(np.diff(needed) < 0)


@given(hot, ratio, fractions, counts | st.just(math.inf), st.floats(1e-3, 1e3))
def test_minimum_temperature_and_holding_power_are_inverse(warm, r, eta, n, k):
    cold = r * warm
    needed = shielded_holding_power(cold, warm, k, n, eta)
    assert shielded_minimum_temperature(needed, warm, k, n, eta) == pytest.approx(cold, rel=1e-13)


@pytest.mark.parametrize("n", [1, 2, math.inf])
def test_extremes_of_power(n):
    assert shielded_minimum_temperature(0, 295.0, 0.3, n) == 295.0
    assert shielded_minimum_temperature(1e-300, 295.0, 1e300, n) == 295.0
    assert shielded_minimum_temperature(1e200, 295.0, 1e-200, n) == 0.0  # below the smallest float, and no overflow


def test_one_shield_for_symbols():
    """Two stages, each paid for at Carnot's price: the least power is at the geometric mean, and is the closed form."""
    lower, upper = 2 * conductance * (T_shield - T_cold), 2 * conductance * (T_hot - T_shield)
    total = input_power(lower, T_cold, T_hot) + input_power(upper - lower, T_shield, T_hot)
    [best] = sp.solve(sp.Eq(sp.diff(total, T_shield), 0), T_shield)
    assert sp.simplify(best - optimal_shield_temperature(T_cold, T_hot)) == 0
    closed = shielded_holding_power(T_cold, T_hot, conductance, 2).rewrite(sp.exp)
    assert sp.simplify(total.subs(T_shield, best) - closed) == 0


def test_formulas_for_symbols():
    needed = shielded_holding_power(T_cold, T_hot, conductance, stages, efficiency)
    logarithm = sp.log(T_hot / T_cold)
    book = 4 * conductance * T_hot * stages**2 * sp.sinh(logarithm / (2 * stages)) ** 2 / efficiency
    assert needed == book
    infinite = shielded_holding_power(T_cold, T_hot, conductance, math.inf, efficiency)
    assert infinite == conductance * T_hot * logarithm**2 / efficiency
    assert infinite == shielded_holding_power(T_cold, T_hot, conductance, sp.oo, efficiency)
    assert sp.limit(needed, stages, sp.oo) == infinite
    one = shielded_holding_power(T_cold, T_hot, conductance, 1).rewrite(sp.exp)
    assert sp.simplify(one - holding_power(T_cold, T_hot, conductance)) == 0
    coldest = shielded_minimum_temperature(power, T_hot, conductance, stages)
    assert sp.simplify(shielded_holding_power(coldest, T_hot, conductance, stages) - power) == 0
    assert sp.limit(coldest, stages, sp.oo) == shielded_minimum_temperature(power, T_hot, conductance, sp.oo)


@given(hot, ratio, st.floats(0.01, 1.0))
def test_a_shield_lies_between_its_ends(warm, r, x):
    cold = r * warm
    assert cold <= optimal_shield_temperature(cold, warm, x) <= warm * (1 + 1e-15)
    assert optimal_shield_temperature(cold, warm, 1) == pytest.approx(warm, rel=1e-15)


@pytest.mark.parametrize(
    ("function", "args", "message"),
    [
        (shielded_holding_power, (310, 300, 1, 2), r"^T_cold must be below T_hot; got 310.0 >= 300.0 K$"),
        (shielded_holding_power, (0, 300, 1, 2), r"^T_cold must be a positive, .*; got 0.0$"),
        (shielded_holding_power, (77, 300, -1, 2), r"^conductance must be zero or positive, .*; got -1.0$"),
        (shielded_holding_power, (77, 300, 1, 0), r"^stages must be a whole number .*; got 0.0$"),
        (shielded_holding_power, (77, 300, 1, 2.5), r"^stages must be a whole number .*; got 2.5$"),
        (shielded_holding_power, (77, 300, 1, [1, math.inf, -3]), r"^stages must be .*; got -3.0 at index 2$"),
        (shielded_holding_power, (T_cold, T_hot, 1, 1.5), r"^stages must be a whole number .*; got 1.5$"),
        (shielded_holding_power, (77, 300, 1, 2, 40), r"^efficiency must be a fraction, .*; got 40.0$"),
        (shielded_minimum_temperature, (-1, 300, 1, 2), r"^power must be zero or positive, .*; got -1.0$"),
        (shielded_minimum_temperature, (1, -300, 1, 2), r"^T_hot must be a positive, .*; got -300.0$"),
        (shielded_minimum_temperature, (1, 300, 0, 2), r"^conductance must be positive and finite; got 0.0$"),
        (shielded_minimum_temperature, (1, 300, 1, math.nan), r"^stages must be a whole number .*; got nan$"),
        (shielded_minimum_temperature, (1, 300, 1, 2, 0), r"^efficiency must be a fraction, .*; got 0.0$"),
        (power_law_holding_power, (4.2, 300, 1, 0), r"^exponent must be positive and finite; got 0.0$"),
        (power_law_holding_power, (4.2, 300, 1, 1, 3), r"^efficiency must be a fraction, .*; got 3.0$"),
        (heated_above, (300, 77), r"^T_cold must be below T_hot; got 300.0 >= 77.0 K$"),
        (optimal_shield_temperature, (300, 77), r"^T_cold must be below T_hot; got 300.0 >= 77.0 K$"),
        (optimal_shield_temperature, (77, 300, 1.5), r"^position must be a fraction, .*; got 1.5$"),
    ],
)
def test_bad_values_are_refused_by_name(function, args, message):
    with pytest.raises(ValueError, match=message):
        function(*args)
