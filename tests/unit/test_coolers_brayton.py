"""The reverse Brayton cooler: balances at every station, the perfect machine in closed form, and where it does not cool."""

import numpy as np
import pytest
import sympy as sp

from cryolib.constants import R
from cryolib.coolers.brayton import brayton, least_recuperator_effectiveness
from cryolib.limits import carnot_cop
from cryolib.symbols import T_cold, T_hot


def test_perfect_parts():
    r = sp.Symbol("r", positive=True)
    cop = brayton(T_cold, T_hot, r, heat_capacity_ratio=sp.Rational(5, 3)).cop
    expected = T_cold / (r ** sp.Rational(2, 5) * T_hot - T_cold)
    assert sp.simplify(cop - expected) == 0
    assert sp.simplify(expected.subs(r, 1) - carnot_cop(T_cold, T_hot)) == 0
    perfect = brayton(77.0, 300.0, 2.0)
    assert (perfect.cop, perfect.carnot_fraction) == pytest.approx((0.2415, 0.70), abs=1e-3)


@pytest.mark.parametrize(("effectiveness", "percent"), [(1.0, 30.5), (0.99, 26.5), (0.98, 22.4), (0.95, 9.4)])
def test_real_parts(effectiveness, percent):
    """Worked out by hand from the temperatures at the head of the module."""
    hand = {}
    span, up = effectiveness * 223, 2**0.4
    hand["4"], hand["1"] = 300 - span, 77 + span
    hand["5"] = hand["4"] * (1 - 0.7 * (1 - 1 / up))
    hand["2"] = hand["1"] * (1 + (up - 1) / 0.7)
    cooler = brayton(77.0, 300.0, 2.0, effectiveness, 0.7, 0.7)
    assert {name: cooler.temperatures[name] for name in hand} == pytest.approx(hand)
    work = hand["2"] - hand["1"] - (hand["4"] - hand["5"])
    assert 100 * cooler.carnot_fraction == pytest.approx(100 * (77 - hand["5"]) / work / carnot_cop(77.0, 300.0))
    assert 100 * cooler.carnot_fraction == pytest.approx(percent, abs=0.05)


def test_both_laws_hold():
    cooler = brayton(60.0, 310.0, 1.7, [1.0, 0.97, 0.8], 0.65, 0.55)
    T, s = cooler.temperatures, cooler.entropies
    assert cooler.heat_rejected == pytest.approx(cooler.net_cooling + cooler.work)
    assert T["1"] - T["6"] == pytest.approx(T["3"] - T["4"])  # the recuperator hands over what it takes
    made = {
        "compressor": s["2"] - s["1"], "recuperator": s["4"] - s["3"] + s["1"] - s["6"], "expander": s["5"] - s["4"],
        "aftercooler": s["3"] - s["2"] + cooler.heat_rejected / 310, "load": s["6"] - s["5"] - cooler.net_cooling / 60,
    }  # fmt: skip
    assert all((part > -1e-12).all() for part in made.values())
    assert sum(made.values()) == pytest.approx(cooler.entropy_generation)
    assert cooler.carnot_fraction == pytest.approx(1 - 310 * cooler.entropy_generation / cooler.work)


def test_entropies_are_those_of_the_gas_and_perfect_parts_make_none():
    T, s = brayton(77.0, 300.0, 2.0).temperatures, brayton(77.0, 300.0, 2.0).entropies
    assert s["1"] == s["1"] and s["2"] == pytest.approx(s["1"], abs=1e-12) and s["4"] == pytest.approx(s["5"])
    assert s["6"] - s["5"] == pytest.approx(2.5 * R * np.log(T["6"] / T["5"]))
    assert s["3"] == pytest.approx(-R * np.log(2))


def test_where_it_does_not_cool_it_says_so_with_a_sign():
    warm = brayton(77.0, 300.0, 1.5, 0.95, 0.7, 0.7)
    assert warm.net_cooling < 0 and warm.cop < 0 and warm.work > 0 and warm.temperatures["5"] > 77
    least = least_recuperator_effectiveness(77.0, 300.0, 1.5, 0.7)
    assert 0.95 < least < 1
    assert brayton(77.0, 300.0, 1.5, least, 0.7, 0.7).net_cooling == pytest.approx(0, abs=1e-9)
    assert least_recuperator_effectiveness(280.0, 300.0, 3.0) < 0
    assert brayton(280.0, 300.0, 3.0, 0.0).net_cooling > 0


def test_arrays_and_symbols_agree():
    r = sp.Symbol("r", positive=True)
    formula = sp.lambdify(r, brayton(77.0, 300.0, r, 0.97, 0.7, 0.6).carnot_fraction)
    ratios = np.array([1.3, 2.0, 4.0])
    assert [formula(ratio) for ratio in ratios] == pytest.approx(brayton(77.0, 300.0, ratios, 0.97, 0.7, 0.6).carnot_fraction)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"pressure_ratio": 1.0}, "pressure_ratio must be above 1"),
        ({"effectiveness": 1.2}, "effectiveness must be between 0 and 1"),
        ({"expander_efficiency": 0.0}, "expander_efficiency must be a fraction"),
        ({"compressor_efficiency": 70.0}, "compressor_efficiency must be a fraction"),
        ({"heat_capacity_ratio": 1.0}, "heat_capacity_ratio must be above 1"),
        ({"T_cold": 300.0}, "T_cold must be below T_hot"),
    ],
)
def test_refusals(changed, says):
    with pytest.raises(ValueError, match=says):
        brayton(**{"T_cold": 77.0, "T_hot": 300.0, "pressure_ratio": 2.0} | changed)
