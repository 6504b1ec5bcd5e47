"""The Stirling cycle: its heats, the regenerator, its path, and the effect of a real gas on it."""

import re
from dataclasses import replace

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from cryolib.gases import IdealGas, RealFluid, VanDerWaals
from cryolib.limits import carnot_cop
from cryolib.real_stirling import RegeneratorProfile
from cryolib.stirling import least_effectiveness, real_stirling, stirling
from cryolib.symbols import SYMBOLS, R, T_cold, T_hot, compression_ratio, effectiveness, heat_capacity, progress, v_small

GAS_CONSTANT = 8.31446261815324
HELIUM = RealFluid("helium")
FILLING = HELIUM.molar_volume(300.0, 20e5)  # 20 bar at the hot end, before the compression

cycles = st.builds(
    stirling,
    T_cold=st.floats(1.0, 200.0),
    T_hot=st.floats(210.0, 400.0),
    compression_ratio=st.floats(1.01, 50.0),
    heat_capacity=st.floats(1.5, 4.0),
    effectiveness=st.floats(0.0, 1.0),
)


def test_heats_of_helium_at_a_ratio_of_two():
    cycle = stirling([77.0, 20.0, 4.2], 300.0, 2.0)
    assert cycle.regenerator_heat / cycle.heat_absorbed == pytest.approx([6.27, 30.3, 152.4], rel=1e-3)
    assert cycle.heat_absorbed == pytest.approx(GAS_CONSTANT * np.array([77.0, 20.0, 4.2]) * np.log(2), rel=1e-14)
    assert cycle.heat_rejected == pytest.approx([GAS_CONSTANT * 300 * np.log(2)] * 3, rel=1e-14)  # R T_H ln r


def test_a_perfect_regenerator_makes_it_carnots():
    assert stirling(77.0, 300.0, 3.0).cop == pytest.approx(77 / 223, rel=1e-14)
    assert stirling(T_cold, T_hot, compression_ratio, heat_capacity).cop == carnot_cop(T_cold, T_hot)
    assert stirling(77.0, 300.0, 3.0).entropy_generation == 0.0


def test_least_effectiveness():
    assert least_effectiveness([77.0, 20.0, 4.2], 300.0, 2.0) == pytest.approx([0.840441, 0.966993, 0.993439], abs=1e-6)
    assert stirling(77.0, 300.0, 2.0, effectiveness=least_effectiveness(77.0, 300.0, 2.0)).net_cooling == pytest.approx(0, abs=1e-11)
    assert least_effectiveness(290.0, 300.0, 2.0) < 0  # it would run without a regenerator
    assert stirling(290.0, 300.0, 2.0, effectiveness=0.0).net_cooling > 0
    least = least_effectiveness(T_cold, T_hot, compression_ratio, heat_capacity)
    cooling = stirling(T_cold, T_hot, compression_ratio, heat_capacity, least, gas_constant=R).net_cooling
    assert sp.simplify(cooling) == 0


def test_negative_cooling_stays_negative():
    cycle = stirling(4.2, 300.0, 2.0, effectiveness=[0.0, 0.99, 1.0])
    assert cycle.net_cooling[0] == pytest.approx(GAS_CONSTANT * (4.2 * np.log(2) - 1.5 * 295.8), rel=1e-13)
    assert (cycle.net_cooling < 0).tolist() == (cycle.cop < 0).tolist() == [True, True, False]


def test_cooling_falls_in_proportion_to_what_the_regenerator_lets_through():
    cycle = stirling(77.0, 300.0, 2.0, effectiveness=np.linspace(0, 1, 11))
    assert np.diff(cycle.net_cooling) == pytest.approx(0.1 * 1.5 * GAS_CONSTANT * 223, rel=1e-12)
    assert np.unique(cycle.work).size == 1


@settings(deadline=None)
@given(cycle=cycles)
def test_both_laws_hold(cycle):
    assert cycle.heat_rejected == pytest.approx(cycle.net_cooling + cycle.work, rel=1e-12, abs=1e-9)
    balance = cycle.heat_rejected / cycle.T_hot - cycle.net_cooling / cycle.T_cold
    scale = cycle.heat_absorbed / cycle.T_cold + cycle.regenerator_loss / cycle.T_cold
    assert cycle.entropy_generation == pytest.approx(balance, rel=1e-9, abs=1e-12 * scale)
    assert cycle.entropy_generation >= 0
    assert cycle.cop <= carnot_cop(cycle.T_cold, cycle.T_hot) * (1 + 1e-12)
    assert cycle.cop == pytest.approx(cycle.net_cooling / cycle.work, rel=1e-9, abs=1e-9)


@settings(deadline=None)
@given(cycle=cycles, volume=st.floats(1e-5, 1e-2))
def test_pistons_do_the_work_of_the_cycle(cycle, volume):
    nodes, weights = np.polynomial.legendre.leggauss(40)
    heats = np.zeros(2)
    for step in range(4):  # the integral of P dv over each cylinder
        before, point, after = (cycle.at(step + (nodes + 1) / 2 + d, volume) for d in (-1e-6, 0.0, 1e-6))
        for i, name in enumerate(("v_cold", "v_hot")):
            speed = (getattr(after, name) - getattr(before, name)) / 2e-6
            heats[i] += np.sum(weights / 2 * point.P * speed)
    carried = GAS_CONSTANT * cycle.T_hot * np.log(cycle.compression_ratio)
    assert heats[0] == pytest.approx(cycle.heat_absorbed, rel=1e-5, abs=1e-5 * carried)
    assert heats[1] == pytest.approx(-carried, rel=1e-5)


@settings(deadline=None)
@given(cycle=cycles, moment=st.floats(0, 4))
def test_gas_in_two_cylinders_is_one_mole(cycle, moment):
    point = cycle.at(moment, 1e-4)
    assert point.P * (point.v_hot / cycle.T_hot + point.v_cold / cycle.T_cold) == pytest.approx(GAS_CONSTANT, rel=1e-12)
    assert point.v_hot + point.v_cold == pytest.approx(point.v, rel=1e-12)
    assert min(point.v_hot, point.v_cold) >= 0
    assert cycle.T_cold * (1 - 1e-12) <= point.T <= cycle.T_hot * (1 + 1e-12)
    assert 1e-4 * (1 - 1e-12) <= point.v <= 1e-4 * cycle.compression_ratio * (1 + 1e-12)


def test_the_path_runs_through_the_corners():
    cycle = stirling(77.0, 300.0, 2.0)
    corners = cycle.states(1e-3)
    assert np.array([(c.T, c.v) for c in corners]) == pytest.approx(np.array([(300, 2e-3), (300, 1e-3), (77, 1e-3), (77, 2e-3)]))
    assert [(c.v_hot, c.v_cold) for c in corners] == [(2e-3, 0), (1e-3, 0), (0, 1e-3), (0, 2e-3)]
    end = cycle.at(4, 1e-3)  # where it began, with the heats of a turn
    assert replace(end, heat_hot=0.0, heat_cold=0.0) == corners[0]
    assert [-end.heat_hot, end.heat_cold] == pytest.approx([cycle.heat_rejected, cycle.heat_absorbed])
    assert corners[0].s == 0.0
    for step in (1, 2, 3, 4):
        path = cycle.path(step, 1e-3, points=9)
        ends = corners[step - 1], corners[step % 4]
        for name in ("T", "P", "v", "s", "v_hot", "v_cold"):
            values = getattr(path, name)
            assert values.shape == (9,)
            assert [values[0], values[-1]] == pytest.approx([getattr(end, name) for end in ends], rel=1e-12, abs=1e-15)
    s = [corner.s for corner in corners]
    assert [cycle.T_hot * (s[0] - s[1]), cycle.T_cold * (s[3] - s[2])] == pytest.approx([cycle.heat_rejected, cycle.heat_absorbed])
    assert s[1] - s[2] == pytest.approx(1.5 * GAS_CONSTANT * np.log(300 / 77))  # the integral of c_v dT/T


def test_heat_is_the_area_under_the_path():
    cycle = stirling(77.0, 300.0, 2.0)
    for step, heat in ((1, -cycle.heat_rejected), (2, -cycle.regenerator_heat), (3, cycle.heat_absorbed), (4, cycle.regenerator_heat)):
        path = cycle.path(step, 1e-3, points=2001)
        assert np.trapezoid(path.T, path.s) == pytest.approx(heat, rel=1e-5)
    work = sum(np.trapezoid(path.P, path.v) for path in (cycle.path(step, 1e-3, 2001) for step in (1, 3)))
    assert -work == pytest.approx(cycle.work, rel=1e-5)


def test_symbols_pass_and_agree_with_numbers():
    arguments = (T_cold, T_hot, compression_ratio, heat_capacity, effectiveness)
    assert all(SYMBOLS[name] is not None for name in ("T_cold", "T_hot", "compression_ratio", "heat_capacity", "effectiveness"))
    cycle = stirling(*arguments, gas_constant=R)
    numbers = (77.0, 300.0, 2.5, 1.5, 0.97)
    expected = stirling(*numbers)
    for name in (
        "heat_absorbed",
        "work",
        "regenerator_heat",
        "regenerator_loss",
        "net_cooling",
        "heat_rejected",
        "cop",
        "entropy_generation",
    ):
        compiled = sp.lambdify([*arguments, R], getattr(cycle, name))
        assert compiled(*numbers, GAS_CONSTANT) == pytest.approx(getattr(expected, name), rel=1e-12)
    point, moments = cycle.at(progress, v_small), np.linspace(0, 4, 81)
    assert point.P.free_symbols == {progress, v_small, R, T_cold, T_hot, compression_ratio}
    for name in ("T", "P", "v", "v_hot", "v_cold", "s"):
        compiled = sp.lambdify([progress, v_small, *arguments, R], getattr(point, name))
        numeric = getattr(expected.at(moments, 1e-3), name)
        assert compiled(moments, 1e-3, *numbers, GAS_CONSTANT) == pytest.approx(numeric, rel=1e-12, abs=1e-13)


def test_arrays_broadcast_and_numbers_are_floats():
    cycle = stirling([[77.0], [20.0]], 300.0, [2.0, 3.0, 4.0])
    assert cycle.net_cooling.shape == cycle.cop.shape == (2, 3)
    assert isinstance(stirling(77, 300, 2).cop, float) and isinstance(stirling(77, 300, 2).work, float)
    assert isinstance(stirling(77, 300, 2).at(0.5, 1e-3).P, float)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ({"T_cold": 300.0}, "T_cold must be below T_hot; got 300.0 >= 300.0 K"),
        ({"T_cold": -196.0}, "T_cold must be a positive, finite temperature in kelvin; got -196.0"),
        ({"compression_ratio": 1.0}, "compression_ratio must be above 1 and finite; got 1.0"),
        ({"compression_ratio": [2.0, 0.5]}, "compression_ratio must be above 1 and finite; got 0.5 at index 1"),
        ({"heat_capacity": 0.0}, "heat_capacity must be positive and finite; got 0.0"),
    ],
)
def test_bad_values_are_refused_by_name(bad, message):
    for function in (stirling, least_effectiveness):
        with pytest.raises(ValueError, match="^" + re.escape(message) + "$"):
            function(**{"T_cold": 77.0, "T_hot": 300.0, "compression_ratio": 2.0} | bad)


@pytest.mark.parametrize("value", [-0.01, 1.01, 97, np.nan])
def test_an_effectiveness_lies_between_0_and_1(value):
    with pytest.raises(ValueError, match=re.escape(f"effectiveness must be between 0 and 1; got {float(value)}")):
        stirling(77.0, 300.0, 2.0, effectiveness=value)


def test_other_bad_values_are_refused():
    cycle = stirling(77.0, 300.0, 2.0)
    for value in (-0.1, 4.1):
        with pytest.raises(ValueError, match=f"progress must be between 0 and 4; got {value}"):
            cycle.at(value, 1e-3)
    with pytest.raises(ValueError, match=r"v_small must be positive and finite; got 0.0"):
        cycle.at(1.0, 0.0)
    with pytest.raises(ValueError, match=r"gas_constant must be positive and finite; got -1.0"):
        stirling(77.0, 300.0, 2.0, gas_constant=-1.0)
    for step, rule in ((0, "1, 2, 3 or 4"), (5, "1, 2, 3 or 4"), (1.5, "1, 2, 3 or 4"), ("1", "a real number, .*")):
        with pytest.raises(ValueError, match=f"step must be {rule}; got {step!r}"):
            cycle.path(step, 1e-3)
        with pytest.raises(ValueError, match=f"step must be {rule}; got {step!r}"):
            real_stirling(IdealGas(), 77.0, 300.0, 1e-3, 2e-3).path(step)


def test_any_gas_gives_the_ideal_cycle_where_it_is_ideal():
    general, ideal = real_stirling(IdealGas(), 77.0, 300.0, 1e-3, 2e-3), stirling(77.0, 300.0, 2.0)
    for name in ("heat_absorbed", "work", "regenerator_heat", "net_cooling", "heat_rejected", "cop"):
        assert getattr(general, name) == pytest.approx(getattr(ideal, name), rel=1e-11)
    assert general.imbalance == pytest.approx(0, abs=1e-9)


@settings(deadline=None, max_examples=40)
@given(T_cold=st.floats(6.0, 200.0), T_hot=st.floats(220.0, 400.0), density=st.floats(0.01, 2.0), ratio=st.floats(1.1, 5.0))
def test_a_van_der_waals_gas_is_balanced_and_carnots(T_cold, T_hot, density, ratio):
    gas = VanDerWaals.of("helium")  # above its critical temperature
    v = gas.critical_volume / density
    cycle = real_stirling(gas, T_cold, T_hot, v, v * ratio)
    assert cycle.imbalance == pytest.approx(0, abs=1e-9 * cycle.regenerator_heat)
    assert cycle.cop == pytest.approx(carnot_cop(T_cold, T_hot), rel=1e-7)
    assert cycle.heat_absorbed == pytest.approx(GAS_CONSTANT * T_cold * np.log((v * ratio - gas.b) / (v - gas.b)), rel=1e-9)


@pytest.mark.parametrize(("cold", "cooling", "share"), [(77.0, 112.7, 0.0098), (20.0, 29.4, 0.0444), (4.5, 6.63, 0.201)])
def test_helium_at_20_bar_leaves_more_than_it_takes_back(cold, cooling, share):
    cycle = real_stirling(HELIUM, cold, 300.0, FILLING / 2, FILLING)
    kilojoules = 1 / (1000 * HELIUM.molar_mass)
    assert cycle.heat_absorbed * kilojoules == pytest.approx(cooling, rel=1.5e-3)
    assert 1.1 <= cycle.imbalance * kilojoules <= 1.34
    assert cycle.imbalance / cycle.heat_absorbed == pytest.approx(share, rel=5e-3)
    assert cycle.regenerator_loss == pytest.approx(cycle.imbalance, rel=1e-9)  # a surplus at every temperature: all of it falls


@pytest.mark.parametrize(("fluid", "cold", "small", "large"), [("helium", 4.5, FILLING / 2, FILLING), ("nitrogen", 130.0, 4e-5, 9e-5)])
def test_less_than_the_regenerator_loss_would_need_heat_that_flows_from_cold_to_warm(fluid, cold, small, large):
    cycle = real_stirling(RealFluid(fluid), cold, 300.0, small, large)
    T = np.geomspace(cold, 400.0, 2001)
    u_small, u_large = (RealFluid(fluid).state_from_volume(T, v).u for v in (small, large))
    warming = T[T <= 300.0]  # the stream that warms, and the one that cools beside it, both as they are in a counterflow exchanger
    for share, crosses in ((0.99, True), (1.0, False)):
        passed = np.interp(warming, T, u_large) - u_large[0]
        cooling = np.interp(u_small[0] + share * cycle.regenerator_loss + passed, u_small, T)
        assert bool(np.any(cooling < warming - 1e-3)) is crosses


def test_where_the_surplus_of_helium_arises():
    cycle = real_stirling(HELIUM, 4.5, 300.0, FILLING / 2, FILLING)
    profile = cycle.regenerator
    assert profile.surplus[0] == 0.0
    assert profile.surplus[-1] == pytest.approx(cycle.imbalance, rel=1e-9)
    assert np.interp(77.0, profile.T, profile.surplus) / cycle.imbalance == pytest.approx(0.17, abs=0.01)  # five sixths from above 77 K
    for i in (20, 128, 240):  # against the equation's own second derivatives
        T = profile.T[i]
        small, large = (HELIUM.isochoric_heat_capacity(T, HELIUM.pressure(T, v)) for v in (FILLING / 2, FILLING))
        assert profile.heat_capacity_difference[i] == pytest.approx(small - large, rel=2e-2)
        assert small > large


@pytest.mark.parametrize(
    ("gas", "cold", "hot", "small", "large"),
    [
        (HELIUM, 4.5, 300.0, FILLING / 2, FILLING),
        (HELIUM, 20.0, 300.0, FILLING / 8, FILLING / 2),
        (RealFluid("nitrogen"), 130.0, 300.0, 6e-5, 1.2e-4),  # in deficit below, in surplus above
        (RealFluid("hydrogen"), 35.0, 300.0, 6e-5, 3e-4),
        (VanDerWaals.of("nitrogen"), 140.0, 300.0, 1e-4, 3e-4),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_both_laws_hold_for_real_gases(gas, cold, hot, small, large):
    cycle = real_stirling(gas, cold, hot, small, large)
    nodes, weights = np.polynomial.legendre.leggauss(30)
    v = small + (large - small) * (nodes + 1) / 2
    work = np.sum(weights * (gas.pressure(np.full(30, hot), v) - gas.pressure(np.full(30, cold), v))) * (large - small) / 2
    assert cycle.work == pytest.approx(work, rel=1e-7)  # the area in the P-V diagram
    s, u = ([getattr(state, name) for state in cycle.states] for name in "su")
    q_hot, q_cold = hot * (s[0] - s[1]), cold * (s[3] - s[2])
    assert work + q_cold - q_hot == pytest.approx(cycle.imbalance, abs=1e-6 * q_hot)  # the gas itself comes back to where it was
    assert cycle.imbalance == pytest.approx((u[1] - u[2]) - (u[0] - u[3]), rel=1e-12, abs=1e-9)
    assert cycle.heat_rejected == pytest.approx(cycle.net_cooling + work, rel=1e-6)
    assert cycle.regenerator_loss >= max(0.0, cycle.imbalance) * (1 - 1e-12)
    assert cycle.entropy_generation >= -1e-9
    assert cycle.cop <= carnot_cop(cold, hot) * (1 + 1e-9)


@pytest.mark.parametrize(("surplus", "loss"), [([0.0, 3.0, 1.0], 3.0), ([0.0, 1.0, -2.0], 1.0), ([0.0, -1.0, -2.0], 0.0)])
def test_only_a_surplus_above_what_is_asked_for_further_down_reaches_the_cold_end(surplus, loss):
    cycle = real_stirling(IdealGas(), 77.0, 300.0, 1e-3, 2e-3)
    profile = RegeneratorProfile(np.array([77.0, 150.0, 300.0]), np.zeros(3), np.array(surplus))
    assert replace(cycle, regenerator=profile).regenerator_loss == loss


def test_the_path_of_a_real_gas():
    cycle = real_stirling(HELIUM, 77.0, 300.0, FILLING / 2, FILLING)
    for step in (1, 2, 3, 4):
        path, ends = cycle.path(step, points=5), (cycle.states[step - 1], cycle.states[step % 4])
        for name in ("T", "P", "v", "s"):
            values = getattr(path, name)
            assert [values[0], values[-1]] == pytest.approx([getattr(end, name) for end in ends], rel=1e-9)
    assert cycle.path(2).v == pytest.approx(FILLING / 2, rel=1e-12)


def test_bad_values_of_a_real_cycle_are_refused():
    with pytest.raises(ValueError, match=re.escape("v_small must be below v_large; got 0.002 >= 0.001 m^3/mol")):
        real_stirling(IdealGas(), 77.0, 300.0, 2e-3, 1e-3)
    with pytest.raises(ValueError, match=re.escape("T_cold must be below T_hot; got 300.0 >= 77.0 K")):
        real_stirling(IdealGas(), 300.0, 77.0, 1e-3, 2e-3)
    with pytest.raises(ValueError, match="helium"):
        real_stirling(HELIUM, 1.5, 300.0, 1e-4, 2e-4)  # below the lambda point


def heats_of_two_cylinders(T_cold, T_hot, ratio, c_v=1.5, samples=20_000):
    """Heats through each wall and into the matrix in each step, by balances of energy and gas over small steps, without any closed form."""
    x = np.linspace(0, 1, samples + 1)
    still, volumes = np.zeros_like(x), (1 + (ratio - 1) * (1 - x), 1 - x, 1 + (ratio - 1) * x, ratio * x)
    hot, cold = (volumes[0], volumes[1], still, volumes[3]), (still, x, volumes[2], ratio * (1 - x))
    rows = []
    for V_hot, V_cold in zip(hot, cold, strict=True):
        P = GAS_CONSTANT / (V_hot / T_hot + V_cold / T_cold)
        walls, matrix = [], 0.0
        for V, T in ((V_hot, T_hot), (V_cold, T_cold)):
            n = P * V / (GAS_CONSTANT * T)
            work = np.sum((P[1:] + P[:-1]) / 2 * np.diff(V))
            enters = (c_v + 1) * GAS_CONSTANT * T * (n[-1] - n[0])  # enthalpy of the gas that comes in
            walls.append(c_v * GAS_CONSTANT * T * (n[-1] - n[0]) + work - enters)
            matrix -= enters
        rows.append((*walls, matrix))
    return np.array(rows)


@pytest.mark.parametrize(("cold", "ratio"), [(77.0, 2.0), (20.0, 3.0)])
def test_two_cylinders_at_one_pressure_leave_c_p_in_the_regenerator_and_the_walls_make_up_the_difference(cold, ratio):
    rows = heats_of_two_cylinders(cold, 300.0, ratio)
    cycle = stirling(cold, 300.0, ratio, two_cylinders=True)
    ledger = [(-cycle.heat_rejected, 0, 0), (cycle.hot_wall_heat, cycle.cold_wall_heat, cycle.regenerator_heat)]
    ledger += [(0, cycle.heat_absorbed, 0), (-cycle.hot_wall_heat, -cycle.cold_wall_heat, -cycle.regenerator_heat)]
    assert rows == pytest.approx(np.array(ledger), rel=2e-6, abs=1e-3)
    # One turn: the matrix has what it had, and the energy closes with the work of the loop.
    assert rows.sum(axis=0)[2] == pytest.approx(0, abs=1e-6 * cycle.work)
    assert -rows[:, :2].sum() == pytest.approx(cycle.work, rel=1e-6)
    assert cycle.regenerator_heat == pytest.approx(5 / 3 * stirling(cold, 300.0, ratio).regenerator_heat, rel=1e-14)
    for i, name in enumerate(("heat_hot", "heat_cold", "matrix_heat")):
        reached = [getattr(cycle.at(step, 1e-3), name) for step in (1, 2, 3, 4)]
        assert reached == pytest.approx(rows.cumsum(axis=0)[:, i], rel=2e-6, abs=1e-3)


def test_numbers_of_two_cylinders_at_77_kelvin():
    cycle = stirling(77.0, 300.0, 2.0, effectiveness=0.95, two_cylinders=True)
    assert cycle.regenerator_heat / cycle.heat_absorbed == pytest.approx(10.445, abs=1e-3)
    assert cycle.net_cooling / cycle.heat_absorbed == pytest.approx(0.4777, abs=1e-4)
    assert least_effectiveness(77.0, 300.0, 2.0, two_cylinders=True) == pytest.approx(0.904265, abs=1e-6)
    assert (cycle.cold_wall_heat, cycle.hot_wall_heat) == pytest.approx((531.1, 1323.0), abs=0.1)
    one_body = stirling(77.0, 300.0, 2.0)
    assert one_body.cold_wall_heat == one_body.hot_wall_heat == 0
    assert (cycle.work, cycle.heat_absorbed) == (one_body.work, one_body.heat_absorbed)


@pytest.mark.parametrize("two_cylinders", [False, True])
@settings(deadline=None)
@given(cycle=cycles, moment=st.floats(0, 4))
def test_energy_closes_at_every_moment(two_cylinders, cycle, moment):
    cycle = replace(cycle, two_cylinders=two_cylinders)
    point, volume = cycle.at(moment, 1e-4), 1e-4
    work = -GAS_CONSTANT * cycle.T_hot * np.log(cycle.compression_ratio)
    if moment < 1:
        work = GAS_CONSTANT * cycle.T_hot * np.log(point.v / (volume * cycle.compression_ratio))
    if moment > 2:
        work += GAS_CONSTANT * cycle.T_cold * np.log(min(point.v / volume, cycle.compression_ratio))
    energy = cycle.heat_capacity * GAS_CONSTANT * (point.T - cycle.T_hot)
    scale = cycle.regenerator_heat + cycle.work
    assert point.heat_hot + point.heat_cold - point.matrix_heat - work == pytest.approx(energy, abs=1e-10 * scale)


@pytest.mark.parametrize("value", [1, None, "yes"])
def test_two_cylinders_is_yes_or_no(value):
    for function in (stirling, least_effectiveness):
        with pytest.raises(ValueError, match=re.escape(f"two_cylinders must be True or False; got {value!r}")):
            function(77.0, 300.0, 2.0, two_cylinders=value)
