"""The Gifford-McMahon cold head: its formula against the balances, and its states against what they must add up to."""

import numpy as np
import pytest
import sympy as sp

from cryolib.constants import R
from cryolib.coolers.gifford_mcmahon import gifford_mcmahon, gifford_mcmahon_cop
from cryolib.limits import carnot_cop
from cryolib.symbols import T_cold, T_hot

HEAD = gifford_mcmahon(77.0, 300.0, 8e5, 16e5, swept_volume=1e-4, dead_volume=5e-5)


def test_the_formula_follows_from_the_gas_that_the_compressor_handles():
    low, high, V = sp.symbols("low high V", positive=True)
    gas = V / R * (high / T_cold - low / T_hot)  # full and cold, less empty and warm
    work = gas * R * T_hot * sp.log(high / low)
    assert sp.simplify((high - low) * V / work - gifford_mcmahon_cop(T_cold, T_hot, high / low)) == 0


def test_a_small_ratio_of_pressures_is_carnots_limit_and_a_cold_end_near_zero_has_one_of_its_own():
    r = sp.Symbol("r", positive=True)
    cop = gifford_mcmahon_cop(T_cold, T_hot, r)
    assert sp.simplify(sp.limit(cop, r, 1) - carnot_cop(T_cold, T_hot)) == 0
    fraction = sp.limit(cop / carnot_cop(T_cold, T_hot), T_cold, 0)
    assert sp.simplify(fraction - (r - 1) / (r * sp.log(r))) == 0


@pytest.mark.parametrize(("T", "r", "fraction"), [(4.2, 2, 0.716), (77, 2, 0.615), (4.2, 3, 0.601), (77, 3, 0.493)])
def test_fractions_of_carnot(T, r, fraction):
    assert gifford_mcmahon_cop(T, 300.0, r) / carnot_cop(T, 300.0) == pytest.approx(fraction, abs=5e-4)
    assert gifford_mcmahon(T, 300.0, 1e5, r * 1e5, 1e-4).carnot_fraction == pytest.approx(fraction, abs=5e-4)


def test_counting_only_the_gas_that_turned_cold_would_beat_carnot():
    wrong = 77 / (300 * np.log(2))  # (p_H - p_L) V over n R T_H ln r with n = (p_H - p_L) V/(R T_C)
    assert wrong / carnot_cop(77.0, 300.0) == pytest.approx(1.07, abs=5e-3)
    assert gifford_mcmahon_cop(77.0, 300.0, 2.0) < carnot_cop(77.0, 300.0) < wrong


def test_both_laws_hold_and_dead_volume_costs():
    given_off = HEAD.heat_absorbed + HEAD.work
    assert HEAD.entropy_generation == pytest.approx(given_off / 300 - HEAD.heat_absorbed / 77)
    assert HEAD.carnot_fraction == pytest.approx(1 - 300 * HEAD.entropy_generation / HEAD.work)
    smaller = gifford_mcmahon(77.0, 300.0, 8e5, 16e5, 1e-4)
    assert 0 < HEAD.carnot_fraction < smaller.carnot_fraction
    assert HEAD.heat_absorbed == smaller.heat_absorbed


def test_the_turn_closes_and_its_heats_are_the_loops():
    turn = HEAD.at(np.linspace(0, 4, 4001))
    assert turn.amount[0] == pytest.approx(turn.amount[-1])
    assert turn.amount.max() == pytest.approx(HEAD.largest_amount)
    assert turn.amount.max() - turn.amount.min() == pytest.approx(HEAD.gas_used)
    for volume, heat in ((turn.V_cold, turn.heat_cold), (turn.V_hot, turn.heat_hot)):
        assert np.trapezoid(turn.P, volume) == pytest.approx(heat[-1], rel=1e-6)
        assert np.cumsum(-(volume[1:] + volume[:-1]) / 2 * np.diff(turn.P)) == pytest.approx(heat[1:], abs=1e-6 * HEAD.heat_absorbed)
    assert turn.heat_cold[-1] == pytest.approx(HEAD.heat_absorbed)
    assert turn.heat_hot[-1] == pytest.approx(-HEAD.heat_absorbed)


def test_gas_comes_in_while_the_inlet_is_open_and_leaves_while_the_outlet_is():
    amount = HEAD.at(np.linspace(0, 4, 401)).amount
    assert (np.diff(amount[:201]) >= -1e-12).all() and (np.diff(amount[200:]) <= 1e-12).all()


@pytest.mark.parametrize("progress", [0.0, 0.5, 1.4, 2.0, 2.5, 3.7])
def test_parcels_share_the_gas_evenly(progress):
    """So many of many equal portions are in each part as its share of the gas says, each as warm as the place."""
    shares = (np.arange(20000) + 0.5) / 20000
    parcel, state = HEAD.parcel(shares, progress), HEAD.at(progress)
    inside = np.mean(parcel.outside == 0) * HEAD.largest_amount
    assert inside == pytest.approx(state.amount, rel=1e-3)
    in_regenerator = (parcel.along_regenerator > 0) & (parcel.along_regenerator < 1)
    assert np.mean(in_regenerator) * HEAD.largest_amount == pytest.approx(state.amount_regenerator, rel=1e-2)
    assert (parcel.along_regenerator[parcel.in_cold < 1] == 0).all() and (parcel.in_hot[parcel.along_regenerator < 1] == 0).all()
    assert pytest.approx(77 + 223 * parcel.along_regenerator) == parcel.T
    held = 1 / np.mean(1 / parcel.T[in_regenerator])  # even in amount: the density's mean is at the regenerator's temperature
    mean = np.mean(parcel.T[in_regenerator])
    assert mean == pytest.approx(HEAD.regenerator_temperature, rel=1e-2) and held < mean


def test_symbols_and_numbers_agree():
    at = sp.Symbol("at", nonnegative=True)
    symbolic = sp.lambdify(at, [HEAD.at(at).P, HEAD.at(at).heat_cold, HEAD.parcel(0.3, at).T])
    for progress in (0.3, 1.7, 2.2, 3.9):
        state = HEAD.at(progress)
        assert symbolic(progress) == pytest.approx([state.P, state.heat_cold, HEAD.parcel(0.3, progress).T])


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: gifford_mcmahon_cop(77.0, 300.0, 1.0), "pressure_ratio must be above 1"),
        (lambda: gifford_mcmahon(77.0, 300.0, 16e5, 8e5, 1e-4), "P_low must be below P_high"),
        (lambda: gifford_mcmahon(77.0, 300.0, 8e5, 16e5, 1e-4, -1e-6), "dead_volume must be zero or positive"),
        (lambda: HEAD.at(4.5), "progress must be between 0 and 4"),
        (lambda: gifford_mcmahon(77.0, 300.0, 8e5, 16e5, 1e-4).parcel(0.5, 1.0), "dead_volume must be positive"),
    ],
)
def test_refusals(call, says):
    with pytest.raises(ValueError, match=says):
        call()
