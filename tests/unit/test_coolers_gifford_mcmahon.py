"""The Gifford-McMahon cold head: its formula against the balances, and its states against what they must add up to."""

import numpy as np
import pytest
import sympy as sp

from cryolib.constants import R
from cryolib.coolers.gifford_mcmahon import gifford_mcmahon, gifford_mcmahon_cop, real_gifford_mcmahon
from cryolib.gases import IdealGas, RealFluid
from cryolib.limits import carnot_cop
from cryolib.symbols import T_cold, T_hot

HELIUM = RealFluid("helium")
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


def test_a_real_head_with_an_ideal_gas_is_the_ideal_head():
    ideal, one = gifford_mcmahon(20.0, 300.0, 8e5, 16e5, 1e-4), real_gifford_mcmahon(IdealGas(2.5), 20.0, 300.0, 8e5, 16e5, 1e-4)
    assert (one.heat_absorbed, one.work, one.carnot_fraction) == pytest.approx((ideal.heat_absorbed, ideal.work, ideal.carnot_fraction))
    assert one.regenerator_heat == pytest.approx(16e5 * 1e-4 / (R * 20.0) * 2.5 * R * 280.0)


@pytest.mark.parametrize(("T", "r", "share"), [(4.2, 2, 0.202), (4.5, 2, 0.242), (5.0, 2, 0.324), (4.2, 3, 0.171)])
def test_helium_near_4_kelvins_takes_up_what_its_thermal_expansion_says(T, r, share):
    """Of an ideal gas's (P_high - P_low) V the mean of T alpha is left, with alpha from the density at neighbouring temperatures."""
    P, step = np.linspace(8e5, r * 8e5, 201), 1e-3
    v = [np.asarray(HELIUM.molar_volume(T + d, P)) for d in (-step, 0, step)]
    expansion = np.trapezoid(T * (v[2] - v[0]) / (2 * step) / v[1], P) / (P[-1] - P[0])
    assert expansion == pytest.approx(share, abs=1e-3)
    assert real_gifford_mcmahon(HELIUM, T, 300.0, 8e5, r * 8e5, 1.0).heat_absorbed / (r - 1) / 8e5 == pytest.approx(expansion, rel=1e-4)


@pytest.mark.parametrize("T", [4.2, 6.0, 8.0, 12.0, 20.0, 40.0])
@pytest.mark.parametrize("r", [1.05, 2, 4])
def test_helium_keeps_below_carnots_limit_and_below_an_ideal_gas(T, r):
    """Also where helium's own expansion is larger than an ideal gas's, some 6.5 to 40 K: the sponge lets the difference through."""
    one = real_gifford_mcmahon(HELIUM, T, 300.0, 8e5, r * 8e5, 1e-4)
    assert 0 < one.heat_absorbed < (r - 1) * 8e5 * 1e-4
    assert 0.15 < one.carnot_fraction < min(1.0, 1.01 * gifford_mcmahon_cop(T, 300.0, r) / carnot_cop(T, 300.0))


def test_the_energy_that_passes_the_sponge_is_the_same_by_a_sum_over_the_outflow():
    """At 4.2 K, by the enthalpy that gas brings at 16 bar and takes away while the pressure falls to 8 bar and after that."""
    P = np.linspace(16e5, 8e5, 2001)
    state = HELIUM.state(np.full(P.shape, 4.2), P)
    amount, h = 1e-4 / state.v, state.h
    carried = amount[0] * h[0] - amount[-1] * h[-1] + np.trapezoid(h, amount)
    one = real_gifford_mcmahon(HELIUM, 4.2, 300.0, 8e5, 16e5, 1e-4)
    assert one.heat_absorbed == pytest.approx(80.0 - carried, abs=1e-3)
    assert one.carnot_fraction == pytest.approx(0.166, abs=1e-3)


def test_where_an_ideal_gas_is_fair_helium_is_near_it():
    for T in (77.0, 120.0, 200.0):
        fraction = gifford_mcmahon_cop(T, 300.0, 2.0) / carnot_cop(T, 300.0)
        assert real_gifford_mcmahon(HELIUM, T, 300.0, 8e5, 16e5, 1e-4).carnot_fraction == pytest.approx(fraction, rel=5e-3)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: gifford_mcmahon_cop(77.0, 300.0, 1.0), "pressure_ratio must be above 1"),
        (lambda: gifford_mcmahon(77.0, 300.0, 16e5, 8e5, 1e-4), "P_low must be below P_high"),
        (lambda: gifford_mcmahon(77.0, 300.0, 8e5, 16e5, 1e-4, -1e-6), "dead_volume must be zero or positive"),
        (lambda: HEAD.at(4.5), "progress must be between 0 and 4"),
        (lambda: gifford_mcmahon(77.0, 300.0, 8e5, 16e5, 1e-4).parcel(0.5, 1.0), "dead_volume must be positive"),
        (lambda: real_gifford_mcmahon(HELIUM, 4.2, 300.0, 16e5, 8e5, 1e-4), "P_low must be below P_high"),
        (lambda: real_gifford_mcmahon(HELIUM, 4.2, 300.0, 8e5, 16e5, 0.0), "swept_volume must be positive"),
        (lambda: real_gifford_mcmahon(HELIUM, 4.5, 300.0, 1e5, 8e5, 1e-4), "P_low must be high enough that the gas does not condense"),
    ],
)
def test_refusals(call, says):
    with pytest.raises(ValueError, match=says):
        call()
